"""API schemas of circular decisions."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_login import current_user
from marshmallow import fields

from app.api import ApiSchema, Id, Moment, NamedOrganisation, NamedPerson, member
from app.organisations.models import Sector
from forums.circular import policies, queries
from forums.circular.models import Circular, CircularDocument, CircularState
from forums.circular.rows import SeatRow
from forums.circular.rules import Choice
from forums.review.models import Source
from forums.scheduling.models import DecisionRule
from forums.scheduling.schemas import NamedForum


class CircularSeatSchema(ApiSchema):
    """A seat to which a circular was sent, and its vote; null while it has not voted.

    `recorded` is how it informed the coordinator who recorded the vote; null if it voted itself.
    """

    seat_id = Id("the seat")
    organisation = fields.String(required=True)
    sector = member(Sector, required=True)
    choice = member(Choice, required=True, allow_none=True)
    words = fields.String(required=True)
    at = Moment(required=True, allow_none=True)
    recorded = member(Source, required=True, allow_none=True, attribute="source")
    evidence = fields.String(required=True)


class CircularSchema(ApiSchema):
    """A circular decision: a text on which the seats of a forum vote between sessions.

    `how` is `vote`, or `consensus`: then nobody may disagree. `decision_id` is the decision that it became, and
    `agenda_item_id` the item of the session that discusses or announces it.
    """

    id = Id("the circular")
    code = fields.String(required=True)
    forum = fields.Nested(NamedForum, required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    basis = fields.String(required=True)
    why = fields.String(required=True)
    state = member(CircularState, required=True)
    how = member(DecisionRule, required=True)
    ends_at = Moment(required=True)
    first_ends_at = Moment(required=True, allow_none=True)
    drafted_at = Moment(required=True)
    circulated_at = Moment(required=True, allow_none=True)
    closed_at = Moment(required=True, allow_none=True)
    reason = fields.String(required=True)
    agenda_item_id = Id("the agenda item; null for none", allow_none=True)
    decision_id = Id("the decision; null for none", allow_none=True)
    language = fields.String(required=True)


class CircularReplySchema(ApiSchema):
    """An answer to the questions of seats, which was sent to all of them."""

    text = fields.String(required=True)
    by = fields.String(required=True)
    at = Moment(required=True)


class CircularVotesSchema(ApiSchema):
    """What the seats answered to a circular, and the replies to their questions.

    While seats vote, those who have not voted yet read the questions to discuss, and of other seats only that they
    voted: `choice` is null for them too, and `at` is set.
    """

    circular_id = Id("the circular", attribute="id")
    ends_at = Moment(required=True)
    seats = fields.List(fields.Nested(CircularSeatSchema), required=True)
    replies = fields.List(fields.Nested(CircularReplySchema), required=True)

    def read_seats(self, circular: Circular) -> list[Any]:
        """Return the seats in their order, with the votes that the reader may see."""
        rows = queries.seats(circular)
        if policies.read_votes(current_user, circular):
            return list(rows)
        return [_without_vote(one) for one in rows]

    def read_replies(self, circular: Circular) -> list[Any]:
        """Return the answers to questions, oldest first."""
        return list(queries.replies(circular.id))


class CircularDocumentSchema(ApiSchema):
    """A document that the seats read before they vote."""

    id = Id("the document")
    circular_id = Id("the circular")
    title = fields.String(required=True)
    name = fields.String(required=True, attribute="file.name")
    media_type = fields.String(required=True, attribute="file.media_type")
    size = fields.Integer(required=True, attribute="file.size")
    sha256 = fields.String(required=True, attribute="file.sha256")
    href = fields.String(required=True)
    added_at = Moment(required=True)

    def read_href(self, document: CircularDocument) -> str:
        """Return the URL of the file."""
        return url_for("api.circular.download", circular_document_id=document.id)


class GivenVoteSchema(ApiSchema):
    """A vote of a seat, as it was given. `replaced_at` is set if the seat voted again; the latest counts."""

    id = Id("the vote")
    seat_id = Id("the seat")
    organisation = fields.Nested(NamedOrganisation, required=True, attribute="seat.organisation")
    choice = member(Choice, required=True)
    words = fields.String(required=True)
    by = fields.Nested(NamedPerson, required=True)
    at = Moment(required=True)
    by_link = fields.Boolean(required=True)
    recorded = member(Source, required=True, allow_none=True, attribute="source")
    evidence = fields.String(required=True)
    replaced_at = Moment(required=True, allow_none=True)


def _without_vote(row: SeatRow) -> SeatRow:
    """Return a seat as those see it who have not voted: with its question, but without any other vote."""
    if row.choice is Choice.DISCUSS:
        return row._replace(source=None, evidence="")
    return row._replace(choice=None, words="", source=None, evidence="")
