"""Forms for a new version of minutes, and for the wording of a decision in it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.validators import Optional as Empty

from app.web.forms import Form, Paragraphs, TextField, required
from forums.decisions.models import Decision
from forums.versions.models import Rewording
from forums.versions.rules import WORDING


class AmendForm(Form):
    """Why approved minutes are amended, and who asked for it."""

    reason = Paragraphs(
        _l("Reason"),
        required(_l("Write the reason")),
        description=_l("Every party reads it, and it is recorded in the minutes"),
    )
    asked_by = TextField(
        _l("Requested by"),
        required(_l("Write who requested it")),
        max_length=200,
        description=_l("The organisation or position, and the letter if there is one"),
    )


class RewordForm(Form):
    """The wording of a decision in a new version."""

    text = Paragraphs(_l("Decision"), required(_l("Write what was decided")))
    conditions = Paragraphs(_l("Conditions"), [Empty()])
    basis = Paragraphs(_l("Basis"), [Empty()])
    dissent = Paragraphs(_l("Objections"), [Empty()])

    @classmethod
    def of(cls, wording: Decision | Rewording) -> RewordForm:
        """Return the form, pre-filled with a wording."""
        return cls(**{name: getattr(wording, name) for name in WORDING})

    def wording(self) -> dict[str, str]:
        """Return the wording entered."""
        return {name: self[name].data or "" for name in WORDING}
