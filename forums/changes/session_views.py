"""Pages that add or change one session; changes can be undone for a minute."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.calendars.recurrence import find_zone
from app.clock import utc_now
from app.errors import RuleViolation
from app.web.forms import Form
from app.web.pages import done, page
from app.web.policies import guarded
from forums.changes.actions import attempt
from forums.changes.acts import accept_merge
from forums.changes.cautions import Cautions, Window, cautions
from forums.changes.models import ChangeKind
from forums.changes.planning import Plan, Tried, attempted, is_preview, shown, wants_panel
from forums.changes.views import address_after
from forums.changes.views import bp as changes_bp
from forums.scheduling import policies, queries
from forums.scheduling import session_actions as actions
from forums.scheduling.models import Forum, Session
from forums.scheduling.session_forms import (
    LONGEST,
    CurrentForm,
    DetailsForm,
    MoveForm,
    OneOffForm,
    ReasonForm,
    TimeForm,
)
from forums.scheduling.session_views import bp, heed

PART = "forums/changes/foreseen.html"


@bp.route("/forums/<string:slug>/sessions/new", methods=["GET", "POST"])
@guarded(policies.change_forum)
def add(forum: Forum) -> ResponseReturnValue:
    """Add a session outside the forum's schedule."""
    series = queries.current_series(forum.id)
    form = OneOffForm.of(forum, is_additional=series is not None and series.ended_at is None)
    _fill_in(form)
    if not is_preview(form) and form.validate_on_submit():
        try:
            made = actions.add(
                forum,
                starts_at=form.starts_at(forum.timezone),
                minutes=form.minutes.data,
                title=form.title.data or "",
                where=form.where(),
                by=current_user,
                at=utc_now(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The session was added.") + heed(made), to=made)
    against = against_time(form, forum, forum.timezone, form.place.data or "")
    return page("forums/scheduling/add.html", form, forum=forum, against=against)


@changes_bp.post("/forums/<string:slug>/against")
@guarded(policies.change_forum)
def against(forum: Forum) -> ResponseReturnValue:
    """Return the warnings about the time entered in a form."""
    form = OneOffForm()
    found = against_time(form, forum, forum.timezone, form.place.data or "")
    return render_template("forums/changes/against.html", against=found)


@bp.post("/sessions/<uuid:session_id>/accept-shift")
@guarded(policies.change_session)
def accept_shift(session: Session) -> ResponseReturnValue:
    """Accept what is proposed because of a holiday: another date, or merging with the next session."""
    if session.merge_proposed:
        return _decided(session, accept_merge, _("The session was merged with the next one. You can restore it."))
    return _decided(session, actions.accept_shift, _("The new date is confirmed. Invitations can be sent."))


@bp.post("/sessions/<uuid:session_id>/keep-date")
@guarded(policies.change_session)
def keep_date(session: Session) -> ResponseReturnValue:
    """Keep the date although it falls on a holiday."""
    return _decided(session, actions.keep_date, _("The session keeps its date. Invitations can be sent."))


@bp.route("/sessions/<uuid:session_id>/move", methods=["GET", "POST"])
@guarded(policies.change_session)
def move(session: Session) -> ResponseReturnValue:
    """Move the session to another time, with a reason."""
    form = MoveForm.of(session)
    _fill_in(form)
    return _planned(form, session, ChangeKind.MOVED, partial(_move, session, form), _("The session was moved."))


@bp.route("/sessions/<uuid:session_id>/cancel", methods=["GET", "POST"])
@guarded(policies.change_session)
def cancel(session: Session) -> ResponseReturnValue:
    """Cancel the session, with a reason."""
    form = ReasonForm()
    notice = _("The session was cancelled. You can restore it.")
    return _planned(form, session, ChangeKind.CANCELLED, partial(_cancel, session, form), notice)


@bp.route("/sessions/<uuid:session_id>/restore", methods=["GET", "POST"])
@guarded(policies.change_session)
def restore(session: Session) -> ResponseReturnValue:
    """Restore a cancelled or merged session."""
    act = partial(actions.restore, session, by=current_user, at=utc_now())
    return _planned(Form(), session, ChangeKind.RESTORED, act, _("The session is planned again."))


@bp.route("/sessions/<uuid:session_id>/edit", methods=["GET", "POST"])
@guarded(policies.change_session)
def edit(session: Session) -> ResponseReturnValue:
    """Change the title, place, link, presider and minute-taker."""
    form = DetailsForm.of(session, list(queries.participants(session.forum_id)))
    return _planned(form, session, ChangeKind.RELOCATED, partial(_change, session, form), _("The session was changed."))


def _move(session: Session, form: MoveForm) -> None:
    actions.move(
        session,
        starts_at=form.starts_at(session.timezone),
        minutes=form.minutes.data,
        reason=form.reason.data or "",
        by=current_user,
        at=utc_now(),
    )


def _cancel(session: Session, form: ReasonForm) -> None:
    actions.cancel(session, reason=form.reason.data or "", by=current_user, at=utc_now())


def _change(session: Session, form: DetailsForm) -> None:
    actions.change(session, form.details(), by=current_user, at=utc_now())


def _planned(
    form: Form, session: Session, kind: ChangeKind, act: Callable[[], object], notice: str
) -> ResponseReturnValue:
    """Apply an act to a session at once if no one is notified; else show a preview first.

    Shows the form with status 409 if the session changed since it was rendered.
    """
    is_stale = isinstance(form, CurrentForm) and not wants_panel() and form.is_stale(session)
    reason = form.reason.data or "" if "reason" in form else ""
    tried = Tried() if is_stale else attempted(form, Plan(forum=session.forum, kind=kind, act=act, reason=reason))
    if tried.is_made:
        notice += heed(session) if kind is ChangeKind.MOVED else ""
        return done(notice, to=address_after(tried.change, session), made=session)
    against = None if tried.foreseen else _against(form, session)
    known = {"kind": kind.value, "session": session, "against": against}
    if is_stale:
        form.status = 409
    return shown("forums/scheduling/act.html", form, tried, part=PART, **known)


def _decided(session: Session, decide: Callable[..., None], notice: str) -> ResponseReturnValue:
    """Apply a decision about a proposed date, as a change that can be undone."""
    now = utc_now()
    act = partial(decide, session, by=current_user, at=now)
    change = attempt(session.forum, ChangeKind.CONFIRMED, act, by=current_user, at=now).change
    return done(notice, to=address_after(change, session), made=session)


def _fill_in(form: TimeForm) -> None:
    """Pre-fill a form from URL arguments: a local day, time and duration, or an instant, as the calendar adds it."""
    if form.is_submitted():
        return
    with suppress(ValueError, OverflowError):
        if (at := datetime.fromisoformat(request.args.get("at", ""))).tzinfo:
            local = at.astimezone(find_zone(form.zone))
            form.day.data, form.time.data = local.date(), local.time()
    for field, read in ((form.day, date.fromisoformat), (form.time, time.fromisoformat), (form.minutes, int)):
        with suppress(ValueError):
            if value := request.args.get(field.short_name):
                field.data = read(value)


def _against(form: Form, session: Session) -> Cautions | None:
    if not isinstance(form, MoveForm):
        return None
    return against_time(form, session.forum, session.timezone, session.place, without=[session.id])


def against_time(
    form: TimeForm, forum: Forum, zone: str, place: str, *, without: Collection[UUID] = ()
) -> Cautions | None:
    """Return the warnings about the time in a form, in the given zone, or None if it is incomplete."""
    if form.day.data is None or form.time.data is None or not 0 < (form.minutes.data or 0) <= LONGEST:
        return None
    starts_at = form.starts_at(zone)
    window = Window(starts_at, starts_at + timedelta(minutes=form.minutes.data), zone, place)
    return cautions(forum, [window], reader=current_user, without=without)[0]
