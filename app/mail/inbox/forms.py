"""The form to handle a message."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.validators import Optional as Empty

from app.web.forms import Form, TextField


class NoteForm(Form):
    """A note on how a message was handled."""

    note = TextField(
        _l("Note"), [Empty()], max_length=300, description=_l("For example whom you called and what they said.")
    )
