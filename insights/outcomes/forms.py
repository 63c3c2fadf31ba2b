"""The form that chooses the forum in which something follows from an answer of leadership."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from app.web.forms import Form, options
from forums.scheduling.models import Forum


class ForumForm(Form):
    """The forum in which something follows."""

    forum = SelectField(_l("In which forum?"))

    def offer(self, forums: Sequence[Forum]) -> None:
        """Set the choices of forums."""
        self.forum.choices = options((one.slug, one.name) for one in forums)
