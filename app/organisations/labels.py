"""Labels of audit entries about organisations."""

from __future__ import annotations

from flask_babel import lazy_gettext

from app import audit
from app.organisations.models import Organisation


def describe_acts() -> None:
    """Register the labels."""
    audit.call(Organisation, lazy_gettext("organisation"))
    for action, words in {
        "organisation.added": lazy_gettext("added this organisation"),
        "organisation.changed": lazy_gettext("changed the details"),
        "organisation.sector_corrected": lazy_gettext("corrected the sector"),
        "organisation.contacts_changed": lazy_gettext("changed the contacts"),
        "organisation.archived": lazy_gettext("archived this organisation"),
        "organisation.restored": lazy_gettext("restored this organisation"),
    }.items():
        audit.describe(action, words)
