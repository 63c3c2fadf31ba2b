"""Action: remind the party whose turn it is, outside the daily schedule."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.errors import NotNow
from commitments.registry.models import Commitment
from commitments.registry.rules import OWED, Delivery
from commitments.reminders import notices, queries

PAUSE = timedelta(days=1)
"""Minimum time between two reminders that people send about the same commitment."""


def remind(commitment: Commitment, *, by: Person, at: datetime) -> None:
    """Remind the responsible party, or the verifier of a submitted delivery.

    Raises NotNow if the commitment waits for neither, or within `PAUSE` of the last reminder.
    """
    if commitment.delivery not in {Delivery.PROPOSED, Delivery.SUBMITTED, *OWED}:
        raise NotNow(_l("No answer or delivery is outstanding for this commitment"))
    if queries.was_reminded(commitment.id, at - PAUSE):
        raise NotNow(_l("A reminder was already sent within the last 24 hours"))
    notices.remind_now(commitment, at)
    audit.record(queries.REMINDED, commitment, by=by, at=at)
