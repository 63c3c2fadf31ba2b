"""Pages of sessions: the list over all forums, one session, and what can be done with it."""

from __future__ import annotations

from flask import Blueprint, abort, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.calendars.queries import ramadans
from app.calendars.words import HOURS_LABELS
from app.calendars.working_hours import hours_warnings
from app.clock import today, utc_now
from app.forms import Form
from app.pages import done, page, safe_next, settled
from app.paging import asked_page
from app.policy import guarded
from app.translation import gettext as _
from forums.scheduling import listing, policies, queries
from forums.scheduling import session_actions as actions
from forums.scheduling.models import Forum, Session
from forums.scheduling.session_forms import DetailsForm, MoveForm, OneOffForm, ReasonForm

bp = Blueprint("sessions", __name__)


@bp.get("/sessions")
@guarded(policies.list_forums)
def index() -> ResponseReturnValue:
    """Show the sessions that the person may read, those to come first."""
    filters = listing.session_filters(request.args)
    number = asked_page()
    found = listing.sessions(current_user, filters, today(), utc_now(), number)
    if number > 1 and not found.rows:
        abort(404)
    return page("forums/scheduling/sessions.html", found=found, number=number, filters=filters)


@bp.get("/sessions/<uuid:session_id>")
@guarded(policies.read_session)
def show(session: Session) -> ResponseReturnValue:
    """Show one session: when, where, who leads it, and what other slices say of it."""
    return page("forums/scheduling/session.html", session=session)


@bp.get("/sessions/new")
@guarded(policies.begin_session)
def begin() -> ResponseReturnValue:
    """Ask for which forum a single session is, then go to its form."""
    forums = queries.forums_to_meet_in(current_user)
    if len(forums) == 1:
        return redirect(url_for(".add", slug=forums[0].slug))
    return page("forums/scheduling/begin.html", forums=forums)


@bp.route("/forums/<string:slug>/sessions/new", methods=["GET", "POST"])
@guarded(policies.change_forum)
def add(forum: Forum) -> ResponseReturnValue:
    """Add a session outside of the forum's rule."""
    form = OneOffForm.of(forum)
    made: list[Session] = []

    def act() -> None:
        made.append(
            actions.add(
                forum,
                starts_at=form.starts_at(forum.timezone),
                minutes=form.minutes.data,
                title=form.title.data or "",
                where=form.where(),
                by=current_user,
                at=utc_now(),
            )
        )

    if settled(form, act):
        return done(_("The session was added.") + _heed(made[0]), to=made[0])
    return page("forums/scheduling/add.html", form, forum=forum)


@bp.post("/sessions/<uuid:session_id>/accept-shift")
@guarded(policies.change_session)
def accept_shift(session: Session) -> ResponseReturnValue:
    """Take the date that was proposed because of a holiday, in one click."""
    actions.accept_shift(session, by=current_user, at=utc_now())
    return done(_("The new date holds. Invitations can go out."), to=session)


@bp.post("/sessions/<uuid:session_id>/keep-date")
@guarded(policies.change_session)
def keep_date(session: Session) -> ResponseReturnValue:
    """Keep the date although a holiday falls on it, in one click."""
    actions.keep_date(session, by=current_user, at=utc_now())
    return done(_("The session keeps its date. Invitations can go out."), to=session)


@bp.route("/sessions/<uuid:session_id>/move", methods=["GET", "POST"])
@guarded(policies.change_session)
def move(session: Session) -> ResponseReturnValue:
    """Give the session another time, with a reason."""
    form = MoveForm.of(session)
    if form.is_stale(session):
        return _kept(form, "move", session)

    def act() -> None:
        actions.move(
            session,
            starts_at=form.starts_at(session.timezone),
            minutes=form.minutes.data,
            reason=form.reason.data,
            by=current_user,
            at=utc_now(),
        )

    if settled(form, act):
        return done(_("The session was moved.") + _heed(session), to=session)
    return page("forums/scheduling/act.html", form, act="move", session=session)


@bp.route("/sessions/<uuid:session_id>/cancel", methods=["GET", "POST"])
@guarded(policies.change_session)
def cancel(session: Session) -> ResponseReturnValue:
    """Cancel the session with a reason."""
    form = ReasonForm()
    if settled(form, lambda: actions.cancel(session, reason=form.reason.data, by=current_user, at=utc_now())):
        return done(_("The session was cancelled. It can be restored."), to=session)
    return page("forums/scheduling/act.html", form, act="cancel", session=session)


@bp.post("/sessions/<uuid:session_id>/restore")
@guarded(policies.change_session)
def restore(session: Session) -> ResponseReturnValue:
    """Plan a cancelled session again."""
    actions.restore(session, by=current_user, at=utc_now())
    return done(_("The session is planned again."), to=session)


@bp.route("/sessions/<uuid:session_id>/edit", methods=["GET", "POST"])
@guarded(policies.change_session)
def edit(session: Session) -> ResponseReturnValue:
    """Change title, place, link, presider and minute-taker."""
    form = DetailsForm.of(session, list(queries.participants(session.forum_id)))
    if form.is_stale(session):
        return _kept(form, "edit", session)
    if settled(form, lambda: actions.change(session, form.details(), by=current_user, at=utc_now())):
        return done(_("The session was changed."), to=session)
    return page("forums/scheduling/act.html", form, act="edit", session=session)


@bp.post("/sessions/<uuid:session_id>/open")
@guarded(policies.run_session)
def open_(session: Session) -> ResponseReturnValue:
    """Begin the session."""
    actions.open_(session, by=current_user, at=utc_now())
    return done(_("The session is open."), to=safe_next("") or session)


@bp.route("/sessions/<uuid:session_id>/close", methods=["GET", "POST"])
@guarded(policies.run_session)
def close(session: Session) -> ResponseReturnValue:
    """Ask, then end the session: it was held."""
    if request.method == "POST":
        actions.close(session, by=current_user, at=utc_now())
        return done(_("The session is closed."), to=session)
    return page("forums/scheduling/close.html", session=session)


def _kept(form: Form, act: str, session: Session) -> ResponseReturnValue:
    """Show a form again with what was typed, because somebody else was first."""
    return make_response(page("forums/scheduling/act.html", form, act=act, session=session), 409)


def _heed(session: Session) -> str:
    """Return a warning about the hour of a session, if there is one, to stand behind a message."""
    starts, ends = (
        moment.astimezone(session.zone).replace(tzinfo=None) for moment in (session.starts_at, session.ends_at)
    )
    fasting = ramadans(starts.date(), starts.date())
    words = [str(HOURS_LABELS[warning]) for warning in hours_warnings(starts, ends, ramadans=fasting)]
    return " " + _("Mind: %(warning)s.", warning="; ".join(words)) if words else ""
