"""API schemas of attendance."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from marshmallow import fields, pre_dump

from app.api import ApiSchema, Id, Moment, NamedOrganisation, NamedPerson, member
from app.clock import utc_now
from app.organisations.models import Sector
from forums.attendance import queries
from forums.attendance.models import Presence
from forums.attendance.queries import Expected
from forums.scheduling.models import Session
from forums.scheduling.policies import read_names


class TallySchema(ApiSchema):
    """The number of seats present in a sector."""

    sector = fields.String(required=True)
    taken = fields.Integer(required=True)
    seats = fields.Integer(required=True)
    required = fields.Boolean(required=True)


class QuorumSchema(ApiSchema):
    """Seats present, compared with the charter of the forum."""

    met = fields.Boolean(required=True, attribute="is_met")
    taken = fields.Integer(required=True)
    seats = fields.Integer(required=True)
    needed = fields.Integer(required=True)
    sectors = fields.List(fields.Nested(TallySchema), required=True)


class KeptQuorumSchema(QuorumSchema):
    """The seats present at a moment, compared with the charter of the forum; later changes do not affect it."""

    met = fields.Boolean(required=True)


class RowSchema(ApiSchema):
    """An expected attendee. `row` identifies the row when recording: the id of a participant, or of a seat."""

    row = Id("the participant, or of the seat for which nobody takes part by name")
    person = fields.Nested(NamedPerson, required=True, allow_none=True)
    organisation = fields.Nested(NamedOrganisation, required=True, attribute="seat.organisation")
    sector = member(Sector, required=True, attribute="seat.sector")
    counts = fields.Boolean(required=True)
    presence = member(Presence, required=True, allow_none=True)
    representative = fields.String(required=True)
    arrived_at = Moment(required=True, allow_none=True)
    left_at = Moment(required=True, allow_none=True)

    @pre_dump
    def spread(self, expected: Expected, **_options: Any) -> dict[str, Any]:
        """Return the expected attendee and the attendance record as one flat object."""
        record, participant = expected.record, expected.participant
        return {
            "row": participant.id if participant else expected.seat.id,
            "person": participant.person if participant else None,
            "seat": expected.seat,
            "counts": expected.counts,
            "presence": record.presence if record else None,
            "representative": record.representative if record else "",
            "arrived_at": record.arrived_at if record else None,
            "left_at": record.left_at if record else None,
        }


class AttendanceSchema(ApiSchema):
    """Attendance by seat, and the quorum: the current one, or that of all who came to a closed session.

    Rows are returned only to the forum's own people; others get the numbers alone.
    """

    quorum = fields.Nested(QuorumSchema, required=True)
    rows = fields.List(fields.Nested(RowSchema), required=True)

    @pre_dump
    def gather(self, session: Session, **_options: Any) -> dict[str, Any]:
        """Return the rows of a session and its quorum."""
        if not read_names(current_user, session):
            return {"rows": [], "quorum": queries.current_quorum(session, utc_now())}
        rows = queries.expected(session)
        quorum = queries.quorum_of(session, rows, queries.measured_at(session, utc_now()))
        return {"rows": rows, "quorum": quorum}
