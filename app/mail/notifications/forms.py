"""Form of the topics about which a person gets mail."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField

from app.mail.notifications.topics import topics
from app.web.forms import Form, options


class TopicsForm(Form):
    """The topics that are wanted; the others are switched off."""

    topics = SelectMultipleField(_l("Mail about"))

    def offer(self) -> None:
        """Set the topics that can be chosen."""
        self.topics.choices = options((one.name, one.label) for one in topics())
