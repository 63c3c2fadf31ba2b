"""Changes of sessions and schedules, for programs."""

from __future__ import annotations

from sqlalchemy import Select

from app.api import Api
from forums.changes import finder_views, policies, queries, session_views, views
from forums.changes.forms import EndForm, FindForm, MergeForm, RelocateForm, RescheduleForm, ShiftForm
from forums.changes.models import Change
from forums.changes.shapes import ChangeShape, FreeTimesShape
from forums.scheduling.api import FORUM, SESSION, sessions
from forums.scheduling.models import Forum
from forums.scheduling.policies import read_forum
from forums.scheduling.session_forms import DetailsForm, MoveForm, OneOffForm, ReasonForm
from forums.scheduling.shapes import SessionShape

api = Api("changes", area="forums", tag="Changes")
CHANGE = "/changes/<uuid:change_id>"
SORTS = {"at": (Change.at, Change.id)}


@api.list(f"{FORUM}/changes", read_forum, ChangeShape, sorts=SORTS)
def index(forum: Forum) -> Select[Change]:
    """List what was changed in a forum's schedule."""
    return queries.every_change().where(Change.forum_id == forum.id)


api.thing(CHANGE, policies.read_change, ChangeShape, summary="Read one change.")
api.act(f"{CHANGE}/undo", views.undo, gives=ChangeShape)
api.act(f"{FORUM}/shift-sessions", views.shift, takes=ShiftForm, gives=ChangeShape)
api.act(f"{FORUM}/relocate-sessions", views.relocate, takes=RelocateForm, gives=ChangeShape)
api.act(f"{FORUM}/reschedule", views.reschedule, takes=RescheduleForm, gives=ChangeShape)
api.act(f"{FORUM}/end-schedule", views.end, takes=EndForm, gives=ChangeShape)
api.act(f"{FORUM}/find-time", finder_views.find, takes=FindForm, gives=FreeTimesShape, changes=False)
api.act(f"{SESSION}/merge", views.merge, takes=MergeForm, gives=ChangeShape)

sessions.act(f"{FORUM}/sessions", session_views.add, takes=OneOffForm, gives=SessionShape, creates=True)
sessions.act(SESSION, session_views.edit, takes=DetailsForm, gives=SessionShape, method="PATCH")
for view, path, form in (
    (session_views.move, "move", MoveForm),
    (session_views.cancel, "cancel", ReasonForm),
    (session_views.restore, "restore", None),
    (session_views.accept_shift, "accept-shift", None),
    (session_views.keep_date, "keep-date", None),
):
    sessions.act(f"{SESSION}/{path}", view, takes=form, gives=SessionShape)
