"""API of received messages."""

from __future__ import annotations

from flask_login import current_user
from marshmallow import fields
from sqlalchemy import Select

from app.api import Api, ApiSchema, Id, Moment, PageQuery, member, query_args
from app.mail.inbox import policies, queries, views
from app.mail.inbox.forms import NoteForm
from app.mail.inbox.models import IncomingMail, MailStatus, Why

api = Api("inbox", area="inbox", tag="Inbox", about="Messages that were received as replies to mails.")
MAIL = "/inbox/<uuid:incoming_mail_id>"


class InboxQuery(PageQuery):
    """Filters of the list of messages."""

    standing = member(
        MailStatus,
        load_default=MailStatus.ASIDE,
        metadata={"description": "Only messages that were processed (`taken`), set aside, or handled by a person."},
    )


class IncomingMailSchema(ApiSchema):
    """A received message. `why` and `detail` are the reason why it was set aside; its sender is not verified."""

    id = Id("the incoming mail")
    received_at = Moment(required=True)
    sender = fields.String(required=True)
    subject = fields.String(required=True)
    size = fields.Integer(required=True)
    text = fields.String(required=True)
    standing = member(MailStatus, required=True)
    why = member(Why, required=True, allow_none=True)
    detail = fields.String(required=True)
    handled_at = Moment(required=True, allow_none=True)
    note = fields.String(required=True)


SORTS = {"received_at": (IncomingMail.received_at, IncomingMail.id)}


@api.list("/inbox", policies.read_inbox, IncomingMailSchema, sorts=SORTS, query=InboxQuery)
def index() -> Select[IncomingMail]:
    """List received messages; by default those that are waiting for a person."""
    return queries.found(current_user, query_args()["standing"])


api.resource(MAIL, policies.read_mail, IncomingMailSchema, summary="Read one message.")
api.act(f"{MAIL}/settle", views.settle, takes=NoteForm, gives=IncomingMailSchema)
api.act(f"{MAIL}/put-back", views.put_back, gives=IncomingMailSchema)
