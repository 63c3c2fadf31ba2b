"""What forums, sessions and decisions were before the acts of their record.

Rows say it as their detail `was`. Older rows say less: what those acts may have changed is unknown where no detail
tells it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.audit.rules import UNKNOWN

SESSION_ACTS: dict[str, dict[str, Any]] = {
    "session.moved": dict.fromkeys(("starts_at", "proposed_starts_at", "because"), UNKNOWN),
    "session.rescheduled": dict.fromkeys(("starts_at", "proposed_starts_at", "because", "place"), UNKNOWN),
    "session.shift_accepted": dict.fromkeys(("starts_at", "proposed_starts_at"), UNKNOWN),
    "session.shift_proposed": dict.fromkeys(("proposed_starts_at", "because"), UNKNOWN),
    "session.date_kept": dict.fromkeys(("proposed_starts_at", "because"), UNKNOWN),
    "session.cancelled": {"state": "planned", "proposed_starts_at": UNKNOWN, "because": UNKNOWN},
    "session.merged": {"state": "planned", "proposed_starts_at": UNKNOWN, "because": UNKNOWN},
    "session.restored": {"state": "cancelled", "proposed_starts_at": UNKNOWN, "because": UNKNOWN},
    "session.relocated": {"place": UNKNOWN},
    "session.opened": {"proposed_starts_at": UNKNOWN},
    "session.closed": {"state": "planned"},
    "session.put_back": dict.fromkeys(("state", "starts_at", "proposed_starts_at", "because", "place"), UNKNOWN),
}
"""Acts that change what a digest says of a session, with what an older row tells of the time before.

"Cancelled" stands for merged too: neither was planned.
"""
SESSION_STAYING = frozenset(
    {
        "session.added",
        "session.changed",
        "session.invited",
        "session.letter_signed",
        "session.letter_written",
        "session.reminded",
    }
)
"""Acts after which a session is when, where and at which stage it was."""
FORUM_ACTS: dict[str, dict[str, Any]] = {
    "forum.changed": {"classification": UNKNOWN},
    "forum.archived": {"archived": False},
    "forum.taken_up": {"archived": True},
}
"""Acts that change what a digest says of a forum, with what they tell of the time before."""
FORUM_STAYING = frozenset({"forum.calendar_imported", "forum.created", "forum.roster_imported"})
"""Acts after which a forum is called and classified as it was."""


def session_was(action: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known of a session before an act."""
    if "was" in details:
        return dict(details["was"])
    known = SESSION_ACTS.get(action, {})
    return {**known, "starts_at": details["before"]} if "starts_at" in known and "before" in details else dict(known)


def forum_was(action: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known of a forum before an act."""
    if "was" in details:
        return dict(details["was"])
    renamed = action == "forum.changed" and "name" in details.get("changed", ())
    return {**FORUM_ACTS.get(action, {}), **({"name": UNKNOWN} if renamed else {})}


def presence_at(rows: list[list[Mapping[str, Any]]]) -> dict[tuple[str, str | None], str]:
    """Return the presence of each seat and participant, by their ids, after some recordings of it, in order."""
    found: dict[tuple[str, str | None], str] = {}
    for recorded in rows:
        for row in recorded:
            key = (row["seat"], row["participant"])
            if row["presence"] is None:
                found.pop(key, None)
            else:
                found[key] = row["presence"]
    return found
