import email
import email.policy
import threading
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.database import db
from app.database.transactions import transaction
from app.files import keep
from app.mail.outbox.delivery import deliver
from app.mail.outbox.delivery_log import AWAY, BACKOFF
from app.mail.outbox.message import Attachment, Outgoing, build
from app.mail.outbox.models import Mail, MailState
from tests.support.mail import running_sink

pytestmark = pytest.mark.every_database

INVITATION = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nSUMMARY:Forum – sesi 11\r\nEND:VCALENDAR\r\n"
UNSUBSCRIBE = f"<https://x.example/off/{'0' * 120}>"
CREATED = datetime(2026, 11, 24, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r") | st.sampled_from("\n\t =."))
NAMES = st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from('=."\\'), min_size=1, max_size=80)


def test_a_message_leaves_once_with_its_own_id(queue, smtp_sink):
    mail = queue()
    assert deliver() == {MailState.SENT: 1}
    assert deliver() == {}
    assert [message["Message-ID"] for message in smtp_sink.messages] == [mail.message_id]
    assert (mail.state, mail.tries, mail.claimed_until) == (MailState.SENT, 1, None)


def test_a_long_id_arrives_as_it_is_on_the_line_of_its_name(queue, smtp_sink):
    mail = queue(message_id=f"<{'9' * 60}@{'panjang.' * 8}example>")
    deliver()
    assert [message["Message-ID"] for message in smtp_sink.messages] == [mail.message_id]


def test_an_invitation_is_an_alternative_and_a_file(queue, smtp_sink):
    queue(calendar=INVITATION, headers={"From": "Forum Lintas Sektor", "List-Unsubscribe": UNSUBSCRIBE})
    deliver()
    message = smtp_sink.messages[0]
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    calendar = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "REQUEST"
    assert "Forum – sesi 11" in calendar.get_content()
    assert message["From"].addresses[0].display_name == "Forum Lintas Sektor"
    assert message["From"].addresses[0].addr_spec == "forum@selaras.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == UNSUBSCRIBE


def test_names_beyond_ascii_arrive_as_they_are(queue, smtp_sink):
    subject = "Undangan “Forum” – " + "kolaborasi é 😀 " * 15
    queue(subject=subject.strip(), text="Yth. “Narahubung” 😀\n", headers={"From": "Forum, “Lintas” é"})
    deliver()
    message = smtp_sink.messages[0]
    assert message["Subject"] == subject.strip()
    assert message["From"].addresses[0].display_name == "Forum, “Lintas” é"
    assert message.get_body(("plain",)).get_content().strip() == "Yth. “Narahubung” 😀"


def test_an_address_that_no_server_takes_is_given_up_at_once(queue, smtp_sink):
    mail = queue(recipient="é@dinas.example")
    assert deliver() == {MailState.DEAD: 1}
    assert mail.last_error


def test_a_sender_with_an_address_of_its_own_keeps_it(queue, smtp_sink):
    queue(headers={"From": "Forum Lintas Sektor <forum+token@selaras.example>"})
    deliver()
    assert smtp_sink.messages[0]["From"].addresses[0].addr_spec == "forum+token@selaras.example"


def test_stored_files_go_along(queue, smtp_sink):
    with transaction():
        stored = keep(b"%PDF-1.7", name="Notulen.pdf", media_type="application/pdf", by=None, at=datetime.now(UTC))
        file_id = str(stored.id)
    queue(attachments=[file_id])
    deliver()
    [attachment] = smtp_sink.messages[0].iter_attachments()
    assert (attachment.get_filename(), attachment.get_content()) == ("Notulen.pdf", b"%PDF-1.7")


def test_a_message_waits_until_its_time(queue, smtp_sink):
    queue(next_try_at=datetime.now(UTC) + timedelta(hours=1))
    assert deliver() == {}
    assert smtp_sink.messages == []


def test_a_server_that_refuses_for_now_is_tried_again_ever_later_and_then_given_up(queue, smtp_sink, clock):
    mail, smtp_sink.refusal = queue(), "451 Try later"
    waits = []
    while mail.state is not MailState.DEAD:
        deliver()
        waits.append(mail.next_try_at - datetime.now(UTC))
        assert deliver() == {}
        clock.move_to(mail.next_try_at)
    assert tuple(waits[:9]) == BACKOFF
    assert (mail.tries, mail.last_error) == (10, "451 Try later")


def test_a_server_that_refuses_for_good_is_believed(queue, smtp_sink):
    mail, smtp_sink.refusal = queue(), "554 Never"
    assert deliver() == {MailState.DEAD: 1}
    assert mail.last_error == "554 Never"


def test_one_refused_recipient_does_not_stop_the_others(queue, smtp_sink):
    async def refuse_one(_server, _session, envelope, address, _options):
        if address.startswith("pindah"):
            return "550 No such person"
        envelope.rcpt_tos.append(address)
        return "250 Fine"

    smtp_sink.handle_RCPT = refuse_one
    queue(), queue(recipient="pindah@dinas.example"), queue()
    assert deliver() == {MailState.SENT: 2, MailState.DEAD: 1}
    assert len(smtp_sink.messages) == 2


@pytest.mark.parametrize("headers", [{"Reply-To": "a@b\nBcc: all@c"}, {"References": "<1@b>\r\nBcc: all@c"}])
def test_a_message_that_cannot_be_built_does_not_stop_the_others(queue, smtp_sink, headers):
    broken, _good = queue(headers=headers), queue()
    deliver()
    assert len(smtp_sink.messages) == 1
    assert broken.state is MailState.DEAD
    assert "could be built" in broken.last_error


def test_an_absent_server_delays_what_was_claimed_and_is_asked_once(queue, app):
    app.extensions["settings"] = replace(app.extensions["settings"], mail_url="smtp://127.0.0.1:9")
    mails = [queue() for _ in range(3)]
    assert deliver() == {MailState.FAILED: 3}
    assert all("ConnectionRefusedError" in mail.last_error for mail in mails)


def test_an_absent_server_kills_no_message_however_long_it_is_away(queue, app, clock):
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, mail_url="smtp://127.0.0.1:9")
    mail = queue()
    for _ in range(40):
        assert deliver() == {MailState.FAILED: 1}
        assert mail.next_try_at - datetime.now(UTC) <= AWAY
        clock.shift(timedelta(days=1))
    with running_sink() as sink:
        app.extensions["settings"] = replace(settings, mail_url=sink.url)
        assert deliver() == {MailState.SENT: 1}


def test_a_mute_server_holds_nobody_up_for_long(queue, rude_server):
    server = rude_server("mute")
    queue(), queue()
    began = time.monotonic()
    assert deliver() == {MailState.FAILED: 2}
    assert time.monotonic() - began < 5
    assert server.connections == 1


@pytest.mark.parametrize("manner", ["stalls after DATA", "hangs up after DATA"])
def test_an_unanswered_message_goes_again_under_the_same_id(queue, rude_server, clock, manner):
    server = rude_server(manner)
    mail = queue()
    message_id = mail.message_id.encode()
    assert deliver() == {MailState.FAILED: 1}
    clock.move_to(mail.next_try_at)
    assert deliver() == {MailState.FAILED: 1}
    assert len(server.received) == 2
    assert all(message_id in received for received in server.received)


def test_without_a_server_a_message_is_a_file_that_never_doubles(queue, app):
    mail = queue()
    deliver()
    mail.state = MailState.WAITING
    db.session.commit()
    deliver()
    [written] = (app.extensions["settings"].data_dir / "mail").iterdir()
    assert written.name == f"{mail.created_at:%Y%m%dT%H%M%S}-{mail.id}.eml"
    assert mail.message_id.encode() in written.read_bytes()


def test_workers_at_once_send_each_message_once(queue, smtp_sink, app):
    expected = Counter({queue().recipient: 1 for _ in range(90)})
    db.session.commit()

    def work():
        with app.app_context():
            deliver()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(delivery.recipients[0] for delivery in smtp_sink.deliveries) == expected


def test_a_claim_is_respected_until_it_expires(queue, smtp_sink, clock):
    mail = queue(claimed_until=datetime.now(UTC) + timedelta(minutes=5))
    assert deliver() == {}
    clock.shift(301)
    assert deliver() == {MailState.SENT: 1}
    assert mail.state is MailState.SENT


def test_a_worker_that_is_asked_to_stop_gives_back_what_it_claimed(queue, smtp_sink):
    for _ in range(3):
        queue()
    answers = iter([False, False, True, True])
    deliver(stop=lambda: next(answers))
    assert len(smtp_sink.messages) == 1
    assert db.session.scalars(db.select(Mail).where(Mail.claimed_until.is_not(None))).all() == []


@given(text=TEXTS, name=NAMES, content=st.binary(max_size=200))
def test_any_text_and_any_file_arrive_as_they_are(text, name, content):
    mail = Outgoing(
        id=UUID(int=1),
        message_id="<1@selaras.example>",
        recipient="narahubung@dinas.example",
        subject="Notulen",
        text=text,
        html="<p>Notulen</p>",
        headers={},
        calendar=None,
        attachments=[],
        tries=0,
        next_try_at=CREATED,
        claimed_until=CREATED,
        created_at=CREATED,
    )
    raw = build(mail, sender="forum@selaras.example", attachments=[Attachment(name, "application/pdf", content)])
    assert raw == build(
        mail, sender="forum@selaras.example", attachments=[Attachment(name, "application/pdf", content)]
    )
    assert max(map(len, raw.splitlines())) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    alternatives, file = email.message_from_bytes(raw, policy=email.policy.default).iter_parts()
    received = alternatives.get_body(("plain",)).get_content()
    assert received.replace("\r\n", "\n").removesuffix("\n") == text.removesuffix("\n")
    assert (file.get_filename(), file.get_content()) == (name, content)
