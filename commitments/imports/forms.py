"""Forms: upload a register, assign its columns, and confirm its preview."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.validators import Optional as Empty
from wtforms.validators import ValidationError

from app.circles.models import Seat
from app.clock import today
from app.web.forms import Day, Form, identity, options
from commitments.delivery.forms import SOURCES
from commitments.delivery.models import Source
from commitments.imports.actions import Assignment
from commitments.imports.models import RegisterImport
from commitments.imports.rows import COLUMNS, REQUIRED

PROPOSED, ACCEPTED = "proposed", "accepted"


class RegisterForm(Form):
    """A register of follow-ups to import."""

    file = FileField(
        _l("Register of follow-ups"),
        description=_l("Choose or drop an XLSX or CSV file; at most 5 MB and 50,000 lines."),
    )


def _place(value: Any) -> int | None:
    return None if value in (None, "", "None") else int(value)


class ColumnsForm(Form):
    """Which column of the register is what, and what holds for all of its lines."""

    number = SelectField(COLUMNS["number"], coerce=_place, description=_l("A code such as KMT-2026-0041, or its own"))
    title = SelectField(COLUMNS["title"], coerce=_place)
    criteria = SelectField(
        COLUMNS["criteria"], coerce=_place, description=_l("Without them, the follow-up itself is what is verified.")
    )
    responsible = SelectField(COLUMNS["responsible"], coerce=_place)
    verifier = SelectField(COLUMNS["verifier"], coerce=_place)
    due = SelectField(COLUMNS["due"], coerce=_place)
    progress = SelectField(COLUMNS["progress"], coerce=_place)
    state = SelectField(
        COLUMNS["state"], coerce=_place, description=_l("Lines that have ended there are not imported.")
    )
    remarks = SelectField(COLUMNS["remarks"], coerce=_place)
    usual_verifier = SelectField(_l("Verifier of lines that name none"), coerce=identity)
    fills_down = BooleanField(
        _l("Empty cells are as in the line above"),
        description=_l("For organisations and due dates, if cells of several lines were merged."),
    )
    recorded = RadioField(
        _l("How they are recorded"),
        choices=options(
            [
                (PROPOSED, _l("As proposals: each organisation is asked to accept")),
                (ACCEPTED, _l("As accepted already, on behalf of the organisations, with their progress")),
            ]
        ),
        default=PROPOSED,
    )
    source = SelectField(_l("Source"), choices=options(SOURCES))
    said_on = Day(_l("Date on which the parties accepted them"), [Empty()], past=True)

    @classmethod
    def of(cls, imported: RegisterImport, seats: list[Seat], *, may_record: bool) -> ColumnsForm:
        """Return the form with the columns as recognised or assigned before; `may_record` acceptance on behalf."""
        form = cls(
            **{name: imported.places.get(name) for name in COLUMNS},
            usual_verifier=imported.verifier_id,
            fills_down=imported.fills_down,
            recorded=ACCEPTED if imported.source else PROPOSED,
            source=(imported.source or Source.LETTER).value,
            said_on=imported.said_on,
        )
        headings = [(place, text) for place, text in enumerate(imported.headings) if text]
        for name in COLUMNS:
            form[name].choices = options([("", _l("Not in the register")), *headings])
        verifiers = [(seat.organisation_id, seat.organisation.name) for seat in seats]
        form.usual_verifier.choices = options([("", _l("None")), *verifiers])
        if not may_record:
            del form.recorded, form.source, form.said_on
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse missing columns, and a column of the register that is assigned twice."""
        valid = bool(super().validate(extra_validators))
        taken: dict[int, str] = {}
        for name in COLUMNS:
            place, problem = self[name].data, None
            if place is None and name in REQUIRED:
                problem = _l("Choose a column")
            elif place is not None and taken.setdefault(place, name) != name:
                problem = _l("This column is already chosen for: %(name)s", name=COLUMNS[taken[place]])
            if problem:
                self[name].errors = [*self[name].errors, problem]
                valid = False
        return valid

    def validate_said_on(self, field: Day) -> None:
        """Require the date if acceptance is recorded; refuse one in the future."""
        if self.recorded.data == ACCEPTED and field.data is None and not field.process_errors:
            raise ValidationError(str(_l("Write the date on which the parties accepted them")))
        if field.data and field.data > today():
            raise ValidationError(str(_l("This date is in the future")))

    def details(self) -> Assignment:
        """Return the assignment."""
        places = {name: self[name].data for name in COLUMNS if self[name].data is not None}
        accepted = "recorded" in self and self.recorded.data == ACCEPTED
        return Assignment(
            places=places,
            fills_down=self.fills_down.data,
            verifier_id=self.usual_verifier.data,
            source=Source(self.source.data) if accepted else None,
            said_on=self.said_on.data if accepted else None,
        )


class ConfirmForm(Form):
    """The mark of the preview that was shown, and whether lines with errors are left out."""

    seen = HiddenField()
    leaves_out = BooleanField(_l("Leave out the lines with errors"))
