"""Delivery reports of mail servers about messages of ours."""

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.database import db
from app.mail.inbox.messages import MessageUnreadable, parse_message
from app.mail.inbox.models import IncomingMail, MailStatus, Why
from app.mail.outbox.models import Mail, MailState
from tests.app.mail.inbox import reports
from tests.app.mail.inbox.reports import about

SAMPLES = [value for name, value in vars(reports).items() if name.isupper() and "MESSAGE_ID" in value]


@pytest.fixture
def sent(app, clock):
    """A mail that a server has accepted."""
    now = datetime.now(UTC)
    mail = Mail(
        message_id="<0c6b4b0e-0f3c-4d0e-8f38-5d4a6c1d2e3f@selaras.example>",
        recipient="penerima@dinas.example",
        language="id",
        kind="commitments/proposed",
        subject="Mohon dijawab",
        text="x",
        html="x",
        state=MailState.SENT,
        next_try_at=now,
        created_at=now,
        sent_at=now,
    )
    db.session.add(mail)
    db.session.commit()
    return mail


@pytest.fixture
def arrive(app):
    """`arrive(content)` hands a message to the command that mail servers call, and returns how it was kept."""

    def run(content):
        db.session.commit()
        result = app.test_cli_runner().invoke(args=["calendar", "receive"], input=content)
        db.session.rollback()
        assert result.exit_code == 0, result.output
        return db.session.scalars(db.select(IncomingMail).order_by(IncomingMail.received_at.desc())).first()

    return run


@pytest.mark.parametrize(
    "report, reason",
    [
        (
            reports.POSTFIX,
            "5.1.1 550 <penerima@dinas.example>: Recipient address rejected: User unknown in virtual mailbox table",
        ),
        (
            reports.UTF8,
            "5.1.1 550 <penerima@dinas.example>: Recipient address rejected: User unknown in virtual mailbox table",
        ),
        (
            reports.EXCHANGE,
            "5.1.10 550 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
        ),
        (reports.EXIM, "5.2.2 host mx.komunitas.example [192.0.2.1]: 552 Mailbox is full"),
        (reports.QMAIL, "5.1.1"),
        (
            reports.POSTFIX_EXPIRED,
            "4.4.7 550 <penerima@dinas.example>: Recipient address rejected: User unknown in virtual mailbox table",
        ),
    ],
    ids=["postfix", "utf-8", "exchange", "exim", "qmail", "expired"],
)
def test_a_report_that_a_mail_was_not_delivered_is_recorded_on_it(sent, arrive, report, reason):
    kept = arrive(about(report, sent.message_id))
    assert (kept.standing, kept.subject, kept.text, kept.content) == (MailStatus.TAKEN, "", "", None)
    assert sent.bounced_at is not None
    assert sent.bounce_reason == reason


@pytest.mark.parametrize("report", [reports.POSTFIX_DELAY, reports.EXIM_DELAY], ids=["postfix", "exim"])
def test_a_delay_is_no_failure(sent, arrive, report):
    assert arrive(about(report, sent.message_id)).standing is MailStatus.TAKEN
    assert (sent.bounced_at, sent.bounce_reason) == (None, "")


def test_a_failure_after_a_delay_is_recorded_and_the_first_reason_stays(sent, arrive):
    arrive(about(reports.EXIM_DELAY, sent.message_id))
    arrive(about(reports.QMAIL, sent.message_id))
    first = sent.bounced_at
    arrive(about(reports.POSTFIX, sent.message_id))
    assert (sent.bounced_at, sent.bounce_reason) == (first, "5.1.1")


@pytest.mark.parametrize("report", SAMPLES, ids=range(len(SAMPLES)))
def test_a_report_about_no_mail_of_ours_changes_nothing_and_is_put_aside(sent, arrive, report):
    kept = arrive(about(report, "<palsu@selaras.example>"))
    assert (kept.standing, sent.bounced_at) == (MailStatus.ASIDE, None)


def test_an_absence_notice_is_no_report(sent, arrive):
    kept = arrive(about(reports.VACATION, sent.message_id))
    assert (kept.standing, kept.why, sent.bounced_at) == (MailStatus.ASIDE, Why.AUTOMATIC, None)


def test_a_report_inside_a_forwarded_message_is_no_report(sent, arrive):
    inner = about(reports.POSTFIX, sent.message_id)
    forwarded = b"From: ani@contoh.example\r\nSubject: Fwd\r\nContent-Type: message/rfc822\r\n\r\n" + inner
    assert arrive(forwarded).standing is MailStatus.ASIDE
    assert sent.bounced_at is None


@given(st.sampled_from(SAMPLES), st.randoms(use_true_random=False))
def test_damaged_reports_are_parsed_or_refused(report, chance: random.Random):
    content = bytearray(about(report, "<x@selaras.example>"))
    for _ in range(chance.randint(1, 20)):
        place = chance.randrange(len(content))
        if chance.random() < 0.5:
            content[place] = chance.randrange(256)
        else:
            del content[place : place + chance.randrange(200)]
            content = content or bytearray(b"x")
    try:
        received = parse_message(bytes(content))
    except MessageUnreadable:
        return
    assert received.report is None or len(received.report.reason) <= 300
