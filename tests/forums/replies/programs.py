"""Calendar programs as they answer a mailed invitation: each in its own hand, from the REQUEST that arrived."""

import base64
import quopri
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import icalendar

WRITTEN = datetime(2026, 11, 24, 2, 5, tzinfo=UTC)
"""When a person pressed the button, unless a test says otherwise: five minutes after the invitation."""
OUTLOOK_ZONE = """BEGIN:VTIMEZONE
TZID:SE Asia Standard Time
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0700
TZOFFSETTO:+0700
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T000000
TZOFFSETFROM:+0700
TZOFFSETTO:+0700
END:DAYLIGHT
END:VTIMEZONE"""


@dataclass(frozen=True)
class Request:
    """What a calendar program knows of an invitation."""

    uid: str
    organizer: str
    attendee: str
    name: str
    sequence: int
    slot: datetime | None
    starts_at: datetime
    ends_at: datetime
    summary: str
    message_id: str
    extra: dict[str, Any] = field(default_factory=dict)


def request_in(message: EmailMessage) -> Request:
    """Return what the REQUEST in a received message says."""
    part = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    return request_of(part.get_content(), str(message["Message-ID"]))


def request_of(calendar: str, message_id: str) -> Request:
    """Return what an iCalendar object with one REQUEST says."""
    (event,) = icalendar.Calendar.from_ical(calendar).walk("VEVENT")
    slot = event.get("RECURRENCE-ID")
    return Request(
        uid=str(event["UID"]),
        organizer=str(event["ORGANIZER"]).removeprefix("mailto:"),
        attendee=str(event["ATTENDEE"]).removeprefix("mailto:"),
        name=str(event["ATTENDEE"].params["CN"]),
        sequence=int(event["SEQUENCE"]),
        slot=slot.dt.astimezone(UTC) if slot else None,
        starts_at=event["DTSTART"].dt.astimezone(UTC),
        ends_at=event["DTEND"].dt.astimezone(UTC),
        summary=str(event["SUMMARY"]),
        message_id=message_id,
    )


def utc(moment: datetime) -> str:
    """Write an instant as Google and Apple do."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def local(moment: datetime) -> str:
    """Write an instant as a wall time of Jakarta."""
    return moment.astimezone(ZoneInfo("Asia/Jakarta")).strftime("%Y%m%dT%H%M%S")


def folded(lines: str) -> str:
    """Fold lines of iCalendar after 75 octets, and end them as RFC 5545 asks."""
    return "".join(
        re.sub(r"(.{73})(?=.)", r"\1\r\n ", line) + "\r\n" for line in lines.strip().splitlines() if line.strip()
    )


def event(it: Request, attendee: str, *lines: str, stamp: datetime = WRITTEN, **told: Any) -> list[str]:
    """Return the lines of one VEVENT; `told` replaces UID, SEQUENCE, RECURRENCE-ID, DTSTART or DTEND (None: absent)."""
    parts = {
        "UID": f":{it.uid}",
        "SEQUENCE": f":{it.sequence}",
        "RECURRENCE-ID": f":{utc(it.slot)}" if it.slot else None,
        "DTSTART": f":{utc(it.starts_at)}",
        "DTEND": f":{utc(it.ends_at)}",
        **{name.upper().replace("_", "-"): value for name, value in told.items()},
    }
    return [
        "BEGIN:VEVENT",
        *(f"{name}{value}" for name, value in parts.items() if value is not None),
        f"DTSTAMP:{utc(stamp)}",
        f"ORGANIZER;CN=Forum:mailto:{it.organizer}",
        f"ATTENDEE;{attendee}",
        *lines,
        "END:VEVENT",
    ]


def calendar(method: str, *lines: str, product: str = "-//Example//EN") -> str:
    """Return an iCalendar object, folded."""
    return folded(
        "\n".join(["BEGIN:VCALENDAR", f"PRODID:{product}", "VERSION:2.0", f"METHOD:{method}", *lines, "END:VCALENDAR"])
    )


def mail(it: Request, parts: str, *, kind: str = "", **fields: str) -> bytes:
    """Return a message with these parts: their heads and bodies as they go over the wire."""
    head = {
        "From": f"{it.name} <{it.attendee}>",
        "To": it.organizer,
        "Subject": f"Accepted: {it.summary}",
        "Date": "Tue, 24 Nov 2026 09:05:00 +0700",
        "Message-ID": f"<{abs(hash((parts, tuple(fields.items()))))}@calendar.example>",
        "MIME-Version": "1.0",
        **({"Content-Type": kind} if kind else {}),
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    lines = "".join(f"{name}: {value}\n" for name, value in head.items() if value)
    body = parts if kind else parts.lstrip("\n")
    return (lines + ("\n" if kind else "") + body).replace("\r\n", "\n").replace("\n", "\r\n").encode()


def quoted(text: str) -> str:
    """Return text in quoted-printable."""
    return quopri.encodestring(text.replace("\r\n", "\n").encode()).decode()


def google(it: Request, answer: str = "ACCEPTED", **told: Any) -> bytes:
    """Return Google Calendar's answer: quoted-printable beside the text, and once more as a file in base64; UTC."""
    said = event(
        it,
        f"CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};CN={it.name};X-NUM-GUESTS=0:mailto:{it.attendee}",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        **told,
    )
    made = calendar("REPLY", "CALSCALE:GREGORIAN", *said, product="-//Google Inc//Google Calendar 70.9054//EN")
    parts = f"""--all
Content-Type: multipart/alternative; boundary="texts"

--texts
Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes
Content-Transfer-Encoding: base64

{base64.encodebytes(b"Narahubung menerima undangan ini.").decode()}
--texts
Content-Type: text/calendar; charset="UTF-8"; method=REPLY
Content-Transfer-Encoding: quoted-printable

{quoted(made)}
--texts--
--all
Content-Type: application/ics; name="invite.ics"
Content-Disposition: attachment; filename="invite.ics"
Content-Transfer-Encoding: base64

{base64.encodebytes(made.encode()).decode()}
--all--
"""
    sender = "Google Calendar <calendar-notification@google.com>"
    return mail(it, parts, kind='multipart/mixed; boundary="all"', Sender=sender, Reply_To=it.attendee)


def outlook(it: Request, answer: str = "ACCEPTED", **told: Any) -> bytes:
    """Return Outlook's answer: base64 alone, its own zone, the address in capitals, no DTSTAMP of the request."""
    slot = {"recurrence_id": f";TZID=SE Asia Standard Time:{local(it.slot)}"} if it.slot else {}
    times = {
        "dtstart": f";TZID=SE Asia Standard Time:{local(it.starts_at)}",
        "dtend": f";TZID=SE Asia Standard Time:{local(it.ends_at)}",
    }
    said = event(
        it,
        f"PARTSTAT={answer};CN={it.name}:MAILTO:{it.attendee.upper()}",
        "COMMENT;LANGUAGE=id-ID:Ada rapat lain\\, mohon maaf\\n",
        "SUMMARY;LANGUAGE=id-ID:Diterima: " + it.summary,
        "X-MICROSOFT-CDO-APPT-SEQUENCE:0",
        **{**slot, **times, **told},
    )
    made = calendar(told.pop("method", "REPLY"), OUTLOOK_ZONE, *said, product="Microsoft Exchange Server 2010")
    parts = f"""--_000_
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

Ada rapat lain, mohon maaf
--_000_
Content-Type: text/calendar; charset="utf-8"; method=REPLY
Content-Transfer-Encoding: base64

{base64.encodebytes(made.encode()).decode()}
--_000_--
"""
    return mail(it, parts, kind='multipart/alternative;\n\tboundary="_000_"', X_MS_Has_Attach="")


def apple(it: Request, answer: str = "ACCEPTED", **told: Any) -> bytes:
    """Return Apple Calendar's answer: the zone by its name, 8-bit, as the only part besides a text."""
    slot = {"recurrence_id": f";TZID=Asia/Jakarta:{local(it.slot)}"} if it.slot else {}
    times = {"dtstart": f";TZID=Asia/Jakarta:{local(it.starts_at)}", "dtend": f";TZID=Asia/Jakarta:{local(it.ends_at)}"}
    said = event(
        it, f"CN={it.name};CUTYPE=INDIVIDUAL;PARTSTAT={answer}:mailto:{it.attendee}", **{**slot, **times, **told}
    )
    made = calendar("REPLY", "CALSCALE:GREGORIAN", *said, product="-//Apple Inc.//macOS 15.1//EN")
    parts = f"""--Apple-Mail=_1
Content-Transfer-Encoding: 7bit
Content-Type: text/plain;
\tcharset=us-ascii

Narahubung telah menjawab undangan Anda.
--Apple-Mail=_1
Content-Transfer-Encoding: 8bit
Content-Type: text/calendar;
\tcharset=utf-8;
\tname=iCal-20261124-090500.ics;
\tmethod=REPLY
Content-Disposition: attachment;
\tfilename=iCal-20261124-090500.ics

{made}
--Apple-Mail=_1--
"""
    return mail(it, parts, kind='multipart/mixed;\n\tboundary="Apple-Mail=_1"')


def thunderbird(it: Request, answer: str = "ACCEPTED", **told: Any) -> bytes:
    """Return Thunderbird's answer: nested, and a charset that is not the true one."""
    said = event(
        it,
        f"RSVP=TRUE;CN={it.name};PARTSTAT={answer};ROLE=REQ-PARTICIPANT:mailto:{it.attendee}",
        "DESCRIPTION:Pokok bahasan — é",
        **told,
    )
    made = calendar("REPLY", *said, product="-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN")
    parts = f"""--outer
Content-Type: multipart/alternative; boundary="inner"

--inner
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 7bit

Narahubung menerima.
--inner
Content-Type: text/calendar; method=REPLY; charset=iso-8859-1
Content-Transfer-Encoding: base64

{base64.encodebytes(made.encode()).decode()}
--inner--

--outer--
"""
    return mail(it, parts, kind='multipart/mixed; boundary="outer"', In_Reply_To=it.message_id)


def bare(it: Request, *lines: str, method: str = "REPLY", **fields: str) -> bytes:
    """Return a message that is nothing but an iCalendar object with these lines."""
    made = calendar(method, *lines)
    return mail(it, f"Content-Type: text/calendar; method={method}; charset=utf-8\n\n{made}", **fields)


def later(moment: datetime, minutes: int) -> datetime:
    """Return the moment so many minutes later."""
    return moment + timedelta(minutes=minutes)
