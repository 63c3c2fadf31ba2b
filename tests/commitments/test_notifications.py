"""What a person was told, and the topics of mail that are switched off on a page or by the link of a mail."""

from datetime import time, timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.models import Person
from app.audit.models import AuditRow
from app.circles.models import Seat
from app.clock import today
from app.database import db
from app.mail.notifications.models import MailChoice, MailTimes
from app.mail.outbox.models import Mail, MailState
from commitments.registry.rules import Delivery
from commitments.watching.jobs import tell
from tests.factories import PersonFactory
from tests.support.visitors import Visitor

INDEX = "notifications.index"
TIMES = {"summary_at": "07.00", "quiet_starts": "20.00", "quiet_ends": "06.00"}


def choices(**topics):
    """A form that is filled in: mail at once, but for some topics."""
    names = ("watching", "answers", "approvals", "proposals")
    return TIMES | {f"topic_{name}": topics.get(name, "at_once") for name in names}


@pytest.fixture
def watched(town, as_user, clock):
    """A commitment that a member watches, about which others write."""
    commitment = town.promised(Delivery.IN_PROGRESS)
    as_user(town.member).post("commitments.watching.watch", commitment_id=commitment.id)

    def news(text):
        clock.shift(timedelta(minutes=5))
        as_user(town.owner).post("commitments.delivery.comment", {"text": text}, commitment_id=commitment.id)
        list(tell())
        db.session.commit()
        query = select(Mail).where(Mail.kind == "commitments/watched").order_by(Mail.created_at)
        return db.session.scalars(query).all()

    return news


def off_link(mail):
    return mail.headers["List-Unsubscribe"].strip("<>").partition("//")[2].partition("/")[2]


def test_a_mail_program_switches_a_topic_off_in_one_step(town, watched, app):
    (mail,) = watched("Alat datang besok")
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = f"/{off_link(mail)}"
    assert path in mail.text
    assert path in mail.html
    stranger = Visitor(app)
    assert "Komitmen yang saya ikuti" in stranger.get(path).words
    assert db.session.scalar(select(func.count()).select_from(MailChoice)) == 0
    assert app.test_client().post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    (_told, kept) = watched("Kabar lain")
    assert (kept.state, kept.text) == (MailState.IN_APP, "")
    assert db.session.scalar(select(AuditRow.action).where(AuditRow.action == "notifications.chosen"))
    stranger.get(f"{path}x", status=404)


def test_topics_are_chosen_on_a_page_and_what_asks_cannot_be_switched_off(town, watched, as_user):
    member = as_user(town.member)
    page = member.get(INDEX)
    offered = {one["name"]: one.select_one("[selected]")["value"] for one in page.soup.select("form select")}
    assert offered["topic_watching"] == "at_once"
    assert "tidak dapat dimatikan" in page.words
    assert "Masih menunggu jawaban" in page.words
    member.post(INDEX, choices(watching="app"))
    (kept,) = watched("Kabar")
    assert kept.state is MailState.IN_APP
    assert kept.subject in member.get(INDEX).words
    member.post(INDEX, choices(watching="unknown"), status=422)
    member.post(INDEX, choices())
    assert watched("Kabar lagi")[1].state is MailState.WAITING


def test_the_page_lists_ones_own_mail_with_the_page_that_it_is_about(town, watched, as_user, clock):
    watched("Alat datang besok")
    page = as_user(town.member).get(INDEX)
    (line,) = page.soup.select("section[aria-labelledby=inbox] li")
    assert "/commitments/" in line.a["href"]
    seat = db.session.scalars(select(Seat).where(Seat.organisation_id == town.community.id)).one()
    seat.until = today() - timedelta(days=1)
    db.session.commit()
    assert "Kabar bagi yang mengikuti" in as_user(town.member).get(INDEX).words
    assert line.a.text not in as_user(town.member).get(INDEX).words
    assert "Belum ada" in as_user(PersonFactory()).get(INDEX).words
    clock.shift(timedelta(days=91))
    assert "Belum ada" in as_user(town.member).get(INDEX).words


def test_the_page_takes_the_same_few_statements_however_much_was_sent(town, watched, as_user, queries):
    watched("Satu")
    member = as_user(db.session.get_one(Person, town.member.id))
    with queries(at_most=9) as few:
        member.get(INDEX)
    for text in ("Dua", "Tiga"):
        watched(text)
    with queries(at_most=len(few)):
        member.get(INDEX)


def test_quiet_hours_are_chosen_and_those_of_the_city_are_followed(town, as_user):
    member = as_user(town.member)
    page = member.get(INDEX)
    assert page.soup.find("input", {"name": "quiet_starts"})["value"] == "20.00"
    wrong = member.post(INDEX, choices() | {"quiet_starts": "malam"}, status=422)
    assert wrong.soup.find("input", {"name": "quiet_starts"})["value"] == "malam"
    member.post(INDEX, choices() | {"quiet_days_off": "y"})
    times = db.session.scalars(select(MailTimes)).one()
    assert (times.quiet_starts, times.quiet_days_off) == (None, True)
    member.post(INDEX, choices() | {"quiet_starts": "18.30", "quiet_ends": "18.30"})
    db.session.expire_all()
    assert (times.quiet_starts, times.quiet_ends, times.quiet_days_off) == (time(18, 30), time(18, 30), False)
    assert member.get(INDEX).soup.find("input", {"name": "quiet_ends"})["value"] == "18.30"
    actions = db.session.scalars(select(AuditRow.action).where(AuditRow.action == "notifications.hours_chosen")).all()
    assert len(actions) == 2
