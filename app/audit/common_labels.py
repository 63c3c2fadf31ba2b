"""Labels of the details that actions of several features have."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.audit.details import ANY, keep_internal, label_details, label_values

DETAILS = {
    "accepted": _l("Accepted"),
    "after": _l("After"),
    "before": _l("Before"),
    "changed": _l("Changed"),
    "changes": _l("Changes"),
    "classification": _l("Classification"),
    "code": _l("Code"),
    "days": _l("Number of days"),
    "due": _l("Due date"),
    "effective_on": _l("In force from"),
    "ends_at": _l("Ends"),
    "expires_on": _l("Ends on"),
    "fields": _l("Changed"),
    "kind": _l("Kind"),
    "last_day": _l("Last day"),
    "mode": _l("Format"),
    "name": _l("Name"),
    "number": _l("Number"),
    "organisation": _l("Organisation"),
    "people": _l("People"),
    "person": _l("Person"),
    "place": _l("Place"),
    "progress": _l("Progress"),
    "purpose": _l("Purpose"),
    "reason": _l("Reason"),
    "role": _l("Role"),
    "sector": _l("Sector"),
    "since": _l("Since"),
    "starts_at": _l("Starts"),
    "title": _l("Title"),
    "until": _l("Until"),
    "version": _l("Version"),
    "via": _l("Received"),
}
WAYS = {"link": _l("by a link in a mail")}
"""How people act who have not signed in; recorded for every action (see `record`)."""
INTERNAL = ("made", "sha256", "was")


def describe_details() -> None:
    """Register the labels."""
    label_details(DETAILS)
    label_values(ANY, ("via",), WAYS)
    keep_internal(*INTERNAL)
