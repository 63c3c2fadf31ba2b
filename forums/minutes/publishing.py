"""The data needed to publish approved minutes: the people they mention, and the commitments that are public."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from flask_babel import force_locale
from sqlalchemy import select

from app.database import db
from commitments.registry.models import Commitment
from commitments.registry.rules import Visibility
from forums.minutes import published
from forums.minutes.models import Minutes
from forums.minutes.published import Mentioned
from forums.scheduling.labels import position_of
from forums.scheduling.queries import participants


@dataclass(frozen=True)
class Publication:
    """Approved minutes to be published: `people` maps names to positions, `organisations` holds all their names."""

    content: dict[str, Any]
    people: dict[str, str]
    organisations: frozenset[str]

    @cached_property
    def mentioned(self) -> list[Mentioned]:
        """The people mentioned."""
        return published.mentioned(self.content, self.people, self.organisations)

    def text(self, kept: Collection[str]) -> dict[str, Any]:
        """Return the published content if the names in `kept` are kept."""
        return published.published(
            self.content,
            self.people,
            kept=kept,
            organisations=self.organisations,
            commitments=_public_commitments(self.content),
        )


def publication_of(minutes: Minutes, content: dict[str, Any] | None = None) -> Publication:
    """Return approved minutes with the people they may mention: those expected, and all participants of the forum.

    `content` is the part of the approved content that is published; by default all of it.
    """
    content = {**(content or minutes.content or {}), **_public_predecessor(minutes)}
    here = participants(minutes.session.forum_id)
    with force_locale(minutes.language):
        others = [
            (one.person.name, ", ".join(filter(None, (position_of(one), one.seat.organisation.name)))) for one in here
        ]
    organisations = {row["organisation"] for row in content["attendance"]}
    for one in here:
        organisations |= {one.seat.organisation.name, one.seat.organisation.label}
    return Publication(content, published.people_in(content, others), frozenset(organisations))


def _public_predecessor(minutes: Minutes) -> dict[str, Any]:
    """Return what published minutes say of the version before: the hash of its published text, if it was published.

    The hash of its complete text is not published, as a short hidden text could be guessed from it.
    """
    previous = (minutes.content or {}).get("previous")
    if previous is None:
        return {}
    published_sha256 = db.session.scalar(select(Minutes.published_sha256).where(Minutes.sha256 == previous["sha256"]))
    return {"previous": {**previous, "sha256": published_sha256}}


def link_to_whole(salt: str, sha256: str) -> str:
    """Return the hash that links a published version to the approved one; it cannot be checked without the salt."""
    return hashlib.sha256(f"{salt}\n{sha256}".encode()).hexdigest()


def _public_commitments(content: dict[str, Any]) -> frozenset[str]:
    """Return the ids of the public commitments; publishing minutes does not make others public."""
    decisions = [*content["other_decisions"], *(one for item in content["items"] for one in item["decisions"])]
    ids = [UUID(one["id"]) for decision in decisions for one in decision["commitments"]]
    query = select(Commitment.id).where(Commitment.id.in_(ids), Commitment.visibility == Visibility.PUBLIC)
    return frozenset(map(str, db.session.scalars(query)))
