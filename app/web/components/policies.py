"""Who may see the page of components."""

from __future__ import annotations

from typing import Any

from app.web.policies import policy


@policy("components:read")
def read_components(_user: Any) -> bool:
    """Everyone who is signed in: the page contains no data."""
    return True
