"""API of what a person was told."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue
from flask_login import current_user
from marshmallow import fields, pre_dump, validate
from sqlalchemy import Select, or_

from app.accounts.current import current_person
from app.accounts.models import Person
from app.api import Api, ApiSchema, Id, Moment, PageQuery, query_args
from app.api.operations import refused
from app.calendars.queries import working_hours
from app.clock import today, utc_now
from app.mail.notifications import actions, listing, queries, views
from app.mail.notifications.forms import ChoicesForm, RhythmForm
from app.mail.notifications.policies import own_notifications
from app.mail.notifications.topics import SUMMARIES, topic_named
from app.mail.outbox.about import is_readable
from app.mail.outbox.models import Mail
from app.web.pages import done
from app.web.policies import guarded

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
    about_id = Id("the object, of the type in `about_type`", allow_none=True)
    created_at = Moment(required=True)
    is_unread = fields.Boolean(required=True)


@api.list(
    "/notifications",
    own_notifications,
    NotificationSchema,
    sorts={"created_at": (Mail.created_at, Mail.id)},
    query=NotificationsQuery,
)
def told() -> Select[Mail]:
    """List what the person was told in the last 90 days."""
    wanted = listing.Wanted(query_args()["topic"], query_args()["unread"])
    found = listing.sent_to(current_person(), wanted)
    return found.where(or_(Mail.about_id.is_(None), is_readable(current_user, today())))


class ChoicesSchema(ApiSchema):
    """How the person is told about topics that are not mailed at once, and the local times of mail, such as 07:00."""

    topics = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    summary_at = fields.String(required=True)
    quiet_starts = fields.String(required=True)
    quiet_ends = fields.String(required=True)
    quiet_days_off = fields.Boolean(required=True)

    @pre_dump
    def write(self, person: Person, **_options: object) -> dict[str, object]:
        """Return what a person chose."""
        city, times = working_hours().quiet, queries.times_of(person.id)
        quiet = times.quiet(city)
        return {
            "topics": {name: rhythm.value for name, rhythm in queries.chosen(person.id).items()},
            "summary_at": f"{times.summary_at:%H:%M}",
            "quiet_starts": f"{quiet.starts:%H:%M}",
            "quiet_ends": f"{quiet.ends:%H:%M}",
            "quiet_days_off": quiet.days_off,
        }


@guarded(own_notifications)
def choices() -> Person:
    """Read how the person is told about topics, and when."""
    return current_person()


@guarded(own_notifications)
def choose_topic(topic: str) -> ResponseReturnValue:
    """Choose how to be told about a topic."""
    known = topic_named(topic)
    if known is None or known is SUMMARIES:
        abort(404)
    form = RhythmForm()
    if not form.validate_on_submit():
        return refused(form)
    actions.tell(current_person(), topic, form.chosen(), at=utc_now())
    return done(views.SAVED, to=CHOICES)


CHOICES = "/notifications/choices"
CHANGE = "Change the times of one's mail, and its language."
api.act(CHOICES, choices, gives=ChoicesSchema, method="GET")
api.act(
    CHOICES, views.index, takes=ChoicesForm, gives=ChoicesSchema, method="PATCH", about=current_person, summary=CHANGE
)
api.act("/notifications/topics/<string:topic>", choose_topic, takes=RhythmForm, changes=False)
api.act("/notifications/read", views.read_all, changes=False)
api.act("/notifications/<uuid:mail_id>/read", views.read, changes=False)
