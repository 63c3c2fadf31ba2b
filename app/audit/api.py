"""API of the audit trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_login import current_user
from marshmallow import fields, pre_dump
from sqlalchemy import Select, select

from app.api import Api, ApiSchema, Id, Moment, PageQuery, query_args
from app.audit import details, labels, policies, queries
from app.audit.models import AuditRow
from app.clock import today

api = Api("record", area="record", tag="Record", about="The audit trail.")


class RecordQuery(PageQuery):
    """Filters of the audit trail."""

    action = fields.String(metadata={"description": "The name of an action, such as `agreement.signed`."})
    subject_type = fields.String(metadata={"description": "A type of object, such as `Agreement`."})
    subject = fields.UUID(metadata={"description": "The id of the object that entries are about."})
    actor = fields.UUID(metadata={"description": "The id of the person who acted."})
    since = fields.AwareDateTime(metadata={"description": "At this time or later."})
    until = fields.AwareDateTime(metadata={"description": "Before this time."})


class ActorSchema(ApiSchema):
    """The person who acted, or the represented party; the name is null if it was deleted."""

    id = Id("the person")
    name = fields.String(required=True, allow_none=True)


class ActSchema(ApiSchema):
    """An audit entry. `by` is null for actions of Selaras itself; `what` describes the action in the user's language.

    A hidden entry, in a secret circle in which the user is not named, contains only the action, the time and the
    digest.
    """

    id = fields.Integer(required=True)
    at = Moment(required=True)
    action = fields.String(required=True)
    what = fields.String(required=True)
    by = fields.Nested(ActorSchema, required=True, allow_none=True)
    on_behalf_of = fields.Nested(ActorSchema, required=True, allow_none=True)
    subject_type = fields.String(required=True, allow_none=True)
    subject_id = Id("the object, of the type in `subject_type`", allow_none=True)
    details = fields.Dict(required=True)
    digest = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The row's SHA-256 in the hash chain; null until it is sealed."},
    )
    hidden = fields.Boolean(required=True)

    names: Mapping[UUID, str] = {}
    shown: Mapping[int, queries.Shown] = {}

    @pre_dump(pass_collection=True)
    def look_up(self, shown: Any, *, many: bool, **_more: Any) -> Any:
        """Load the visibility of all serialised entries, and the names of people and organisations in them."""
        rows: Sequence[AuditRow] = shown if many else [shown]
        self.shown = queries.shown_to(current_user, [row.id for row in rows])
        visible = [row for row in rows if not self.read_hidden(row)]
        acting = {one for row in visible for one in (row.actor_id, row.on_behalf_of_id) if one}
        self.names = queries.names_of(acting | {one for row in visible for one in details.ids_in(row.details)})
        return shown

    def read_hidden(self, row: AuditRow) -> bool:
        """Return whether the entry is hidden from the user."""
        return self.shown[row.id].is_hidden

    def read_digest(self, row: AuditRow) -> str | None:
        """Return the digest of the entry in the hash chain."""
        return self.shown[row.id].digest

    def read_subject_type(self, row: AuditRow) -> str | None:
        """Return the model of the subject."""
        return None if self.read_hidden(row) else row.subject_type

    def read_subject_id(self, row: AuditRow) -> UUID | None:
        """Return the id of the subject."""
        return None if self.read_hidden(row) else row.subject_id

    def read_details(self, row: AuditRow) -> dict[str, Any]:
        """Return the details of the action."""
        return {} if self.read_hidden(row) else row.details

    def read_what(self, row: AuditRow) -> str:
        """Return the action in words."""
        if self.read_hidden(row):
            return labels.bare(row.action)
        return labels.sentence(row.action, row.details, self.names)

    def read_by(self, row: AuditRow) -> dict[str, Any] | None:
        """Return the person who acted."""
        return None if self.read_hidden(row) else self._party(row.actor_id)

    def read_on_behalf_of(self, row: AuditRow) -> dict[str, Any] | None:
        """Return the represented party."""
        return None if self.read_hidden(row) else self._party(row.on_behalf_of_id)

    def _party(self, party_id: UUID | None) -> dict[str, Any] | None:
        return {"id": party_id, "name": self.names.get(party_id)} if party_id else None


@api.list("/record", policies.read_record, ActSchema, sorts={"id": (AuditRow.id,)}, query=RecordQuery)
def index() -> Select[AuditRow]:
    """List audit entries, oldest first."""
    wanted = query_args()
    return queries.narrowed(
        select(AuditRow),
        current_user,
        queries.Filter(
            action=wanted.get("action"),
            subject_type=wanted.get("subject_type"),
            subject_id=wanted.get("subject"),
            actor_id=wanted.get("actor"),
            since=wanted.get("since"),
            until=wanted.get("until"),
        ),
        today(),
    )
