"""The API of changes of sessions and schedules."""

from __future__ import annotations

from functools import wraps
from typing import Any

from flask import current_app
from flask_login import current_user
from sqlalchemy import Select

from app.api import Api
from app.clock import utc_now
from app.web.forms import ANY_OUTCOME
from app.web.pages import Page
from app.web.policies import View, guarded
from forums.changes import finder_views, policies, queries, session_views, views
from forums.changes.actions import change_of
from forums.changes.forms import EndForm, FindForm, MergeForm, RelocateForm, RescheduleForm, ShiftForm
from forums.changes.models import Change
from forums.changes.schemas import ChangeSchema, FreeTimesSchema
from forums.scheduling.api import FORUM, SESSION, sessions
from forums.scheduling.models import Forum
from forums.scheduling.policies import change_forum, read_forum
from forums.scheduling.schemas import SessionSchema
from forums.scheduling.session_forms import DetailsForm, MoveForm, OneOffForm, ReasonForm

api = Api(
    "changes", area="forums", tag="Changes", about="Changes of several sessions or of a schedule, with a preview."
)
CHANGE = "/changes/<uuid:change_id>"
AT_ONCE = {"seen": ANY_OUTCOME}
SEARCH = ("since", "until", "earliest", "latest", "minutes")
TIME = ("time", "minutes")
SORTS = {"at": (Change.at, Change.id)}


@api.list(f"{FORUM}/changes", read_forum, ChangeSchema, sorts=SORTS)
def index(forum: Forum) -> Select[Change]:
    """List the changes of a forum's schedule."""
    return queries.every_change().where(Change.forum_id == forum.id)


def previewable(view: View) -> View:
    """Return a view that makes a change, or with `preview` returns the change without making it."""

    @guarded(view.policy)  # type: ignore[attr-defined]
    @wraps(view)
    def act(**parameters: Any) -> Any:
        result = view.view(**parameters)  # type: ignore[attr-defined]
        if not isinstance(result, Page) or result.form is None or result.form.errors or not result.context["outcome"]:
            return result
        forum, kind, outcome, reason = (result.context[name] for name in ("forum", "kind", "outcome", "reason"))
        change = change_of(forum, kind, outcome, by=current_user, at=utc_now(), reason=reason)
        return current_app.json.response(ChangeSchema().dump(change))

    return act


@guarded(change_forum)
def find(forum: Forum) -> Any:
    """Propose times at which the seats needed for the quorum are free, best first."""
    result = finder_views.find.view(forum=forum)  # type: ignore[attr-defined]
    if result.form.errors or not result.form.is_submitted():
        return result
    return current_app.json.response(FreeTimesSchema().dump({"items": result.context["found"]}))


api.resource(CHANGE, policies.read_change, ChangeSchema, summary="Read one change.")
api.act(f"{CHANGE}/undo", views.undo, gives=ChangeSchema)
api.act(
    f"{FORUM}/find-time",
    find,
    takes=FindForm,
    example={"since": "2027-01-05", "until": "2027-01-15"},
    optional=SEARCH,
    gives=FreeTimesSchema,
    changes=False,
)
api.act(
    f"{FORUM}/shift-sessions",
    previewable(views.shift),
    takes=ShiftForm,
    example={"days": 7},
    gives=ChangeSchema,
    sends=AT_ONCE,
)
for view, path, form, opened in (
    (views.relocate, f"{FORUM}/relocate-sessions", RelocateForm, ()),
    (views.reschedule, f"{FORUM}/reschedule", RescheduleForm, ("time", "minutes")),
    (views.end, f"{FORUM}/end-schedule", EndForm, ()),
    (views.merge, f"{SESSION}/merge", MergeForm, ()),
):
    api.act(path, previewable(view), takes=form, optional=opened, gives=ChangeSchema, sends=AT_ONCE)

sessions.act(
    f"{FORUM}/sessions", session_views.add, takes=OneOffForm, optional=("minutes",), gives=SessionSchema, creates=True
)
sessions.act(SESSION, session_views.edit, takes=DetailsForm, gives=SessionSchema, method="PATCH", sends=AT_ONCE)
sessions.act(
    f"{SESSION}/move",
    session_views.move,
    takes=MoveForm,
    example={"day": "2027-01-06", "time": "09:30"},
    optional=TIME,
    gives=SessionSchema,
    sends=AT_ONCE,
)
for view, path, takes in (
    (session_views.cancel, "cancel", ReasonForm),
    (session_views.restore, "restore", None),
    (session_views.accept_shift, "accept-shift", None),
    (session_views.keep_date, "keep-date", None),
):
    sessions.act(f"{SESSION}/{path}", view, takes=takes, gives=SessionSchema, sends=AT_ONCE)
