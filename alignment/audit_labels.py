"""Labels of the audit trail of alignment."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from alignment.five_c.models import Synopsis
from alignment.roles.models import RoleMatrix
from app import audit

ACTS = {
    "five_c.written": _l("wrote the sentence of the 5C review and the directives wanted"),
    "roles.begun": _l("began the role matrix with %(activities)s activities"),
    "roles.written": _l("wrote the activities and roles"),
    "roles.asked": _l("asked the parties for their views until %(until)s"),
    "roles.filled": _l("gave the view of %(organisation)s"),
    "roles.circulated": _l("circulated version %(number)s"),
    "roles.agreed": _l("agreed with version %(number)s for %(organisation)s"),
    "roles.objected": _l("objected to version %(number)s for %(organisation)s"),
    "roles.put_on_agenda": _l("proposed a difference to the agenda: %(activity)s"),
    "roles.settled": _l("recorded who is accountable: %(activity)s"),
}


def describe_acts() -> None:
    """Register the labels."""
    audit.call(RoleMatrix, _l("role matrix"))
    audit.call(Synopsis, _l("5C review"))
    audit.label_details({"activities": _l("Activities"), "activity": _l("Activity")})
    audit.label_details({"sentence": _l("In one sentence"), "wanted": _l("Directives wanted")})
    for action, label in ACTS.items():
        audit.describe(action, label)
