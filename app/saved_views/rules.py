"""Rules of saved views: which part of an address a view keeps."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from urllib.parse import parse_qsl, urlencode

LONGEST = 1_000
"""Maximum length of a kept query string, in characters."""
MOST = 20
"""How many views of one list a person may have, and how many tabs a list shows."""


def kept(query: Iterable[tuple[str, str]], parameters: Collection[str]) -> str:
    """Return the query string of a view: the parameters of the list that have a value, by name.

    Two addresses that show the same have the same string.
    """
    return urlencode(sorted((name, value) for name, value in query if name in parameters and value))


def as_query(text: str) -> dict[str, str]:
    """Return the parameters in a query string."""
    return dict(parse_qsl(text))
