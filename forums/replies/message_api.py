"""The API for recording a held message by hand."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields

from app.api import Api, QueryString
from app.errors import RuleViolation
from app.mail.inbox.api import MAIL, IncomingMailSchema
from app.mail.inbox.models import IncomingMail
from app.mail.inbox.policies import apply_mail
from app.web.pages import Page
from app.web.policies import guarded
from forums.replies import message_views
from forums.replies.forms import ApplyForm

api = Api("messages", area="inbox", tag="Inbox")


class AboutQuery(QueryString):
    """The session that a message is about."""

    session = fields.UUID(metadata={"description": "The id of the session; by default the one that the message names."})


@guarded(apply_mail)
def apply(incoming_mail: IncomingMail) -> Any:
    """Record the answer in a message on the sender's behalf."""
    result = message_views.apply.view(incoming_mail=incoming_mail)  # type: ignore[attr-defined]
    if isinstance(result, Page) and result.form is None:
        raise RuleViolation(_l("Name the session that the message is about"))
    return result


api.act(f"{MAIL}/apply", apply, takes=ApplyForm, gives=IncomingMailSchema, query=AboutQuery)
