"""The form for a new API token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField

from app.accounts.scopes import AREAS
from app.web.forms import Form, TextField, options, required

AREA_NAMES = {
    "organisations": _l("Organisations"),
    "people": _l("People"),
    "forums": _l("Forums, sessions, minutes and decisions"),
    "commitments": _l("Commitments"),
    "agreements": _l("Agreements"),
    "digests": _l("Digests"),
    "holidays": _l("Holidays"),
    "search": _l("Search"),
    "record": _l("Audit trail"),
    "inbox": _l("Incoming mail"),
    "settings": _l("Organisation and letterhead"),
    "health": _l("Health of the instance"),
}
LIFETIMES = {30: _l("30 days"), 90: _l("90 days"), 365: _l("One year")}


class TokenForm(Form):
    """The name, scopes and lifetime of a token."""

    name = TextField(
        _l("What is it for?"),
        required(_l("Write what the token is for")),
        max_length=100,
        description=_l("Such as the dashboard of the data division"),
    )
    days = SelectField(_l("Valid for"), coerce=int, choices=options(LIFETIMES.items()), default=90)
    scopes = SelectMultipleField(
        _l("What may it be used for?"),
        description=_l("If you choose nothing, it may do everything that you may."),
    )

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.scopes.choices = options(
            choice
            for area in AREAS
            for choice in (
                (f"{area}:read", _("%(area)s: read", area=AREA_NAMES[area])),
                (f"{area}:write", _("%(area)s: read and write", area=AREA_NAMES[area])),
            )
        )

    @property
    def lifetime(self) -> timedelta:
        """The selected lifetime of the token."""
        return timedelta(days=self.days.data)
