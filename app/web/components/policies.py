"""Who may look at the parts that pages are made of."""

from __future__ import annotations

from typing import Any

from app.web.policies import policy


@policy("components:read")
def read_components(_user: Any) -> bool:
    """Everyone who is signed in: it holds no record of anyone."""
    return True
