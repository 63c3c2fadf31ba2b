"""Messages that want to harm: each ends in one line, quickly, in little memory, and is kept."""

import io
import tracemalloc
from base64 import encodebytes
from time import monotonic

import pytest
from sqlalchemy import select

from app.database import db
from app.mail.inbox.actions import KEPT
from app.mail.inbox.commands import read_at_most
from app.mail.inbox.messages import LARGEST, MessageUnreadable, parse_message
from app.mail.inbox.models import IncomingMail, MailStatus, Why

pytestmark = pytest.mark.one_database
HEAD = b"From: a@b.example\r\nTo: forum@selaras.example\r\nSubject: x\r\n"
EVENT = (
    "BEGIN:VEVENT\r\nUID:a@selaras.example\r\nDTSTAMP:20261124T020000Z\r\n{}ATTENDEE:mailto:a@b.example\r\n"
    "END:VEVENT\r\n"
)


def ical(lines="", zone=""):
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REPLY\r\n"
        + zone
        + EVENT.format(lines)
        + "END:VCALENDAR\r\n"
    ).encode()


def carrying(content, charset="utf-8"):
    kind = f"Content-Type: text/calendar; charset={charset}; method=REPLY\r\n"
    return HEAD + kind.encode() + b"Content-Transfer-Encoding: base64\r\n\r\n" + encodebytes(content)


def nested(depth):
    opened = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth))
    return HEAD + opened + b"Content-Type: text/plain\r\n\r\nx\r\n"


ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:Mine\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:+0700\r\n"
    "TZOFFSETTO:+0700\r\n{}END:STANDARD\r\nEND:VTIMEZONE\r\n"
)
HOSTILE = {
    "nothing but a head": HEAD,
    "no head": b":\r\n\r\nx",
    "a line of megabytes": HEAD + b"\r\n" + b"x" * 4_000_000,
    "a million lines": HEAD + b"\r\n" + b"\n" * 1_000_000,
    "a field of megabytes": HEAD + b"X-Long: " + b"y;" * 1_000_000 + b"\r\n\r\nx",
    "parameters without end": HEAD + b"Content-Type: text/plain" + b';"' * 60_000 + b"\r\n\r\nx",
    "nested parts": nested(5000),
    "nested messages": HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 5000,
    "parts without end": HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 40_000,
    "a charset that is none": carrying(ical(), "x-nothing\x00"),
    "a charset that never ends": carrying(ical(), "punycode"),
    "a charset that lies": carrying(ical().decode().encode("utf-16"), "us-ascii"),
    "lone surrogates": carrying(ical("SUMMARY:x\r\n").replace(b"x", b"\xed\xa0\x80")),
    "zero bytes": carrying(b"\x00" * 100_000),
    "an endless rule": carrying(ical("DTSTART:20260101T000000Z\r\nRRULE:FREQ=SECONDLY\r\n")),
    "a rule of a zone without end": carrying(
        ical("DTSTART;TZID=Mine:20261126T090000\r\n", ZONE.format("RRULE:FREQ=SECONDLY\r\n"))
    ),
    "a zone of nowhere": carrying(ical("RECURRENCE-ID;TZID=Mars/Olympus:20261126T090000\r\n")),
    "a zone far away": carrying(
        ical("RECURRENCE-ID;TZID=Mine:20261126T090000\r\n", ZONE.format("").replace("+0700", "+9999"))
    ),
    "a time before all times": carrying(ical("RECURRENCE-ID:00000000T000000Z\r\n")),
    "a time after all times": carrying(ical("DTSTART:99991231T235959Z\r\nDURATION:P99999999999W\r\n")),
    "a number without end": carrying(ical("SEQUENCE:" + "9" * 5000 + "\r\n")),
    "ten thousand attendees": carrying(ical("ATTENDEE:mailto:x@y.example\r\n" * 10_000)),
    "ten thousand events": carrying(
        b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n" + EVENT.format("").encode() * 10_000 + b"END:VCALENDAR\r\n"
    ),
    "a calendar of megabytes": carrying(ical("COMMENT:" + "x" * 2_000_000 + "\r\n")),
    "folds without end": carrying(ical("COMMENT:x" + "\r\n " * 200_000 + "\r\n")),
    "a subject of many encodings": HEAD + b"Subject: " + b"=?utf-8?b?eA==?= " * 5000 + b"\r\n\r\nx",
    "addresses without end": HEAD + b"Delivered-To: " + b"a@b.example, <" * 5000 + b"\r\n\r\nx",
    "markup without end": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<style>" * 100_000,
}


@pytest.fixture
def piped(app):
    """`piped(content)` is what `flask calendar receive` said of a message on its standard input."""

    def run(content):
        db.session.commit()
        result = app.test_cli_runner().invoke(args=["calendar", "receive"], input=content)
        db.session.rollback()
        return result

    return run


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_message_is_put_aside_in_one_line(piped, content):
    began = monotonic()
    result = piped(content)
    assert result.exit_code in {0, 1}
    assert len(result.output.splitlines()) == 1
    assert "Traceback" not in result.output
    assert monotonic() - began < 20
    kept = db.session.scalars(select(IncomingMail)).all()
    assert [mail.standing for mail in kept] == ([MailStatus.ASIDE] if result.exit_code == 0 else [])


def test_of_a_message_without_end_the_beginning_is_kept_and_the_rest_is_read_to_its_end(piped):
    class Endless(io.RawIOBase):
        left = 100 * 1024 * 1024

        def read(self, size=-1):
            taken = min(size, self.left)
            self.left -= taken
            return b"x" * taken

    tracemalloc.start()
    endless = Endless()
    assert len(read_at_most(endless, LARGEST + 1)) == LARGEST + 1
    assert endless.left == 0
    assert tracemalloc.get_traced_memory()[1] < 3 * LARGEST
    tracemalloc.stop()
    result = piped(HEAD + b"\r\n" + b"x" * (LARGEST + 10))
    assert (result.exit_code, result.output) == (0, "put aside: too large\n")
    mail = db.session.scalars(select(IncomingMail)).one()
    assert (mail.why, len(mail.content), mail.size) == (Why.TOO_LARGE, KEPT, LARGEST + 1)


@pytest.mark.parametrize("content", [b"", b"\r\n\r\n", b"\x00\x01\x02", b"just some words\n"])
def test_what_is_no_message_is_refused_in_one_line(piped, content):
    result = piped(content)
    assert result.exit_code == 1
    assert result.output == "calendar: standard input holds no mail message\n"


def test_what_a_message_says_is_read_in_any_encoding():
    received = parse_message(
        b"From: =?utf-8?q?Ani_S=C3=A9?= <Ani@Example.ID>\r\nTo: Forum <FORUM+abc@selaras.example>, x@y.example\r\n"
        b"Subject: =?iso-8859-1?q?Temu=E9?=\r\nMessage-ID: <1@x>\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        b"<style>p{}</style><p>Saya <b>tidak</b> hadir</p>"
    )
    assert (received.sender, received.subject, received.message_id) == ("ani@example.id", "Temué", "<1@x>")
    assert received.recipients == {"forum+abc@selaras.example", "x@y.example"}
    assert " ".join(received.text.split()) == "Saya tidak hadir"


def test_a_message_in_too_many_lines_is_not_opened(app):
    with pytest.raises(MessageUnreadable, match="baris"):
        parse_message(HEAD + b"\r\n" + b"x\n" * 200_000)
