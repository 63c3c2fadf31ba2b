"""Creating PDFs, against WeasyPrint alone with the same HTML, fonts, fetcher and options, in a warm process.

The drawing of charts is not measured: they are drawn once, before.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import Any
from unittest.mock import patch

from flask import current_app
from sqlalchemy import select

from app.charts.job import ChartJob
from app.clock import local_date, utc_now
from app.database import db
from app.pdf import pdf
from app.pdf.assets import SCHEME
from benchmarks.addresses import first, session_with_minutes
from benchmarks.figures import Figure, at_most
from benchmarks.instances import DEMO, SMALL
from benchmarks.run import Run
from benchmarks.turns import in_turns
from forums.minutes.models import Minutes
from forums.papers import attendance_paper, letter_paper, minutes_paper, queries
from insights.digests import actions, documents
from insights.digests.rules import read_period

LONG = 10
"""Number of pages from which the bar is a ratio; for shorter documents it is in milliseconds."""
LANGUAGE = "id"
Making = Callable[[], bytes]


def measure(run: Run) -> Iterator[Figure]:
    """Measure documents of a session of the demo, and digests: of its last month, and of a year with 2,000 commitments.

    The latter has a row for each of the thousand that were kept.
    """
    rounds = 1 if run.quick else 5
    for size, papers in ((DEMO, _of_a_session), (DEMO, _month), (SMALL, _year)):
        app = run.instances.one(size, "sqlite").application()
        with app.app_context(), _charts_drawn_once():
            for name, make in papers():
                yield _measured(f"{name} ({size.name})", make, rounds)
            db.session.rollback()


def _of_a_session() -> Iterator[tuple[str, Making]]:
    session = session_with_minutes()
    minutes = first(select(Minutes).where(Minutes.session_id == session.id).order_by(Minutes.version.desc()))
    now = utc_now()
    invited = queries.addressees(session)
    yield "minutes", partial(minutes_paper.pdf, minutes, now, LANGUAGE)
    yield "attendance list", partial(attendance_paper.recorded, session, now, LANGUAGE, contacts=False)
    yield "invitation letter", partial(letter_paper.pdf, session, invited, now, LANGUAGE)


def _month() -> Iterator[tuple[str, Making]]:
    last_month = local_date(utc_now()).replace(day=1) - timedelta(days=1)
    yield "monthly digest", _digest("monthly", f"{last_month:%Y-%m}")


def _year() -> Iterator[tuple[str, Making]]:
    yield "yearly digest", _digest("yearly", f"{local_date(utc_now()):%Y}")


def _digest(kind: str, name: str) -> Making:
    return partial(documents.pdf, actions.draft(read_period(kind, name), about=None, by=None, at=utc_now()))


def _measured(name: str, make: Making, rounds: int) -> Figure:
    with _recorded() as recorded:
        content = _uncached(make)
    turns = in_turns(partial(_uncached, make), partial(_alone, **recorded), rounds=rounds)
    pages = _pages(content)
    extra = (turns.ours - turns.theirs) * 1000
    held = (turns.ratio, "× WeasyPrint", at_most(1.15)) if pages >= LONG else (extra, "ms more", at_most(150))
    value, unit, bar = held
    return Figure(
        name=f"{name}, {pages} pages",
        value=value,
        unit=unit,
        bar=bar,
        note=turns.note,
        raw={"ours_s": turns.ours, "theirs_s": turns.theirs, "pages": pages, "bytes": len(content)},
    )


def _uncached(make: Making) -> bytes:
    """Create a document without the cache of finished ones."""
    shutil.rmtree(current_app.extensions["settings"].data_dir / "papers", ignore_errors=True)
    return make()


def _charts_drawn_once() -> Any:
    """Return a context in which only the first document with a chart draws it."""
    drawings: dict[str, bytes] = {}
    draw = ChartJob.print

    def kept(job: ChartJob) -> bytes:
        key = job.key()
        if key not in drawings:
            drawings[key] = draw(job)
        return drawings[key]

    return patch.object(ChartJob, "print", kept)


@contextmanager
def _recorded() -> Iterator[dict[str, Any]]:
    """Record the arguments of `pdf.render` for the document that is created in the block."""
    recorded: dict[str, Any] = {}
    render = pdf.render

    def noting(html: str, **options: Any) -> bytes:
        recorded.update(options, html=html)
        return render(html, **options)

    pdf.render = noting
    try:
        yield recorded
    finally:
        pdf.render = render


def _alone(html: str, *, attachments: Any, files: Any, **_ours: Any) -> bytes:
    """Create the PDF with WeasyPrint, and nothing of Selaras but the fonts."""
    import weasyprint

    from app.pdf import renderer

    page = weasyprint.HTML(string=html, base_url=SCHEME, url_fetcher=renderer.OwnFiles(files or {}))
    carried = [weasyprint.Attachment(string=one.content, name=one.name) for one in attachments]
    return page.write_pdf(pdf_variant=pdf.VARIANT, attachments=carried, font_config=renderer.font_configuration())


def _pages(content: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(BytesIO(content)).pages)
