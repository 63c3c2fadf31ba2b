"""The time zones that forms offer."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

NEAR_ZONES = {
    "Asia/Jakarta": "WIB (Asia/Jakarta)",
    "Asia/Makassar": "WITA (Asia/Makassar)",
    "Asia/Jayapura": "WIT (Asia/Jayapura)",
}


@cache  # saves 5 to 20 ms of each form with a time zone; the zones change with a release, which ends the process
def zone_choices() -> list[tuple[str, str]]:
    """Return Indonesia's zones first, then the others by name."""
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    others = {name: name.replace("_", " ") for name in ("UTC", *names) if name not in NEAR_ZONES}
    return list((NEAR_ZONES | others).items())


def shown_zones(chosen: str | None) -> list[tuple[str, str]]:
    """Return the zones offered by the form: Indonesia's, UTC, and the one that was chosen, if there is such."""
    return [(zone, words) for zone, words in zone_choices() if zone in NEAR_ZONES or zone in {"UTC", chosen}]
