"""Policies of digests: who may list, read, create, edit and answer them."""

from __future__ import annotations

from app.accounts.models import Person
from app.circles.models import Classification
from app.circles.queries import is_named, sits_in
from app.circles.rules import belongs
from app.clock import today
from app.web.policies import policy
from insights.digests import queries
from insights.digests.models import Digest, DigestState
from insights.digests.queries import UP_TO_INTERNAL


@policy("digest:list")
def list_digests(user: Person) -> bool:
    """Everyone signed in; the list contains only what the user may read."""
    return user.is_active


@policy("digest:read", Digest)
def read_digest(user: Person, digest: Digest) -> bool:
    """Coordinators (if secret, named ones); once released, leadership or, for a closed circle, its own people.

    Once released, the people of an agreement, and the members of an organisation, also read the digest about it; of an
    agreement only those organisations do that belonged to it when its snapshot was taken.
    """
    level = queries.level_of(digest)
    if level is Classification.SECRET and not _belongs(user, digest):
        return False
    if user.is_coordinator:
        return True
    if digest.state is DigestState.DRAFT:
        return False
    if queries.is_closed(digest):
        return _belongs(user, digest)
    if level in (UP_TO_INTERNAL if user.is_leadership else {Classification.PUBLIC}):
        return True
    if digest.organisation_id:
        return user.organisation_id == digest.organisation_id
    return queries.is_of_agreement(digest) and _belongs(user, digest)


def _belongs(user: Person, digest: Digest) -> bool:
    if digest.circle_id is None or not queries.is_told_to(user, digest):
        return False
    named, seated = is_named(user.id, digest.circle_id), sits_in(user.organisation_id, digest.circle_id, today())
    return belongs(queries.level_of(digest), named=named, seated=seated)


@policy("digest:make", opened_by=("coordinator",))
def make_digest(user: Person) -> bool:
    """Coordinators."""
    return user.is_coordinator


@policy("digest:edit", Digest, hidden_unless=read_digest, opened_by=("coordinator",))
def edit_digest(user: Person, digest: Digest) -> bool:
    """Coordinators."""
    return user.is_coordinator


@policy("digest:answer", Digest, hidden_unless=read_digest, opened_by=("leadership",))
def answer_digest(user: Person, digest: Digest) -> bool:
    """Leadership."""
    return user.is_leadership
