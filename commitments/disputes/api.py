"""API of disputes and their mediation."""

from __future__ import annotations

from marshmallow import fields
from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from app.api import Api, ApiSchema, Id, Moment, NamedOrganisation, NamedPerson, member
from commitments.disputes import views
from commitments.disputes.forms import (
    AgreeForm,
    DeclineForm,
    DisputeForm,
    OptionForm,
    OutcomeForm,
    PositionForm,
    QuestionForm,
    SupportForm,
)
from commitments.disputes.models import Dispute, Option, Outcome
from commitments.disputes.policies import read_dispute
from commitments.disputes.rules import DisputeState, OutcomeKind
from commitments.registry.forms import ProposalForm, ReasonForm
from commitments.registry.models import Commitment
from commitments.registry.rules import Verification
from commitments.registry.schemas import CommitmentSchema

api = Api("commitments.disputes", area="commitments", tag="Commitments")
PATH = "/commitments/<uuid:commitment_id>"


class DisputePositionSchema(ApiSchema):
    """The position of one side."""

    organisation_id = Id("the organisation")
    holds = fields.String(required=True)
    reason = fields.String(required=True)
    interests = fields.String(required=True)
    accepts_insider = fields.Boolean(required=True)
    written_at = Moment(required=True)


class DisputeOptionSchema(ApiSchema):
    """An option, and the organisations that support it."""

    letter = fields.String(required=True)
    text = fields.String(required=True)
    supported_by = fields.List(Id("an organisation that supports it"), required=True)

    def read_supported_by(self, option: Option) -> list[str]:
        """Return the ids of the organisations that support it."""
        return sorted(str(one.organisation_id) for one in option.supports)


class DisputeOutcomeSchema(ApiSchema):
    """The wording of an outcome, who agreed to it, and why it was declined if it was."""

    number = fields.Integer(required=True)
    kind = member(OutcomeKind, required=True)
    text = fields.String(required=True)
    due = fields.Date(required=True, allow_none=True)
    proposed_by = fields.Nested(NamedPerson, required=True)
    proposed_at = Moment(required=True)
    agreed_by = fields.List(fields.Nested(NamedOrganisation), required=True)
    declined_at = Moment(required=True, allow_none=True)
    reason = fields.String(required=True)

    def read_agreed_by(self, outcome: Outcome) -> list[dict[str, str]]:
        """Return the organisations that agreed."""
        named = [one.organisation for one in outcome.agreements]
        return [{"id": str(one.id), "name": one.name} for one in named]


class DisputeSchema(ApiSchema):
    """A dispute with the record of its mediation."""

    id = Id("the dispute")
    finding = member(Verification, required=True)
    question = fields.String(required=True)
    state = member(DisputeState, required=True)
    opened_at = Moment(required=True)
    ended_at = Moment(required=True, allow_none=True)
    mediator = fields.Nested(NamedPerson, required=True, allow_none=True)
    positions = fields.List(fields.Nested(DisputePositionSchema), required=True)
    options = fields.List(fields.Nested(DisputeOptionSchema), required=True)
    outcomes = fields.List(fields.Nested(DisputeOutcomeSchema), required=True)
    follow_up_id = Id("the follow-up commitment", allow_none=True)


@api.list(f"{PATH}/disputes", read_dispute, DisputeSchema, sorts={"opened_at": (Dispute.opened_at, Dispute.id)})
def disputes(commitment: Commitment) -> Select[Dispute]:
    """List the disputes about a commitment, each with the record of its mediation."""
    return (
        select(Dispute)
        .where(Dispute.commitment_id == commitment.id)
        .options(
            selectinload(Dispute.positions),
            selectinload(Dispute.options).selectinload(Option.supports),
            selectinload(Dispute.outcomes).selectinload(Outcome.agreements),
        )
    )


api.act(
    f"{PATH}/dispute",
    views.dispute,
    takes=DisputeForm,
    example={"question": "Apakah jeda 60 detik memenuhi kriteria?", "holds": "Ya, 60 detik cukup"},
    gives=CommitmentSchema,
)
api.act(f"{PATH}/dispute/withdraw", views.withdraw, takes=ReasonForm, gives=CommitmentSchema)
for view, path, form, example in (
    (views.reword, "question", QuestionForm, {"question": "Apakah jeda 60 detik memenuhi kriteria?"}),
    (views.take_position, "position", PositionForm, {"holds": "Ya, 60 detik cukup"}),
    (views.add_option, "option", OptionForm, {"text": "Jeda 30 detik pada koridor tersibuk saja"}),
    (views.decline, "decline", DeclineForm, {"number": 1, "reason": "Anggaran tahun ini tidak cukup"}),
):
    api.act(f"{PATH}/mediation/{path}", view, takes=form, example=example, gives=CommitmentSchema, changes=False)
api.act(
    f"{PATH}/mediation/support",
    views.support,
    takes=SupportForm,
    example={"option": "A"},
    gives=CommitmentSchema,
    changes=False,
)
api.act(
    f"{PATH}/mediation/outcome",
    views.propose_outcome,
    takes=OutcomeForm,
    example={"kind": "stays", "text": "Kriteria tetap; sisanya dikerjakan."},
    gives=CommitmentSchema,
    summary="Propose an outcome; it takes effect once both sides agree.",
)
api.act(
    f"{PATH}/mediation/agree",
    views.agree,
    takes=AgreeForm,
    example={"number": 1},
    gives=CommitmentSchema,
    summary="Agree to the proposed outcome; once both sides have, it takes effect.",
)
api.act(
    f"{PATH}/mediation/follow-up",
    views.follow_up,
    takes=ProposalForm,
    example={"title": "Jeda 30 detik untuk lima koridor", "criteria": "Jeda 30 detik pada lima koridor tersibuk"},
    optional=("title", "criteria"),
    gives=CommitmentSchema,
    creates=True,
    summary="Propose the follow-up commitment on which both sides agreed.",
)
