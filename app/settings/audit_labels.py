"""Audit labels of the instance and its first steps."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app import audit
from app.settings.models import Instance

audit.call(Instance, _l("organisation and letterhead"))
audit.describe("instance.changed", _l("changed the organisation and letterhead of this instance"))
audit.describe("mail.test_sent", _l("sent a test mail"))
audit.describe("mail.test_received", _l("received the test mail"))
audit.label_details(
    {
        "above": _l("Line above the name"),
        "city": _l("City"),
        "emblem_id": _l("Emblem"),
        "timezone": _l("Time zone"),
        "unit": _l("Name"),
    }
)
