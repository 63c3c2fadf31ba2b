"""The API of time proposals."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.api import Api
from forums.replies import policies, views
from forums.replies.forms import AnotherTimeForm, DeclineForm
from forums.replies.models import TimeProposal
from forums.replies.schemas import TimeProposalSchema
from forums.scheduling.models import Session
from forums.scheduling.policies import change_session

api = Api("replies", area="forums", tag="Invitations")
PROPOSAL = "/time-proposals/<uuid:time_proposal_id>"
INVITATION = "/invitations/<uuid:invitation_id>"
SORTS = {"proposed_at": (TimeProposal.proposed_at, TimeProposal.id)}


@api.list("/sessions/<uuid:session_id>/time-proposals", change_session, TimeProposalSchema, sorts=SORTS)
def of_session(session: Session) -> Select[TimeProposal]:
    """List the times that were proposed for a session, in any state."""
    return select(TimeProposal).where(TimeProposal.session_id == session.id).options(joinedload(TimeProposal.session))


api.resource(PROPOSAL, policies.decide_proposal, TimeProposalSchema, summary="Read one proposed time.")
api.act(
    f"{INVITATION}/another-time",
    views.propose,
    takes=AnotherTimeForm,
    optional=("time", "minutes"),
    gives=TimeProposalSchema,
    creates=True,
)
api.act(f"{PROPOSAL}/accept", views.accept, gives=TimeProposalSchema)
api.act(f"{PROPOSAL}/decline", views.decline, takes=DeclineForm, gives=TimeProposalSchema)
