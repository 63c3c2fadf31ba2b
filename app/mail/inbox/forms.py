"""The form to handle a message."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.validators import Optional as Empty

from app.web.forms import Form, Line


class NoteForm(Form):
    """A note on how a message was handled."""

    note = Line(_l("Note"), [Empty()], longest=300, description=_l("For example whom you called and what they said."))
