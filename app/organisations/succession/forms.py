"""Forms of official changes of names and of successors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, HiddenField, SelectField
from wtforms import Form as PlainForm

from app.clock import today
from app.organisations.succession.actions import Name
from app.web.fields import OrganisationField
from app.web.forms import Day, Form, TextField, identity, required

MOST_LINES = 2000
"""Maximum number of objects that pass on in one act."""
BASIS_HELP = _l("The regulation, deed or decree, such as Pergub 12/2026")


class NameForm(Form):
    """An official change of name; a slip of the pen is corrected by editing the organisation instead."""

    version = HiddenField()
    name = TextField(_l("New name"), required(_l("Fill in the new name")))
    short_name = TextField(_l("Short name"), max_length=40, description=_l("For tables, such as DPMPTSP or Dinkes"))
    basis = TextField(_l("Basis"), required(_l("Write on what the new name rests")), description=BASIS_HELP)
    since = Day(_l("From"), required(_l("Say from which day")), default=today)

    def details(self) -> Name:
        """Return the submitted name."""
        return Name(
            name=self.name.data,
            short_name=self.short_name.data or "",
            basis=self.basis.data,
            since=self.since.data,
        )


class ChosenForm(Form):
    """The successors whose lists are shown next; submitted in the query string."""

    class Meta:
        csrf = False

    first = OrganisationField(_l("Successor"), required(_l("Choose the successor")))
    second = OrganisationField(_l("Second successor"), empty=_l("No further successor"))
    third = OrganisationField(_l("Third successor"), empty=_l("No further successor"))

    def __init__(self, predecessor: UUID, **settings: Any) -> None:
        super().__init__(**settings)
        for field in (self.first, self.second, self.third):
            field.choices = [one for one in field.choices if one.value != str(predecessor)]

    def ids(self) -> list[UUID]:
        """Return the ids of the chosen organisations, in order and once each."""
        return list(dict.fromkeys(one.data for one in (self.first, self.second, self.third) if one.data))


class LineForm(PlainForm):  # type: ignore[misc]
    """Who receives one object."""

    ids = {"object_id": "an object that the organisation holds", "to": "the organisation that receives it"}

    object_id = SelectField(_l("Object"), coerce=identity, validate_choice=False)
    to = SelectField(_l("Passes to"), coerce=identity, validate_choice=False)


class SuccessionForm(Form):
    """Who receives each object that the organisation holds."""

    lines = FieldList(FormField(LineForm), _l("What passes on"), max_entries=MOST_LINES)
    basis = TextField(_l("Basis"), required(_l("Write on what it rests")), description=BASIS_HELP)
    archives = BooleanField(
        _l("Archive it afterwards: it is no longer offered in forms, and its past stays readable"), default=True
    )

    def suggest(self, objects: Iterable[tuple[UUID, UUID | None]]) -> None:
        """Add a line for each object with its suggested successor, unless lines were submitted."""
        if not self.is_submitted():
            for object_id, receiver in objects:
                self.lines.append_entry({"object_id": object_id, "to": receiver})

    def receivers(self) -> dict[UUID, UUID | None]:
        """Return the id of the chosen successor by the id of each object."""
        return {line.form.object_id.data: line.form.to.data for line in self.lines if line.form.object_id.data}
