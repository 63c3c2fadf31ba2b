"""The form of the 5C review."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from alignment.five_c.actions import Written
from app.web.forms import Form, Paragraphs


class SynopsisForm(Form):
    """What stands above the factors."""

    version = HiddenField()
    sentence = Paragraphs(
        _l("In one sentence"),
        max_length=300,
        description=_l("What carries the programme, and what holds it back. The factors are read from the registers."),
        render_kw={"rows": 3},
    )
    wanted = Paragraphs(
        _l("Directives wanted"),
        max_length=2000,
        description=_l("One in each line: what leadership is asked to decide, and by when."),
        render_kw={"rows": 4},
    )

    def details(self) -> Written:
        """Return what was written."""
        return Written(sentence=" ".join((self.sentence.data or "").split()), wanted=self.wanted.data or "")
