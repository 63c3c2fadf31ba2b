"""Calendar files as other programs write them."""

from __future__ import annotations


def calendar(*events: list[str], name: str = "Kalender Kantor", head: tuple[str, ...] = ()) -> bytes:
    """Return a file with one VEVENT per event; each event is a list of its lines."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//other//EN", f"X-WR-CALNAME:{name}", *head]
    for event in events:
        lines += ["BEGIN:VEVENT", "DTSTAMP:20260101T000000Z", *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def event(uid: str, start: str, *more: str, hours: int = 2, title: str = "Rapat Pimpinan") -> list[str]:
    """Return the lines of an event in Jakarta that begins at `start` ("20270105T090000")."""
    return [
        f"UID:{uid}",
        f"DTSTART;TZID=Asia/Jakarta:{start}",
        *([] if any(one.startswith(("DTEND", "DURATION")) for one in more) else [f"DURATION:PT{hours}H"]),
        f"SUMMARY:{title}",
        *more,
    ]


WEEKLY = event(
    "rapat@kantor",
    "20261201T090000",
    "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=6",
    "EXDATE;TZID=Asia/Jakarta:20261215T090000",
    "LOCATION:Ruang Rapat 1",
)
MOVED = event(
    "rapat@kantor", "20261209T130000", "RECURRENCE-ID;TZID=Asia/Jakarta:20261208T090000", title="Rapat dipindah"
)
SINGLE = event("satu@kantor", "20261210T090000", title="Audiensi")
GONE = event("lama@kantor", "20261005T090000", title="Sudah lewat")
