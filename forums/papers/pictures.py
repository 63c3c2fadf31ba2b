"""The pictures among the documents of agenda items, which the Notulen shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from app.files import path_of
from app.files.pictures import is_picture
from forums.papers.queries import media_of

MOST, LARGEST = 12, 40 * 1000 * 1000
"""The number and the bytes of pictures that one document shows; it lists the others."""


def photos_in(content: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the pictures that minutes show, by the name under which their template addresses them."""
    found = {}
    for sha256, _size in pictures_in(content):
        with suppress(FileNotFoundError):  # it was removed from the data directory; the minutes still list it
            found[f"{sha256}.jpg"] = path_of(sha256).read_bytes()
    return found


def pictures_in(content: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Return the hash and the size of the pictures that minutes show, in order."""
    listed = [one["sha256"] for item in content["items"] for one in item.get("documents", ())]
    known = media_of(listed)
    pictures = [(one, known[one][1]) for one in dict.fromkeys(listed) if one in known and is_picture(known[one][0])]
    return list(_within_limits(pictures))


def _within_limits(pictures: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    total = 0
    for sha256, size in pictures[:MOST]:
        total += size
        if total <= LARGEST:
            yield sha256, size
