"""Forms of templates."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField

from agreements.boilerplates import rules
from agreements.boilerplates.actions import Pattern
from agreements.boilerplates.models import Boilerplate
from agreements.labels import KINDS
from agreements.registry.models import AgreementKind
from app.web.forms import Form, Paragraphs, TextField, identity, options, required

LONGEST = 100_000
"""Maximum length of the text of a template, in characters."""
LANGUAGES = (("id", _l("Indonesian")), ("en", _l("English")))


class BoilerplateForm(Form):
    """A template: its clauses in the notation that the page explains, and its own variables."""

    version = HiddenField()
    title = TextField(_l("Title"), required(_l("Write the title of the template")))
    kind = SelectField(
        _l("Kind"),
        choices=options((kind.value, word) for kind, word in KINDS.items()),
        default=AgreementKind.PERJANJIAN_KERJA_SAMA.value,
    )
    language = SelectField(_l("Language"), choices=options(LANGUAGES), default="id")
    about = Paragraphs(_l("When to use it"), max_length=2000)
    variables = Paragraphs(
        _l("Own variables"),
        max_length=4000,
        description=_l("What drafters fill in, one per line, such as “nama_data: Name of the data”"),
    )
    body = Paragraphs(_l("Clauses"), required(_l("Write at least one clause")), max_length=LONGEST)

    def pattern(self) -> Pattern:
        """Return the values of the form."""
        return Pattern(
            title=self.title.data,
            kind=AgreementKind(self.kind.data),
            language=self.language.data,
            about=self.about.data or "",
            variables=self.variables.data or "",
            body=self.body.data,
        )

    @classmethod
    def of(cls, pattern: Pattern | Boilerplate, version: int | None = None) -> BoilerplateForm:
        """Return the form with the values of a template."""
        plain = {name: getattr(pattern, name) for name in ("title", "language", "about", "variables", "body")}
        return cls(version=version, kind=pattern.kind.value, **plain)


class FillForm(Form):
    """The template from which an agreement is filled, and the values of its own variables."""

    ids = {"boilerplate": "a template"}

    boilerplate = SelectField(_l("Template"), coerce=identity)
    answers = Paragraphs(
        _l("Values of its variables"),
        description=_l("One per line, after the colon. What stays empty is put in brackets."),
    )

    def offer(self, found: Iterable[Boilerplate]) -> None:
        """Set the choices of templates."""
        self.boilerplate.choices = options((str(one.id), one.title) for one in found)

    def ask(self, boilerplate: Boilerplate) -> None:
        """Begin a line for each variable of a template, with what to write after the colon."""
        own = rules.own_variables(boilerplate.variables)
        self.boilerplate.data = boilerplate.id
        self.answers.data = "\n".join(f"{name}: " for name in own)
        self.answers.description = "; ".join(f"{name}: {words}" for name, words in own.items()) or _(
            "This template has none."
        )
