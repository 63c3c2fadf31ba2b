"""Events of circles. Upper packages handle them in the same transaction (`app.events.subscribe`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.circles.models import Circle, Classification


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleReclassified:
    """The classification of a circle was changed by the person `by`; `before` is the previous one."""

    circle: Circle
    before: Classification
    by: Any
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleOpened:
    """Two administrators opened an abandoned secret circle to `person`, who leads it from now on."""

    circle: Circle
    person: Any
    by: Any
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatSucceeded:
    """In a circle the organisation with the id `after` took over from the one with the id `before`."""

    circle_id: UUID
    before: UUID
    after: UUID
    by: Any
    at: datetime
