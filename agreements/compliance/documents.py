"""Evaluations of a year as PDF and as spreadsheet: of one agreement, as issued, and of all that a reader may read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from flask import Flask, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from agreements.compliance import labels
from agreements.compliance.models import Evaluation
from agreements.compliance.overview import Ends, in_time, party_rows
from agreements.compliance.rows import HeldRight
from agreements.compliance.rules import MOST_ROWS, Owed
from agreements.compliance.statement import Statement, read
from agreements.labels import party_name
from app.charts.drawing import with_charts
from app.charts.job import place_of
from app.charts.specs import Spec
from app.circles.models import Classification
from app.circles.rules import at_least_internal
from app.files.spreadsheets import Table, WrittenCell, as_xlsx
from app.pdf.canonical import fingerprint
from app.pdf.document import PdfDocument, file_name, job_of, made
from app.pdf.kinds import Kind, add_kind
from app.pdf.models import Paper
from app.web.i18n import force_locale
from app.web.status_labels import status_label
from commitments.status_labels import SOURCES

KIND = "agreement_evaluation"
"""The document type in the register."""
ISSUED, REPLACED = "issued", "replaced"


def init_app(app: Flask) -> None:
    """Register issued evaluations as a kind of document."""
    add_kind(
        app,
        Kind(
            name=KIND,
            label=_l("Evaluation of an agreement"),
            states="paper",
            address=lambda agreement_id: url_for("agreements.compliance.evaluation", agreement_id=agreement_id),
            facts=facts_of,
        ),
    )


def facts_of(paper: Paper) -> list[tuple[str, str]]:
    """Return what the verification page adds: whether this version is in force, and nothing of its content."""
    return [(_("Version in force"), _("This version") if paper.state == ISSUED else _("A later one"))]


def fingerprint_of(evaluation: Evaluation) -> str:
    """Return the SHA-256 of an issued evaluation."""
    facts = {"kind": KIND, "version": evaluation.version, "issued_at": evaluation.issued_at}
    return fingerprint(facts | {"content": evaluation.content})


def issued_sheet(evaluation: Evaluation) -> PdfDocument:
    """Return the document properties of an issued evaluation."""
    agreement = evaluation.agreement
    with force_locale(agreement.language):
        title = title_of(evaluation.content["title"], evaluation.year)
    return PdfDocument(
        title=title,
        as_of=evaluation.issued_at.replace(second=0, microsecond=0),
        classification=at_least_internal(agreement.circle.classification),
        language=agreement.language,
        version=evaluation.version,
        fingerprint=fingerprint_of(evaluation),
        issued_at=evaluation.issued_at,
    )


def issued_pdf(evaluation: Evaluation) -> bytes:
    """Return an issued evaluation as a tagged PDF, with the same bytes whenever it is rendered."""
    return _rendered(issued_sheet(evaluation), [read(evaluation.content)], evaluation.year, is_final=True)


def draft_pdf(
    found: Sequence[Statement], year: int, *, classification: Classification, language: str, at: datetime
) -> bytes:
    """Return the present statements of a year as a tagged PDF, without QR code: what one reader may read now."""
    with force_locale(language):
        title = title_of(found[0].title, year) if len(found) == 1 else title_of("", year)
    sheet = PdfDocument(
        title=title,
        as_of=at.replace(second=0, microsecond=0),
        classification=at_least_internal(classification),
        language=language,
    )
    return _rendered(sheet, found, year, is_final=False)


def title_of(title: str, year: int) -> str:
    """Return the title of an evaluation, of one agreement or (without a title) of all."""
    if title:
        return _("Evaluation of the agreement %(title)s, %(year)s", title=title, year=year)
    return _("Evaluation of agreements, %(year)s", year=year)


def _rendered(sheet: PdfDocument, found: Sequence[Statement], year: int, *, is_final: bool) -> bytes:
    charts: dict[str, Spec] = {}
    with force_locale(sheet.language):
        parts = []
        for number, statement in enumerate(found, 1):
            chart = in_time(
                Ends(statement.last_day, statement.notice_on),
                statement.sides,
                statement.owed,
                year=year,
                today=statement.as_of,
                whole=False,
                dated=True,
            )
            if chart.drawn:
                charts[str(number)] = chart.wide
            figures = party_rows(statement.sides, statement.owed, statement.rights)
            parts.append((statement, chart, figures, place_of(str(number)) if chart.drawn else ""))
    document = job_of(
        sheet,
        "agreements/compliance/paper.html",
        parts=parts,
        year=year,
        is_final=is_final,
        most=MOST_ROWS,
        as_of=found[0].as_of if found else sheet.as_of.date(),
    )
    return made(with_charts(document, charts))


def pdf_name(title: str, year: int, day: date, version: int = 1) -> str:
    """Return the file name of an evaluation."""
    return file_name("Evaluasi-Kerja-Sama", f"{title} {year}".strip(), day, version=version)


OBLIGATIONS = (
    _l("Agreement"),
    _l("Clause"),
    _l("Obligation"),
    _l("Period"),
    _l("Party"),
    _l("Code"),
    _l("First due date"),
    _l("Current due date"),
    _l("Delivered on"),
    _l("Met on"),
    _l("Status"),
    _l("Verifier"),
    _l("Verification"),
    _l("Evidence"),
    _l("Reasons"),
)
PARTIES = (
    _l("Agreement"),
    _l("Number"),
    _l("Party"),
    _l("Organisation"),
    _l("Fell due"),
    _l("By the first due date"),
    _l("Met late"),
    _l("Late now"),
    _l("Open"),
    _l("Rights"),
    _l("Rights received"),
)
RIGHTS = (
    _l("Agreement"),
    _l("Clause"),
    _l("Right or benefit"),
    _l("Party"),
    _l("Received on"),
    _l("Statement of the party"),
    _l("In its words"),
    _l("Recorded on its behalf"),
)


def xlsx(found: Sequence[Statement]) -> bytes:
    """Return the statements as a spreadsheet with sheets of obligations, parties and rights."""
    return as_xlsx(
        _("Obligations"),
        OBLIGATIONS,
        [_obligation(one, owed) for one in found for owed in one.owed],
        Table(_("Parties"), PARTIES, [cells for one in found for cells in _parties(one)]),
        Table(_("Rights and benefits"), RIGHTS, [cells for one in found for cells in _rights(one)]),
    )


def _obligation(statement: Statement, owed: Owed) -> list[WrittenCell]:
    names = {one.id: one.name for one in statement.sides}
    background = statement.backgrounds[owed.commitment_id]
    return [
        statement.title,
        owed.clause,
        owed.text,
        labels.period_of(owed),
        names[owed.debtor_id],
        owed.code,
        owed.first_due,
        owed.due,
        owed.delivered_on,
        owed.met_on,
        labels.said(owed, statement.as_of),
        names[owed.verifier_id],
        str(status_label("verification", owed.verification.value).word),
        background.evidence,
        "\n".join(background.reasons),
    ]


def _parties(statement: Statement) -> list[list[WrittenCell]]:
    return [
        [
            statement.title,
            statement.numbers.get(row.side.id, ""),
            party_name(row.side.position),
            row.side.name,
            row.counts.due,
            row.counts.on_first,
            row.counts.met_late,
            row.counts.late_now,
            row.counts.open,
            row.rights,
            row.received,
        ]
        for row in party_rows(statement.sides, statement.owed, statement.rights)
    ]


def _rights(statement: Statement) -> list[list[WrittenCell]]:
    names = {one.id: one.name for one in statement.sides}
    return [
        [
            statement.title,
            right.number,
            right.text,
            names[right.holder_id],
            right.received_on,
            _said(right),
            right.words or "",
            f"{SOURCES[right.source]}, {labels.short_date(right.said_on)}" if right.source and right.said_on else "",
        ]
        for right in statement.rights
    ]


def _said(right: HeldRight) -> str:
    if right.received_on:
        return _("Received")
    return _("Not received") if right.is_missing else _("not stated")
