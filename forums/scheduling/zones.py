"""Time zones as choices of a form."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

NEAR_ZONES = {
    "Asia/Jakarta": "WIB (Asia/Jakarta)",
    "Asia/Makassar": "WITA (Asia/Makassar)",
    "Asia/Jayapura": "WIT (Asia/Jayapura)",
}


@cache
def zone_choices() -> list[tuple[str, str]]:
    """Return the time zones as choices: Indonesia's first, then the others by name."""
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    others = {name: name.replace("_", " ") for name in ("UTC", *names) if name not in NEAR_ZONES}
    return list((NEAR_ZONES | others).items())


def shown_zones(chosen: str | None) -> list[tuple[str, str]]:
    """Return the time zones shown by default: Indonesia's, UTC, and the chosen one."""
    return [(zone, words) for zone, words in zone_choices() if zone in NEAR_ZONES or zone in {"UTC", chosen}]
