"""Reading calendar files of 10,000 events, and writing one event."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.calendars.contents import read_contents
from app.calendars.entries import Reading
from app.calendars.ics_parser import read_calendar
from app.calendars.invitations import Attendee, Event, Organizer, request
from benchmarks.figures import Bar, Figure, at_most
from benchmarks.run import Run
from benchmarks.turns import Turns, in_turns
from forums.imports.rules import as_json

EVENTS = 10_000
SINCE, UNTIL = date(2026, 1, 1), date(2028, 1, 1)
HEAD = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Selaras//Benchmark//EN
BEGIN:VTIMEZONE
TZID:Asia/Jakarta
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0700
TZOFFSETTO:+0700
TZNAME:WIB
END:STANDARD
END:VTIMEZONE
"""
EVENT = """BEGIN:VEVENT
UID:{number}@benchmark.example
DTSTAMP:20260101T000000Z
DTSTART;TZID=Asia/Jakarta:{start:%Y%m%dT%H%M%S}
DTEND;TZID=Asia/Jakarta:{end:%Y%m%dT%H%M%S}
SUMMARY:Rapat koordinasi {number}\\, lanjutan
LOCATION:Ruang Rapat {room}\\, Balai Kota
DESCRIPTION:Membahas kemajuan\\, kendala dan tenggat.\\nBawa bahan tertulis.
STATUS:CONFIRMED
{more}END:VEVENT
"""
SERIES = """RRULE:FREQ=MONTHLY;BYDAY=2WE;COUNT=12
EXDATE;TZID=Asia/Jakarta:{start:%Y%m%dT%H%M%S}
"""


def measure(run: Run) -> Iterator[Figure]:
    """Measure reading, against the libraries alone, and writing."""
    number = EVENTS // 100 if run.quick else EVENTS
    rounds = 3 if run.quick else 5
    plain, repeating = calendar(number), calendar(number, series=20)
    yield _figure(
        f"reading {number:,} events",
        in_turns(lambda: read(plain), lambda: parsed(plain), rounds=rounds),
        "× icalendar parsing",
    )
    yield _figure(
        f"reading {number:,} events, every 20th repeating",
        in_turns(lambda: read(repeating), lambda: expanded(repeating), rounds=rounds),
        "× icalendar and recurring-ical-events",
    )
    yield _figure(
        f"understanding {number:,} events for an import",
        in_turns(lambda: understood(plain), lambda: parsed(plain), rounds=rounds),
        "× icalendar parsing",
    )
    yield _figure(
        f"understanding {number:,} events for an import, every 20th repeating",
        in_turns(lambda: understood(repeating), lambda: expanded(repeating), rounds=rounds),
        "× icalendar and recurring-ical-events",
    )
    yield _figure(
        "writing one invitation",
        in_turns(invitation, same_by_hand, rounds=9, times=5 if run.quick else 100),
        "× icalendar writing the same",
        bar=None,
    )


def calendar(number: int, *, series: int = 0) -> bytes:
    """Return a calendar file of `number` events over two years; every `series`-th of them repeats."""
    events = []
    for place in range(number):
        start = datetime(2026, 1, 1, 8) + timedelta(days=place % 700, hours=place % 9)
        more = SERIES.format(start=start) if series and place % series == 0 else ""
        end = start + timedelta(hours=2)
        events.append(EVENT.format(number=place, start=start, end=end, room=place % 30, more=more))
    return (HEAD + "".join(events) + "END:VCALENDAR\n").replace("\n", "\r\n").encode()


def read(content: bytes) -> list[object]:
    """Read as Selaras does."""
    return [*read_calendar(content, since=SINCE, until=UNTIL).occurrences]


def understood(content: bytes) -> list[object]:
    """Read as an import does, up to what is kept until it is confirmed."""
    until = datetime(UNTIL.year, UNTIL.month, UNTIL.day, tzinfo=UTC)
    reading = Reading(timezone=ZoneInfo("Asia/Jakarta"), until=until)
    return [as_json(entry) for entry in read_contents(content, reading).entries]


def parsed(content: bytes) -> object:
    """Parse with icalendar alone."""
    from icalendar import Calendar

    return Calendar.from_ical(content)


def expanded(content: bytes) -> object:
    """Parse with icalendar and expand with recurring-ical-events alone."""
    import recurring_ical_events
    from icalendar import Calendar

    return recurring_ical_events.of(Calendar.from_ical(content)).between(SINCE, UNTIL)


def invitation() -> bytes:
    """Write one invitation as Selaras does."""
    return request([_event()], sent_at=datetime(2026, 11, 24, 2, tzinfo=UTC))


def same_by_hand() -> bytes:
    """Write an event with the same times, texts and people with icalendar alone, without its time zone."""
    import icalendar

    event = _event()
    component = icalendar.Event()
    for name, value in (
        ("UID", event.uid),
        ("SEQUENCE", event.sequence),
        ("DTSTAMP", event.changed_at),
        ("DTSTART", event.starts_at),
        ("DTEND", event.ends_at),
        ("SUMMARY", event.summary),
        ("DESCRIPTION", event.description),
        ("LOCATION", event.place),
        ("URL", event.page),
        ("ORGANIZER", "mailto:forum@selaras.example"),
        ("ATTENDEE", "mailto:narahubung@dinkes.example"),
    ):
        component.add(name, value)
    calendar = icalendar.Calendar()
    calendar.add("PRODID", "-//Selaras//Benchmark//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "REQUEST")
    calendar.add_component(component)
    return calendar.to_ical()


def _event() -> Event:
    starts_at = datetime(2026, 11, 26, 2, tzinfo=UTC)
    return Event(
        uid="sitting@selaras.example",
        sequence=1,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        timezone="Asia/Jakarta",
        summary="Forum Koordinasi Lintas Sektor, sesi 11",
        created_at=datetime(2026, 1, 5, tzinfo=UTC),
        changed_at=datetime(2026, 11, 1, tzinfo=UTC),
        description="Tindak lanjut sesi sebelumnya; status integrasi perizinan; arahan dan penutup.",
        place="Balai Kota, Ruang Rapat Utama",
        page="https://selaras.example/sessions/sitting",
        organizer=Organizer("forum@selaras.example", "Forum Koordinasi Lintas Sektor"),
        attendee=Attendee(email="narahubung@dinkes.example", name="Narahubung Dinkes"),
    )


def _figure(name: str, turns: Turns, unit: str, bar: Bar | None = at_most(1.5)) -> Figure:  # noqa: B008
    return Figure(
        name=name,
        value=turns.ratio,
        unit=unit,
        bar=bar,
        note=turns.note,
        raw={"ours_s": turns.ours, "theirs_s": turns.theirs},
    )
