"""The API schema of directives and suggestions."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from marshmallow import fields

from app.api import ApiSchema, Id, Moment, NamedPerson, member
from forums.directives import policies
from forums.directives.models import Directive, DirectiveKind, DirectiveState
from forums.scheduling.schemas import NamedForum


class DirectiveSchema(ApiSchema):
    """A directive of leadership, or a suggestion from outside.

    The sender of a suggestion is null for participants; its address is only for those who answer it.
    """

    id = Id("the directive or suggestion")
    forum = fields.Nested(NamedForum, required=True)
    session_id = Id("the session for which it was given", allow_none=True)
    kind = member(DirectiveKind, required=True)
    state = member(DirectiveState, required=True)
    text = fields.String(required=True)
    given_by = fields.Nested(NamedPerson, required=True, allow_none=True)
    sender = fields.String(required=True, allow_none=True)
    sender_email = fields.String(required=True, allow_none=True)
    given_at = Moment(required=True)
    answer_due = fields.Date(required=True)
    reply = fields.String(required=True)
    replied_at = Moment(required=True, allow_none=True)
    agenda_item_id = Id("the agenda item that took it up", allow_none=True)
    commitment_id = Id("the commitment that carries it out", allow_none=True)
    merged_into_id = Id("the directive or suggestion that replaces it", allow_none=True)

    def read_sender(self, directive: Directive) -> str | None:
        """Return name and organisation of the sender."""
        named = ", ".join(filter(None, (directive.name, directive.organisation)))
        return named if named and policies.reads_all(current_user, directive.forum) else None

    def read_sender_email(self, directive: Directive) -> Any:
        """Return the address of the sender."""
        return directive.email if policies.answer_directive(current_user, directive) else None
