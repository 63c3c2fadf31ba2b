"""How far a mail got, and why it came back."""

from datetime import UTC, datetime

import pytest

from app.mail.outbox.models import MailState
from app.mail.outbox.rules import Cause, Progress, cause, progress

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
NEVER = {"bounced_at": None, "opened_at": None, "disowned_at": None}


@pytest.mark.parametrize("state", MailState)
def test_every_state_of_delivery_has_a_progress(state):
    assert isinstance(progress(state.value, **NEVER), Progress)


@pytest.mark.parametrize(
    "happened, shown",
    [
        ({}, Progress.SENT),
        ({"opened_at": AT}, Progress.OPENED),
        ({"opened_at": AT, "disowned_at": AT}, Progress.DISOWNED),
        ({"opened_at": AT, "bounced_at": AT}, Progress.BOUNCED),
    ],
)
def test_what_happened_after_a_mail_was_sent_counts_more(happened, shown):
    assert progress("sent", **{**NEVER, **happened}) is shown


@pytest.mark.parametrize(
    "reason, expected",
    [
        ("5.1.1 550 User unknown", Cause.NO_ADDRESS),
        ("5.1.10", Cause.NO_ADDRESS),
        ("5.2.2 Mailbox full", Cause.FULL),
        ("5.2.1 Disabled", Cause.OTHER),
        ("5.7.1 Spam", Cause.REFUSED),
        ("4.4.7 Expired", Cause.OTHER),
        ("550 User unknown", Cause.OTHER),
        ("", Cause.OTHER),
    ],
)
def test_the_status_code_says_why_a_mail_came_back(reason, expected):
    assert cause(reason) is expected
