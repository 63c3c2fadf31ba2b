"""The attendance sheet: one form with a row per participant or seat."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, HiddenField, SelectField
from wtforms.validators import InputRequired, ValidationError
from wtforms.validators import Optional as Empty

from app.web.forms import Clock, Form, TextField, identity, options
from forums.attendance.actions import Entry
from forums.attendance.models import Attendance, Presence
from forums.attendance.queries import Expected
from forums.attendance.suggestions import Suggestion
from forums.scheduling.models import Session

NOTHING = "|||"
"""The value of `was` for an empty row."""
MOST_ROWS = 500
CHOICES = (
    ("", _l("Not recorded")),
    (Presence.PRESENT.value, _l("Present")),
    (Presence.REPRESENTED.value, _l("Represented")),
    (Presence.EXCUSED.value, _l("Excused")),
    (Presence.ABSENT.value, _l("Absent")),
)


class RowForm(wtforms.Form):  # type: ignore[misc]
    """One row. `was` and `announced` hold the recorded and the suggested values at the time the sheet was rendered."""

    presence = SelectField(_l("Presence"), choices=options(CHOICES))
    representative = TextField(_l("Represented by"), [Empty()])
    arrived = Clock(_l("Came at"), [Empty()])
    left = Clock(_l("Left at"), [Empty()])
    was = HiddenField()
    announced = HiddenField()

    def validate_left(self, field: Clock) -> None:
        """Reject a departure before the arrival."""
        if field.data and self.arrived.data and field.data < self.arrived.data:
            raise ValidationError(_("Someone cannot leave before they came"))

    @property
    def now(self) -> str:
        """The values entered, in the format of `was`."""
        times = [value.strftime("%H:%M") if value else "" for value in (self.arrived.data, self.left.data)]
        return "|".join([self.presence.data or "", self.representative.data or "", *times])


def rows_of_sheet(rows: Sequence[Expected], sent: Container[str]) -> list[Expected]:
    """Return the rows present in a submitted sheet; participants added since it was rendered are not."""
    return [row for row in rows if f"{row.key}-was" in sent]


def sheet_form(session: Session, rows: Sequence[Expected], suggested: Mapping[str, Suggestion]) -> Form:
    """Return the form of a sheet, filled with the recorded values, else with the suggestions (keyed by row key)."""
    fields: dict[str, Any] = {row.key: FormField(RowForm, label=_name(row)) for row in rows}
    data = {row.key: _shown(session, row.record, suggested.get(row.key)) for row in rows}
    form: Form = type("SheetForm", (Form,), fields)(data=data)
    return form


def entries(form: Form, session: Session, rows: Sequence[Expected], *, everyone: bool = False) -> Iterator[Entry]:
    """Yield the entries to record: the rows that the user changed, or whose suggestion they confirmed.

    A row that someone else recorded since the sheet was rendered is skipped unless it was changed here. With
    `everyone`, empty rows without a record are recorded as present.
    """
    for row in rows:
        sheet: RowForm = form[row.key].form
        if everyone and not sheet.presence.data:
            if row.record is None:
                yield Entry(row=row, presence=Presence.PRESENT)
            continue
        untouched = sheet.now in {sheet.was.data, sheet.announced.data}
        if sheet.now == sheet.was.data or (untouched and row.record is not None):
            continue
        yield _entry(session, row, sheet, keeps=sheet.was.data == NOTHING)


class NowForm(Form):
    """A person of the attendance list who has just come or left."""

    ids = {"row": "a participant or a seat"}

    row = SelectField(
        _l("Whose row"),
        [InputRequired(_l("Choose one from the list"))],
        coerce=identity,
        validate_choice=False,
        description=_l("The participant, or the seat for which nobody takes part by name."),
    )
    what = SelectField(
        _l("What happened"), choices=options((("arrived", _l("Has just come")), ("left", _l("Has just left"))))
    )

    @classmethod
    def of(cls, expected: Sequence[Expected]) -> NowForm:
        """Return the form for the expected rows of a session."""
        form = cls()
        form.row.choices = []
        form.known = {UUID(row.key): row for row in expected}
        return form

    known: Mapping[UUID, Expected] = {}

    def validate_row(self, field: SelectField) -> None:
        """Reject a row that the session does not have."""
        if field.data not in self.known:
            raise ValidationError(_("The session does not expect them"))

    @property
    def expected(self) -> Expected:
        """The row chosen."""
        return self.known[self.row.data]


class NamedRowForm(RowForm):
    """A row with its own identifier."""

    ids = {"row": "a participant or a seat"}

    expected: Expected | None = None
    row = SelectField(
        _l("Whose row"),
        [InputRequired(_l("Choose one from the list"))],
        coerce=identity,
        validate_choice=False,
        description=_l("The participant, or the seat for which nobody takes part by name."),
    )

    def validate_row(self, _field: SelectField) -> None:
        """Reject a row that the session does not have."""
        if self.expected is None:
            raise ValidationError(_("The session does not expect them"))


class RowsForm(Form):
    """Some rows of a sheet, as sent by API clients; others are unchanged."""

    rows = FieldList(FormField(NamedRowForm), max_entries=MOST_ROWS)

    @classmethod
    def of(cls, expected: Sequence[Expected]) -> RowsForm:
        """Return the form for the expected rows of a session."""
        form = cls()
        known = {UUID(row.key): row for row in expected}
        for entry in form.rows:
            entry.form.expected = known.get(entry.form.row.data)
        return form

    def validate_rows(self, field: FieldList) -> None:
        """Reject duplicate rows."""
        named = [entry.form.row.data for entry in field]
        if len(set(named)) < len(named):
            raise ValidationError(_("Name each row once"))

    def entries(self, session: Session) -> Iterator[Entry]:
        """Yield the entries to record."""
        for entry in self.rows:
            yield _entry(session, entry.form.expected, entry.form)


def _entry(session: Session, row: Expected, sheet: RowForm, *, keeps: bool = False) -> Entry:
    """Return the entry of a row; with `keeps`, times recorded since the sheet was rendered stay if none are given."""
    kept = row.record if keeps else None
    presence = Presence(sheet.presence.data) if sheet.presence.data else None
    return Entry(
        row=row,
        presence=presence,
        representative=(sheet.representative.data or "") if presence is Presence.REPRESENTED else "",
        arrived_at=_instant(session, sheet.arrived.data) or (kept.arrived_at if kept else None),
        left_at=_instant(session, sheet.left.data) or (kept.left_at if kept else None),
    )


def _shown(session: Session, record: Attendance | None, suggestion: Suggestion | None) -> dict[str, Any]:
    if record is None:
        if suggestion is None:
            return {"presence": "", "was": NOTHING}
        presence, representative = suggestion.presence.value, suggestion.representative
        announced = f"{presence}|{representative}||"
        return {"presence": presence, "representative": representative, "announced": announced, "was": NOTHING}
    arrived, left = _local(session, record.arrived_at), _local(session, record.left_at)
    times = [value.strftime("%H:%M") if value else "" for value in (arrived, left)]
    return {
        "presence": record.presence.value,
        "representative": record.representative,
        "arrived": arrived,
        "left": left,
        "was": "|".join([record.presence.value, record.representative, *times]),
    }


def _local(session: Session, moment: datetime | None) -> time | None:
    return moment.astimezone(session.zone).time() if moment else None


def _instant(session: Session, local: time | None) -> datetime | None:
    """Return a local time on the session's day as an aware datetime."""
    day = session.starts_at.astimezone(session.zone).date()
    return datetime.combine(day, local, tzinfo=session.zone) if local else None


def _name(row: Expected) -> str:
    return row.participant.person.name if row.participant else row.seat.organisation.name
