"""The mail with a weekly summary."""

from __future__ import annotations

from datetime import date

from app.mail import outbox
from app.web.external_urls import external
from commitments.summaries.models import Summary
from commitments.summaries.queries import Owed
from commitments.summaries.rules import Parts

KIND = "commitments/summary"
SHOWN = 10
"""Maximum number of commitments of each part in the mail; the rest is counted."""


def summary(own: Summary, parts: Parts[Owed], monday: date) -> None:
    """Queue the summary of the week that begins on `monday`, once, unless its person stopped it."""
    person = own.person
    if own.stopped_at is None:
        outbox.enqueue(
            KIND,
            person,
            key=f"summary:{monday}:{person.id}",
            about=own,
            parts=parts,
            shown=SHOWN,
            organisation=person.organisation.name,
            link=external("commitments.summaries.choose"),
        )
