"""Rows of the form of a forum, and words for its options."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext
from wtforms import Form as Part
from wtforms import SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from app.accounts.models import Person
from app.organisations.models import Sector
from app.web.forms import Number, TextField, identity, options, required
from forums.scheduling.labels import AGENDA_PURPOSES, ROLES
from forums.scheduling.models import ForumRole

AS_FIRST = "first_day"
"""The value of `weekday` and `position` that takes them from the first date."""
CLOSING = (1, 2, 3, 5, 7)
"""The numbers of working days before a session that are offered for closing its agenda."""


def choices_of(labels: dict[Any, Any]) -> list[SelectChoice]:
    """Return the options of a select from members of an enum and their labels."""
    return options((member.value, label) for member, label in labels.items())


def following_choices(labels: dict[Any, Any]) -> list[SelectChoice]:
    """Return the same options after one that takes the value from the first date."""
    return [SelectChoice(AS_FIRST, _l("as the first date")), *choices_of(labels)]


def closing_choices() -> list[SelectChoice]:
    """Return after how many working days before a session its agenda can close."""
    days = [
        (days, lazy_ngettext("%(num)d working day before", "%(num)d working days before", days)) for days in CLOSING
    ]
    return options([("", _l("Never")), *days])


class PlaceForm(Part):  # type: ignore[misc]
    """One participant: organisation, person and role."""

    ids = {"organisation": "an organisation", "person": "a person"}

    sector: Sector | None = None
    organisation = SelectField(_l("Organisation"), coerce=identity)
    person = SelectField(_l("Participant"), coerce=identity)
    role = SelectField(_l("Role"), choices=choices_of(ROLES), default=ForumRole.MEMBER.value)


class ItemForm(Part):  # type: ignore[misc]
    """One item of the agenda template."""

    title = TextField(_l("Item"), required(_l("Write what the item is about, or remove the row")))
    purpose = SelectField(_l("Purpose"), choices=options(AGENDA_PURPOSES.items()), default="information")
    minutes = Number(
        _l("Minutes needed"),
        [InputRequired(_l("Write how many minutes")), NumberRange(1, 480, _l("Write from 1 to 480 minutes"))],
        default=10,
    )


def length_label(minutes: int) -> str:
    """Return "1 jam 30 menit"."""
    hours, rest = divmod(minutes, 60)
    parts = [_("%(hours)s h", hours=hours)] if hours else []
    parts += [_("%(minutes)s min", minutes=rest)] if rest else []
    return " ".join(parts)


def person_label(person: Person) -> str:
    """Return a person's name with their position."""
    return f"{person.name} · {person.position}" if person.position else person.name
