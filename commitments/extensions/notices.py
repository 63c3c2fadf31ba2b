"""Notifications about extension requests."""

from __future__ import annotations

from app.accounts.models import Person
from commitments.delivery.notices import proposer
from commitments.extensions.models import Extension
from commitments.registry.notices import notify, owners, reachable


def asked(extension: Extension, *, by: Person) -> None:
    """Ask the verifier and the proposer of the commitment to answer."""
    commitment = extension.commitment
    for person in {*reachable(commitment.verifier, commitment.circle), proposer(commitment)}:
        notify("extension_asked", commitment, person, by=by, extension=extension)


def answered(what: str, extension: Extension, *, by: Person) -> None:
    """Notify the responsible party of the answer."""
    for person in owners(extension.commitment):
        notify(what, extension.commitment, person, by=by, extension=extension)
