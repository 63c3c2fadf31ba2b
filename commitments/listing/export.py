"""The list of commitments as a spreadsheet or as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from flask import Response
from flask_babel import gettext as _

from app.circles.models import Classification
from app.files import download
from app.files.spreadsheets import WrittenCell
from app.files.tables import table_download
from app.pdf.document import PdfDocument, produce
from app.web.i18n import language
from app.web.status_labels import status_label
from commitments.blockers.models import BlockerKind
from commitments.listing.labels import COLUMNS
from commitments.listing.rows import ListedRow
from commitments.particulars.labels import FUNDS, PLANS, RHYTHMS, noted
from commitments.registry.rules import Rhythm
from commitments.status_labels import BARRIERS

FORMATS = ("csv", "xlsx", "pdf")


def sheet(rows: Sequence[ListedRow], kind: str, *, today: date, at: datetime) -> Response:
    """Return rows as a download; `kind` is one of `FORMATS`."""
    if kind == "pdf":
        return download(_pdf(rows, at, today), media_type="application/pdf", name=f"selaras-commitments-{today}.pdf")
    return table_download(_("Commitments"), COLUMNS, (_cells(row, today) for row in rows), kind, name="commitments")


def _cells(row: ListedRow, today: date) -> list[WrittenCell]:
    late = row.facts.days_late(today)
    return [
        row.code,
        row.title,
        row.circle_name,
        row.responsible_name,
        row.verifier_name,
        str(status_label("delivery", row.delivery.value).word),
        row.facts.agreed_due or "",
        row.current_due,
        row.progress,
        late or "",
        row.awaited or "",
        row.late_milestones or "" if row.is_owed else "",
        str(BARRIERS[BlockerKind(row.barrier)]) if row.barrier else "",
        str(RHYTHMS[row.rhythm]) if row.rhythm is not Rhythm.NONE else "",
        row.facts.next_report or "",
        noted(PLANS[row.plan], row.plan_note) if row.plan else row.plan_note,
        noted(FUNDS[row.funds], row.funds_note) if row.funds else row.funds_note,
    ]


def _pdf(rows: Sequence[ListedRow], at: datetime, today: date) -> bytes:
    """Return the table as PDF, classified like its most confidential row."""
    grades = list(Classification)
    document = PdfDocument(
        title=_("Follow-up of commitments"),
        as_of=at.replace(second=0, microsecond=0),
        classification=max((row.classification for row in rows), key=grades.index, default=Classification.INTERNAL),
        language=language(),
    )
    return produce(document, "commitments/listing/paper.html", rows=rows, today=today)
