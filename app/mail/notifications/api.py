"""API of what a person was told."""

from __future__ import annotations

from flask_login import current_user
from marshmallow import fields, validate
from sqlalchemy import Select, or_

from app.accounts.current import current_person
from app.api import Api, ApiSchema, Id, Moment, PageQuery, query_args
from app.clock import today
from app.mail.notifications import listing, views
from app.mail.notifications.policies import own_notifications
from app.mail.outbox.about import is_readable
from app.mail.outbox.models import Mail

api = Api("notifications", area="people", tag="People")


class NotificationsQuery(PageQuery):
    """Filters of what the person was told."""

    topic = fields.String(
        load_default=None,
        validate=validate.Length(max=40),
        metadata={"description": "The name of a topic, or `asking` for what asks for something."},
    )
    unread = fields.Boolean(load_default=False, metadata={"description": "Only what is not marked as read."})


class NotificationSchema(ApiSchema):
    """A mail to the person, or news that was listed for them without a mail, about what they may read."""

    id = Id("the notification")
    kind = fields.String(required=True)
    subject = fields.String(required=True)
    about_type = fields.String(required=True, allow_none=True)
    about_id = fields.UUID(required=True, allow_none=True)
    created_at = Moment(required=True)
    is_unread = fields.Boolean(required=True)


@api.list(
    "/notifications",
    own_notifications,
    NotificationSchema,
    sorts={"created_at": (Mail.created_at, Mail.id)},
    query=NotificationsQuery,
)
def index() -> Select[Mail]:
    """List what the person was told in the last 90 days."""
    wanted = listing.Wanted(query_args()["topic"], query_args()["unread"])
    found = listing.sent_to(current_person(), wanted)
    return found.where(or_(Mail.about_id.is_(None), is_readable(current_user, today())))


api.act("/notifications/read", views.read_all, changes=False)
api.act("/notifications/<uuid:mail_id>/read", views.read, changes=False)
