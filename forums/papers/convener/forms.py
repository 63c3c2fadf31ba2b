"""The form of the organisation that convenes a forum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from app.organisations.models import Organisation
from app.web.forms import Form, identity, options


class ConvenerForm(Form):
    """The choice among the organisations with a seat."""

    ids = {"organisation_id": "an organisation with a seat; null: the unit that runs the instance"}

    organisation_id = SelectField(
        _l("Convening organisation"),
        coerce=identity,
        description=_l("Documents of sessions have its letterhead, if it has one"),
    )

    def __init__(self, organisations: Sequence[Organisation], **settings: Any) -> None:
        super().__init__(**settings)
        names = [(one.id, one.name) for one in organisations]
        self.organisation_id.choices = options([("", _l("The unit that runs Selaras")), *names])
