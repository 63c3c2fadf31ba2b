from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.audit.queries import history
from app.mail.outbox.delivery import deliver
from app.mail.outbox.models import MailState
from tests.factories import AdministratorFactory, CoordinatorFactory, PersonFactory


def test_the_administrator_sees_what_did_not_leave_but_not_what_it_says(queue, as_user, queries):
    queue(state=MailState.SENT, recipient="sent@dinas.example")
    queue(state=MailState.DEAD, recipient="dead@dinas.example", last_error="550 No such person", text="rahasia")
    administrator = as_user(AdministratorFactory())
    with queries(at_most=5):
        words = administrator.get("outbox.index").words
    assert "dead@dinas.example" in words
    assert "550 No such person" in words
    assert "sent@dinas.example" not in words
    assert "rahasia" not in words


def test_a_filter_shows_one_state(queue, as_user):
    queue(recipient="waiting@dinas.example")
    queue(state=MailState.FAILED, recipient="failed@dinas.example")
    words = as_user(AdministratorFactory()).get("outbox.index", state="failed").words
    assert "failed@dinas.example" in words
    assert "waiting@dinas.example" not in words


def test_mail_that_came_back_has_a_filter_of_its_own_with_the_reason(queue, as_user):
    now = datetime.now(UTC)
    queue(state=MailState.SENT, recipient="hilang@dinas.example", bounced_at=now, bounce_reason="5.1.1 No such user")
    queue(recipient="waiting@dinas.example")
    administrator = as_user(AdministratorFactory())
    words = administrator.get("outbox.index").words
    assert "Kembali (1)" in words
    assert "hilang@dinas.example" not in words
    page = administrator.get("outbox.index", state="bounced")
    assert "hilang@dinas.example" in page.words
    assert "5.1.1 No such user" in page.words
    assert "waiting@dinas.example" not in page.words
    assert page.soup.select("main form[action$=retry]") == []


def test_a_stuck_message_is_sent_again_and_that_is_recorded(queue, as_user):
    mail = queue(state=MailState.DEAD, tries=10)
    as_user(AdministratorFactory()).post("outbox.retry", mail_id=mail.id)
    assert (mail.state, mail.tries) == (MailState.WAITING, 0)
    assert [entry.action for entry in history(mail)] == ["mail.retried"]


def test_a_message_that_has_left_is_not_sent_again(queue, as_user):
    mail = queue(state=MailState.SENT)
    as_user(AdministratorFactory()).post("outbox.retry", mail_id=mail.id, status=422)
    assert mail.state is MailState.SENT


def test_all_stuck_messages_are_sent_again(queue, as_user):
    mails = [queue(state=MailState.DEAD), queue(state=MailState.FAILED), queue()]
    as_user(AdministratorFactory()).post("outbox.retry_all")
    assert {mail.state for mail in mails} == {MailState.WAITING}


@pytest.mark.parametrize("factory", [CoordinatorFactory, PersonFactory])
def test_others_have_no_business_in_the_outbox(queue, as_user, factory):
    mail, visitor = queue(state=MailState.DEAD), as_user(factory())
    visitor.get("outbox.index", status=403)
    visitor.post("outbox.retry_all", status=403)
    visitor.post("outbox.retry", mail_id=mail.id, status=404)
    assert mail.state is MailState.DEAD


@pytest.fixture
def demo(app):
    """The application as a demo."""
    app.extensions["settings"] = replace(app.extensions["settings"], demo=True)
    return app


def test_the_demo_shows_what_people_would_have_received(queue, as_user, demo):
    mail = queue(
        subject="Undangan <b>", text="Jawab: https://selaras.example/answer/abc?x=1 <script>alert(1)</script>\n"
    )
    deliver()
    visitor = as_user()
    assert "Undangan <b>" in visitor.get("mailbox.index").words
    page = visitor.get("mailbox.letter", mail_id=mail.id)
    assert page.soup.find("a", href="https://selaras.example/answer/abc?x=1")
    assert page.soup.select("main script") == []
    raw = visitor.get("mailbox.raw", mail_id=mail.id)
    assert raw.mimetype == "message/rfc822"
    assert raw.headers["Content-Disposition"].startswith("attachment")


def test_the_mailbox_does_not_exist_outside_the_demo(queue, as_user):
    mail = queue()
    deliver()
    for endpoint, values in (("index", {}), ("letter", {"mail_id": mail.id}), ("raw", {"mail_id": mail.id})):
        as_user().get(f"mailbox.{endpoint}", status=404, **values)


def test_an_unknown_message_is_not_found(as_user, demo):
    as_user().get("/demo/mail/00000000-0000-0000-0000-000000000000", status=404)


def test_the_mailbox_is_read_page_by_page(queue, as_user, demo):
    for _ in range(51):
        queue(created_at=datetime.now(UTC))
    deliver()
    assert len(as_user().get("mailbox.index", page=2).soup.select("tbody tr")) == 1
