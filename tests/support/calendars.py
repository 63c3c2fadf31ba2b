"""Calendar files as text, from the lines of their events and time zones."""

from __future__ import annotations

from collections.abc import Iterable


def calendar(*events: Iterable[str], head: Iterable[str] = ()) -> str:
    """Return a file with one VEVENT per event; each event is its lines."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//other//EN", *head]
    for event in events:
        lines += ["BEGIN:VEVENT", "DTSTAMP:20260101T000000Z", *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def zone(name: str, *parts: Iterable[str]) -> list[str]:
    """Return the lines of a VTIMEZONE; each part is the word STANDARD or DAYLIGHT, then its lines."""
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}"]
    for word, *inner in parts:
        lines += [f"BEGIN:{word}", *inner, f"END:{word}"]
    return [*lines, "END:VTIMEZONE"]


def always(name: str, offset: str) -> list[str]:
    """Return the lines of a VTIMEZONE whose clocks never change."""
    return zone(name, ["STANDARD", "DTSTART:19700101T000000", f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}"])
