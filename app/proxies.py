"""What `current_user` stands for: each look at an attribute through it takes 17 calls of functions."""

from __future__ import annotations

from typing import TypeVar

from werkzeug.local import LocalProxy

T = TypeVar("T")


def itself(thing: T) -> T:
    """Return the object behind a proxy, and all else as it is."""
    return thing._get_current_object() if type(thing) is LocalProxy else thing  # type: ignore[attr-defined]
