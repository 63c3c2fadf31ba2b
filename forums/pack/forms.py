"""Forms of packs: a private note on an agenda item, and the guest whose link ends."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.validators import Optional as Empty

from app.web.forms import Form, Paragraphs, TextField, required

LONGEST = 5000


class GuestForm(Form):
    """Whose link ends."""

    ids = {"person": "the guest"}

    person = TextField(_l("Guest"), required(_l("Choose the guest")))


class NoteForm(Form):
    """The text of a note; empty to delete it."""

    text = Paragraphs(_l("My note"), [Empty()], max_length=LONGEST, description=_l("Only you can read it."))
