"""A sample form with one field of every kind, for the page of components."""

from __future__ import annotations

from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField

from app.web.forms import Clock, Day, Form, Number, Paragraphs, TextField, options, required
from app.web.status_labels import SECTORS

METHODS = (
    ("consensus", lazy_gettext("Consensus")),
    ("vote", lazy_gettext("Vote")),
    ("directive", lazy_gettext("Directive of leadership")),
    ("cooperation_request", lazy_gettext("Request for cooperation")),
)


class SampleForm(Form):
    """Fields about a fictional forum; the form is never submitted."""

    name = TextField(lazy_gettext("Name of the forum"), required(lazy_gettext("Write the name of the forum")))
    link = TextField(lazy_gettext("Link to the online meeting"))
    due = Day(
        lazy_gettext("Due date"),
        required(lazy_gettext("Write the due date")),
        description=lazy_gettext("For example 11 December 2026 or 11/12/2026"),
    )
    begins = Clock(lazy_gettext("Starts at"))
    share = Number(lazy_gettext("Quorum"), required(lazy_gettext("Write a share")), default=50)
    kind = SelectField(lazy_gettext("How it was decided"), choices=options(METHODS))
    party = SelectField(
        lazy_gettext("Organisation"), description=lazy_gettext("Type its name, or choose from the list.")
    )
    helpers = SelectMultipleField(lazy_gettext("Organisations that help"))
    purpose = Paragraphs(
        lazy_gettext("Shared goal"), description=lazy_gettext("One sentence that every party can agree to.")
    )
    method = RadioField(lazy_gettext("Rule of decision"), choices=options(METHODS), default="consensus")
    sectors = SelectMultipleField(lazy_gettext("Sectors that must be present"), default=["government", "private"])
    evidence = BooleanField(lazy_gettext("Evidence is required"), default=True)
    file = FileField(
        lazy_gettext("Evidence"),
        description=lazy_gettext("Choose files or drop them here. At most 20 MB each."),
    )

    def __init__(self, *, prefix: str = "sample-", **data: object) -> None:
        super().__init__(prefix=prefix, formdata=None, **data)
        self.sectors.choices = options((value, name) for value, (_letter, name) in SECTORS.items())
        parties = [(str(number), _("Organisation %(number)s (sample)", number=number)) for number in range(1, 13)]
        self.helpers.choices = options(parties)
        self.party.choices = options([("", _("Choose an organisation")), *parties])

    @classmethod
    def refused_example(cls) -> Self:
        """Return the form as it is displayed after it was refused, with errors."""
        form = cls(prefix="refused-", purpose=_("Residents know in advance when an officer will visit."))
        form.due.raw_data = [_("31 November 2026")]
        form.due.errors = [_("There is no 31 November. Write 30 November or 1 December.")]
        form.party.errors = [_("Choose an organisation")]
        form.method.errors = [_("This forum decides by consensus alone")]
        form.form_errors = [_("Another person closed this forum a minute ago.")]
        return form
