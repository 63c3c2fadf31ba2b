"""Forms for the invitation letter and for the signed letter."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import Optional as Empty

from app.web.forms import Day, Form, Paragraphs, TextField, options, required
from forums.papers.labels import NATURES
from forums.papers.letters import LetterDetails
from forums.papers.models import Nature

MOST_COPIES = 30


class SignedForm(Form):
    """The signed letter, with its number and date."""

    number = TextField(_l("Number"), required(_l("Write the number of the letter")), max_length=100)
    dated = Day(_l("Date of the letter"), required(_l("Write the date of the letter")))
    file = FileField(
        _l("Signed letter"),
        description=_l("A PDF: a scan, or a file with a certified electronic signature. It is sent as it is."),
    )


class LetterForm(Form):
    """The text of the letter; addressees, time, place and agenda come from the session."""

    version = HiddenField()
    number = TextField(
        _l("Number"),
        [Empty()],
        max_length=100,
        description=_l("As issued by your records system. Without a number the letter remains a draft."),
    )
    dated = Day(_l("Date of the letter"), required(_l("Write the date of the letter")))
    place = TextField(
        _l("Place of the letter"), required(_l("Write the place to show before the date")), max_length=100
    )
    nature = RadioField(_l("Urgency"), choices=options((one.value, word) for one, word in NATURES.items()))
    enclosures = TextField(_l("Enclosures"), [Empty()], description=_l("For example “1 file”"))
    subject = TextField(_l("Subject of the letter"), required(_l("Write what the letter is about")), max_length=300)
    opening = Paragraphs(_l("Opening"), required(_l("Write how the letter begins")), max_length=2000)
    closing = Paragraphs(_l("Closing"), required(_l("Write how the letter ends")), max_length=2000)
    signatory_position = TextField(_l("Position of the signatory"), required(_l("Enter the position of the signatory")))
    signatory_name = TextField(_l("Name of the signatory"), required(_l("Enter the name of the signatory")))
    copies = Paragraphs(_l("Copies to"), [Empty()], max_length=3000, description=_l("One per line"))
    disposition = BooleanField(
        _l("Add a disposition sheet"),
        description=_l("A page after the letter, on which the recipient writes instructions by hand"),
    )

    @classmethod
    def of(cls, details: LetterDetails, version: int) -> LetterForm:
        """Return the form, pre-filled."""
        values = {name: getattr(details, name) for name in LetterDetails.__slots__}
        values |= {"nature": details.nature.value, "copies": "\n".join(details.copies), "version": version}
        return cls(**values)

    def details(self) -> LetterDetails:
        """Return the details entered."""
        lines = (self.copies.data or "").splitlines()
        return LetterDetails(
            number=self.number.data or "",
            dated=self.dated.data,
            place=self.place.data or "",
            nature=Nature(self.nature.data),
            enclosures=self.enclosures.data or "",
            subject=self.subject.data or "",
            opening=self.opening.data or "",
            closing=self.closing.data or "",
            signatory_position=self.signatory_position.data or "",
            signatory_name=self.signatory_name.data or "",
            copies=[line.strip() for line in lines if line.strip()][:MOST_COPIES],
            disposition=self.disposition.data,
        )
