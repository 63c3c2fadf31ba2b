"""Recording what a message says, for programs."""

from __future__ import annotations

from marshmallow import fields

from app.api import Api, QueryString
from app.inbox.api import MAIL, IncomingMailShape
from forums.replies import message_views
from forums.replies.forms import ApplyForm

api = Api("messages", area="inbox", tag="Inbox")


class AboutQuery(QueryString):
    """Which session a message is about."""

    session = fields.UUID(metadata={"description": "None: the one that the message names."})


api.act(f"{MAIL}/apply", message_views.apply, takes=ApplyForm, gives=IncomingMailShape, query=AboutQuery)
