"""The rules of amended minutes: what a new version takes over, and what it changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

OF_THIS_VERSION = frozenset(
    {
        "version",
        "number",
        "language",
        "classification",
        "circulated_at",
        "corrections",
        "parties",
        "deputy",
        "approved_at",
        "approved_by",
        "previous",
        "amended",
    }
)
"""Keys that are about one version of the minutes; all others are facts of the session, as they were approved."""
WORDING = ("text", "basis", "dissent", "conditions")
"""The keys of a decision that an amendment may change."""

Wordings = Mapping[str, Mapping[str, str]]
"""The changed wording of decisions, by id."""


def as_text(wording: Mapping[str, str]) -> str:
    """Return the wording of a decision as one text, a line for each of its parts."""
    return "\n".join(wording[key] for key in WORDING if wording[key])


def amended(base: Mapping[str, Any], current: Mapping[str, Any], wordings: Wordings) -> dict[str, Any]:
    """Return the content of a version that amends `base`, an approved content.

    Its notes are those of `current`, the content as a first version would have it; the wording of decisions is that of
    `base` unless `wordings` has another. Everything else is taken over: agenda, attendance, quorum, how decisions were
    taken, and which ones.
    """
    notes = {item["id"]: item["passages"] for item in current["items"]}
    facts = {key: value for key, value in base.items() if key not in OF_THIS_VERSION}
    own = {key: current[key] for key in OF_THIS_VERSION if key in current}
    return {
        **facts,
        **own,
        "opening": current["opening"],
        "items": [
            {
                **item,
                "passages": notes.get(item["id"], []),
                "decisions": [_worded(one, wordings) for one in item["decisions"]],
            }
            for item in base["items"]
        ],
        "other_decisions": [_worded(one, wordings) for one in base["other_decisions"]],
        "closing": current["closing"],
    }


def decisions_in(content: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """Yield the decisions of a content, in its order."""
    for item in content["items"]:
        yield from item["decisions"]
    yield from content["other_decisions"]


def _worded(decision: Mapping[str, Any], wordings: Wordings) -> dict[str, Any]:
    """Return a decision with its changed wording; the key of conditions is present only if there are any."""
    worded = {**decision, **wordings.get(decision["id"], {})}
    return worded if worded.get("conditions", True) else {key: worded[key] for key in worded if key != "conditions"}
