"""What is known of the unit that runs an instance, and which zones and emblems it can have."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

EMBLEM_NAMES = {"image/png": "emblem.png", "image/jpeg": "emblem.jpg"}
"""The media types that an emblem can have, and the name by which papers call it."""
LARGEST_EMBLEM = 1024 * 1024
"""Bytes of the largest emblem."""
MOST_PIXELS = 4 * 1000 * 1000
"""Pixels of the largest emblem: each paper draws it again."""
PRINTED_MODES = {"1", "L", "LA", "P", "RGB", "RGBA"}
"""Colour modes, by Pillow's names, that papers print; CMYK would need a printer's profile in each PDF."""


@dataclass(frozen=True, slots=True)
class Emblem:
    """The picture in a letterhead: the stored file with its hash and media type."""

    file_id: UUID
    sha256: str
    media_type: str

    @property
    def name(self) -> str:
        """The name by which papers call it."""
        return EMBLEM_NAMES[self.media_type]


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceProfile:
    """The unit that runs the instance. `address` may have several lines; `timezone` is an IANA name."""

    unit: str
    above: str
    address: str
    city: str
    timezone: str
    emblem: Emblem | None

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the instance says "today"."""
        return ZoneInfo(self.timezone)
