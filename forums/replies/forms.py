"""What is asked of whoever proposes another time, and of whoever declines it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import Optional as Empty

from app.web.forms import Form, Line, identity, options
from forums.invitations.forms import RecordForm
from forums.invitations.models import Invitation
from forums.replies.labels import invitee_words
from forums.replies.proposals import Wish
from forums.scheduling.models import Session
from forums.scheduling.session_forms import TimeForm


class AnotherTimeForm(TimeForm):
    """When somebody would rather meet."""

    comment = Line(
        _l("Reason"), [Empty()], longest=500, description=_l("Only the people who organise the session see it.")
    )

    def wish(self, session: Session) -> Wish:
        """Return what is proposed, read in the session's zone."""
        starts_at = self.starts_at(session.timezone)
        ends_at = starts_at + timedelta(minutes=self.minutes.data)
        return Wish(starts_at=starts_at, ends_at=ends_at, comment=self.comment.data or "")

    @classmethod
    def of(cls, session: Session, **options: object) -> AnotherTimeForm:
        """Return the form as it opens: at the present time."""
        local = session.starts_at.astimezone(session.zone)
        minutes = int(session.length.total_seconds() // 60)
        return cls(day=local.date(), time=local.time(), minutes=minutes, **options)


class ApplyForm(RecordForm):
    """Whose answer a message is, and what it says."""

    invitation = SelectField(_l("Who answers"), coerce=identity)

    @classmethod
    def of(cls, invited: Sequence[Invitation], **values: object) -> ApplyForm:
        """Return the form for a session to which `invited` are asked, with what was understood."""
        form = cls(**values)
        form.invitation.choices = options((one.id, invitee_words(one)) for one in invited)
        return form


class DeclineForm(Form):
    """Why the session keeps its time."""

    reason = Line(_l("Reason"), [Empty()], longest=300, description=_l("Whoever proposed the time reads it."))
