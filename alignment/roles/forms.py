"""Forms of role matrices: a row for each activity, with a role for each organisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, HiddenField, RadioField, SelectField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired

from alignment.roles.actions import Belief, Row
from alignment.roles.labels import ROLES
from alignment.roles.models import RoleActivity
from alignment.roles.queries import Member
from alignment.roles.rules import Role, Roles
from app.clock import today
from app.web.arguments import member_of
from app.web.forms import Day, Form, Paragraphs, TextField, identity, options, required

MOST_ROWS = 40
"""Maximum number of activities of a matrix."""
MOST_COLUMNS = 60
"""Maximum number of organisations in a row."""
BLANK = 3
"""Number of empty rows for new activities."""
DAYS = 10
"""Days that parties have by default to give their views."""


def _named(role: Role, label: LazyString) -> LazyString:
    """Return the letter and the label of a role, in the language of the request that shows it."""
    return LazyString(lambda: f"{role.letter}\u2003{label}")


_NAMED = [(role.value, _named(role, label)) for role, label in ROLES.items()]


class CellForm(PlainForm):  # type: ignore[misc]
    """The role of one organisation."""

    ids = {"organisation_id": "an organisation with a seat"}

    organisation_id = SelectField(_l("Organisation"), coerce=identity, validate_choice=False)
    role = SelectField(_l("Role"), choices=options([("", _l("?\u2003not known")), *_NAMED]), default="")


class RowForm(PlainForm):  # type: ignore[misc]
    """An activity with the roles that are proposed."""

    ids = {"activity_id": "an activity of the matrix; empty for a new one"}

    activity_id = SelectField(_l("Activity"), coerce=identity, validate_choice=False)
    text = TextField(_l("Activity"), max_length=200)
    cells = FieldList(FormField(CellForm), _l("Roles"), max_entries=MOST_COLUMNS)


class BeliefForm(PlainForm):  # type: ignore[misc]
    """What a party believes about an activity."""

    ids = {"activity_id": "an activity of the matrix"}

    activity_id = SelectField(_l("Activity"), coerce=identity, validate_choice=False)
    words = TextField(_l("Why"), max_length=300)
    cells = FieldList(FormField(CellForm), _l("Roles"), max_entries=MOST_COLUMNS)


class MatrixForm(Form):
    """The activities of a matrix in order. A row without text is left out."""

    version = HiddenField()
    activities = FieldList(FormField(RowForm), _l("Activities"), max_entries=MOST_ROWS)

    def offer(self, known: Sequence[RoleActivity], members: Sequence[Member]) -> None:
        """Show the activities as they are, and empty rows; in submitted rows complete missing organisations."""
        if not self.is_submitted():
            for one in known:
                self.activities.append_entry(
                    {"activity_id": one.id, "text": one.text, "cells": cells(one.roles, members)}
                )
            for _number in range(min(BLANK, MOST_ROWS - len(known))):
                self.activities.append_entry({"activity_id": None, "text": "", "cells": cells({}, members)})

    def rows(self) -> list[Row]:
        """Return the rows with a text."""
        return [
            Row(id=entry.form.activity_id.data, text=entry.form.text.data, roles=roles_in(entry.form))
            for entry in self.activities
            if entry.form.text.data
        ]


class FillForm(Form):
    """The view of a party of every activity."""

    activities = FieldList(FormField(BeliefForm), _l("Activities"), max_entries=MOST_ROWS)

    def offer(self, known: Sequence[RoleActivity], members: Sequence[Member], own: UUID) -> None:
        """Show what the party said before."""
        if self.is_submitted():
            return
        for one in known:
            view = next((view for view in one.views if view.organisation_id == own and one.counts(view)), None)
            given: Roles = view.believed if view else {}
            row = {
                "activity_id": one.id,
                "words": view.words if view else "",
                "cells": cells(given, members, known=False),
            }
            self.activities.append_entry(row)

    def beliefs(self) -> list[Belief]:
        """Return what was submitted of each activity."""
        return [
            Belief(
                activity_id=entry.form.activity_id.data, roles=roles_in(entry.form), words=entry.form.words.data or ""
            )
            for entry in self.activities
            if entry.form.activity_id.data
        ]


class AskForm(Form):
    """Until when parties give their views."""

    until = Day(
        _l("Until"),
        required(_l("Say until which day")),
        default=lambda: today() + timedelta(days=DAYS),
        description=_l("Until then nobody sees the views of others, unless all have given theirs"),
    )


class CirculateForm(Form):
    """What is new in a version."""

    version = HiddenField()
    note = TextField(_l("What is new"), max_length=300)


class ConsentForm(Form):
    """What a party says of a version."""

    number = HiddenField()
    agrees = RadioField(
        _l("Does your organisation agree?"),
        [InputRequired(_l("Choose one of the two"))],
        choices=options([("yes", _l("We agree")), ("no", _l("We object"))]),
    )
    words = Paragraphs(_l("What you object to"), max_length=1000, render_kw={"rows": 3})


class SettleForm(Form):
    """Who is accountable, as was decided."""

    ids = {"organisation": "an organisation with a voting seat"}

    organisation = SelectField(
        _l("Who is accountable now"), [InputRequired(_l("Choose an organisation"))], coerce=identity
    )
    words = Paragraphs(
        _l("As was decided"), required(_l("Write how it was decided")), max_length=1000, render_kw={"rows": 3}
    )

    def offer(self, members: Sequence[Member]) -> None:
        """Set the organisations that can be chosen."""
        self.organisation.choices = options(
            [("", _l("Choose an organisation")), *((str(one.id), one.name) for one in members)]
        )


def cells(roles: Roles, members: Sequence[Member], *, known: bool = True) -> list[dict[str, Any]]:
    """Return the values of a row of cells; an organisation without a role has none if the row is `known`."""
    empty = Role.NONE.value if known and roles else ""
    return [{"organisation_id": one.id, "role": roles[one.id].value if one.id in roles else empty} for one in members]


def roles_in(form: RowForm | BeliefForm) -> Mapping[UUID, Role]:
    """Return the roles that a row has; cells that were left open are missing."""
    found = {entry.form.organisation_id.data: member_of(Role, entry.form.role.data) for entry in form.cells}
    return {key: role for key, role in found.items() if key and role}
