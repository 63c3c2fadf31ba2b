"""The API of attendance."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.api import Api
from app.api.operations import refused
from app.clock import utc_now
from app.errors import RuleViolation
from app.web.pages import done
from app.web.policies import guarded
from forums.attendance import actions, policies, queries, views
from forums.attendance.forms import NowForm, RowsForm
from forums.attendance.schemas import AttendanceSchema
from forums.scheduling.models import Session
from forums.scheduling.policies import read_session

api = Api("attendance", area="forums", tag="Attendance", about="Who attended a session.")
PATH = "/sessions/<uuid:session_id>/attendance"


@guarded(policies.record_attendance)
def record(session: Session) -> ResponseReturnValue:
    """Record attendance in the given rows; times are on the session's day, in its time zone."""
    form = RowsForm.of(queries.expected(session))
    if form.validate_on_submit():
        try:
            actions.record(session, form.entries(session), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Recorded."), to=session)
    return refused(form)


api.resource(PATH, read_session, AttendanceSchema, summary="Read the attendance of a session and its quorum.")
api.act(f"{PATH}/record", record, takes=RowsForm, gives=AttendanceSchema, changes=False)
api.act(
    f"{PATH}/now",
    views.now,
    takes=NowForm,
    required=("what",),
    example={"what": "arrived"},
    gives=AttendanceSchema,
    changes=False,
)
