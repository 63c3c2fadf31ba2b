"""The form about the unit that runs the instance."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectField

from app.calendars.zone_choices import zone_choices
from app.settings.actions import InstanceDetails
from app.settings.queries import instance
from app.web.forms import Form, Paragraphs, TextField, options, required


class InstanceForm(Form):
    """The unit's name, its letterhead and its time zone."""

    version = HiddenField()
    unit = TextField(
        _l("Name of the unit"),
        required(_l("Write the name of the unit")),
        description=_l("As it appears on documents, in mails and at the foot of every page"),
    )
    above = TextField(
        _l("Line above the name"),
        description=_l("The government or body that the unit belongs to"),
    )
    address = Paragraphs(
        _l("Lines below the name"),
        max_length=400,
        description=_l("Address, telephone and e-mail"),
    )
    city = TextField(
        _l("Place of letters"),
        required(_l("Write the place to show before the date of letters")),
        max_length=100,
        description=_l("Shown before the date of letters"),
    )
    emblem = FileField(
        _l("Emblem"),
        description=_l("A PNG or JPEG picture of at most 1 MB and 2000 by 2000 pixels"),
    )
    without_emblem = BooleanField(_l("Remove the emblem"))
    timezone = SelectField(
        _l("Time zone"),
        description=_l("It decides what day “today” is. Sessions keep the time zone of their forum"),
    )
    confirm_timezone = BooleanField(_l("Yes, change the time zone"))

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        present = instance().timezone  # perhaps one that is not offered
        self.timezone.choices = options(({present: present} | dict(zone_choices())).items())

    def details(self) -> InstanceDetails:
        """Return what was filled in."""
        return InstanceDetails(
            unit=self.unit.data,
            above=self.above.data or "",
            address=(self.address.data or "").replace("\r\n", "\n"),
            city=self.city.data,
            timezone=self.timezone.data,
        )
