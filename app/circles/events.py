"""What happens to circles, handled by the packages above in the same transaction (`app.events.subscribe`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.circles.models import Circle, Classification


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleReclassified:
    """A circle has another classification from now on; `by` is the person who decided it."""

    circle: Circle
    before: Classification
    by: Any
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleOpened:
    """Two administrators opened a secret circle that nobody could open to `person`, who leads it from now on."""

    circle: Circle
    person: Any
    by: Any
    at: datetime
