"""Rules for reports to leadership: the summary of a session's discussions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LONGEST = 320
"""Characters of the summary of one item."""


def summary_of(content: Mapping[str, Any]) -> str:
    """Return one paragraph per item of minutes: its title, and the beginning of what was said."""
    return "\n\n".join(_of_item(item) for item in content["items"])


def _of_item(item: Mapping[str, Any]) -> str:
    said = " ".join(" ".join(passage.get("text", "") for passage in item["passages"]).split())
    title = f"{item['place']}. {item['title']}"
    return f"{title}: {shortened(said)}" if said else title


def shortened(text: str) -> str:
    """Return the whole sentences at the beginning of `text` that fit; of one that is longer, its beginning and "…"."""
    if len(text) <= LONGEST:
        return text
    beginning = text[:LONGEST]
    end = max(beginning.rfind(mark) for mark in (". ", "! ", "? "))
    return beginning[: end + 1] if end > 0 else f"{beginning.rsplit(' ', 1)[0]} …"
