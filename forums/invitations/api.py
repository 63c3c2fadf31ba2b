"""The API of invitations and answers."""

from __future__ import annotations

from flask_login import current_user
from marshmallow import fields
from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from app.api import Api, Query, query_args
from app.clock import utc_now
from forums.invitations import policies, views
from forums.invitations.forms import ForwardForm, OwnForm, RecordForm, SendForm
from forums.invitations.models import Invitation
from forums.invitations.schemas import OutlookSchema, SessionInvitationSchema
from forums.scheduling.models import Forum, Session, SessionState
from forums.scheduling.policies import list_forums

api = Api("invitations", area="forums", tag="Invitations", about="Invitations to sessions and the answers to them.")
SESSION = "/sessions/<uuid:session_id>"
INVITATION = "/invitations/<uuid:invitation_id>"
SORTS = {"sent_at": (Invitation.sent_at, Invitation.id)}


class OwnQuery(Query):
    """Query arguments for listing one's own invitations."""

    upcoming = fields.Boolean(
        load_default=False, metadata={"description": "Only invitations to sessions that are not over."}
    )


@api.list("/invitations", list_forums, SessionInvitationSchema, sorts=SORTS, query=OwnQuery)
def own() -> Select[Invitation]:
    """List the user's own invitations."""
    found = _active_invitations().where(Invitation.person_id == current_user.id)
    if not query_args()["upcoming"]:
        return found
    return found.where(Session.ends_at > utc_now(), Session.state != SessionState.HELD)


@api.list(f"{SESSION}/invitations", policies.read_invitations, SessionInvitationSchema, sorts=SORTS)
def of_session(session: Session) -> Select[Invitation]:
    """List the invitations to a session, with the effective answers."""
    return _active_invitations().where(Invitation.session_id == session.id)


def _active_invitations() -> Select[Invitation]:
    forum = contains_eager(Invitation.session).contains_eager(Session.forum)
    return (
        select(Invitation)
        .join(Invitation.session)
        .join(Session.forum)
        .where(Invitation.withdrawn_at.is_(None))
        .options(forum.joinedload(Forum.circle))
    )


api.resource(
    f"{SESSION}/outlook", policies.read_invitations, OutlookSchema, summary="Read the quorum forecast of a session."
)
api.act(
    f"{SESSION}/invitations",
    views.send,
    takes=SendForm,
    example={"letter_number": "12/UND/2027"},
    gives=OutlookSchema,
    summary="Send the invitations.",
)
api.act(
    f"{SESSION}/invitations/remind", views.remind, gives=OutlookSchema, summary="Remind invitees who have not answered."
)
api.resource(INVITATION, policies.read_invitation, SessionInvitationSchema, summary="Read one invitation.")
api.act(
    f"{INVITATION}/record", views.record, takes=RecordForm, required=("answer", "source"), gives=SessionInvitationSchema
)
api.act(f"{INVITATION}/renew", views.renew, gives=SessionInvitationSchema)
api.act(f"{INVITATION}/answer", views.answer, takes=OwnForm, required=("answer",), gives=SessionInvitationSchema)
api.act(f"{INVITATION}/pass-on", views.pass_on, takes=ForwardForm, gives=SessionInvitationSchema)
