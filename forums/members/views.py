"""Pages for viewing and changing the seats and participants of a forum."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.circles.models import Seat
from app.clock import today, utc_now
from app.database import db
from app.errors import RuleViolation
from app.web.forms import identity
from app.web.pages import done, page
from app.web.policies import guarded
from app.web.written_times import read_date
from forums.members import actions, policies, queries
from forums.members.forms import LastDayForm, PartForm, SeatForm
from forums.members.models import Arrival
from forums.members.table import on_day
from forums.scheduling.models import Forum, Participant
from forums.scheduling.policies import change_forum, read_forum, read_people

bp = Blueprint("members", __name__)


@bp.get("/forums/<string:slug>/members")
@guarded(read_forum)
def index(forum: Forum) -> ResponseReturnValue:
    """Show the seats and participants of a forum on a day (`?on=`), and those that ended or begin later."""
    day = _requested_day()
    named = read_people(current_user, forum)
    return page("forums/members/index.html", forum=forum, day=day, table=on_day(forum, day, named=named), named=named)


@bp.route("/forums/<string:slug>/seats/add", methods=["GET", "POST"])
@guarded(change_forum)
def add_seat(forum: Forum) -> ResponseReturnValue:
    """Add a seat for an organisation."""
    form = SeatForm()
    if form.validate_on_submit():
        try:
            made = actions.add_seat(
                forum,
                form.chosen,
                since=form.since.data,
                last_day=form.last_day.data,
                observer=form.observer.data,
                by=current_user,
                at=utc_now(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The seat was added. Enter who takes part for it."), to=_members(forum), made=made)
    return page("forums/members/add_seat.html", form, forum=forum)


@bp.route("/seats/<uuid:seat_id>/end", methods=["GET", "POST"])
@guarded(policies.change_seat)
def end_seat(seat: Seat) -> ResponseReturnValue:
    """Set the last day of a seat."""
    form, forum = LastDayForm(last_day=seat.until), _forum(seat)
    last_day = form.last_day
    if form.validate_on_submit():
        try:
            actions.end_seat(forum, seat, last_day=last_day.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The seat has its last day."), to=_members(forum), made=seat)
    return page("forums/members/end_seat.html", form, forum=forum, seat=seat, people=queries.people_on(seat))


@bp.route("/seats/<uuid:seat_id>/participants/add", methods=["GET", "POST"])
@guarded(policies.change_seat)
def enter(seat: Seat) -> ResponseReturnValue:
    """Add a participant to a seat: in their own right, as an alternate or as an acting official."""
    forum = _forum(seat)
    named = request.args.get("person", type=identity)
    form = PartForm(seat=seat, people=queries.people_on(seat), named=named)
    if form.validate_on_submit():
        try:
            actions.enter(forum, seat, form.part(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            notice = _("Added. Those who take part from a later day are notified on that day.")
            return done(notice, to=_members(forum), made=seat)
    return page("forums/members/enter.html", form, forum=forum, seat=seat)


@bp.route("/participants/<uuid:participant_id>/leave", methods=["GET", "POST"])
@guarded(policies.change_participant)
def leave(participant: Participant) -> ResponseReturnValue:
    """Set the last day of a participant."""
    form = LastDayForm(last_day=participant.last_day)
    if form.validate_on_submit():
        try:
            actions.let_leave(participant, last_day=form.last_day.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The last day is entered."), to=_members(participant.forum), made=participant.seat)
    return page("forums/members/leave.html", form, forum=participant.forum, participant=participant)


@bp.post("/arrivals/<uuid:arrival_id>/take-back")
@guarded(policies.change_arrival)
def take_back(arrival: Arrival) -> ResponseReturnValue:
    """Withdraw a future participant."""
    forum, seat = arrival.forum, arrival.seat
    actions.take_back(arrival, by=current_user, at=utc_now())
    return done(_("Taken back."), to=_members(forum), made=seat)


def _forum(seat: Seat) -> Forum:
    forum = queries.forum_of(seat)
    assert forum is not None, "the policy found it"
    return forum


def _requested_day() -> date:
    """Return the `on` argument of the URL, or today if it is not a date."""
    try:
        return read_date(request.args.get("on", "").strip(), today=today())
    except ValueError:
        return today()


def _members(forum: Forum) -> str:
    db.session.flush()
    return url_for("forums.members.index", slug=forum.slug)
