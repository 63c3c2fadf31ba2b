"""Pages of amendments: drafting, the preview of effects, positions of the parties, signature."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from agreements.amendments import actions, applying, forms, policies, queries
from agreements.amendments import paper as papers
from agreements.amendments.drafting import draft_of
from agreements.amendments.models import Addendum
from agreements.amendments.overview import overview_of, seen_by
from agreements.amendments.rows import Overview
from agreements.amendments.rules import AmendmentState, Stance
from agreements.clauses import queries as clauses
from agreements.clauses.actions import Wording
from agreements.clauses.models import Right
from agreements.documents import actions as filing
from agreements.documents import queries as documents
from agreements.registry.models import Agreement
from agreements.registry.policies import change_agreement
from app.clock import today, utc_now
from app.database import db
from app.errors import RuleViolation, require_version
from app.files import download, store
from app.web.arguments import uuid_of
from app.web.forms import Form
from app.web.pages import done, page
from app.web.policies import guarded

bp = Blueprint("amendments", __name__)
AMENDMENT = "/agreements/amendments/<uuid:amendment_id>"


@bp.route("/agreements/<uuid:agreement_id>/amendments/new", methods=["GET", "POST"])
@guarded(change_agreement)
def begin(agreement: Agreement) -> ResponseReturnValue:
    """Begin the draft of an amendment; the page leads to the one that is open, if there is one."""
    form = forms.AmendmentForm.for_new(agreement)
    form.offer(_documents(agreement))
    if form.validate_on_submit():
        try:
            made = actions.begin(agreement, form.frame(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The draft was begun. Now enter what changes."), to=_draft(made), made=made)
    existing = queries.open_amendment(agreement.id)
    return page("agreements/amendments/edit.html", form, agreement=agreement, amendment=None, existing=existing)


@bp.get(AMENDMENT)
@guarded(policies.read_amendment)
def show(addendum: Addendum) -> ResponseReturnValue:
    """Show an amendment before and after: clauses, effects on every obligation, positions of the parties."""
    return page(
        "agreements/amendments/show.html",
        amendment=addendum,
        agreement=addendum.agreement,
        overview=seen(addendum),
        positions=queries.positions(addendum),
        own=addendum.agreement.side_of(current_user.organisation_id),
    )


@bp.route(f"{AMENDMENT}/edit", methods=["GET", "POST"])
@guarded(policies.manage_amendment)
def edit(addendum: Addendum) -> ResponseReturnValue:
    """Change what a draft says of itself: title, reason, days."""
    addendum.require(AmendmentState.DRAFT)
    form = forms.AmendmentForm.of(addendum)
    form.offer(_documents(addendum.agreement))
    if form.validate_on_submit():
        try:
            require_version(addendum, form.version.data)
            actions.change(addendum, form.frame(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The draft of the amendment was changed."), to=addendum)
    told = {"agreement": addendum.agreement, "amendment": addendum, "existing": None}
    return page("agreements/amendments/edit.html", form, **told)


@bp.get(f"{AMENDMENT}/draft")
@guarded(policies.manage_amendment)
def draft(addendum: Addendum) -> ResponseReturnValue:
    """Show the whole text with what the draft changes, to change more."""
    addendum.require(AmendmentState.DRAFT)
    found = draft_of(addendum)
    return page("agreements/amendments/draft.html", amendment=addendum, agreement=addendum.agreement, text=found)


@bp.route(f"{AMENDMENT}/clauses", methods=["GET", "POST"])
@guarded(policies.manage_amendment)
def change_clause(addendum: Addendum) -> ResponseReturnValue:
    """Draft how a clause will read (`?clause=`), or a new one (`?change=` if it is in the draft already)."""
    addendum.require(AmendmentState.DRAFT)
    form = forms.ClauseChangeForm()
    form.offer(addendum, list(clauses.clauses_of(addendum.agreement_id)))
    if not form.is_submitted():
        form.start(_asked("clause"), _asked("change"), addendum.clauses)
    if form.validate_on_submit():
        try:
            actions.change_clause(
                addendum,
                Wording(number=form.number.data, heading=form.heading.data, text=form.text.data or ""),
                clause=form.target,
                added=form.added,
                removes=bool(form.removes.data) and form.target is not None,
                by=current_user,
                at=utc_now(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The draft of the amendment was changed."), to=_draft(addendum), made=addendum)
    return _change_page(form, addendum, "clause")


@bp.route(f"{AMENDMENT}/obligations", methods=["GET", "POST"])
@guarded(policies.manage_amendment)
def change_obligation(addendum: Addendum) -> ResponseReturnValue:
    """Draft how an obligation will be (`?obligation=`), or a new one (`?place=`; `?change=` if it is in the draft)."""
    addendum.require(AmendmentState.DRAFT)
    form, agreement_id = forms.ObligationChangeForm(), addendum.agreement_id
    form.offer(addendum.agreement)
    form.offer_places(addendum, list(clauses.clauses_of(agreement_id)))
    form.offer_obligations(addendum, list(clauses.obligations_in(agreement_id)))
    if not form.is_submitted():
        form.place.data = _asked("place")
        form.start(_asked("obligation"), _asked("change"), addendum.obligations)
    if form.validate_on_submit():
        try:
            actions.change_obligation(
                addendum,
                form.details(),
                obligation=form.target,
                changed=form.added,
                place=form.chosen_place(),
                ends=bool(form.ends.data),
                by=current_user,
                at=utc_now(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The draft of the amendment was changed."), to=_draft(addendum), made=addendum)
    return _change_page(form, addendum, "obligation")


@bp.route(f"{AMENDMENT}/rights", methods=["GET", "POST"])
@guarded(policies.manage_amendment)
def add_right(addendum: Addendum) -> ResponseReturnValue:
    """Draft a new right or benefit of a party."""
    addendum.require(AmendmentState.DRAFT)
    form = forms.RightChangeForm()
    form.offer(addendum.agreement)
    form.offer_places(addendum, list(clauses.clauses_of(addendum.agreement_id)))
    if not form.is_submitted():
        form.place.data = _asked("place")
    if form.validate_on_submit():
        actions.add_right(
            addendum,
            form.chosen_place(),
            holder=form.party(),
            text=form.text.data,
            by=current_user,
            at=utc_now(),
        )
        return done(_("The draft of the amendment was changed."), to=_draft(addendum), made=addendum)
    return _change_page(form, addendum, "right")


@bp.post(f"{AMENDMENT}/rights/end")
@guarded(policies.manage_amendment)
def end_right(addendum: Addendum) -> ResponseReturnValue:
    """Draft that a right ends."""
    form = forms.RightEndForm()
    ids = [one.id for one in clauses.rights_in(addendum.agreement_id)]
    form.offer([db.session.get_one(Right, one) for one in ids])
    if not form.validate_on_submit():
        raise RuleViolation(_("Choose a right of the agreement"), field="right")
    actions.end_right(addendum, form.chosen(), by=current_user, at=utc_now())
    return done(_("The draft of the amendment was changed."), to=_draft(addendum), made=addendum)


@bp.post(f"{AMENDMENT}/take-out")
@guarded(policies.manage_amendment)
def take_out(addendum: Addendum) -> ResponseReturnValue:
    """Take a change out of the draft."""
    form = forms.TakeOutForm()
    form.offer(addendum)
    if not form.validate_on_submit():
        raise RuleViolation(_("The draft has no such change"), field="change")
    actions.take_out(addendum, form.change.data, by=current_user, at=utc_now())
    return done(_("The change was taken out of the draft."), to=_draft(addendum), made=addendum)


@bp.post(f"{AMENDMENT}/send")
@guarded(policies.manage_amendment)
def send(addendum: Addendum) -> ResponseReturnValue:
    """Send the draft to the parties, who are asked for their position."""
    if forms.StepForm().validate_on_submit():
        actions.send(addendum, by=current_user, at=utc_now())
    return done(_("Sent. The parties are asked for their position."), to=addendum)


@bp.post(f"{AMENDMENT}/take-back")
@guarded(policies.manage_amendment)
def take_back(addendum: Addendum) -> ResponseReturnValue:
    """Take an amendment back to change its draft."""
    if forms.StepForm().validate_on_submit():
        actions.take_back(addendum, by=current_user, at=utc_now())
    return done(
        _("You can change the draft. The positions of the parties have ended."), to=_draft(addendum), made=addendum
    )


@bp.post(f"{AMENDMENT}/out-for-signature")
@guarded(policies.manage_amendment)
def send_for_signature(addendum: Addendum) -> ResponseReturnValue:
    """Send an amendment out for signature."""
    if forms.StepForm().validate_on_submit():
        actions.send_for_signature(addendum, by=current_user, at=utc_now())
    return done(_("Out for signature. Record the day on which the last party signed."), to=addendum)


@bp.route(f"{AMENDMENT}/apply", methods=["GET", "POST"])
@guarded(policies.manage_amendment)
def apply(addendum: Addendum) -> ResponseReturnValue:
    """Record that all parties signed: everything that the page shows changes in one act."""
    addendum.require(AmendmentState.OUT_FOR_SIGNATURE)
    found = overview_of(addendum, today())
    form = forms.ApplyForm()
    if not form.is_submitted():
        form.seen.data = found.digest
    if form.validate_on_submit():
        try:
            now, sent = utc_now(), form.file.data
            stored = store.save(sent, by=current_user, at=now, field="file") if sent else None
            applying.apply(addendum, signed_on=form.signed_on.data, seen=form.seen.data, by=current_user, at=now)
            if stored:
                filing.add(addendum.agreement, filing.signed_text(stored), by=current_user, at=now)
        except RuleViolation as violation:
            form.refuse(violation)
            form.seen.data = found.digest
        else:
            return done(_("The amendment applies. Its obligations and commitments were changed."), to=addendum)
    return page(
        "agreements/amendments/apply.html",
        form,
        amendment=addendum,
        agreement=addendum.agreement,
        overview=_visible(addendum, found),
    )


@bp.get(f"{AMENDMENT}/paper")
@guarded(policies.read_amendment)
def paper(addendum: Addendum) -> ResponseReturnValue:
    """Download the amendment as PDF in the language of the agreement, without commitments."""
    found = overview_of(addendum, today())
    content = papers.pdf(addendum, found, utc_now(), addendum.agreement.language)
    return download(content, media_type="application/pdf", name=papers.name(addendum))


@bp.route(f"{AMENDMENT}/withdraw", methods=["GET", "POST"])
@guarded(policies.manage_amendment)
def withdraw(addendum: Addendum) -> ResponseReturnValue:
    """Withdraw an open amendment, with a reason."""
    form = forms.WithdrawalForm()
    if form.validate_on_submit():
        try:
            actions.withdraw(addendum, reason=form.reason.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The amendment was withdrawn. Nothing of the agreement changed."), to=addendum)
    return page("agreements/amendments/withdraw.html", form, amendment=addendum, agreement=addendum.agreement)


@bp.route(f"{AMENDMENT}/position", methods=["GET", "POST"])
@guarded(policies.take_position)
def take_position(addendum: Addendum) -> ResponseReturnValue:
    """Say for the user's party that it agrees with a draft, or what it wants instead."""
    form = forms.PositionForm(data={"version": addendum.version})
    form.offer([one.number for one in addendum.clauses])
    if form.validate_on_submit():
        try:
            require_version(addendum, form.version.data, ours=form.words.data)
            actions.take_position(
                addendum,
                stance=Stance(form.stance.data),
                clause=form.clause.data or "",
                words=form.words.data or "",
                by=current_user,
                at=utc_now(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Your position was recorded. The coordinators see it."), to=addendum)
    return page("agreements/amendments/position.html", form, amendment=addendum, agreement=addendum.agreement)


@bp.route(f"{AMENDMENT}/positions/record", methods=["GET", "POST"])
@guarded(policies.manage_amendment)
def record_position(addendum: Addendum) -> ResponseReturnValue:
    """Record on behalf of another party what it told of the draft, with the source."""
    addendum.require(AmendmentState.NEGOTIATION)
    form = forms.RecordedPositionForm(data={"version": addendum.version})
    form.offer([one.number for one in addendum.clauses])
    form.offer_parties(addendum.agreement, current_user.organisation_id)
    if form.validate_on_submit():
        try:
            require_version(addendum, form.version.data, ours=form.words.data)
            actions.take_position(
                addendum,
                stance=Stance(form.stance.data),
                clause=form.clause.data or "",
                words=form.words.data or "",
                on_behalf=form.recorded(),
                by=current_user,
                at=utc_now(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The position was recorded, and the party is told."), to=addendum)
    return page("agreements/amendments/position.html", form, amendment=addendum, agreement=addendum.agreement)


def seen(addendum: Addendum) -> Overview:
    """Return what an amendment changes, without the commitments that the user may not read."""
    return _visible(addendum, overview_of(addendum, today()))


def _visible(addendum: Addendum, found: Overview) -> Overview:
    known = clauses.commitments_in(addendum.agreement_id, current_user, today())
    return seen_by(found, {one.id for statuses in known.values() for one in statuses})


def _documents(agreement: Agreement) -> list[tuple[str, str]]:
    shared = [one for one in documents.visible(agreement, current_user) if one.party_id is None]
    return [(str(one.id), one.title) for one in shared]


def _draft(addendum: Addendum) -> str:
    return url_for("agreements.amendments.draft", amendment_id=addendum.id)


def _asked(name: str) -> UUID | None:
    return uuid_of(request.args.get(name))


def _change_page(form: Form, addendum: Addendum, what: str) -> ResponseReturnValue:
    return page("agreements/amendments/change.html", form, amendment=addendum, agreement=addendum.agreement, what=what)
