"""API of shared goals."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from marshmallow import fields, pre_dump
from sqlalchemy import Select, select

from alignment.agenda import AgendaForm
from alignment.goals import mediation_views, policies, queries, views
from alignment.goals.forms import (
    AnswerForm,
    InterestForm,
    KeepForm,
    NewVersionForm,
    OptionForm,
    RecordForm,
    RespondForm,
    TextsForm,
    UntilForm,
)
from alignment.goals.models import GoalDifference, SharedGoal
from alignment.goals.rules import DifferenceState, Part
from app.api import Api, ApiSchema, Id, Moment, NamedCircle, member
from app.circles.queries import knows_of
from app.clock import today
from commitments.registry.forms import ProposalForm
from commitments.registry.schemas import CommitmentSchema

api = Api("alignment.goals", area="alignment", tag="Alignment", about="Who does what, and where parties differ.")
GOAL = "/alignment/goals/<uuid:shared_goal_id>"
DIFFERENCE = "/alignment/goals/differences/<uuid:goal_difference_id>"
RECORD = ("positions", "interests", "outcome", "options", "responses")
TEXT = {
    "goal": "Warga mengurus izin usaha mikro tanpa mengisi data dua kali",
    "problem": "Layanan berjalan di sistem masing-masing",
    "principles": "Sumber data disebut",
    "priorities": "Izin usaha mikro\nKualitas udara",
}


class ListedGoalSchema(ApiSchema):
    """A shared goal in a list. `number` is that of its current version."""

    id = Id("the shared goal")
    circle = fields.Nested(NamedCircle, required=True)
    number = fields.Integer(required=True)
    created_at = Moment(required=True)


class GoalStanceSchema(ApiSchema):
    """What a party says of the current version; `part` is null if it acknowledges it."""

    organisation_id = Id("the organisation")
    acknowledges = fields.Boolean(required=True)
    part = member(Part, required=True, allow_none=True)
    at = Moment(required=True)


class GoalInterestSchema(ApiSchema):
    """The interest of a party."""

    organisation_id = Id("the organisation")
    interest = fields.String(required=True)
    benefit = fields.String(required=True)


class GoalDifferenceSchema(ApiSchema):
    """About which part a party differs, and what it would say instead."""

    id = Id("the difference")
    organisation_id = Id("the organisation")
    number = fields.Integer(required=True)
    part = member(Part, required=True)
    holds = fields.String(required=True)
    words = fields.String(required=True)
    state = member(DifferenceState, required=True)
    opened_at = Moment(required=True)
    ended_at = Moment(required=True, allow_none=True)


class GoalOptionSchema(ApiSchema):
    """An option."""

    number = fields.Integer(required=True)
    text = fields.String(required=True)


class GoalResponseSchema(ApiSchema):
    """The numbers of the options that a party supports, and its remark."""

    organisation_id = Id("the organisation")
    supported = fields.List(fields.Integer(), required=True)
    words = fields.String(required=True)


class GoalMediationSchema(GoalDifferenceSchema):
    """A difference with the record of its mediation, which is empty for those who may not read it."""

    goal_id = Id("the shared goal")
    positions = fields.String(required=True)
    interests = fields.String(required=True)
    outcome = fields.String(required=True)
    respond_until = fields.Date(required=True, allow_none=True)
    options = fields.List(fields.Nested(GoalOptionSchema), required=True)
    responses = fields.List(fields.Nested(GoalResponseSchema), required=True)

    @pre_dump
    def gather(self, difference: GoalDifference, **_options: Any) -> dict[str, Any]:
        """Return the difference, with the record if the reader may read it."""
        card = {
            name: getattr(difference, name) for name in (*GoalDifferenceSchema().fields, "goal_id", "respond_until")
        }
        if policies.reads_mediation(current_user, difference.goal):
            return card | {name: getattr(difference, name) for name in RECORD}
        return card | {"positions": "", "interests": "", "outcome": "", "options": [], "responses": []}


class GoalTextSchema(ApiSchema):
    """A version of the text; values and priorities are lists, a line each."""

    number = fields.Integer(required=True)
    goal = fields.String(required=True)
    problem = fields.String(required=True)
    principles = fields.String(required=True)
    priorities = fields.String(required=True)
    reason = fields.String(required=True)
    at = Moment(required=True)


class GoalSchema(ListedGoalSchema):
    """A shared goal with its current text, and what the parties with a voting seat say of it."""

    text = fields.Nested(GoalTextSchema, required=True)
    silent = fields.List(Id("an organisation that has not answered"), required=True)
    stances = fields.List(fields.Nested(GoalStanceSchema), required=True)
    interests = fields.List(fields.Nested(GoalInterestSchema), required=True)
    differences = fields.List(fields.Nested(GoalDifferenceSchema), required=True)

    @pre_dump
    def gather(self, goal: SharedGoal, **_options: Any) -> dict[str, Any]:
        """Return the goal as it stands today."""
        it = queries.overview(goal, today())
        return {
            **{name: getattr(goal, name) for name in ListedGoalSchema().fields},
            "text": it.version,
            "silent": [party.id for party, _days in it.silent],
            "stances": [it.stances[one.id] for one in it.parties if one.id in it.stances],
            "interests": list(queries.interests(goal.id).values()),
            "differences": it.differences,
        }


@api.list(
    "/alignment/goals",
    policies.list_goals,
    ListedGoalSchema,
    sorts={"created_at": (SharedGoal.created_at, SharedGoal.id)},
)
def index() -> Select[SharedGoal]:
    """List shared goals."""
    return select(SharedGoal).where(knows_of(SharedGoal.circle_id, current_user, today()))


api.resource(GOAL, policies.read_goal, GoalSchema, summary="Read one shared goal.")
api.resource(DIFFERENCE, policies.read_difference, GoalMediationSchema, summary="Read one difference.")
api.act(
    "/forums/<string:slug>/goal",
    views.begin_for_forum,
    takes=TextsForm,
    example=TEXT,
    optional=("goal",),
    gives=GoalSchema,
    creates=True,
    summary="Begin the shared goal of a forum.",
)
api.act(
    "/agreements/<uuid:agreement_id>/goal",
    views.begin_for_agreement,
    takes=TextsForm,
    example=TEXT,
    gives=GoalSchema,
    creates=True,
    summary="Begin the shared goal of an agreement.",
)
api.act(
    f"{GOAL}/versions",
    views.edit,
    takes=NewVersionForm,
    example=TEXT | {"reason": "Disepakati di sesi 9"},
    optional=("goal",),
    gives=GoalSchema,
)
api.act(f"{GOAL}/remind", views.remind, gives=GoalSchema, changes=False)
INTEREST = {"interest": "Satu pintu layanan", "benefit": "Berkas masuk lebih lengkap"}
api.act(f"{GOAL}/interest", views.write_interest, takes=InterestForm, example=INTEREST, gives=GoalSchema, changes=False)
api.act(f"{GOAL}/answer", views.answer, takes=AnswerForm, example={"answer": "acknowledge"}, gives=GoalSchema)
POSITIONS = {"positions": "Mitra: tambahkan hak pakai data. Yang lain: jangan dibuka lagi."}
api.act(
    f"{DIFFERENCE}/record",
    mediation_views.record,
    takes=RecordForm,
    example=POSITIONS,
    optional=("positions",),
    gives=GoalMediationSchema,
)
for view, path, form, example, changes in (
    (mediation_views.add_option, "option", OptionForm, {"text": "Satu kalimat tambahan"}, False),
    (mediation_views.ask, "ask", UntilForm, {"until": "2026-12-11"}, True),
    (mediation_views.respond, "respond", RespondForm, {"words": "Minta contoh"}, False),
    (mediation_views.keep, "keep", KeepForm, {"reason": "Dibahas lagi setelah uji coba"}, True),
):
    api.act(f"{DIFFERENCE}/{path}", view, takes=form, example=example, gives=GoalMediationSchema, changes=changes)
api.act(
    f"{DIFFERENCE}/agenda", mediation_views.put_on_agenda, takes=AgendaForm, gives=GoalMediationSchema, changes=False
)
api.act(
    f"{DIFFERENCE}/reword",
    mediation_views.reword,
    takes=NewVersionForm,
    example=TEXT | {"reason": "Hasil mediasi"},
    optional=("goal",),
    gives=GoalMediationSchema,
)
api.act(
    f"{DIFFERENCE}/follow-up",
    mediation_views.follow_up,
    takes=ProposalForm,
    example={"title": "Menyusun lampiran hak pakai data", "criteria": "Lampiran disepakati semua pihak"},
    required=("responsible", "verifier"),
    optional=("title",),
    gives=CommitmentSchema,
    creates=True,
    summary="Propose the commitment that follows from a difference.",
)
