"""Who may make, release, read and answer digests."""

from __future__ import annotations

from app.accounts.models import Person
from app.circles.models import Classification
from app.policy import policy
from insights.digests.models import Digest, DigestState
from insights.digests.queries import UP_TO_INTERNAL


@policy("digest:list")
def list_digests(user: Person) -> bool:
    """Everyone signed in; the list holds what each may read."""
    return user.is_active


@policy("digest:read", Digest)
def read_digest(user: Person, digest: Digest) -> bool:
    """Coordinators; leadership once it is released and internal or below; everyone once it is released and public."""
    if user.is_coordinator:
        return True
    if digest.state is DigestState.DRAFT:
        return False
    if user.is_leadership:
        return digest.classification in UP_TO_INTERNAL
    return digest.classification is Classification.PUBLIC


@policy("digest:make")
def make_digest(user: Person) -> bool:
    """Coordinators."""
    return user.is_coordinator


@policy("digest:edit", Digest, hidden_unless=read_digest)
def edit_digest(user: Person, digest: Digest) -> bool:
    """Coordinators write, release and revise it."""
    return user.is_coordinator


@policy("digest:answer", Digest, hidden_unless=read_digest)
def answer_digest(user: Person, digest: Digest) -> bool:
    """Leadership answers what it is asked."""
    return user.is_leadership
