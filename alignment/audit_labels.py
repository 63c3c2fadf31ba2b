"""Labels of the audit trail of alignment."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from alignment.roles.models import RoleMatrix
from alignment.services.labels import INTEGRATIONS
from alignment.services.models import Service
from app import audit

ACTS = {
    "roles.begun": _l("began the role matrix with %(activities)s activities"),
    "roles.written": _l("wrote the activities and roles"),
    "roles.asked": _l("asked the parties for their views until %(until)s"),
    "roles.filled": _l("gave the view of %(organisation)s"),
    "roles.circulated": _l("circulated version %(number)s"),
    "roles.agreed": _l("agreed with version %(number)s for %(organisation)s"),
    "roles.objected": _l("objected to version %(number)s for %(organisation)s"),
    "roles.put_on_agenda": _l("proposed a difference to the agenda: %(activity)s"),
    "roles.settled": _l("recorded who is accountable: %(activity)s"),
    "service.entered": _l("entered the service %(service)s: %(status)s"),
    "service.changed": _l("changed the service %(service)s"),
    "service.status_set": _l("recorded the status of %(service)s: %(status)s"),
    "service.archived": _l("archived the service %(service)s"),
    "service.restored": _l("took the service %(service)s out of the archive"),
    "service.exchange_saved": _l("wrote a data exchange of %(service)s: %(what)s"),
    "service.exchange_removed": _l("removed a data exchange of %(service)s: %(what)s"),
    "service.step_saved": _l("wrote a step for %(service)s: %(step)s"),
    "service.step_done": _l("recorded that a step for %(service)s is done: %(step)s"),
    "service.step_removed": _l("removed a step for %(service)s: %(step)s"),
    "service.commitment_linked": _l("linked it with the service %(service)s"),
    "service.commitment_unlinked": _l("ended its link with the service %(service)s"),
    "service.linked": _l("linked the service %(service)s"),
    "service.unlinked": _l("ended the link with the service %(service)s"),
    "service.succeeded": _l("let %(organisation)s take over the place of its predecessor in %(service)s"),
}


def describe_acts() -> None:
    """Register the labels."""
    audit.call(RoleMatrix, _l("role matrix"))
    audit.call(Service, _l("service"))
    audit.label_details({"activities": _l("Activities"), "activity": _l("Activity")})
    audit.label_details({"service": _l("Service"), "target": _l("Target"), "what": _l("Data")})
    audit.label_details({"status": _l("Status"), "step": _l("Step")})
    audit.label_values("service", ("status", "before"), INTEGRATIONS)
    for action, label in ACTS.items():
        audit.describe(action, label)
