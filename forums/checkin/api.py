"""The API of check-in."""

from __future__ import annotations

from sqlalchemy import Select

from app.api import Api
from forums.attendance.policies import record_attendance
from forums.checkin import guest_views, policies, queries, views
from forums.checkin.forms import ConfirmForm
from forums.checkin.models import Guest
from forums.checkin.schemas import CheckInCodeSchema, GuestSchema, OwnPresenceSchema
from forums.scheduling.models import Session

api = Api("checkin", area="forums", tag="Attendance")
PATH = "/sessions/<uuid:session_id>"
SORTS = {"entered_at": (Guest.entered_at, Guest.id)}


@api.list(f"{PATH}/guests", record_attendance, GuestSchema, sorts=SORTS)
def guests(session: Session) -> Select[Guest]:
    """List who checked in to a session without an account."""
    return queries.guests_of(session)


api.resource("/guests/<uuid:guest_id>", policies.receive_guest, GuestSchema, summary="Read a guest of a session.")
api.act("/guests/<uuid:guest_id>/confirm", guest_views.confirm, takes=ConfirmForm, gives=GuestSchema)
api.act("/guests/<uuid:guest_id>/refuse", guest_views.refuse, gives=GuestSchema)
api.resource(
    f"{PATH}/own-presence", policies.check_in, OwnPresenceSchema, summary="Read your own presence at a session."
)
api.act(f"{PATH}/check-in", views.check_in, gives=OwnPresenceSchema, changes=False)
api.act(f"{PATH}/check-out", views.check_out, gives=OwnPresenceSchema, changes=False)
api.resource(
    f"{PATH}/check-in-code",
    record_attendance,
    CheckInCodeSchema,
    summary="Read the check-in page and code of a session.",
)
api.act(f"{PATH}/check-in-code/renew", views.renew, gives=CheckInCodeSchema, changes=False)
