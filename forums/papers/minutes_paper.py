"""The Notulen, and the excerpt of their decisions: approved minutes from their stored content, others as a draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from app.circles.models import Classification
from app.pdf.document import PdfDocument, file_name, job_of, made, produce_markdown, produce_word
from app.pdf.job import PdfJob
from app.pdf.languages import DEFAULT
from app.web.i18n import plain_day
from app.web.status_labels import SECTORS
from forums.minutes.content import content_of
from forums.minutes.models import Minutes, MinutesState
from forums.papers.convener.queries import issuer_of
from forums.papers.pictures import photos_in, pictures_in
from forums.papers.rules import with_speakers
from forums.scheduling.labels import label_of

TEMPLATE = "forums/papers/minutes.html"


def content_for(minutes: Minutes) -> dict[str, Any]:
    """Return the approved content of minutes, else the current one."""
    return minutes.content or content_of(minutes, minutes.session)


def published_sheet(minutes: Minutes, content: dict[str, Any], language: str = DEFAULT) -> PdfDocument:
    """Return the document properties of published minutes, which have their own fingerprint."""
    published_at = datetime.fromisoformat(content["published_at"])
    return replace(sheet(minutes, content, published_at, language), fingerprint=minutes.published_sha256)


def sheet(minutes: Minutes, content: dict[str, Any], now: datetime, language: str = DEFAULT) -> PdfDocument:
    """Return the document properties. A draft is dated `now` and has no fingerprint, as it can still change."""
    locked = content["approved_at"] if minutes.is_locked else None
    issued_at = datetime.fromisoformat(locked) if locked else None
    with force_locale(language):
        title = _title(minutes, content)
    return PdfDocument(
        title=title,
        as_of=issued_at or now.replace(second=0, microsecond=0),
        classification=Classification(content["classification"]),
        language=language,
        number=content["number"] or None,
        version=content["version"],
        fingerprint=minutes.sha256 if issued_at else None,
        issued_at=issued_at,
    )


def pdf(minutes: Minutes, now: datetime, language: str, *, whole: bool = True) -> bytes:
    """Return the minutes as a tagged PDF, byte-identical for the same approved content, release and language.

    If not `whole`, with the published content.
    """
    return made(job(minutes, now, language, whole=whole))


def job(minutes: Minutes, now: datetime, language: str, *, whole: bool = True) -> PdfJob:
    """Return the job that renders the minutes, for documents that include them."""
    frame, content = _read(minutes, now, language, whole=whole)
    return job_of(frame, TEMPLATE, photos=photos_in(content), **_context(minutes, content))


def word(minutes: Minutes, now: datetime, language: str, *, whole: bool = True) -> bytes:
    """Return the minutes as .docx, with the content of the PDF."""
    frame, content = _read(minutes, now, language, whole=whole)
    return produce_word(frame, TEMPLATE, photos=photos_in(content), **_context(minutes, content))


def markdown(minutes: Minutes, now: datetime, language: str, *, whole: bool = True) -> bytes:
    """Return the minutes as Markdown, with the content of the PDF."""
    frame, content = _read(minutes, now, language, whole=whole)
    return produce_markdown(frame, TEMPLATE, **_context(minutes, content)).encode()


def decisions_pdf(minutes: Minutes, now: datetime, language: str, *, whole: bool = True) -> bytes:
    """Return the excerpt of the decisions of minutes; its QR code verifies the minutes."""
    return made(decisions_job(minutes, now, language, whole=whole))


def decisions_job(minutes: Minutes, now: datetime, language: str, *, whole: bool = True) -> PdfJob:
    """Return the job that renders the excerpt of decisions, for documents that include it."""
    frame, content = _read(minutes, now, language, whole=whole)
    with force_locale(language):
        frame = replace(frame, title=_excerpt_title(minutes, content))
    return job_of(frame, "forums/papers/decisions.html", **_context(minutes, content))


def _read(minutes: Minutes, now: datetime, language: str, *, whole: bool) -> tuple[PdfDocument, dict[str, Any]]:
    content = content_for(minutes) if whole else minutes.published_content or {}
    frame = sheet(minutes, content, now, language) if whole else published_sheet(minutes, content, language)
    return replace(frame, issuer=issuer_of(minutes.session.forum_id, frame.issued_at)), content


def _context(minutes: Minutes, content: dict[str, Any]) -> dict[str, Any]:
    return {
        "content": content,
        "label": lambda: label(minutes, content),
        "quorum": _quorum(content),
        "locked": minutes.is_locked,
        "circulated": minutes.state is MinutesState.CIRCULATED,
        "until": minutes.correction_until,
        "with_speakers": lambda text: with_speakers(text, _speakers(content)),
        "pictures": {sha256 for sha256, _size in pictures_in(content)},
        "commitments": commitments_in(content),
    }


def label(minutes: Minutes, content: dict[str, Any]) -> str:
    """Return the shortest name of the session of minutes, with the number and title in their content."""
    in_series = minutes.session.series_id is not None
    return label_of(content["session"], content["title"], in_series=in_series)


def commitments_in(content: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return the commitments of minutes, each with the code of its decision."""
    return [
        (decision["code"], commitment) for decision in _decisions(content) for commitment in decision["commitments"]
    ]


def name(minutes: Minutes, *, whole: bool = True, kind: str = "Notulen", suffix: str = "pdf") -> str:
    """Return the file name, such as "Notulen_forum-lintas-sektor_2026-11-26_v1.pdf"."""
    session = minutes.session
    named = kind if whole else f"{kind}-publik"
    return file_name(named, session.forum.slug, session.day, version=minutes.version, suffix=suffix)


def _title(minutes: Minutes, content: dict[str, Any]) -> str:
    starts_at = datetime.fromisoformat(content["starts_at"])
    return _(
        "Minutes of %(session)s, %(forum)s, %(day)s",
        session=label(minutes, content),
        forum=content["forum"],
        day=plain_day(starts_at, content["timezone"]),
    )


def _excerpt_title(minutes: Minutes, content: dict[str, Any]) -> str:
    starts_at = datetime.fromisoformat(content["starts_at"])
    return _(
        "Decisions of %(session)s, %(forum)s, %(day)s",
        session=label(minutes, content),
        forum=content["forum"],
        day=plain_day(starts_at, content["timezone"]),
    )


def _quorum(content: dict[str, Any]) -> dict[str, Any]:
    """Return the quorum, with its sectors in the order used in documents."""
    order = list(SECTORS)
    return {
        **content["quorum"],
        "sectors": sorted(content["quorum"]["sectors"], key=lambda one: order.index(one["sector"])),
    }


def _speakers(content: dict[str, Any]) -> set[str]:
    people = {content["presider"], content["minute_taker"], *(one["name"] for one in content.get("served", ()))}
    for row in content["attendance"]:
        people |= {row["organisation"], row["name"], row["representative"]}
    return people | {item["presenter"] for item in content["items"]}


def _decisions(content: dict[str, Any]) -> list[dict[str, Any]]:
    taken = [decision for item in content["items"] for decision in item["decisions"]]
    return taken + content["other_decisions"]
