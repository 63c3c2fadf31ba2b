"""The texts of a session's minutes that a reader may compare: each version, and what was first sent to the parties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from app.accounts.models import Person
from forums.minutes.content import content_to_read
from forums.minutes.models import Minutes, MinutesState
from forums.minutes.policies import readable_states, readable_versions, reads_whole
from forums.scheduling.models import Session
from forums.versions import queries
from forums.versions.changes import presences
from forums.versions.comparison import Comparison, compared


class Text(NamedTuple):
    """A version of minutes, or with `circulated` the text that was sent to the parties."""

    minutes: Minutes
    circulated: bool

    @property
    def key(self) -> str:
        """The name of the text in URLs: "2", "2-circulated"."""
        return f"{self.minutes.version}-circulated" if self.circulated else str(self.minutes.version)

    @property
    def content(self) -> Mapping[str, Any]:
        """The content, as it was circulated, approved, or is at present."""
        stored = queries.circulated_text(self.minutes.id) if self.circulated else None
        return stored.content if stored else content_to_read(self.minutes, self.minutes.session)


def texts_for(person: Person, session: Session) -> list[Text]:
    """Return the texts that a person may read completely, oldest first.

    Readers from approved minutes on do not read what was circulated before.
    """
    if not reads_whole(person, session):
        return []
    versions = sorted(readable_versions(person, session), key=lambda one: one.version)
    reads_circulated = MinutesState.CIRCULATED in readable_states(person, session)
    circulated_ids = [one.id for one in versions if reads_circulated and one.circulated_at]
    kept = queries.with_circulated_text(circulated_ids) if circulated_ids else set()
    return [
        Text(one, circulated) for one in versions for circulated in (True, False) if not circulated or one.id in kept
    ]


def pair(texts: Sequence[Text], before: str | None, after: str | None) -> tuple[Text, Text] | None:
    """Return the two texts with these keys, by default the latest one and what it is compared with.

    Returns None if a key is unknown, or there is only one text.
    """
    known = {one.key: one for one in texts}
    if len(texts) < 2 or not {before, after} <= {None, *known}:
        return None
    second = known[after] if after else texts[-1]
    first = known[before] if before else _predecessor(texts, second)
    return (first, second) if first else None


def _predecessor(texts: Sequence[Text], text: Text) -> Text | None:
    """Return the version that was in force before, else the text that precedes it."""
    earlier = texts[: texts.index(text)]
    in_force = [one for one in earlier if not one.circulated and one.minutes.is_locked]
    return next(iter((in_force or [*earlier])[-1:]), None)


def corrections_between(person: Person, before: Text, after: Text) -> dict[str, list[queries.AcceptedCorrection]]:
    """Return the accepted corrections that led from one text to another, by note, for those who read corrections."""
    session = after.minutes.session
    if MinutesState.CIRCULATED not in readable_states(person, session):
        return {}
    first = before.minutes.version + (0 if before.circulated else 1)
    versions = readable_versions(person, session)
    ids = [one.id for one in versions if first <= one.version <= after.minutes.version]
    return queries.accepted_corrections(ids) if ids else {}


def comparison_of(before: Text, after: Text) -> Comparison:
    """Return the differences between two texts, with labels in the language of the page."""
    return compared(before.content, after.content, presences())
