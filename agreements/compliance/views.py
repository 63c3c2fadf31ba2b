"""Pages of compliance: obligations in time, rights with their receipts, and evaluations of a year."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from agreements.clauses.models import Right
from agreements.clauses.queries import is_amended
from agreements.compliance import actions, documents, policies, queries
from agreements.compliance.forms import IssueForm, ReceiptForm, RecordedReceiptForm, WithdrawalForm
from agreements.compliance.models import Evaluation, RightReceipt
from agreements.compliance.overview import Ends, across, in_time, party_rows, weighed
from agreements.compliance.rows import HeldRight
from agreements.compliance.rules import ENDED, Owed, count
from agreements.compliance.statement import statements
from agreements.registry.models import Agreement
from agreements.registry.policies import change_agreement, read_whole
from agreements.registry.queries import PUBLISHED
from app.charts.drawing import drawn
from app.circles.models import Classification
from app.clock import local_date, today, utc_now
from app.errors import RuleViolation
from app.files import download
from app.files.spreadsheets import XLSX
from app.web.i18n import language
from app.web.pages import done, page
from app.web.panels import linked_page
from app.web.policies import guarded

bp = Blueprint("compliance", __name__)

PDF = "application/pdf"
FIRST_YEAR, LAST_YEAR = 1945, 9990


def chosen_year() -> int:
    """Return the year of the query string, the present one by default or if it is out of range."""
    year = request.args.get("year", today().year, type=int)
    return year if FIRST_YEAR <= year <= LAST_YEAR else today().year


def years_of(owed: list[Owed]) -> list[int]:
    """Return the years in which obligations were first due, and the present one, in order."""
    return sorted({one.first_due.year for one in owed} | {today().year})


@bp.get("/agreements/<uuid:agreement_id>/fulfilment")
@guarded(read_whole)
def show(agreement: Agreement) -> ResponseReturnValue:
    """Show what was first due in a year (`?year=`, the present one by default) in time and per party; `?rows=all`."""
    sides, year = queries.sides_of(agreement), chosen_year()
    owed = queries.owed_in([agreement.id], current_user, today())
    rights = queries.rights_of([agreement.id])
    ends = Ends(agreement.last_day, agreement.term.notice_on)
    chart = in_time(ends, sides, owed, year=year, today=today(), whole=request.args.get("rows") == "all")
    balance = weighed(sides, queries.duties_of([agreement.id]), rights)
    return page(
        "agreements/compliance/show.html",
        agreement=agreement,
        chart=chart,
        drawing=drawn(chart.wide, chart.slim) if chart.drawn else None,
        names={one.id: one.label for one in sides},
        parties=party_rows(sides, chart.owed, rights),
        balance=balance,
        balance_drawing=drawn(balance.spec, balance.spec) if balance.rows else None,
        chain=queries.chain_of(agreement, current_user, today()),
        years=years_of(owed),
        earlier=[one for one in owed if one.first_due.year < year and one.outcome not in ENDED],
    )


@bp.get("/agreements/<uuid:agreement_id>/rights")
@guarded(read_whole)
def rights(agreement: Agreement) -> ResponseReturnValue:
    """Show the obligations and rights of each party side by side, and which rights it states to have received."""
    sides, found = queries.sides_of(agreement), queries.rights_of([agreement.id])
    held: dict[UUID, list[HeldRight]] = defaultdict(list)
    for right in found:
        held[right.holder_id].append(right)
    balance = weighed(sides, queries.duties_of([agreement.id]), found)
    own = agreement.side_of(current_user.organisation_id)
    return page(
        "agreements/compliance/rights.html",
        agreement=agreement,
        held=held,
        balance=balance,
        balance_drawing=drawn(balance.spec, balance.spec) if balance.rows else None,
        own_side=own.id if own else None,
        frozen=is_amended(agreement.id),
    )


def _to_rights(agreement: Agreement) -> str:
    return url_for("agreements.compliance.rights", agreement_id=agreement.id)


@bp.route("/agreements/rights/<uuid:right_id>/receipts/new", methods=["GET", "POST"])
@guarded(policies.state_received)
def state(right: Right) -> ResponseReturnValue:
    """State whether the organisation received a right or benefit."""
    return _state(right, ReceiptForm(received_on=today()))


@bp.route("/agreements/rights/<uuid:right_id>/receipts/record", methods=["GET", "POST"])
@guarded(policies.record_receipt)
def record(right: Right) -> ResponseReturnValue:
    """Record on behalf of a party whether it received a right or benefit, with the source."""
    return _state(right, RecordedReceiptForm(received_on=today()))


def _state(right: Right, form: ReceiptForm) -> ResponseReturnValue:
    agreement = right.clause.agreement
    if form.validate_on_submit():
        try:
            made = actions.state(
                right,
                received_on=form.day,
                text=form.text.data or "",
                behalf=form.behalf() if isinstance(form, RecordedReceiptForm) else None,
                by=current_user,
                at=utc_now(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            said = (
                _("The statement was recorded, and the party is told.")
                if made.source
                else _("The statement was recorded.")
            )
            return done(said, to=_to_rights(agreement), made=made)
    return page("agreements/compliance/receipt.html", form, agreement=agreement, right=right, receipt=None)


@bp.route("/agreements/receipts/<uuid:receipt_id>/withdraw", methods=["GET", "POST"])
@guarded(policies.withdraw_receipt)
def withdraw(right_receipt: RightReceipt) -> ResponseReturnValue:
    """Withdraw a statement about a right or benefit."""
    form, right = WithdrawalForm(), right_receipt.right
    agreement = right.clause.agreement
    if form.validate_on_submit():
        try:
            actions.withdraw(right_receipt, reason=form.reason.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            back = linked_page(agreement) or _to_rights(agreement)
            return done(_("The statement was withdrawn."), to=back, made=right_receipt)
    return page("agreements/compliance/receipt.html", form, agreement=agreement, right=right, receipt=right_receipt)


@bp.get("/agreements/<uuid:agreement_id>/evaluation")
@guarded(read_whole)
def evaluation(agreement: Agreement) -> ResponseReturnValue:
    """Show the evaluation of a year (`?year=`): its figures, the downloads, and the versions that were issued."""
    year = chosen_year()
    owed = queries.owed_in([agreement.id], current_user, today())
    found = queries.evaluations_of(agreement, year)
    issued = [(one, one is found[0]) for one in found if policies.read_evaluation(current_user, one)]
    return page(
        "agreements/compliance/evaluation.html",
        agreement=agreement,
        year=year,
        years=years_of(owed),
        counts=count(one for one in owed if one.first_due.year == year),
        issued=issued,
        may_issue=change_agreement(current_user, agreement) and agreement.stage in PUBLISHED,
    )


@bp.get("/agreements/<uuid:agreement_id>/evaluation/pdf")
@guarded(read_whole)
def evaluation_pdf(agreement: Agreement) -> ResponseReturnValue:
    """Download the evaluation of a year as PDF, with what the user may read now."""
    year, now = chosen_year(), utc_now()
    found = statements([agreement], current_user, year=year, at=now)
    level = agreement.circle.classification
    content = documents.draft_pdf(found, year, classification=level, language=language(), at=now)
    return download(content, media_type=PDF, name=documents.pdf_name(agreement.title, year, today()))


@bp.get("/agreements/<uuid:agreement_id>/evaluation/xlsx")
@guarded(read_whole)
def evaluation_xlsx(agreement: Agreement) -> ResponseReturnValue:
    """Download the evaluation of a year as a spreadsheet, with what the user may read now."""
    year = chosen_year()
    found = statements([agreement], current_user, year=year, at=utc_now())
    return download(documents.xlsx(found), media_type=XLSX, name=f"selaras-evaluation-{year}.xlsx")


@bp.route("/agreements/<uuid:agreement_id>/evaluation/issue", methods=["GET", "POST"])
@guarded(change_agreement)
def issue(agreement: Agreement) -> ResponseReturnValue:
    """Issue the evaluation of a year as a document with a QR code."""
    form = IssueForm(year=chosen_year())
    if form.validate_on_submit():
        try:
            made = actions.issue(agreement, year=form.year.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            to = url_for("agreements.compliance.evaluation", agreement_id=agreement.id, year=made.year)
            return done(_("The evaluation was issued."), to=to, made=made)
    return page("agreements/compliance/issue.html", form, agreement=agreement)


@bp.get("/agreements/evaluations/<uuid:evaluation_id>/pdf")
@guarded(policies.read_evaluation)
def issued_pdf(evaluation: Evaluation) -> ResponseReturnValue:
    """Download an issued evaluation as PDF."""
    content = documents.issued_pdf(evaluation)
    day = local_date(evaluation.issued_at)
    name = documents.pdf_name(evaluation.agreement.title, evaluation.year, day, evaluation.version)
    return download(content, media_type=PDF, name=name)


@bp.get("/agreements/evaluations")
@guarded(policies.list_evaluations)
def evaluations() -> ResponseReturnValue:
    """Show the figures of all agreements in force in a year (`?year=`) that the user may read, with the downloads.

    Their obligations in time are drawn, and counted for each agreement.
    """
    year = chosen_year()
    found = queries.to_evaluate(current_user, year, today())
    owed: dict[UUID, list[Owed]] = defaultdict(list)
    for one in queries.owed_in([agreement.id for agreement in found], current_user, today()):
        if one.first_due.year == year:
            owed[one.agreement_id].append(one)
    chart = across([(agreement, owed[agreement.id]) for agreement in found], year=year, today=today())
    return page(
        "agreements/compliance/evaluations.html",
        year=year,
        years=range(today().year - 4, today().year + 1),
        figures=[(agreement, count(owed[agreement.id])) for agreement in found],
        chart=chart,
        drawing=drawn(chart.wide, chart.slim) if chart.rows else None,
    )


@bp.get("/agreements/evaluations/pdf")
@guarded(policies.list_evaluations)
def evaluations_pdf() -> ResponseReturnValue:
    """Download the evaluations of a year of all agreements that the user may read as one PDF."""
    year, now = chosen_year(), utc_now()
    agreements = queries.to_evaluate(current_user, year, today())
    found = statements(agreements, current_user, year=year, at=now)
    grades = list(Classification)
    level = max((one.circle.classification for one in agreements), key=grades.index, default=Classification.INTERNAL)
    content = documents.draft_pdf(found, year, classification=level, language=language(), at=now)
    return download(content, media_type=PDF, name=documents.pdf_name("", year, today()))


@bp.get("/agreements/evaluations/xlsx")
@guarded(policies.list_evaluations)
def evaluations_xlsx() -> ResponseReturnValue:
    """Download the evaluations of a year of all agreements that the user may read as a spreadsheet."""
    year = chosen_year()
    found = statements(queries.to_evaluate(current_user, year, today()), current_user, year=year, at=utc_now())
    return download(documents.xlsx(found), media_type=XLSX, name=f"selaras-evaluations-{year}.xlsx")
