"""API of schedules of digests: list, add, stop."""

from __future__ import annotations

from flask_login import current_user
from marshmallow import fields
from sqlalchemy import Select, select

from app.api import Api, ApiSchema, Id, Moment, member
from app.clock import today
from insights.digests.models import DigestKind
from insights.schedules import policies, queries, views
from insights.schedules.forms import ScheduleForm
from insights.schedules.models import DigestSchedule

api = Api("digest_schedules", area="digests", tag="Digests")
SCHEDULE = "/digest-schedules/<uuid:digest_schedule_id>"
SORTS = {"created_at": (DigestSchedule.created_at, DigestSchedule.id)}


class DigestScheduleSchema(ApiSchema):
    """A kind of period whose digests are drafted automatically; `scope` is what they are about."""

    id = Id("the schedule")
    kind = member(DigestKind, required=True)
    scope = fields.String(required=True)
    created_at = Moment(required=True)


@api.list("/digest-schedules", policies.list_schedules, DigestScheduleSchema, sorts=SORTS)
def index() -> Select[DigestSchedule]:
    """List the digests that are drafted automatically, beside that of each month about everything."""
    return select(DigestSchedule).where(queries.readable(current_user, today()))


api.act(
    "/digest-schedules",
    views.manage,
    takes=ScheduleForm,
    optional=("scope",),
    example={"kind": "weekly"},
    gives=DigestScheduleSchema,
    creates=True,
    summary="Have digests drafted automatically when their periods are over.",
)
api.resource(SCHEDULE, policies.read_schedule, DigestScheduleSchema, summary="Read one schedule.")
api.act(SCHEDULE, views.stop, method="DELETE", summary="Stop a schedule.")
