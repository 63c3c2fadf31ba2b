"""Pages that change several sessions of a forum after a preview, list changes and undo them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from app.calendars.labels import describe
from app.clock import utc_now
from app.database import db
from app.errors import RuleViolation
from app.web.pages import done, page
from app.web.policies import can, guarded
from forums.changes import actions, acts, policies, queries, rows
from forums.changes.forms import EndForm, MergeForm, PlanForm, RelocateForm, RescheduleForm, ShiftForm
from forums.changes.models import Change, ChangeKind
from forums.changes.planning import Plan, attempted, shown
from forums.scheduling import actions as scheduling
from forums.scheduling.horizon import recurrence_of
from forums.scheduling.models import Forum, Session
from forums.scheduling.policies import change_forum, change_session, read_forum
from forums.scheduling.queries import current_series
from forums.scheduling.session_views import bp as sessions_bp
from forums.scheduling.views import bp as forums_bp

bp = Blueprint("changes", __name__)


@bp.get("/forums/<string:slug>/changes")
@guarded(read_forum)
def index(forum: Forum) -> ResponseReturnValue:
    """List the changes of a forum's schedule, latest first."""
    return page("forums/changes/index.html", forum=forum, changes=queries.changes_of(forum.id))


@bp.get("/changes/<uuid:change_id>")
@guarded(policies.read_change)
def show(change: Change) -> ResponseReturnValue:
    """Show one change: the sessions concerned, and whether it can still be undone."""
    return page("forums/changes/show.html", change=change, lines=rows.rows_of(change.sessions))


@bp.post("/changes/<uuid:change_id>/undo")
@guarded(policies.undo_change)
def undo(change: Change) -> ResponseReturnValue:
    """Undo a change, within the minute before anyone is notified."""
    actions.undo(change, by=current_user, at=utc_now())
    return done(_("The change was undone. No one was notified."), to=change)


@bp.route("/forums/<string:slug>/shift-sessions", methods=["GET", "POST"])
@guarded(change_forum)
def shift(forum: Forum) -> ResponseReturnValue:
    """Move several sessions by days, to another weekday or to another time."""
    coming = queries.coming_sessions(forum.id, utc_now())
    form = ShiftForm(first=_requested(coming))
    form.offer(coming)
    return _planned(form, forum, ChangeKind.SHIFTED, partial(_shift, form, coming), "shift")


@bp.route("/forums/<string:slug>/relocate-sessions", methods=["GET", "POST"])
@guarded(change_forum)
def relocate(forum: Forum) -> ResponseReturnValue:
    """Change the place, link or mode of all sessions from one on."""
    coming = queries.coming_sessions(forum.id, utc_now())
    form = RelocateForm(first=_requested(coming), mode=forum.mode.value, place=forum.place, link=forum.link)
    form.offer(coming)
    return _planned(form, forum, ChangeKind.RELOCATED, partial(_relocate, form, coming), "relocate")


@bp.route("/forums/<string:slug>/reschedule", methods=["GET", "POST"])
@guarded(change_forum)
def reschedule(forum: Forum) -> ResponseReturnValue:
    """Apply another schedule to a session and all that follow it."""
    series = current_series(forum.id)
    if series is None or series.ended_at:
        abort(404)
    coming = [one for one in queries.coming_sessions(forum.id, utc_now()) if one.series_id == series.id]
    form = RescheduleForm.of(forum, series, next((one for one in coming if one.id == _requested(coming)), None))
    form.offer(coming)
    act, present = partial(_reschedule, form, coming), describe(recurrence_of(series))
    return _planned(form, forum, ChangeKind.RESCHEDULED, act, "reschedule", present=present)


@forums_bp.route("/forums/<string:slug>/end-schedule", methods=["GET", "POST"])
@guarded(change_forum)
def end(forum: Forum) -> ResponseReturnValue:
    """Set the last day of the forum's schedule."""
    series = current_series(forum.id)
    if series is None or series.ended_at:
        abort(404)
    form = EndForm()
    act = partial(scheduling.end_series, series, last_day=form.last_day.data, by=current_user, at=utc_now())
    return _planned(form, forum, ChangeKind.ENDED, act, "end", present=describe(recurrence_of(series)))


@sessions_bp.route("/sessions/<uuid:session_id>/merge", methods=["GET", "POST"])
@guarded(change_session)
def merge(session: Session) -> ResponseReturnValue:
    """Merge the session with the next one, which takes over its agenda."""
    form = MergeForm()
    act = partial(acts.merge, session, reason=form.reason.data or "", by=current_user, at=utc_now())
    return _planned(form, session.forum, ChangeKind.MERGED, act, "merge", session=session)


def undo_banner(subject: Forum | Session) -> Markup | None:
    """Return the banner that offers to undo the change named in the URL, and until when."""
    change = change_to_undo()
    forum_id = subject.forum_id if isinstance(subject, Session) else subject.id
    if change is None or change.forum_id != forum_id:
        return None
    return Markup(render_template("forums/changes/banner.html", change=change))  # noqa: S704 - a template escapes


def change_to_undo() -> Change | None:
    """Return the change named in the URL if the user may undo it."""
    wanted = request.args.get("change", type=UUID)
    change = db.session.get(Change, wanted) if wanted else None
    return change if change and can("change:undo", change) else None


def address_after(change: Change | None, subject: Forum | Session) -> str:
    """Return the URL of the forum or session after a change, with the banner that offers to undo it."""
    query: dict[str, Any] = {"change": change.id} if change else {}
    if isinstance(subject, Session):
        return url_for("forums.sessions.show", session_id=subject.id, **query)
    return url_for("forums.scheduling.show", slug=subject.slug, **query)


def _shift(form: ShiftForm, coming: Sequence[Session]) -> None:
    acts.shift(
        _chosen(coming, form.first.data),
        _chosen(coming, form.last.data) if form.last.data else None,
        form.shift(),
        minutes=form.minutes.data,
        reason=form.reason.data or "",
        by=current_user,
        at=utc_now(),
    )


def _relocate(form: RelocateForm, coming: Sequence[Session]) -> None:
    first, reason = _chosen(coming, form.first.data), form.reason.data or ""
    acts.relocate(first, form.where(), reason=reason, by=current_user, at=utc_now())


def _reschedule(form: RescheduleForm, coming: Sequence[Session]) -> None:
    first, reason = _chosen(coming, form.first.data), form.reason.data or ""
    acts.reschedule(first, form.wanted(), reason=reason, by=current_user, at=utc_now())


def _planned(
    form: PlanForm, forum: Forum, kind: ChangeKind, act: Callable[[], object], template: str, **context: Any
) -> ResponseReturnValue:
    """Show a preview of an act; apply it if exactly that preview was confirmed."""
    reason = form.reason.data or "" if "reason" in form else ""
    plan = Plan(forum=forum, kind=kind, act=act, reason=reason, shown_first=True)
    tried = attempted(form, plan)
    if tried.change:
        to = address_after(tried.change, context.get("session", forum))
        return done(_summary(tried.change), to=to, made=tried.change)
    name = f"forums/changes/{template}.html"
    back = address_after(None, context.get("session", forum))
    context |= {
        "forum": forum,
        "kind": kind,
        "reason": reason,
        "outcome": tried.outcome,
        "back": back,
        "button_label": rows.MAKING[kind],
        "danger": kind is ChangeKind.ENDED,
    }
    return shown(name, form, tried, part="forums/changes/outcome.html", **context)


def _summary(change: Change) -> str:
    return rows.sentence(f"{rows.summary(rows.rows_of(change.sessions))}, {rows.notified_people(change.people)}.")


def _requested(coming: Sequence[Session]) -> UUID | None:
    """Return the id of the session named in the URL, or of the next one."""
    wanted = request.args.get("session", "")
    return next((one.id for one in coming if str(one.id) == wanted), coming[0].id if coming else None)


def _chosen(coming: Sequence[Session], session_id: UUID | str | None) -> Session:
    found = next((one for one in coming if str(one.id) == str(session_id)), None)
    if found is None:
        raise RuleViolation(_("Choose a planned session"), field="first")
    return found
