"""The form of the standard phrases of a forum."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError
from wtforms.validators import Optional as Empty

from app.web.forms import Form, Paragraphs
from forums.phrases.rules import phrases_in

MOST = 40
LONGEST = 300


class PhrasesForm(Form):
    """The phrases, one a line."""

    text = Paragraphs(
        _l("Standard phrases"),
        [Empty()],
        max_length=MOST * (LONGEST + 2),
        description=_l("One phrase a line. Leave it empty for the phrases that Selaras suggests."),
    )

    def validate_text(self, field: Any) -> None:
        """Limit the number of phrases and their length."""
        phrases = phrases_in(field.data or "")
        if len(phrases) > MOST:
            count = len(phrases)
            raise ValidationError(_("Write %(most)s phrases at most; these are %(count)s", most=MOST, count=count))
        if any(len(phrase) > LONGEST for phrase in phrases):
            raise ValidationError(_("A phrase has %(most)s characters at most", most=LONGEST))

    def phrases(self) -> list[str]:
        """Return the phrases, each once."""
        return phrases_in(self.text.data or "")
