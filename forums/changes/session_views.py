"""What adds or changes one session through its pages; a change can be undone for a minute."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import date, time, timedelta
from uuid import UUID

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.clock import utc_now
from app.database import db
from app.doors import for_program
from app.forms import Form
from app.pages import done, page, settled
from app.policy import guarded
from app.translation import gettext as _
from forums.changes.actions import changing
from forums.changes.cautions import Cautions, Window, cautions
from forums.changes.models import Change, ChangeKind
from forums.changes.views import address_after
from forums.changes.views import bp as changes_bp
from forums.scheduling import policies, queries
from forums.scheduling import session_actions as actions
from forums.scheduling.models import Forum, Session
from forums.scheduling.session_forms import LONGEST, DetailsForm, MoveForm, OneOffForm, ReasonForm, TimeForm
from forums.scheduling.session_views import bp, heed


@bp.route("/forums/<string:slug>/sessions/new", methods=["GET", "POST"])
@guarded(policies.change_forum)
def add(forum: Forum) -> ResponseReturnValue:
    """Add a session outside of the forum's rule."""
    form = OneOffForm.of(forum)
    _fill_in(form)
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

    if not _only_looks() and settled(form, act):
        return done(_("The session was added.") + heed(made[0]), to=made[0])
    against = against_time(form, forum, forum.timezone, form.place.data or "")
    return page("forums/scheduling/add.html", form, forum=forum, against=against)


@changes_bp.post("/forums/<string:slug>/against")
@guarded(policies.change_forum)
def against(forum: Forum) -> ResponseReturnValue:
    """Show what stands against the time in a form that is being filled in."""
    form = OneOffForm()
    wanted = request.args.get("session", type=UUID)
    session = db.session.get(Session, wanted) if wanted else None
    own = session if session and session.forum_id == forum.id else None
    zone, place = (own.timezone, own.place) if own else (forum.timezone, form.place.data or "")
    found = against_time(form, forum, zone, place, without=[own.id] if own else [])
    return render_template("forums/changes/against.html", against=found)


@bp.post("/sessions/<uuid:session_id>/accept-shift")
@guarded(policies.change_session)
def accept_shift(session: Session) -> ResponseReturnValue:
    """Take the date that was proposed because of a holiday, in one click."""
    change = _changed(
        session, ChangeKind.CONFIRMED, lambda: actions.accept_shift(session, by=current_user, at=utc_now())
    )
    return _done(_("The new date holds. Invitations can go out."), session, change)


@bp.post("/sessions/<uuid:session_id>/keep-date")
@guarded(policies.change_session)
def keep_date(session: Session) -> ResponseReturnValue:
    """Keep the date although a holiday falls on it, in one click."""

    def act() -> None:
        actions.keep_date(session, by=current_user, at=utc_now())

    change = _changed(session, ChangeKind.CONFIRMED, act)
    return _done(_("The session keeps its date. Invitations can go out."), session, change)


@bp.route("/sessions/<uuid:session_id>/move", methods=["GET", "POST"])
@guarded(policies.change_session)
def move(session: Session) -> ResponseReturnValue:
    """Give the session another time, with a reason."""
    form = MoveForm.of(session)
    _fill_in(form)
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

    changes: list[Change | None] = []
    if not _only_looks() and settled(
        form, lambda: changes.append(_changed(session, ChangeKind.MOVED, act, form.reason.data))
    ):
        return _done(_("The session was moved.") + heed(session), session, changes[0])
    return page("forums/scheduling/act.html", form, act="move", session=session, against=_against_move(form, session))


@bp.route("/sessions/<uuid:session_id>/cancel", methods=["GET", "POST"])
@guarded(policies.change_session)
def cancel(session: Session) -> ResponseReturnValue:
    """Cancel the session with a reason."""
    form = ReasonForm()

    def act() -> None:
        actions.cancel(session, reason=form.reason.data, by=current_user, at=utc_now())

    changes: list[Change | None] = []
    if settled(form, lambda: changes.append(_changed(session, ChangeKind.CANCELLED, act, form.reason.data))):
        return _done(_("The session was cancelled. It can be restored."), session, changes[0])
    return page("forums/scheduling/act.html", form, act="cancel", session=session)


@bp.post("/sessions/<uuid:session_id>/restore")
@guarded(policies.change_session)
def restore(session: Session) -> ResponseReturnValue:
    """Plan a cancelled or merged session again."""
    change = _changed(session, ChangeKind.RESTORED, lambda: actions.restore(session, by=current_user, at=utc_now()))
    return _done(_("The session is planned again."), session, change)


@bp.route("/sessions/<uuid:session_id>/edit", methods=["GET", "POST"])
@guarded(policies.change_session)
def edit(session: Session) -> ResponseReturnValue:
    """Change title, place, link, presider and minute-taker."""
    form = DetailsForm.of(session, list(queries.participants(session.forum_id)))
    if form.is_stale(session):
        return _kept(form, "edit", session)

    def act() -> None:
        actions.change(session, form.details(), by=current_user, at=utc_now())

    changes: list[Change | None] = []
    if settled(form, lambda: changes.append(_changed(session, ChangeKind.RELOCATED, act))):
        return _done(_("The session was changed."), session, changes[0])
    return page("forums/scheduling/act.html", form, act="edit", session=session)


def _changed(session: Session, kind: ChangeKind, act: Callable[[], object], reason: str = "") -> Change | None:
    """Do something to a session as a change that can be undone; return the change, or None where nothing changed."""
    with changing(session.forum, kind, by=current_user, at=utc_now(), reason=reason) as made:
        act()
    return made.change


def _done(message: str, session: Session, change: Change | None) -> ResponseReturnValue:
    return done(message, to=address_after(change, session), made=session)


def _kept(form: Form, act: str, session: Session) -> ResponseReturnValue:
    """Show a form again with what was typed, because somebody else was first."""
    against = _against_move(form, session) if isinstance(form, MoveForm) else None
    return make_response(page("forums/scheduling/act.html", form, act=act, session=session, against=against), 409)


def _fill_in(form: TimeForm) -> None:
    """Open a form at the time that the address names, as the page that finds times writes it."""
    if form.is_submitted() or for_program():
        return
    for field, read in ((form.day, date.fromisoformat), (form.time, time.fromisoformat), (form.minutes, int)):
        with suppress(ValueError):
            if asked := request.args.get(field.short_name):
                field.data = read(asked)


def _only_looks() -> bool:
    """Whether the button was pressed that only checks the time."""
    return "preview" in request.form and not for_program()


def _against_move(form: MoveForm, session: Session) -> Cautions | None:
    return against_time(form, session.forum, session.timezone, session.place, without=[session.id])


def against_time(
    form: TimeForm, forum: Forum, zone: str, place: str, *, without: Collection[UUID] = ()
) -> Cautions | None:
    """Return what stands against the time that a form says in a zone, or None while it says none."""
    if form.day.data is None or form.time.data is None or not 0 < (form.minutes.data or 0) <= LONGEST:
        return None
    starts_at = form.starts_at(zone)
    window = Window(starts_at, starts_at + timedelta(minutes=form.minutes.data), zone, place)
    return cautions(forum, [window], reader=current_user, without=without)[0]
