"""Forms: upload a register of agreements, assign its columns, and confirm its preview."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectField, StringField
from wtforms.validators import Optional as Empty

from agreements.imports.models import AgreementImport
from agreements.imports.rows import COLUMNS, REQUIRED
from app.files.sheet_import.headings import check_places, offer_places, place
from app.organisations.models import Sector
from app.web.forms import ANY_OUTCOME, Form, options
from app.web.status_labels import SECTORS

SECTOR_CHOICES = options(
    [("", _l("Do not create any: correct the file")), *((sector.value, SECTORS[sector.value][1]) for sector in Sector)]
)


class SectorForm(Form):
    """What becomes of organisations that are not known."""

    sector = SelectField(_l("Organisations that are not known"), choices=SECTOR_CHOICES, default="")

    def chosen_sector(self) -> Sector | None:
        """Return the sector in which they are created, or None."""
        return Sector(self.sector.data) if self.sector.data else None


class RegisterForm(SectorForm):
    """A register to import."""

    file = FileField(_l("Spreadsheet"), description=_l("Choose or drop an XLSX or CSV file; at most 5 MB."))


class ColumnsForm(SectorForm):
    """Which column of the register is what."""

    kind = SelectField(COLUMNS["kind"], coerce=place)
    title = SelectField(COLUMNS["title"], coerce=place)
    parties = SelectField(COLUMNS["parties"], coerce=place, description=_l("Separated by semicolons"))
    numbers = SelectField(COLUMNS["numbers"], coerce=place, description=_l("In the order of the parties"))
    signed_on = SelectField(COLUMNS["signed_on"], coerce=place, description=_l("Agreements without it become drafts"))
    effective_on = SelectField(COLUMNS["effective_on"], coerce=place)
    expires_on = SelectField(COLUMNS["expires_on"], coerce=place)
    obligation = SelectField(COLUMNS["obligation"], coerce=place)
    debtor = SelectField(COLUMNS["debtor"], coerce=place)
    verifier = SelectField(COLUMNS["verifier"], coerce=place)
    criteria = SelectField(COLUMNS["criteria"], coerce=place)
    frequency = SelectField(COLUMNS["frequency"], coerce=place)
    first_due = SelectField(COLUMNS["first_due"], coerce=place)

    @classmethod
    def of(cls, imported: AgreementImport) -> ColumnsForm:
        """Return the form with the columns as recognised or assigned before."""
        sector = imported.sector.value if imported.sector else ""
        form = cls(**{name: imported.places.get(name) for name in COLUMNS}, sector=sector)
        offer_places(form, COLUMNS, imported.headings)
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse missing columns, and a column of the register that is assigned twice."""
        valid = bool(super().validate(extra_validators))
        return check_places(self, COLUMNS, REQUIRED) and valid

    def places(self) -> dict[str, int]:
        """Return the positions of the columns by name."""
        return {name: self[name].data for name in COLUMNS if self[name].data is not None}


class ConfirmForm(Form):
    """The mark of the preview that was shown."""

    seen = StringField(
        _l("What was shown"),
        [Empty()],
        description=_l("The mark of the preview: nothing is imported if another one would be shown by now."),
    )

    @property
    def seen_mark(self) -> str | None:
        """The mark of the preview, or None if any outcome is accepted."""
        return None if self.seen.data == ANY_OUTCOME else self.seen.data or ""
