"""Forms for a basis with its members, for renewing one, and for the signed document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import FieldList, FormField, HiddenField, SelectField
from wtforms import Form as Part
from wtforms.validators import InputRequired
from wtforms.validators import Optional as Empty

from app.database import db
from app.organisations.models import Organisation
from app.web.forms import Day, Form, TextField, as_field_error, focus_on, identity, options, required
from forums.basis.actions import Appointed, Details, check_period
from forums.basis.labels import KINDS
from forums.basis.models import Basis, BasisKind
from forums.scheduling import choosing

MOST_MEMBERS = 100


class MemberForm(Part):  # type: ignore[misc]
    """A member of a basis; the organisation is fixed when the row is added."""

    ids = {"organisation": "an organisation"}

    organisation = SelectField(_l("Organisation"), [InputRequired()], coerce=identity)
    office = TextField(
        _l("Position in the organisation"), required(_l("Write the position, such as Head of the Agency"))
    )
    duty = TextField(_l("Position in the forum"))


class BasisForm(Form):
    """A document that a forum rests on, with its members."""

    page_only = ("organisation",)
    version = HiddenField()
    kind = SelectField(
        _l("Kind"),
        choices=options((kind.value, word) for kind, word in KINDS.items()),
        default=BasisKind.DECREE.value,
    )
    number = TextField(
        _l("Number"),
        required(_l("Write the number of the document")),
        max_length=100,
        description=_l("As your records system issued it"),
    )
    dated = Day(_l("Date of the document"), required(_l("Write the date of the document")))
    issued_by = TextField(
        _l("Issued by"),
        required(_l("Write who issued it")),
        description=_l("The office that signed it, such as the governor, the mayor or the regent"),
    )
    subject = TextField(
        _l("Subject of the document"),
        required(_l("Write what the document is about")),
        max_length=300,
        description=_l("As the document says after “on”"),
    )
    valid_from = Day(_l("In force from"), required(_l("Write the first day on which it is in force")))
    valid_until = Day(
        _l("In force until"), [Empty()], description=_l("The last day in force. Empty: until it is replaced.")
    )
    members = FieldList(FormField(MemberForm), _l("Members"), max_entries=MOST_MEMBERS)
    organisation = SelectField(
        _l("Add a member"), default="", description=_l("Type its name, or choose from the list.")
    )

    def validate_valid_until(self, field: Day) -> None:
        """Refuse an end before the first day."""
        with as_field_error():
            check_period(self.valid_from.data, field.data)

    @classmethod
    def of(cls, basis: Basis) -> BasisForm:
        """Return the form with the values of a basis."""
        names = ("number", "dated", "issued_by", "subject", "valid_from", "valid_until", "version")
        values = {name: getattr(basis, name) for name in names}
        return cls(kind=basis.kind.value, members=[_row(one) for one in basis.members], **values)

    def offer(self) -> None:
        """Set the choices of organisations."""
        self._named = dict(choosing.organisation_names())
        self._name_rows()

    def arrange(self, pressed: Mapping[str, str]) -> bool:
        """Add or remove a member if the pressed button does so; return whether it was such a button."""
        if "add" in pressed:
            self._add()
        elif "remove" in pressed:
            self._keep([entry.data for entry in self.members if entry.name != pressed["remove"]])
        else:
            return False
        self._name_rows()
        return True

    def details(self) -> Details:
        """Return the details entered."""
        return Details(
            kind=BasisKind(self.kind.data),
            number=self.number.data,
            dated=self.dated.data,
            issued_by=self.issued_by.data,
            subject=self.subject.data,
            valid_from=self.valid_from.data,
            valid_until=self.valid_until.data,
            members=[_appointed(entry.form) for entry in self.members],
        )

    def _add(self) -> None:
        wanted = self.organisation.data
        if wanted not in self._named:
            self.organisation.errors = [_("Choose an organisation")]
        elif len(self.members) >= MOST_MEMBERS:
            self.organisation.errors = [_("There is no room for another member")]
        else:
            focus_on(self.members.append_entry({"organisation": identity(wanted)}).form.office)
            self.organisation.data = ""

    def _keep(self, rows: Sequence[dict[str, Any]]) -> None:
        self.members.entries, self.members.last_index = [], -1
        for row in rows:
            self.members.append_entry(row)

    def _name_rows(self) -> None:
        """Set the organisation of each row as its only choice, and offer all organisations as members to add."""
        for entry in self.members:
            row = entry.form
            chosen = row.organisation.data
            if chosen and str(chosen) not in self._named and (archived := db.session.get(Organisation, chosen)):
                self._named[str(chosen)] = archived.name
            name = self._named.get(str(chosen))
            row.organisation.choices = options([(chosen, name)] if name else [])
        self.organisation.choices = options([("", _("Choose an organisation")), *self._named.items()])


class RenewalForm(BasisForm):
    """The basis that follows an earlier one, and the day from which seats follow its members."""

    seats_from = Day(
        _l("Seats change from"),
        [Empty()],
        description=_l("Empty: the first day of the new basis. Sessions that were held keep the seats that they had."),
    )

    @classmethod
    def following(cls, basis: Basis) -> RenewalForm:
        """Return the form that renews a basis, with its members but without number and dates."""
        rows = [_row(one) for one in basis.members]
        return cls(kind=basis.kind.value, issued_by=basis.issued_by, subject=basis.subject, members=rows)


class FileForm(Form):
    """The signed document."""

    file = FileField(_l("Signed document"), description=_l("A PDF: a scan, or a file with a certified signature."))


def _row(member: Any) -> dict[str, Any]:
    return {"organisation": member.organisation_id, "office": member.office, "duty": member.duty}


def _appointed(row: Any) -> Appointed:
    return Appointed(
        organisation=db.session.get_one(Organisation, row.organisation.data),
        office=row.office.data,
        duty=row.duty.data or "",
    )
