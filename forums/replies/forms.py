"""Forms for proposing another time, declining a proposal, and recording a message by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import Optional as Empty

from app.web.forms import Form, TextField, identity, options
from forums.invitations.forms import RecordForm
from forums.invitations.models import Invitation
from forums.replies.labels import invitee_label
from forums.replies.proposals import Wish
from forums.scheduling.models import Session
from forums.scheduling.session_forms import TimeForm


class AnotherTimeForm(TimeForm):
    """A proposal for another time."""

    comment = TextField(
        _l("Reason"), [Empty()], max_length=500, description=_l("Only the organisers of the session see it.")
    )

    def wish(self, session: Session) -> Wish:
        """Return the proposal; the form's local time is in the session's time zone."""
        starts_at = self.starts_at(session.timezone)
        ends_at = starts_at + timedelta(minutes=self.minutes.data)
        return Wish(starts_at=starts_at, ends_at=ends_at, comment=self.comment.data or "")

    @classmethod
    def of(cls, session: Session, **options: object) -> AnotherTimeForm:
        """Return the form, pre-filled with the session's current time."""
        local = session.starts_at.astimezone(session.zone)
        minutes = int(session.length.total_seconds() // 60)
        return cls(day=local.date(), time=local.time(), minutes=minutes, **options)


class ApplyForm(RecordForm):
    """The invitee and the answer to record from a message."""

    ids = {"invitation": "an invitation"}

    invitation = SelectField(_l("Who answers"), coerce=identity)

    @classmethod
    def of(cls, invited: Sequence[Invitation], **values: object) -> ApplyForm:
        """Return the form for a session with the invitations `invited`, pre-filled with `values`."""
        form = cls(**values)
        form.invitation.choices = options((one.id, invitee_label(one)) for one in invited)
        return form


class DeclineForm(Form):
    """The reason for declining a proposal."""

    reason = TextField(
        _l("Reason"), [Empty()], max_length=300, description=_l("The person who proposed the time reads it.")
    )
