"""The form of a report to leadership."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.validators import Optional as Empty

from app.web.forms import Day, Form, Paragraphs, TextField, options, required
from forums.papers.forms import MOST_COPIES
from forums.papers.labels import NATURES
from forums.papers.models import Nature
from forums.papers.reports.texts import ReportDetails


class ReportForm(Form):
    """The text of a report; decisions and commitments come from the minutes."""

    version = HiddenField()
    number = TextField(
        _l("Number"),
        [Empty()],
        max_length=100,
        description=_l("As issued by your records system. Without a number the report remains a draft."),
    )
    dated = Day(_l("Date of the report"), required(_l("Enter the date of the report")))
    addressee = TextField(_l("Recipient"), required(_l("Enter who receives the report")), max_length=300)
    sender = TextField(_l("Sender"), required(_l("Enter who reports")), max_length=300)
    copies = Paragraphs(_l("Copies to"), [Empty()], max_length=3000, description=_l("One per line"))
    nature = RadioField(_l("Urgency"), choices=options((one.value, word) for one, word in NATURES.items()))
    enclosures = TextField(_l("Enclosures"), [Empty()], description=_l("For example “1 file”"))
    subject = TextField(_l("Subject of the report"), required(_l("Write what the report is about")), max_length=300)
    opening = Paragraphs(_l("Opening"), required(_l("Write how the report begins")), max_length=2000)
    summary = Paragraphs(
        _l("What was discussed"), [Empty()], description=_l("Pre-filled from the minutes; shorten it as you like")
    )
    requests = Paragraphs(
        _l("What leadership is asked for"),
        [Empty()],
        max_length=4000,
        description=_l("For example, a decision or a letter"),
    )
    remarks = Paragraphs(_l("Remarks of the secretariat"), [Empty()], max_length=4000)
    closing = Paragraphs(_l("Closing"), required(_l("Write how the report ends")), max_length=2000)
    signatory_position = TextField(_l("Position of the signatory"), required(_l("Enter the position of the signatory")))
    signatory_name = TextField(_l("Name of the signatory"), required(_l("Enter the name of the signatory")))

    @classmethod
    def of(cls, details: ReportDetails, version: int) -> ReportForm:
        """Return the form, pre-filled."""
        values = {name: getattr(details, name) for name in ReportDetails.__slots__}
        values |= {"nature": details.nature.value, "copies": "\n".join(details.copies), "version": version}
        return cls(**values)

    def details(self) -> ReportDetails:
        """Return the details entered."""
        lines = (self.copies.data or "").splitlines()
        values: dict[str, Any] = {name: self[name].data or "" for name in ReportDetails.__slots__}
        values["dated"], values["nature"] = self.dated.data, Nature(self.nature.data)
        values["copies"] = [line.strip() for line in lines if line.strip()][:MOST_COPIES]
        return ReportDetails(**values)
