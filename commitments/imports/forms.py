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
from app.files.sheet_import.headings import check_places, offer_places, place
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


class ColumnsForm(Form):
    """Which column of the register is what, and what holds for all of its lines."""

    number = SelectField(COLUMNS["number"], coerce=place, description=_l("A code such as KMT-2026-0041, or its own"))
    title = SelectField(COLUMNS["title"], coerce=place)
    criteria = SelectField(
        COLUMNS["criteria"], coerce=place, description=_l("Without them, the follow-up itself is what is verified.")
    )
    responsible = SelectField(COLUMNS["responsible"], coerce=place)
    verifier = SelectField(COLUMNS["verifier"], coerce=place)
    due = SelectField(COLUMNS["due"], coerce=place)
    progress = SelectField(COLUMNS["progress"], coerce=place)
    state = SelectField(COLUMNS["state"], coerce=place, description=_l("Lines that have ended there are not imported."))
    remarks = SelectField(COLUMNS["remarks"], coerce=place)
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
        offer_places(form, COLUMNS, imported.headings)
        verifiers = [(seat.organisation_id, seat.organisation.name) for seat in seats]
        form.usual_verifier.choices = options([("", _l("None")), *verifiers])
        if not may_record:
            del form.recorded, form.source, form.said_on
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse missing columns, and a column of the register that is assigned twice."""
        valid = bool(super().validate(extra_validators))
        return check_places(self, COLUMNS, REQUIRED) and valid

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
