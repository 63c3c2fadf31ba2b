"""API schemas of invitations and answers; contacts are included only for those who may see them."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from marshmallow import fields, pre_dump

from app.accounts.models import Token
from app.api import ApiSchema, Id, Moment, NamedOrganisation, NamedPerson, member
from app.organisations.models import Sector
from app.web.policies import can
from forums.attendance.schemas import QuorumSchema
from forums.invitations import queries
from forums.invitations.actions import waiting
from forums.invitations.models import AnswerState, Via
from forums.invitations.queries import Invited
from forums.scheduling.models import Session, SessionState
from forums.scheduling.schemas import NamedSession


class SessionInvitationSchema(ApiSchema):
    """An invitation with the effective answer. `person` is null for the office mailbox of the organisation.

    `previous` is the answer before the session was moved. Contacts and reasons are null except for those who organise
    the session and the invitee.
    """

    id = Id("the invitation")
    session = fields.Nested(NamedSession, required=True)
    seat_id = Id("the seat")
    organisation = fields.Nested(NamedOrganisation, required=True)
    sector = member(Sector, required=True)
    observer = fields.Boolean(required=True)
    person = fields.Nested(NamedPerson, required=True, allow_none=True)
    guest_of_id = Id("the invitation of the host, if this is one of a guest", allow_none=True)
    sent_at = Moment(required=True)
    answer = member(AnswerState, required=True)
    for_series = fields.Boolean(required=True)
    previous = member(AnswerState, required=True, allow_none=True)
    via = member(Via, required=True, allow_none=True)
    received_at = Moment(required=True, allow_none=True)
    representative = fields.String(required=True)
    representative_position = fields.String(required=True)
    representative_contact = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    source = fields.String(required=True)
    recorded_by = fields.Nested(NamedPerson, required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)

    @pre_dump(pass_collection=True)
    def spread(self, given: Any, *, many: bool, **_options: Any) -> Any:
        """Return invitations with their effective answers as flat objects, in one query."""
        shown = [_spread(one) for one in queries.with_answers(given if many else [given])]
        return shown if many else shown[0]


def _spread(invited: Invited) -> dict[str, Any]:
    invitation, answer = invited.invitation, invited.answer
    own = invitation.person_id == current_user.id
    organises = can("invitations:send", invitation.session) if not own else False
    waits = invited.state is AnswerState.NEEDS_ACTION and invitation.session.state is SessionState.PLANNED
    return {
        "id": invitation.id,
        "session": invitation.session,
        "seat_id": invitation.seat_id,
        "organisation": invitation.seat.organisation,
        "sector": invitation.seat.sector,
        "observer": invitation.seat.observer,
        "person": invitation.person,
        "guest_of_id": invitation.guest_of_id,
        "sent_at": invitation.sent_at,
        "answer": invited.state,
        "for_series": invited.is_default,
        "previous": answer.previous if answer else None,
        "via": answer.via if answer else None,
        "received_at": answer.received_at if answer else None,
        "representative": answer.representative if answer else "",
        "representative_position": answer.representative_position if answer else "",
        "representative_contact": answer.representative_contact if answer and (own or organises) else None,
        "reason": answer.reason if answer and (own or organises) else None,
        "source": answer.source if answer else "",
        "recorded_by": answer.recorded_by if answer else None,
        "email": invitation.address if own or (organises and waits) else None,
    }


class SectorAnswersSchema(ApiSchema):
    """Answers of the invitees of one sector; `undecided` have not answered or are not sure."""

    sector = member(Sector, required=True)
    invited = fields.Integer(required=True)
    coming = fields.Integer(required=True)
    undecided = fields.Integer(required=True)
    excused = fields.Integer(required=True)


class OutlookSchema(ApiSchema):
    """The quorum forecast of a session: `promised` with confirmed invitees, `possible` with all who may still come.

    `waiting` are not invited yet; null for those who may not send invitations.
    """

    invited_at = Moment(required=True, allow_none=True)
    invited = fields.Integer(required=True)
    undecided = fields.Integer(required=True)
    waiting = fields.Integer(required=True, allow_none=True)
    promised = fields.Nested(QuorumSchema, required=True)
    possible = fields.Nested(QuorumSchema, required=True)
    sectors = fields.List(fields.Nested(SectorAnswersSchema), required=True)

    @pre_dump
    def gather(self, session: Session, **_options: Any) -> dict[str, Any]:
        """Return the answers so far."""
        roll = queries.roll(session)
        forecast = roll.forecast
        return {
            "invited_at": session.invited_at,
            "invited": len(roll.invited),
            "undecided": len(roll.undecided()),
            "waiting": waiting(session) if can("invitations:send", session) else None,
            "promised": forecast.confirmed,
            "possible": forecast.possible,
            "sectors": roll.by_sector(),
        }


class FeedSchema(ApiSchema):
    """The user's calendar feed: whether it is active, and since when. Its address is not stored."""

    is_open = fields.Boolean(required=True)
    since = Moment(required=True, allow_none=True)

    @pre_dump
    def gather(self, token: Token | None, **_options: Any) -> dict[str, Any]:
        """Return the state of the feed for a token."""
        return {"is_open": token is not None, "since": token.created_at if token else None}


class OpenedSchema(ApiSchema):
    """The secret address of a calendar feed, returned only once. It accepts the same filters as the page."""

    address = fields.String(required=True)
