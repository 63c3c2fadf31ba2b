"""Pages that follow up the answers of leadership with a commitment, an agenda item or a decision."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.circles.queries import seats_on
from app.clock import today, utc_now
from app.errors import NotNow, RuleViolation
from app.web.forms import Form
from app.web.pages import done, page
from app.web.policies import authorise, guarded
from commitments.registry.forms import ProposalForm
from commitments.registry.policies import propose_commitment
from forums.agenda.forms import ItemForm
from forums.agenda.models import Purpose
from forums.agenda.policies import arrange_agenda
from forums.attendance.queries import current_quorum, seats_that_came
from forums.decisions.forms import RecordForm, shortened
from forums.decisions.policies import record_decision
from forums.scheduling.models import DecisionRule, Forum
from forums.scheduling.queries import participants
from insights.digests.models import Digest
from insights.digests.policies import edit_digest
from insights.outcomes import actions, queries
from insights.outcomes.forms import ForumForm

bp = Blueprint("outcomes", __name__)
ASK = "/digests/<uuid:digest_id>/asks/<int:number>"


@bp.route(f"{ASK}/follow-up")
@guarded(edit_digest)
def choose(digest: Digest, number: int) -> ResponseReturnValue:
    """Choose what follows from an answer, and in which forum."""
    ask = _answered(digest, number)
    form = ForumForm()
    form.offer(queries.forums_for(digest, current_user, today()))
    return page("insights/outcomes/choose.html", form, digest=digest, number=number, ask=ask)


@bp.route(f"{ASK}/commitment", methods=["GET", "POST"])
@guarded(edit_digest)
def commitment(digest: Digest, number: int) -> ResponseReturnValue:
    """Propose a commitment that follows from an answer, in the forum named in the query string."""
    ask, forum = _answered(digest, number), _forum(digest)
    if forum is None:
        return _back(digest, number)
    authorise(propose_commitment, forum.circle)
    form = ProposalForm.of(forum.circle)
    form.offer(seats_on(forum.circle_id, today()))
    _fill_in(form, title=shortened(ask["answer"]))
    if form.validate_on_submit():
        try:
            actions.propose(digest, number, form.details(forum.circle), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Proposed. It binds once the responsible organisation has accepted it."), to=digest)
    return _form_page(form, "commitment", digest, number, forum=forum, session=None)


@bp.route(f"{ASK}/agenda-item", methods=["GET", "POST"])
@guarded(edit_digest)
def agenda_item(digest: Digest, number: int) -> ResponseReturnValue:
    """Add an item that follows from an answer to the agenda of the next session of the forum in the query string."""
    ask, forum = _answered(digest, number), _forum(digest)
    if forum is None:
        return _back(digest, number)
    session = queries.session_to_discuss(forum, utc_now())
    if session is None:
        raise NotNow(_("This forum has no upcoming session. Schedule one first, or choose another forum."))
    authorise(arrange_agenda, session)
    form = ItemForm()
    form.offer(participants(forum.id))
    _fill_in(form, title=ask["title"], purpose=Purpose.DIRECTIVE.value)
    if form.validate_on_submit():
        try:
            actions.add_item(digest, number, session, form.details(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Added to the agenda."), to=digest)
    return _form_page(form, "agenda_item", digest, number, forum=forum, session=session)


@bp.route(f"{ASK}/decision", methods=["GET", "POST"])
@guarded(edit_digest)
def decision(digest: Digest, number: int) -> ResponseReturnValue:
    """Record an answer as a decision, in the latest session of the forum in the query string that is still open."""
    ask, forum = _answered(digest, number), _forum(digest)
    if forum is None:
        return _back(digest, number)
    session = queries.session_to_decide(forum, utc_now())
    if session is None:
        raise NotNow(_("No session of this forum has begun, or the minutes of the latest one are approved already."))
    authorise(record_decision, session)
    form, now = RecordForm().offer(seats_that_came(session)), utc_now()
    basis = _(
        "Answer of %(name)s in digest %(code)s: %(title)s",
        name=ask["answered_by"],
        code=digest.code,
        title=ask["title"],
    )
    _fill_in(form, text=ask["answer"], how=DecisionRule.DIRECTIVE.value, basis=basis)
    if form.validate_on_submit():
        try:
            actions.record_decision(
                digest,
                number,
                session,
                form.details(),
                by=current_user,
                at=now,
                without_quorum=form.confirmation(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The decision was recorded."), to=digest)
    quorum = current_quorum(session, now)
    return _form_page(form, "decision", digest, number, forum=forum, session=session, quorum=quorum)


@bp.route(f"{ASK}/close", methods=["POST"])
@guarded(edit_digest)
def close(digest: Digest, number: int) -> ResponseReturnValue:
    """Record that nothing follows from an answer."""
    _answered(digest, number)
    actions.close(digest, number, by=current_user, at=utc_now())
    return done(_("Recorded: nothing follows from this answer."), to=digest)


def _answered(digest: Digest, number: int) -> dict[str, Any]:
    if not 1 <= number <= len(digest.asks):
        abort(404)
    return actions.require_answer(digest, number)


def _forum(digest: Digest) -> Forum | None:
    """Return the forum in the query string, or None without one. Aborts with 404 if it is not one of the choices."""
    slug = request.args.get("forum")
    if not slug:
        return None
    forums = {forum.slug: forum for forum in queries.forums_for(digest, current_user, today())}
    return forums.get(slug) or abort(404)


def _back(digest: Digest, number: int) -> ResponseReturnValue:
    return redirect(url_for(".choose", digest_id=digest.id, number=number))


def _fill_in(form: Form, **values: str) -> None:
    """Set initial values of a form that was not submitted."""
    if not form.is_submitted():
        for name, value in values.items():
            form[name].data = value


def _form_page(form: Form, act: str, digest: Digest, number: int, **context: Any) -> ResponseReturnValue:
    ask = digest.asks[number - 1]
    return page("insights/outcomes/act.html", form, act=act, digest=digest, number=number, ask=ask, **context)
