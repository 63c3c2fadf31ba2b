"""What changes one session through its pages; each can be undone for a minute."""

from __future__ import annotations

from collections.abc import Callable

from flask import make_response
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.clock import utc_now
from app.forms import Form
from app.pages import done, page, settled
from app.policy import guarded
from app.translation import gettext as _
from forums.changes.actions import changing
from forums.changes.models import Change, ChangeKind
from forums.changes.views import address_after
from forums.scheduling import policies, queries
from forums.scheduling import session_actions as actions
from forums.scheduling.models import Session
from forums.scheduling.session_forms import DetailsForm, MoveForm, ReasonForm
from forums.scheduling.session_views import bp, heed


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
    if settled(form, lambda: changes.append(_changed(session, ChangeKind.MOVED, act, form.reason.data))):
        return _done(_("The session was moved.") + heed(session), session, changes[0])
    return page("forums/scheduling/act.html", form, act="move", session=session)


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
    return make_response(page("forums/scheduling/act.html", form, act=act, session=session), 409)
