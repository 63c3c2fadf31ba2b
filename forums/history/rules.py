"""Rules that reconstruct the earlier state of forums, sessions and attendance from audit rows.

Newer rows store the earlier values in their detail `was`. In older rows, fields that the action may have changed are
UNKNOWN unless another detail holds their value.
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
    "session.merge_proposed": dict.fromkeys(("proposed_starts_at", "merge_proposed", "because"), UNKNOWN),
    "session.date_kept": dict.fromkeys(("proposed_starts_at", "because"), UNKNOWN),
    "session.cancelled": {"state": "planned", "proposed_starts_at": UNKNOWN, "because": UNKNOWN},
    "session.beyond_horizon": {"state": "planned", "proposed_starts_at": UNKNOWN, "because": UNKNOWN},
    "session.merged": {"state": "planned", "proposed_starts_at": UNKNOWN, "because": UNKNOWN},
    "session.restored": {"state": "cancelled", "proposed_starts_at": UNKNOWN, "because": UNKNOWN},
    "session.relocated": {"place": UNKNOWN},
    "session.opened": {"proposed_starts_at": UNKNOWN},
    "session.closed": {"state": "planned"},
    "session.reopened": {"state": "held"},
    "session.put_back": dict.fromkeys(("state", "starts_at", "proposed_starts_at", "because", "place"), UNKNOWN),
}
"""Actions that change the fields of a session shown in a digest, with the earlier values that older rows imply.

"cancelled" includes merged: the session was not planned.
"""
SESSION_STAYING = frozenset(
    {
        "session.added",
        "session.agenda_ordered",
        "session.changed",
        "session.code_renewed",
        "session.guests_erased",
        "session.invited",
        "session.letter_signed",
        "session.letter_written",
        "session.pack_circulated",
        "session.pack_shared",
        "session.pack_reminded",
        "session.record_written",
        "session.reminded",
        "session.report_written",
    }
)
"""Actions that change neither the time, place nor state of a session."""
FORUM_ACTS: dict[str, dict[str, Any]] = {
    "forum.changed": {"classification": UNKNOWN},
    "forum.archived": {"archived": False},
    "forum.taken_up": {"archived": True},
}
"""Actions that change the fields of a forum shown in a digest, with the earlier values that they imply."""
FORUM_STAYING = frozenset(
    {
        "forum.calendar_imported",
        "forum.convener_named",
        "forum.created",
        "forum.deputy_named",
        "forum.deputy_removed",
        "forum.phrases_changed",
        "forum.roster_imported",
    }
)
"""Actions that change neither the name nor the classification of a forum."""


def session_was(action: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """Return the known fields of a session before an action."""
    if "was" in details:
        return dict(details["was"])
    known = SESSION_ACTS.get(action, {})
    return {**known, "starts_at": details["before"]} if "starts_at" in known and "before" in details else dict(known)


def forum_was(action: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """Return the known fields of a forum before an action."""
    if "was" in details:
        return dict(details["was"])
    renamed = action == "forum.changed" and "name" in details.get("changed", ())
    return {**FORUM_ACTS.get(action, {}), **({"name": UNKNOWN} if renamed else {})}


def presence_at(rows: list[list[Mapping[str, Any]]]) -> dict[tuple[str, str | None], str]:
    """Return the presence per seat and participant id, after applying the recordings in order."""
    found: dict[tuple[str, str | None], str] = {}
    for recorded in rows:
        for row in recorded:
            key = (row["seat"], row["participant"])
            if row["presence"] is None:
                found.pop(key, None)
            else:
                found[key] = row["presence"]
    return found
