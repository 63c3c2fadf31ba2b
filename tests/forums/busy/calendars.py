"""Calendars as others write them."""


def calendar(*events):
    """Return a file with an event for each UID, start and end, such as `MEETING`; further lines may follow."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//other//EN"]
    for uid, starts_at, ends_at, *more in events:
        lines += ["BEGIN:VEVENT", "DTSTAMP:20260101T000000Z", f"UID:{uid}", "SUMMARY:Janji temu rahasia"]
        lines += [f"DTSTART:{starts_at}", f"DTEND:{ends_at}", *more, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


MEETING = ("a", "20261125T020000Z", "20261125T030000Z")
"""Wednesday, 25 November, 09.00 to 10.00 WIB."""
