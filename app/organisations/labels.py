"""Labels of audit entries about organisations."""

from __future__ import annotations

from flask_babel import lazy_gettext

from app import audit
from app.organisations.models import Organisation
from app.web.status_labels import SECTORS

DETAILS = {
    "address": lazy_gettext("Address"),
    "contacts": lazy_gettext("Contacts"),
    "letterhead": lazy_gettext("Letterhead"),
    "parent_id": lazy_gettext("Parent organisation"),
    "phone": lazy_gettext("Telephone"),
    "secretariat_email": lazy_gettext("E-mail address of the secretariat"),
    "short_name": lazy_gettext("Short name"),
    "website": lazy_gettext("Website"),
}


def describe_acts() -> None:
    """Register the labels."""
    audit.call(Organisation, lazy_gettext("organisation"))
    for action, words in {
        "organisation.added": lazy_gettext("added this organisation"),
        "organisation.changed": lazy_gettext("changed the details"),
        "organisation.sector_corrected": lazy_gettext("corrected the sector"),
        "organisation.contacts_changed": lazy_gettext("changed the contacts"),
        "organisation.letterhead_set": lazy_gettext("changed the letterhead"),
        "organisation.letterhead_removed": lazy_gettext("removed the letterhead"),
        "organisation.renamed": lazy_gettext("gave it a new official name: %(basis)s"),
        "organisation.passed_on": lazy_gettext("passed %(objects)s objects on to a successor: %(basis)s"),
        "organisation.took_over": lazy_gettext("let it take over %(objects)s objects: %(basis)s"),
        "organisation.archived": lazy_gettext("archived this organisation"),
        "organisation.restored": lazy_gettext("restored this organisation"),
    }.items():
        audit.describe(action, words)
    audit.label_details(DETAILS)
    sectors = {value: name for value, (_letter, name) in SECTORS.items()}
    audit.label_values("organisation", ("sector", "before", "after"), sectors)
