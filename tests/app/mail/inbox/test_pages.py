"""The page of messages that were put aside."""

from datetime import timedelta

import pytest

from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.mail.inbox.actions import forget, receive
from app.mail.inbox.models import IncomingMail, MailStatus
from tests.factories import AdministratorFactory, CircleFactory, CoordinatorFactory, PersonFactory

TEXT = b"From: Ani <ani@contoh.example>\r\nTo: forum@selaras.example\r\nSubject: Maaf\r\n\r\nSaya tidak bisa hadir.\r\n"


@pytest.fixture
def aside(app, clock):
    """`aside(content, circle=None)` is a message that was put aside just now."""

    def arrive(content=TEXT, circle=None):
        mail = receive(content, at=utc_now())
        mail.circle_id = circle.id if circle else None
        db.session.commit()
        return mail

    return arrive


def test_what_was_put_aside_is_listed_with_its_reason_and_shown(aside, as_user):
    mail = aside()
    for person in (AdministratorFactory(), CoordinatorFactory()):
        page = as_user(person).get("inbox.index")
        assert "ani@contoh.example Maaf Seseorang menulis surel biasa, bukan menjawab undangan." in page.words
        page = as_user(person).get("inbox.show", incoming_mail_id=mail.id)
        assert "Saya tidak bisa hadir." in page.words
    as_user(PersonFactory()).get("inbox.index", status=403)
    as_user(PersonFactory()).get("inbox.show", incoming_mail_id=mail.id, status=404)


def test_a_message_is_dealt_with_once_and_can_wait_again(aside, as_user):
    mail, coordinator = aside(), CoordinatorFactory(name="Koordinator JSC")
    visitor = as_user(coordinator)
    visitor.post("inbox.settle", {"note": "x" * 301}, incoming_mail_id=mail.id, status=422)
    visitor.post("inbox.settle", {"note": "Ditelepon: Budi hadir"}, incoming_mail_id=mail.id)
    assert "Tidak ada yang menunggu" in visitor.get("inbox.index").words or mail.standing is MailStatus.HANDLED
    assert "Ditelepon: Budi hadir" in visitor.get("/settings/inbox?state=handled").words
    visitor.post("inbox.settle", {"note": ""}, incoming_mail_id=mail.id, status=422)
    visitor.post("inbox.put_back", incoming_mail_id=mail.id)
    assert db.session.get(IncomingMail, mail.id).standing is MailStatus.ASIDE
    visitor.post("inbox.put_back", incoming_mail_id=mail.id, status=422)


def test_the_message_itself_is_a_download_that_no_browser_runs(aside, as_user):
    mail = aside(TEXT.replace(b"Saya", b"<script>alert(1)</script>"))
    answer = as_user(CoordinatorFactory()).get("inbox.file", incoming_mail_id=mail.id)
    assert answer.mimetype == "message/rfc822"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{mail.id}.eml"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.data.startswith(b"From: Ani")


def test_what_is_about_a_secret_circle_stays_hidden(aside, as_user):
    mail = aside(circle=CircleFactory(classification=Classification.SECRET))
    coordinator = as_user(CoordinatorFactory())
    assert "Maaf" not in coordinator.get("inbox.index").words
    coordinator.get("inbox.show", incoming_mail_id=mail.id, status=404)
    coordinator.get("inbox.file", incoming_mail_id=mail.id, status=404)


def test_messages_are_forgotten_after_a_while_but_not_before(aside, app):
    aside()
    days = app.extensions["settings"].inbox_days
    assert forget(at=utc_now() + timedelta(days=days - 1)) == 0
    assert forget(at=utc_now() + timedelta(days=days + 1)) == 1


def test_programs_read_and_settle_them_too(aside, as_program):
    mail = aside()
    program = as_program(CoordinatorFactory())
    (listed,) = program.get("/inbox").json["items"]
    assert (listed["id"], listed["why"], listed["sender"]) == (str(mail.id), "no_calendar", "ani@contoh.example")
    assert program.post(f"/inbox/{mail.id}/settle", {"note": "Sudah"}).json["standing"] == "handled"
    assert program.get("/inbox").json["items"] == []
    assert len(program.get("/inbox", standing="handled").json["items"]) == 1
    assert program.post(f"/inbox/{mail.id}/put-back", {}).json["standing"] == "aside"


def test_the_list_takes_as_many_statements_for_many_messages_as_for_one(aside, as_user, queries):
    coordinator = CoordinatorFactory()
    for number in range(30):
        aside(TEXT + b"%d\r\n" % number)
    with queries(at_most=4):
        as_user(coordinator).get("inbox.index")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_are_accessible(aside, pages, axe, width):
    mail, coordinator = aside(), CoordinatorFactory()
    paths = ["/settings/inbox", f"/settings/inbox/{mail.id}", f"/settings/inbox/{mail.id}/apply"]
    db.session.commit()
    page = pages(coordinator, width=width)
    for path in paths:
        page.goto(path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
