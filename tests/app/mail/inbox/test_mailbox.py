"""Fetching messages from a real IMAP server."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from app.database import db
from app.mail.inbox import polling
from app.mail.inbox.mailbox import read_inbox_url, trusting
from app.mail.inbox.messages import LARGEST
from app.mail.inbox.models import IncomingMail, Why
from app.mail.inbox.polling import poll
from config import SettingsRefused
from tests.support.imap import ImapServer, make_certificates, running_imap_server

TEXT = b"From: ani@contoh.example\r\nTo: forum@selaras.example\r\nSubject: %d\r\n\r\nHalo.\r\n"


@pytest.fixture
def server(app) -> Iterator[ImapServer]:
    """A mailbox that the application looks into."""
    with running_imap_server() as server:
        app.extensions["settings"] = replace(app.extensions["settings"], inbox_url=server.url)
        yield server


def polled():
    """Look into the mailbox once; return how many messages were taken in."""
    taken = poll(stop=lambda: False)
    db.session.rollback()
    return taken


def subjects():
    """Return the subjects of all messages that were taken in."""
    found = sorted(db.session.scalars(select(IncomingMail.subject)))
    db.session.rollback()
    return found


def test_each_message_is_taken_in_once_and_marked_as_read(server):
    server.put(TEXT % 1, TEXT % 2)
    assert polled() == 2
    assert (server.count(), server.count("UNSEEN")) == (2, 0)
    server.put(TEXT % 3)
    assert (polled(), polled()) == (1, 0)
    assert subjects() == ["1", "2", "3"]


@pytest.mark.one_database
def test_what_was_taken_in_is_moved_where_the_settings_say(server, app):
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, inbox_url=f"{server.url}?move=Taken")
    server.put(TEXT % 1)
    assert polled() == 1
    assert (server.count(), server.count(folder="Taken")) == (0, 1)


def test_a_process_that_is_killed_before_it_marks_a_message_does_not_take_it_in_twice(server, monkeypatch):
    server.put(TEXT % 1)

    def die(*_arguments, **_options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("app.mail.inbox.mailbox.Mailbox.put_away", die)
        with pytest.raises(KeyboardInterrupt):
            polled()
    assert server.count("UNSEEN") == 1
    server.put(TEXT % 2)
    with monkeypatch.context() as patched:
        patched.setattr("app.mail.inbox.polling.receive", die)
        with pytest.raises(KeyboardInterrupt):
            polled()
    assert polled() == 1
    assert subjects() == ["1", "2"]
    assert server.count("UNSEEN") == 0


@pytest.mark.one_database
def test_a_message_without_end_is_fetched_to_its_limit(server):
    server.put(TEXT % 1 + b"x" * 70 + (b"\r\n" + b"x" * 70) * (LARGEST // 72 + 1000), TEXT % 2)
    assert polled() == 2
    large, small = db.session.scalars(select(IncomingMail).order_by(IncomingMail.size.desc())).all()
    assert (large.why, large.size) == (Why.TOO_LARGE, LARGEST + 1)
    assert small.why is Why.NO_CALENDAR


@pytest.mark.one_database
def test_a_pass_takes_so_many_and_ends_when_it_is_asked_to(server, monkeypatch):
    monkeypatch.setattr(polling, "TOGETHER", 2)
    server.put(*(TEXT % number for number in range(5)))
    assert poll(stop=lambda: True) == 0
    assert [polled(), polled(), polled(), polled()] == [2, 2, 1, 0]


@pytest.mark.one_database
@pytest.mark.parametrize(
    "url",
    [
        "imap://forum:falsch@127.0.0.1:{port}/INBOX",
        "imap://forum:rahasia@127.0.0.1:{port}/Nowhere",
        "imap://forum:rahasia@127.0.0.1:1/INBOX",
        "imaps://forum:rahasia@127.0.0.1:{port}/INBOX",
        "imap://forum:rahasia@127.0.0.1:{port}/INBOX?move=Nowhere",
    ],
)
def test_a_server_that_lets_nobody_in_waits_for_the_next_pass(server, app, url):
    settings = app.extensions["settings"]
    server.put(TEXT % 1)
    app.extensions["settings"] = replace(settings, inbox_url=url.format(port=server.port), mail_timeout=3)
    polled()
    assert server.count("UNSEEN") == 1
    app.extensions["settings"] = settings
    polled()
    assert subjects() == ["1"]


@pytest.mark.one_database
def test_a_mailbox_behind_a_certificate_of_an_own_authority_is_read(server, app):
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, inbox_url=server.secure_url, inbox_ca=str(server.authority))
    server.put(TEXT % 1)
    assert polled() == 1
    assert subjects() == ["1"]


@pytest.mark.one_database
@pytest.mark.parametrize("trust", ["nobody of ours", "another authority", "another name"])
def test_an_untrusted_certificate_is_refused_in_one_clear_line(server, app, tmp_path, trust):
    make_certificates(tmp_path)
    known = {"nobody of ours": None, "another authority": tmp_path / "ca.pem", "another name": server.authority}[trust]
    url = server.secure_url.replace("127.0.0.1", "localhost") if trust == "another name" else server.secure_url
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, inbox_url=url, inbox_ca=str(known) if known else None)
    server.put(TEXT % 1)
    with capture_logs() as logged:
        assert polled() == 0
    (line,) = [one["reason"] for one in logged if one["event"] == "inbox.away"]
    assert "its certificate is not trusted" in line
    assert "INBOX_CA" in line
    assert "rahasia" not in line
    assert "\n" not in line
    assert server.count("UNSEEN") == 1


@pytest.mark.one_database
@pytest.mark.parametrize("content", [None, "not a certificate"])
def test_a_file_without_certificates_stops_the_start(tmp_path, content):
    file = tmp_path / "ca.pem"
    if content:
        file.write_text(content)
    with pytest.raises(SettingsRefused, match=r"INBOX_CA is .*ca\.pem"):
        trusting(str(file))


@pytest.mark.one_database
def test_without_an_address_nothing_is_fetched(app):
    assert polled() == 0


@pytest.mark.parametrize(
    "url, expected",
    [
        ("imaps://forum:a%40b@mail.example", ("mail.example", 993, "forum", "a@b", "INBOX", "", True)),
        ("imaps://f:p@mail.example:9/Answers?move=Old", ("mail.example", 9, "f", "p", "Answers", "Old", True)),
        ("imap://f:p@localhost/", ("localhost", 143, "f", "p", "INBOX", "", False)),
    ],
)
def test_the_inbox_url_says_where_and_how_safely(url, expected):
    it = read_inbox_url(url)
    assert (it.host, it.port, it.user, it.password, it.folder, it.move_to, it.encrypted) == expected


@pytest.mark.parametrize(
    "url",
    [
        "imap://f:p@mail.example",
        "imaps://mail.example/INBOX",
        "imaps://f:p@mail.example/K%C3%A4",
        "imaps://f:p@h/a%0D%0Ab",
    ],
)
def test_an_unusable_inbox_url_stops_the_start(url):
    with pytest.raises(SettingsRefused, match="INBOX_URL"):
        read_inbox_url(url)
