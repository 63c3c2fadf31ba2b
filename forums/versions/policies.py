"""The policy of comparisons. Amending, discarding and rewording are for those who may write the minutes."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy
from forums.minutes.policies import read_minutes, reads_whole
from forums.scheduling.models import Session


@policy("minutes:compare", Session, hidden_unless=read_minutes, opened_by=("coordinator",))
def compare_minutes(user: Person, session: Session) -> bool:
    """Those who may read the complete minutes; each compares the texts that they may read."""
    return reads_whole(user, session)
