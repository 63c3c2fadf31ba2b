"""Pages that list, show, create and change agreements, and change their stage."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from agreements.amendments import queries as amendments
from agreements.boilerplates import queries as boilerplates
from agreements.boilerplates.models import Boilerplate
from agreements.clauses import queries as clauses
from agreements.clauses.compliance import compliance, entries
from agreements.clauses.rows import in_force
from agreements.documents import actions as filing
from agreements.documents import queries as documents
from agreements.making import queries as making
from agreements.parties.rows import party_lines
from agreements.registry import actions, policies, queries
from agreements.registry.export import sheet
from agreements.registry.filters import chosen
from agreements.registry.forms import (
    AgreementForm,
    DatesForm,
    ObjectionForm,
    ReasonForm,
    SignatureForm,
    StageForm,
)
from agreements.registry.models import Agreement
from agreements.registry.rules import MAKING
from agreements.termination import actions as termination
from agreements.termination.forms import TerminationForm
from agreements.termination.queries import open_commitments
from app.audit.queries import history as history_of
from app.clock import today, utc_now
from app.errors import RuleViolation
from app.files import store
from app.files.tables import MOST, wanted_format
from app.web.arguments import uuid_of
from app.web.pages import done, page
from app.web.policies import guarded

bp = Blueprint("registry", __name__)


@bp.get("/agreements")
@guarded(policies.list_agreements)
def index() -> ResponseReturnValue:
    """List the agreements that the user may read, filtered by the query string."""
    if kind := wanted_format():
        rows = queries.exported(current_user, chosen(request.args), today(), most=MOST)
        return sheet(rows, kind, today=today())
    found = queries.listed(current_user, chosen(request.args), today())
    if found.agreements.number > 1 and not found.agreements.rows:
        abort(404)
    held = making.holders([row.id for row in found.agreements.rows if row.stage in MAKING])
    return render_template(
        "agreements/registry/index.html",
        listed=found.agreements,
        organisations=found.organisations,
        held=held,
        making=MAKING,
    )


@bp.get("/agreements/<uuid:agreement_id>")
@guarded(policies.read_agreement)
def show(agreement: Agreement) -> ResponseReturnValue:
    """Show an agreement: parties, this year's compliance, clauses; or only the summary if the user may read no more."""
    if not policies.read_whole(current_user, agreement):
        return page("agreements/registry/summary.html", agreement=agreement)
    commitments = clauses.commitments_in(agreement.id, current_user, today())
    whole = clauses.text_of(agreement, with_ended=True)
    text = in_force(whole)
    duties = Counter(duty.debtor_id for clause in text for duty in clause.obligations)
    changes = policies.change_agreement(current_user, agreement)
    return page(
        "agreements/registry/show.html",
        agreement=agreement,
        parties=party_lines(agreement, current_user, duties, clauses.rights_held(agreement.id)),
        clauses=entries(text, commitments, is_being_made=agreement.is_being_made, changes=changes),
        compliance=compliance(whole, commitments, year=today().year),
        amendments=amendments.of_agreement(agreement.id, drafts=changes),
        documents=documents.newest(agreement, current_user),
        family=queries.family(agreement, current_user, today()),
        progress=making.progress(agreement, current_user) if agreement.is_being_made else None,
    )


@bp.get("/agreements/<uuid:agreement_id>/history")
@guarded(policies.read_whole)
def history(agreement: Agreement) -> ResponseReturnValue:
    """Show the audit log of an agreement."""
    return page("agreements/registry/history.html", agreement=agreement, entries=history_of(agreement, limit=100))


@bp.route("/agreements/new", methods=["GET", "POST"])
@guarded(policies.create_agreement)
def create() -> ResponseReturnValue:
    """Create an agreement; with `?renews=` or `?amends=`, the form starts with the values of that agreement."""
    renews, amends, template = _named("renews"), _named("amends"), _template()
    form = AgreementForm.following(renews, amends) if renews or amends else AgreementForm.begun(template)
    form.offer(queries.choices(current_user, today()))
    if form.arrange(request.form):
        return _form_page(form)
    if form.validate_on_submit():
        try:
            contract, sides = form.contract(), form.parties() or ()
            made = actions.create(contract, sides, by=current_user, at=utc_now(), renews=renews)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            message = _("The agreement was created as a draft. Now add its clauses.")
            if template is None:
                return done(message, to=made)
            fill = url_for("agreements.boilerplates.fill", agreement_id=made.id, template=template.id)
            return done(message, to=fill, made=made)
    return _form_page(form)


@bp.route("/agreements/<uuid:agreement_id>/edit", methods=["GET", "POST"])
@guarded(policies.change_agreement)
def edit(agreement: Agreement) -> ResponseReturnValue:
    """Change an agreement; after signature, all but its parties and dates."""
    form = AgreementForm.of(agreement)
    if not agreement.is_being_made:
        form.keep_what_was_signed()
    form.offer(queries.choices(current_user, today(), besides=agreement.id))
    if form.arrange(request.form):
        return _form_page(form, agreement)
    if form.validate_on_submit():
        try:
            actions.change(
                agreement,
                form.contract(),
                form.parties(),
                version=form.version.data,
                by=current_user,
                at=utc_now(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The agreement was changed."), to=agreement)
    return _form_page(form, agreement)


@bp.post("/agreements/<uuid:agreement_id>/move")
@guarded(policies.change_agreement)
def move(agreement: Agreement) -> ResponseReturnValue:
    """Move an agreement to another stage before signature."""
    form = StageForm()
    if not form.validate_on_submit():
        raise RuleViolation(_("Choose a stage before signature"), field="stage")
    actions.move(agreement, form.wanted(), by=current_user, at=utc_now())
    behind = making.left_open(agreement, current_user)
    if behind:
        said = ngettext(
            "The agreement moved on; %(num)d item of the earlier steps is open.",
            "The agreement moved on; %(num)d items of the earlier steps are open.",
            behind,
        )
        return done(said, to=agreement, tone="warn")
    return done(_("The agreement moved on."), to=agreement)


@bp.route("/agreements/<uuid:agreement_id>/sign", methods=["GET", "POST"])
@guarded(policies.change_agreement)
def sign(agreement: Agreement) -> ResponseReturnValue:
    """Record that all parties have signed."""
    form = SignatureForm(effective_on=agreement.effective_on, expires_on=agreement.expires_on)
    if form.validate_on_submit():
        try:
            now, sent = utc_now(), form.file.data
            stored = store.save(sent, by=current_user, at=now, field="file") if sent else None
            actions.sign(agreement, form.details(), by=current_user, at=now)
            if stored:
                filing.add(agreement, filing.signed_text(stored), by=current_user, at=now)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Signed. Its obligations were proposed as commitments."), to=agreement)
    return page("agreements/registry/act.html", form, act="sign", agreement=agreement)


@bp.route("/agreements/<uuid:agreement_id>/dates", methods=["GET", "POST"])
@guarded(policies.change_agreement)
def change_dates(agreement: Agreement) -> ResponseReturnValue:
    """Change the dates of a signed agreement, with a reason, and notify its parties."""
    form = DatesForm(obj=agreement)
    if form.validate_on_submit():
        try:
            actions.change_dates(
                agreement,
                form.dates(),
                reason=form.reason.data,
                version=form.version.data,
                by=current_user,
                at=utc_now(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The dates were changed, and the parties are notified."), to=agreement)
    return page("agreements/registry/act.html", form, act="dates", agreement=agreement)


@bp.route("/agreements/<uuid:agreement_id>/terminate", methods=["GET", "POST"])
@guarded(policies.change_agreement)
def terminate(agreement: Agreement) -> ResponseReturnValue:
    """Terminate a signed agreement, and settle each of its open commitments."""
    form = TerminationForm()
    form.offer(open_commitments(agreement.id))
    if form.validate_on_submit():
        try:
            termination.terminate(
                agreement,
                last_day=form.last_day.data,
                reason=form.reason.data,
                settled=form.settlements(),
                by=current_user,
                at=utc_now(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The agreement was terminated."), to=agreement)
    return page("agreements/registry/act.html", form, act="terminate", agreement=agreement)


@bp.route("/agreements/<uuid:agreement_id>/object", methods=["GET", "POST"])
@guarded(policies.object_to_end)
def object_to_end(agreement: Agreement) -> ResponseReturnValue:
    """Object, for the user's party, to what happens at the end of an agreement."""
    form = ObjectionForm()
    if form.validate_on_submit():
        try:
            actions.object_to_end(agreement, text=form.text.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Your objection was recorded. The coordinators see it."), to=agreement)
    return page("agreements/registry/object.html", form, agreement=agreement)


@bp.route("/agreements/<uuid:agreement_id>/cancel", methods=["GET", "POST"])
@guarded(policies.change_agreement)
def cancel(agreement: Agreement) -> ResponseReturnValue:
    """Cancel an agreement before it is signed."""
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            actions.cancel(agreement, reason=form.reason.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The agreement was abandoned. Its history stays."), to=agreement)
    return page("agreements/registry/act.html", form, act="cancel", agreement=agreement)


def _named(parameter: str) -> Agreement | None:
    """Return the agreement of a query parameter, or None without one; aborts with 404 if the user may not read it."""
    wanted = uuid_of(request.args.get(parameter))
    if wanted is None:
        return None
    found = queries.for_detail(wanted)
    return found if found and policies.read_whole(current_user, found) else abort(404)


def _template() -> Boilerplate | None:
    """Return the template of the query parameter, or None without one or if it was retired."""
    wanted = uuid_of(request.args.get("template"))
    found = boilerplates.for_detail(wanted) if wanted else None
    return found if found and not found.retired_at else None


def _form_page(form: AgreementForm, agreement: Agreement | None = None) -> ResponseReturnValue:
    return page("agreements/registry/form.html", form, agreement=agreement)
