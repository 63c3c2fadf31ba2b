"""PDF of a digest; the same snapshot and texts give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from babel.dates import format_date
from flask_babel import force_locale
from flask_babel import gettext as _

from app.charts.drawing import with_charts
from app.charts.job import place_of
from app.pdf.canonical import canonical, fingerprint
from app.pdf.document import PdfDocument, file_name, job_of, made, produce
from app.pdf.pdf import Attachment
from app.web.csv_export import as_csv
from app.web.i18n import day
from insights.digests.changes import changes
from insights.digests.findings import findings
from insights.digests.models import Digest, DigestKind, DigestState
from insights.digests.rules import count_ratings, read_period
from insights.indicators.rules import Share, percent

MOST_ASKED = 2
"""Number of questions that the one page has in full; the others are named."""
FEW_ARE_COUNTED = 3
"""The first version of the content that tells few as counts, never as a percentage."""
NAMES = {
    DigestKind.WEEKLY: "Rangkuman-Mingguan",
    DigestKind.MONTHLY: "Rangkuman-Bulanan",
    DigestKind.QUARTERLY: "Rangkuman-Triwulanan",
    DigestKind.YEARLY: "Rangkuman-Tahunan",
}

ASKED = ("title", "why", "options", "consequences", "by")
"""Fields of a question without its answer; those without consequences lack the key."""
COLUMNS = (
    "code",
    "title",
    "responsible",
    "sector",
    "verifier",
    "delivery",
    "first_due",
    "current_due",
    "progress",
    "days_late",
    "health",
)


def content(digest: Digest) -> dict[str, Any]:
    """Return the content of the PDF, from which its fingerprint is computed; it excludes answers given later."""
    asks = [{name: ask[name] for name in ASKED if name in ask} for ask in digest.asks]
    return {
        "code": digest.code,
        "revision": digest.revision,
        "reason": digest.reason,
        "lead": digest.lead,
        "asks": asks,
        "language": digest.language,
        "record": digest.snapshot.content,
    }


class Recorded(dict[str, Any]):
    """A row of a snapshot; hashable, because snapshots do not change."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(repr(self))


def rows(digest: Digest) -> dict[str, list[Recorded]]:
    """Return the rows of the snapshot that the page of a digest shows: forums, commitments, agreements, sessions."""
    record = digest.snapshot.content
    return {kind: list(map(Recorded, record[kind])) for kind in ("forums", "worst", "agreements", "sessions")}


def sheet(digest: Digest) -> PdfDocument:
    """Return the metadata of the PDF; a draft has no fingerprint, because it can still change."""
    record = digest.snapshot.content
    return PdfDocument(
        title=title(digest),
        as_of=datetime.fromisoformat(record["as_of"]),
        classification=digest.classification,
        language=digest.language,
        number=digest.code,
        version=digest.revision,
        fingerprint=None if digest.state is DigestState.DRAFT else fingerprint(content(digest)),
        issued_at=digest.released_at,
    )


def title(digest: Digest) -> str:
    """Return "Rangkuman Bulanan Oktober 2026" in the digest's language; weeks and quarters are named by their days."""
    return title_of(digest.snapshot.kind, digest.snapshot.period, digest.language)


def full_title(digest: Digest) -> str:
    """Return the title with the name of what the digest covers, for lists, pages and mails."""
    scope = digest.snapshot.content["scope"]
    return f"{title(digest)}, {scope}" if scope else title(digest)


def title_of(kind: DigestKind, name: str, language: str) -> str:
    """Return the title of the digest of a period in a language."""
    period = read_period(kind.value, name)
    with force_locale(language):
        kinds = {
            DigestKind.WEEKLY: _("Weekly digest"),
            DigestKind.MONTHLY: _("Monthly digest"),
            DigestKind.QUARTERLY: _("Quarterly digest"),
            DigestKind.YEARLY: _("Yearly digest"),
        }
        if kind is DigestKind.MONTHLY:
            return f"{kinds[kind]} {format_date(period.since, 'MMMM y', locale=language)}"
        if kind is DigestKind.YEARLY:
            return f"{kinds[kind]} {period.name}"
        since, until = (day(one).partition(", ")[2] for one in (period.since, period.until))
        return f"{kinds[kind]} {since} – {until}"


def pdf(digest: Digest) -> bytes:
    """Return the digest as a tagged PDF/A-3 with its data attached as JSON and CSV."""
    data = content(digest)
    frame = sheet(digest)
    with force_locale(digest.language):
        attachments = (
            Attachment(
                name="rangkuman.json",
                content=canonical(data),
                media_type="application/json",
                description=_("All data of this digest"),
                relationship="Source",
            ),
            Attachment(
                name="komitmen.csv",
                content=table(data["record"]),
                media_type="text/csv",
                description=_("Open commitments as a table"),
            ),
        )
        found = findings(data["record"])
        document = job_of(
            frame,
            "insights/digests/paper.html",
            attachments=attachments,
            content=data,
            record=data["record"],
            changes=[(words, named) for words, named in changes(data["record"]) if named],
            charts=[(one, place_of(one.name)) for one in found],
            draft=digest.state is DigestState.DRAFT,
            empty=digest.snapshot.is_empty,
        )
        return made(with_charts(document, {one.name: one.spec() for one in found}))


def one_page(digest: Digest) -> bytes:
    """Return the digest on one page as a tagged PDF: questions, status, five figures and what is most blocked."""
    data = content(digest)
    return produce(
        sheet(digest),
        "insights/digests/one_page_paper.html",
        content=data,
        record=data["record"],
        most=MOST_ASKED,
        draft=digest.state is DigestState.DRAFT,
        empty=digest.snapshot.is_empty,
        **summary(data["record"]),
    )


def summary(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the one page shows of a snapshot: `ratings` of forums and agreements, and `attended`, a share."""
    seats = sum(one["part"] for one in record["sectors"]), sum(one["whole"] for one in record["sectors"])
    ratings = {what: count_ratings(record[what]) for what in ("forums", "agreements") if record[what]}
    attended = Share(*seats).plain
    if record.get("schema", 1) < FEW_ARE_COUNTED:
        attended["percent"] = percent(*seats)
    return {"ratings": ratings, "attended": attended}


def name(digest: Digest, suffix: str = "") -> str:
    """Return the file name, such as "Rangkuman-Bulanan_2026-10_2026-10-31_v1.pdf"."""
    period = read_period(digest.snapshot.kind.value, digest.snapshot.period)
    return file_name(NAMES[digest.snapshot.kind] + suffix, period.name, period.until, version=digest.revision)


def table(record: dict[str, Any]) -> bytes:
    """Return the open commitments as CSV in UTF-8; cells that a spreadsheet would read as formulas are escaped."""
    return as_csv(COLUMNS, ([row[column] for column in COLUMNS] for row in record["commitments"]))
