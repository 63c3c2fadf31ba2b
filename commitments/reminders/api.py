"""API of reminders: what was sent, answers, snoozes, and the schedule of a forum or agreement."""

from __future__ import annotations

from marshmallow import fields
from sqlalchemy import Select, select

from app.api import Api, ApiSchema, Id, Moment, member
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment
from commitments.registry.schemas import CommitmentSchema
from commitments.reminders import views
from commitments.reminders.forms import HelpForm, ScheduleForm, SnoozeForm
from commitments.reminders.models import Reminder
from commitments.reminders.rules import Step

api = Api("commitments.reminders", area="commitments", tag="Commitments")
PATH = "/commitments/<uuid:commitment_id>"


class ReminderSchema(ApiSchema):
    """A step that was taken for a due date; `silent` ones had no effect, because a later one replaced them."""

    id = Id("the step")
    due = fields.Date(required=True)
    step = member(Step, required=True)
    taken_at = Moment(required=True)
    silent = fields.Boolean(required=True)


@api.list(f"{PATH}/reminders", read_commitment, ReminderSchema, sorts={"taken_at": (Reminder.taken_at, Reminder.id)})
def reminders(commitment: Commitment) -> Select[Reminder]:
    """List the reminder steps that were taken for a commitment."""
    return select(Reminder).where(Reminder.commitment_id == commitment.id)


api.act(f"{PATH}/remind", views.remind, gives=CommitmentSchema, changes=False)
api.act(f"{PATH}/snooze", views.snooze, takes=SnoozeForm, gives=CommitmentSchema, changes=False)
api.act(f"{PATH}/on-track", views.on_track, gives=CommitmentSchema, changes=False)
api.act(f"{PATH}/ask-for-help", views.ask_for_help, takes=HelpForm, gives=CommitmentSchema)
api.act(
    "/commitments/reminder-schedules/<uuid:circle_id>",
    views.schedule,
    takes=ScheduleForm,
    method="PATCH",
    changes=False,
    summary="Choose which steps a forum or agreement takes, and when mails may leave.",
)
