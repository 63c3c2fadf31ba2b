"""Pages of the review of minutes: agreement, opinions, approval in place of the presider, and the deputy of a forum."""

from __future__ import annotations

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.circles.models import Seat
from app.clock import utc_now
from app.database import db
from app.errors import NotNow, RuleViolation
from app.web.pages import done, page
from app.web.panels import address
from app.web.policies import guarded
from forums.minutes import actions as minutes_actions
from forums.minutes.models import Correction, Minutes
from forums.minutes.policies import answer_correction
from forums.review import actions, policies, queries
from forums.review.forms import AskForm, DeputyApprovalForm, DeputyForm, OpinionForm, RecordAgreementForm
from forums.review.models import Opinion
from forums.review.rules import named_in
from forums.scheduling.models import Forum
from forums.scheduling.policies import change_forum

bp = Blueprint("review", __name__)

DAYS = 7
"""The default number of days after which a deputy may approve."""


@bp.route("/minutes/<uuid:minutes_id>/agree", methods=["POST"])
@guarded(policies.agree_with_minutes)
def agree(minutes: Minutes) -> ResponseReturnValue:
    """Agree with circulated minutes on behalf of one's party."""
    actions.agree(minutes, _own_party(minutes), by=current_user, at=utc_now())
    return done(_("Your organisation agrees. You can withdraw until the time for corrections is over."), to=minutes)


@bp.route("/minutes/<uuid:minutes_id>/withdraw-agreement", methods=["POST"])
@guarded(policies.agree_with_minutes)
def withdraw(minutes: Minutes) -> ResponseReturnValue:
    """Withdraw the agreement of one's party."""
    actions.withdraw(minutes, _own_party(minutes), by=current_user, at=utc_now())
    return done(_("The agreement of your organisation was withdrawn."), to=minutes)


@bp.route("/minutes/<uuid:minutes_id>/record-agreement", methods=["GET", "POST"])
@guarded(policies.record_agreement)
def record(minutes: Minutes) -> ResponseReturnValue:
    """Record the agreement that a party gave by telephone, message or letter."""
    form = RecordAgreementForm()
    form.offer(queries.parties(minutes, minutes.session))
    if form.validate_on_submit():
        seat = db.session.get_one(Seat, form.seat.data)
        try:
            actions.agree(minutes, seat, recorded=form.recorded(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Recorded. The party is notified, and can withdraw it."), to=minutes)
    return page("forums/review/record.html", form, minutes=minutes, session=minutes.session)


@bp.route("/corrections/<uuid:correction_id>/ask", methods=["GET", "POST"])
@guarded(answer_correction)
def ask(correction: Correction) -> ResponseReturnValue:
    """Ask parties what they think of a correction; those that the passage names are proposed."""
    minutes = correction.minutes
    parties = queries.parties(minutes, minutes.session)
    names = {one.seat_id: (one.organisation, one.short_name) for one in parties}
    texts = f"{correction.original or ''} {correction.wording or ''} {correction.text}"
    form = AskForm(seats=named_in(texts, names))
    own = {correction.seat_id} if correction.seat_id else set()
    form.offer(parties, without=queries.asked_seats(correction.id) | own)
    if form.validate_on_submit():
        seats = [db.session.get_one(Seat, one) for one in form.seats.data or ()]
        try:
            asked = actions.ask(correction, seats, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            notice = ngettext("%(num)d party was asked.", "%(num)d parties were asked.", asked)
            return done(notice, to=address(current_app, minutes))
    return page("forums/review/ask.html", form, correction=correction, session=minutes.session)


@bp.route("/opinions/<uuid:opinion_id>/give", methods=["GET", "POST"])
@guarded(policies.give_opinion)
def give_opinion(opinion: Opinion) -> ResponseReturnValue:
    """Say what one's party thinks of a correction."""
    form = OpinionForm(reason=opinion.reason)
    minutes = opinion.correction.minutes
    if form.validate_on_submit():
        approves = form.verdict.data == "approves"
        try:
            actions.give_opinion(
                opinion, approves=approves, reason=form.reason.data or "", by=current_user, at=utc_now()
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            notice = _("Thank you. The minute-taker decides, and every party sees it.")
            return done(notice, to=address(current_app, minutes))
    return page("forums/review/opinion.html", form, opinion=opinion, session=minutes.session)


@bp.route("/minutes/<uuid:minutes_id>/approve-as-deputy", methods=["GET", "POST"])
@guarded(policies.approve_as_deputy)
def approve_as_deputy(minutes: Minutes) -> ResponseReturnValue:
    """Approve minutes in place of their presider, with the reason."""
    form = DeputyApprovalForm()
    if form.validate_on_submit():
        try:
            actions.approve_as_deputy(minutes, because=form.because.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Approved. The minutes are locked, and everyone is notified."), to=minutes)
    return page("forums/review/approve.html", form, minutes=minutes, session=minutes.session)


@bp.route("/forums/<string:slug>/deputy", methods=["GET", "POST"])
@guarded(change_forum)
def name_deputy(forum: Forum) -> ResponseReturnValue:
    """Name who may approve minutes in place of the presider."""
    deputy = queries.deputy_of(forum.id)
    form = DeputyForm(person=deputy.person_id if deputy else None, days=deputy.days if deputy else DAYS)
    people = queries.candidates(forum.id)
    form.offer(people)
    if form.validate_on_submit():
        person = next(one for one in people if one.id == form.person.data)
        actions.name_deputy(forum, person, days=form.days.data, by=current_user, at=utc_now())
        return done(_("%(name)s is the deputy.", name=person.name), to=forum)
    return page("forums/review/deputy.html", form, forum=forum, deputy=deputy)


@bp.route("/forums/<string:slug>/deputy/remove", methods=["POST"])
@guarded(change_forum)
def remove_deputy(forum: Forum) -> ResponseReturnValue:
    """Remove the deputy of a forum."""
    actions.remove_deputy(forum, by=current_user, at=utc_now())
    return done(_("The forum has no deputy now."), to=forum)


def _own_party(minutes: Minutes) -> Seat:
    seat = policies.own_party(current_user, minutes)
    if seat is None:
        raise NotNow(minutes_actions.MOVED_ON)
    return seat
