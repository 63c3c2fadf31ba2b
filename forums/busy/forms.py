"""The form for the address of a calendar."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.web.forms import Form, TextField, required
from app.web.ssrf import Refused, check_address
from forums.busy.labels import TROUBLES
from forums.busy.rules import feed_url

SECRET = {"type": "url", "inputmode": "url", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class FeedForm(Form):
    """The address of a calendar. It is a secret: anyone who has it can read the calendar."""

    address = TextField(
        _l("Address of the calendar"),
        required(_l("Paste the address of your calendar")),
        max_length=2000,
        description=_l("It begins with https:// or webcal:// and often ends in .ics."),
        render_kw=SECRET,
    )

    def validate_address(self, field: Any) -> None:
        """Validate the address, without fetching it."""
        try:
            check_address(self.wanted, intranet=current_app.extensions["settings"].intranet_hosts)
        except Refused as refused:
            raise ValidationError(str(TROUBLES[refused.trouble.value])) from None

    @property
    def wanted(self) -> str:
        """The normalised address."""
        return feed_url(self.address.data or "")
