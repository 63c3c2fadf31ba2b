"""Everyone who must be notified of an act is notified once: the mails about the commitments of a workload."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from sqlalchemy import select

from app.database import db
from app.mail.outbox.models import Mail
from commitments.delivery.models import Act, Update
from commitments.registry.models import Commitment
from soak.findings import Finding, doubled, lost
from soak.journal import Journal

HEARD = {
    Act.PROPOSED: 1,
    Act.ACCEPTED: 1,
    Act.DECLINED: 1,
    Act.SUBMITTED: 1,
    Act.MET: 2,
    Act.PARTIALLY_MET: 2,
    Act.RETURNED: 2,
}
"""How many people are notified of an act: the other party, and the coordinator of findings."""


def notices(journal: Journal) -> Iterator[Finding]:
    """Count the mails that were queued between one act on a commitment of the workload and the next."""
    titles = {fact[1] for fact in journal.done | journal.unconfirmed if fact[0] == "act"}
    titles = {
        title for title in titles if not title.startswith("Janji lama")
    }  # created by the trial itself, for one party
    ours = dict(db.session.execute(select(Commitment.id, Commitment.title).where(Commitment.title.in_(titles))).all())
    written = _written()
    acts: dict[UUID, list[Update]] = defaultdict(list)
    for update in db.session.scalars(select(Update).order_by(Update.at)):
        acts[update.commitment_id].append(update)
    for identity, title in ours.items():
        for update, following in pairwise([*acts[identity], None]):
            until = following.at if following else None
            heard = sum(update.at <= at and (until is None or at < until) for at in written[identity])
            expected = int(update.help_needed) if update.act is Act.PROGRESS else HEARD[update.act]
            if heard != expected:
                finding = doubled if heard > expected else lost
                yield finding(f"{heard} people heard that {title} was {update.act.value}, not {expected}")


def _written() -> dict[UUID, list[datetime]]:
    """Return when mails about each commitment were queued, without reminders, which have a key."""
    found: dict[UUID, list[datetime]] = defaultdict(list)
    about = (Mail.about_type == "Commitment", Mail.kind.startswith("commitments/"), Mail.key.is_(None))
    for identity, at in db.session.execute(select(Mail.about_id, Mail.created_at).where(*about)):
        found[identity].append(at)
    return found
