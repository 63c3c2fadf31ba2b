import json

import pytest

from app.mail.outbox.models import MailState
from app.mail.outbox.transport import read_mail_url
from config import SettingsRefused


def test_deliver_says_what_became_of_each(queue, smtp_sink, app):
    queue()
    result = app.test_cli_runner().invoke(args=["outbox", "deliver"])
    assert (result.exit_code, result.stdout) == (0, "1 sent, 0 failed, 0 dead\n")


def test_deliver_fails_in_one_line_when_something_did_not_leave(queue, smtp_sink, app):
    queue()
    smtp_sink.refusal = "451 Try later"
    result = app.test_cli_runner().invoke(args=["outbox", "deliver", "--json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {"sent": 0, "failed": 1, "dead": 0}
    assert len(result.stderr.splitlines()) == 1


def test_list_shows_what_did_not_leave_and_why(queue, app):
    queue(state=MailState.SENT)
    mail = queue(state=MailState.DEAD, last_error="550 No such person")
    result = app.test_cli_runner().invoke(args=["outbox", "list", "--json"])
    [listed] = json.loads(result.stdout)
    assert (listed["recipient"], listed["state"], listed["last_error"]) == (
        mail.recipient,
        "dead",
        "550 No such person",
    )


@pytest.mark.parametrize(
    "url, expected",
    [
        ("smtp://mail.example", ("mail.example", 25, None, "offered", False)),
        ("smtp://a%40b:p%3Aw@mail.example", ("mail.example", 587, "a@b", "required", False)),
        ("smtp://u:p@127.0.0.1:2525", ("127.0.0.1", 2525, "u", "offered", False)),
        ("smtp://u:p@mail.example:25?starttls=never", ("mail.example", 25, "u", "never", False)),
        ("smtps://u:p@mail.example", ("mail.example", 465, "u", "required", True)),
    ],
)
def test_the_mail_url_says_where_and_how_safely(url, expected):
    server = read_mail_url(url)
    assert (server.host, server.port, server.user, server.starttls, server.implicit_tls) == expected


@pytest.mark.parametrize("url", ["http://x", "smtp://", "smtp://x:notaport", "smtp://x?starttls=perhaps", "mail"])
def test_an_unusable_mail_url_stops_the_start(url):
    with pytest.raises(SettingsRefused, match="MAIL_URL"):
        read_mail_url(url)
