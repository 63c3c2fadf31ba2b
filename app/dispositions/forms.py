"""Forms of dispositions."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import Optional as Empty

from app.accounts.models import Person
from app.accounts.queries import named
from app.clock import today
from app.dispositions import queries
from app.web.fields import CHOOSE_PERSON
from app.web.forms import Day, Form, Paragraphs, identity, options, required


class DispositionForm(Form):
    """The colleague, what they should do, and until when."""

    ids = {"receiver": "a person of the user's own organisation who may read what is passed on"}

    receiver = SelectField(_l("To"), required(_l("Choose a colleague")), coerce=identity)
    instruction = Paragraphs(
        _l("Instruction"),
        required(_l("Write what should be done")),
        max_length=2000,
        description=_l("Only people of your organisation can read it."),
    )
    due = Day(_l("Answer by"), required(_l("Write the date")))

    @classmethod
    def of(cls, person: Person, thing: object) -> DispositionForm:
        """Return the form with the colleagues to whom a person can pass a thing on."""
        form = cls(due=today())
        found = queries.colleagues(person, thing)
        people = [(one.id, named(one, within=person.organisation_id)) for one in found]
        form.receiver.choices = options([("", CHOOSE_PERSON), *people])
        return form


class AnswerForm(Form):
    """The answer of the receiver."""

    text = Paragraphs(
        _l("Answer"), [Empty()], max_length=2000, description=_l("If you write nothing, the answer is “Done”.")
    )


class PassBackForm(Form):
    """Why the receiver passes it back."""

    reason = Paragraphs(_l("Reason"), required(_l("Write the reason")), max_length=2000)
