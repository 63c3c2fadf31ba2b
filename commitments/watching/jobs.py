"""The job that tells those who watch commitments what happened."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from app.database import db
from app.jobs import job
from commitments.registry.notices import write
from commitments.registry.policies import read_commitment
from commitments.watching import queries
from commitments.watching.models import Watch

TOGETHER = 100
"""Watches per transaction."""


@job("watching", minutes=15)
def tell() -> Iterator[None]:
    """Mail each person who watches a commitment what others did since the last mail, in one mail.

    A watch ends when its person may no longer read the commitment, and tells nothing of what happened before.
    """
    last: UUID | None = None
    while some := queries.with_news(last, limit=TOGETHER):
        for watch in some:
            _tell(watch)
        last = some[-1].id
        yield


def _tell(watch: Watch) -> None:
    person, commitment = watch.person, watch.commitment
    if person.suspended_at is not None or not read_commitment(person, commitment):
        db.session.delete(watch)
        return
    news = queries.news(watch)
    watch.told_until = news[-1].at
    if others := [update for update in news if update.by_id != person.id]:
        write("watched", commitment, person, key=f"watched:{watch.id}:{watch.told_until.isoformat()}", news=others)
