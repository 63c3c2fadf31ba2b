"""API schemas of the officers of sessions."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, pre_dump

from app.api import ApiSchema, Moment, NamedPerson, member
from forums.officers.models import OfficerRole
from forums.officers.queries import served
from forums.scheduling.models import Session


class ServedSchema(ApiSchema):
    """The period in which a person served; `since` is null before the session is opened, `until` until it is closed."""

    role = member(OfficerRole, required=True)
    person = fields.Nested(NamedPerson, required=True)
    since = Moment(required=True, allow_none=True)
    until = Moment(required=True, allow_none=True)


class OfficersSchema(ApiSchema):
    """Who presided at a session and who took its minutes, with the times if they changed while it was open."""

    served = fields.List(fields.Nested(ServedSchema), required=True)

    @pre_dump
    def gather(self, session: Session, **_options: Any) -> dict[str, Any]:
        """Return the officers of a session in order."""
        rows = [
            {"role": role, "person": one.who, "since": one.since, "until": one.until}
            for role, found in served(session).items()
            for one in found
        ]
        return {"served": rows}
