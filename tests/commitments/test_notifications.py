"""What a person was told, and the topics of mail that are switched off on a page or by the link of a mail."""

import re
from dataclasses import asdict
from datetime import time, timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.models import Person
from app.audit.models import AuditRow
from app.calendars.models import ListedHours
from app.calendars.working_hours import WorkingHours
from app.circles.models import Seat
from app.clock import today
from app.database import db
from app.mail.notifications.models import MailChoice, MailTimes, Rhythm
from app.mail.notifications.topics import kinds_of
from app.mail.notifications.topics import topics as known_topics
from app.mail.outbox.labels import asking
from app.mail.outbox.models import Mail, MailState
from commitments.registry.rules import Delivery
from commitments.watching.jobs import tell
from tests.factories import PersonFactory
from tests.support.visitors import Visitor

INDEX, INDEX_PATH = "notifications.index", "/notifications"
TIMES = {"summary_at": "07.00", "quiet_starts": "20.00", "quiet_ends": "06.00", "language": "id"}


def choices(**topics):
    """A form that is filled in: mail at once, but for some topics."""
    return TIMES | {f"topic_{one.name}": topics.get(one.name, "at_once") for one in known_topics()}


def save(visitor, fields, **expected):
    """Open the page and send its form, filled in."""
    version = visitor.get(INDEX).soup.find("input", {"name": "version"})["value"]
    return visitor.post(INDEX, fields | {"version": version}, **expected)


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
    (row,) = db.session.scalars(select(AuditRow).where(AuditRow.action == "notifications.chosen")).all()
    assert row.details == {"via": "link"}
    stranger.get(f"{path}?lang=en")
    assert "Komitmen yang saya ikuti" in stranger.get(path).words  # in the language of the mail
    stranger.get(f"{path}x", status=404)
    db.session.get_one(Person, mail.person_id).email = "alamat-baru@kota.example"
    db.session.commit()
    stranger.get(path, status=404)  # whoever reads the former address switches nothing off


def test_topics_are_chosen_on_a_page_and_what_asks_cannot_be_switched_off(town, watched, as_user):
    member = as_user(town.member)
    page = member.get(INDEX)
    offered = {one["name"]: one.select_one("[selected]")["value"] for one in page.soup.select("form select")}
    assert offered["topic_watching"] == "at_once"
    assert "tidak dapat dimatikan" in page.words
    lasting = page.soup.select_one("section[aria-labelledby=choose] details").get_text()
    assert "Masih menunggu jawaban" in lasting
    assert "Undangan ditarik" in lasting
    assert "Ringkasan mingguan" not in lasting
    assert "Kabar bagi yang mengikuti" not in lasting
    save(member, choices(watching="app"))
    (kept,) = watched("Kabar")
    assert kept.state is MailState.IN_APP
    assert kept.subject in member.get(INDEX).words
    save(member, choices(watching="unknown"), status=422)
    save(member, choices())
    assert watched("Kabar lagi")[1].state is MailState.WAITING


def test_the_page_lists_ones_own_mail_with_the_page_that_it_is_about(town, watched, as_user, clock):
    watched("Alat datang besok")
    page = as_user(town.member).get(INDEX)
    (line,) = page.soup.select("section[aria-labelledby=inbox] .rows > li")
    assert "/commitments/" in as_user(town.member).get(line.a["href"], status=302).location
    assert "/commitments/" in as_user(town.member).get(INDEX).soup.select_one(".rows > li a")["href"]  # it is read now
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
    with queries(at_most=10) as few:
        member.get(INDEX)
    for text in ("Dua", "Tiga"):
        watched(text)
    with queries(at_most=len(few)):
        member.get(INDEX)


def test_quiet_hours_are_chosen_and_those_of_the_city_are_followed(town, as_user):
    member = as_user(town.member)
    page = member.get(INDEX)
    assert page.soup.find("input", {"name": "quiet_starts"})["value"] == "20.00"
    wrong = save(member, choices() | {"quiet_starts": "malam"}, status=422)
    assert wrong.soup.find("input", {"name": "quiet_starts"})["value"] == "malam"
    save(member, choices() | {"quiet_days_off": "y"})
    times = db.session.scalars(select(MailTimes)).one()
    assert (times.quiet_starts, times.quiet_days_off) == (None, True)
    save(member, choices() | {"quiet_starts": "18.30", "quiet_ends": "18.30"})
    db.session.expire_all()
    assert (times.quiet_starts, times.quiet_ends, times.quiet_days_off) == (time(18, 30), time(18, 30), False)
    assert member.get(INDEX).soup.find("input", {"name": "quiet_ends"})["value"] == "18.30"
    save(member, choices() | {"quiet_starts": "18.30", "quiet_ends": "18.30", "language": "en"})
    assert db.session.scalar(select(Person.language).where(Person.id == town.member.id)) == "en"
    actions = db.session.scalars(select(AuditRow.action).where(AuditRow.action == "notifications.hours_chosen")).all()
    assert len(actions) == 2


def unread(page):
    return [one.a.get_text() for one in page.soup.select("section[aria-labelledby=inbox] li.unread")]


def test_what_is_new_is_marked_as_read_one_by_one_or_all(town, watched, as_user):
    member = as_user(town.member)
    save(member, choices(watching="app"))
    mails = watched("Satu") and watched("Dua")
    page = member.get(INDEX)
    assert len(unread(page)) == 2
    assert "2 belum dibaca" in page.words
    as_user(town.owner).post("notifications.read", mail_id=mails[0].id, status=404)
    as_user(town.owner).get("notifications.show", mail_id=mails[0].id, status=404)
    assert member.post("notifications.read", {"next": f"{INDEX_PATH}?unread=1"}, mail_id=mails[0].id).location == (
        f"{INDEX_PATH}?unread=1"
    )
    assert len(unread(member.get(INDEX, unread=1))) == len(unread(member.get(INDEX))) == 1
    as_user(town.owner).post("notifications.read_all")
    assert len(unread(member.get(INDEX))) == 1
    member.post("notifications.read_all")
    page = member.get(INDEX)
    assert unread(page) == []
    assert "Semua sudah dibaca" in page.words
    assert "Tidak ada yang cocok" in member.get(INDEX, unread=1).words


def test_topics_are_filters_in_the_address(town, watched, as_user):
    watched("Alat datang besok")
    member = as_user(town.member)

    def listed(**query):
        return len(member.get(INDEX, **query).soup.select("section[aria-labelledby=inbox] li:has(> div)"))

    assert (listed(topic="watching"), listed(topic="answers"), listed(topic="asking")) == (1, 0, 0)
    assert listed(topic="unknown") == listed() == 1


def test_programs_read_what_their_person_may_still_read(town, watched, as_program):
    watched("Alat datang besok")
    program = as_program(town.member)
    (item,) = program.get("/notifications", topic="watching").json["items"]
    assert (item["about_type"], item["is_unread"]) == ("Commitment", True)
    program.post(f"/notifications/{item['id']}/read", status=204)
    assert program.get("/notifications", unread="true").json["items"] == []
    as_program(town.owner).post(f"/notifications/{item['id']}/read", status=404)
    program.post("/notifications/read", status=204)
    seat = db.session.scalars(select(Seat).where(Seat.organisation_id == town.community.id)).one()
    seat.until = today() - timedelta(days=1)
    db.session.commit()
    assert program.get("/notifications", topic="watching").json["items"] == []


def test_programs_choose_for_their_person(town, as_program):
    program = as_program(town.member)
    before = program.get("/notifications/choices")
    assert before.json["quiet_starts"] == "20:00"
    program.post("/notifications/topics/watching", {"rhythm": "weekly"}, status=204)
    program.post("/notifications/topics/watching", {"rhythm": "hourly"}, status=422)
    program.post("/notifications/topics/summaries", {"rhythm": "daily"}, status=404)
    changed = program.patch("/notifications/choices", {"summary_at": "08:15"})
    assert (changed.json["summary_at"], changed.json["topics"]) == ("08:15", {"watching": "weekly"})
    program.post("/notifications/topics/watching", {"rhythm": "at_once"}, status=204)
    assert program.get("/notifications/choices").json["topics"] == {}


def test_the_link_of_a_mail_offers_a_daily_summary(town, watched, app):
    (mail,) = watched("Alat datang besok")
    stranger = Visitor(app)
    assert "Sekali sehari" in stranger.get(f"/{off_link(mail)}").words
    app.test_client().post(f"/{off_link(mail)}", data={"rhythm": "daily"})
    assert db.session.scalar(select(MailChoice.rhythm)) is Rhythm.DAILY
    off = stranger.post(f"/{off_link(mail)}", {"List-Unsubscribe": "One-Click"}, status=200)
    assert db.session.scalars(select(MailChoice.rhythm)).all() == [Rhythm.APP]
    back = off.soup.find("button", {"name": "rhythm"})
    assert "dikirim segera" in stranger.post(f"/{off_link(mail)}", {"rhythm": back["value"]}, status=200).words
    assert db.session.scalars(select(MailChoice)).all() == []


def test_saving_what_is_shown_changes_nothing(town, as_user):
    save(as_user(town.member), choices())
    assert db.session.scalars(select(MailTimes)).all() == []
    assert db.session.scalars(select(AuditRow).where(AuditRow.action.startswith("notifications"))).all() == []


def test_what_a_link_switched_off_meanwhile_stays_off(town, watched, as_user, as_program, app):
    (mail,) = watched("Alat datang besok")
    member, program = as_user(town.member), as_program(town.member)
    version = member.get(INDEX).soup.find("input", {"name": "version"})["value"]
    tag = program.get("/notifications/choices").headers["ETag"]
    app.test_client().post(f"/{off_link(mail)}", data={"List-Unsubscribe": "One-Click"})
    member.post(INDEX, choices() | {"version": version}, status=409)
    program.patch("/notifications/choices", {"summary_at": "08:15"}, match=tag, status=412)
    assert db.session.scalars(select(MailChoice.rhythm)).all() == [Rhythm.APP]
    tag = program.get("/notifications/choices").headers["ETag"]
    program.patch("/notifications/choices", {"summary_at": "08:15"}, match=tag)
    program.patch("/notifications/choices", {"summary_at": "09:15"}, match=tag, status=412)


def test_summaries_are_not_sent_in_quiet_hours(town, as_user):
    member = as_user(town.member)
    refused = save(member, choices() | {"summary_at": "05.30"}, status=422)
    assert "di dalam jam tenang" in refused.words
    save(member, choices() | {"summary_at": "pagi"}, status=422)
    save(member, choices() | {"summary_at": "05.30", "quiet_starts": "18.30", "quiet_ends": "18.30"})


def test_times_that_are_as_they_were_do_not_keep_other_choices_from_being_saved(town, as_user):
    member = as_user(town.member)
    hours = asdict(WorkingHours()) | {"quiet_starts": time(20), "quiet_ends": time(8)}
    db.session.add(ListedHours(**hours))  # the city changed its own
    db.session.commit()
    fields = {"quiet_starts": "20.00", "quiet_ends": "08.00"}
    save(member, choices(watching="daily") | fields)
    assert db.session.scalars(select(MailChoice.topic)).all() == ["watching"]
    refused = save(member, choices() | fields | {"summary_at": "07.30"}, status=422)
    assert "di dalam jam tenang" in refused.words
    save(member, choices() | fields | {"quiet_ends": "08.30"}, status=422)
    save(member, choices() | fields | {"summary_at": "08.30"})


def test_no_topic_holds_mail_that_asks_for_something_and_the_page_names_what_always_comes(town, as_user):
    for topic in known_topics():
        assert not set(kinds_of(topic.name)) & set(asking()), topic.name
    page = as_user(town.member).get(INDEX)
    lasting = page.soup.select_one("section[aria-labelledby=choose] details").get_text()
    assert "Bahan rapat" in lasting
    for label in ("Disebut dalam catatan", "Register tindak lanjut", "Rangkuman untuk dibaca"):
        assert label not in lasting
    english = as_user(town.member).get(f"{INDEX_PATH}?lang=en").words
    for words in ("Remarks that mention me", "Digests", "Registers that I uploaded", "Outcome of circular decisions"):
        assert words in english


def test_a_mention_is_kept_in_the_app_while_what_asks_still_comes(town, as_user):
    commitment = town.promised(Delivery.IN_PROGRESS)
    save(as_user(town.owner), choices(mentions="app"))
    typed = {"text": "Mohon dilihat", "person": str(town.owner.id)}
    as_user(town.verifier).post("commitments.watching.mention", typed, commitment_id=commitment.id)
    (mail,) = db.session.scalars(select(Mail).where(Mail.kind == "commitments/mentioned"))
    assert (mail.state, mail.person_id) == (MailState.IN_APP, town.owner.id)
    delivered = {"commitment_id": town.promised(Delivery.SUBMITTED).id}
    as_user(town.verifier).post("commitments.verification.send_back", {"reason": "Kurang"}, **delivered)
    asked = db.session.scalars(select(Mail).where(Mail.kind == "commitments/returned")).all()
    assert town.owner.id in {mail.person_id for mail in asked}
    assert {mail.state for mail in asked} == {MailState.WAITING}


def test_what_its_person_opened_by_its_link_is_read(town, watched, app, as_user):
    (mail,) = watched("Alat datang besok")
    assert mail.is_unread
    path = re.search(r"/by-link/[^\s#]+", mail.text)[0]
    Visitor(app).get(path)
    db.session.refresh(mail)
    assert mail.is_unread, "a scanner of mail may have opened it"
    as_user(town.member).get(path, status=302)
    db.session.refresh(mail)
    assert not mail.is_unread


def test_every_page_says_how_much_news_is_unread(town, watched, as_user):
    reader, bell = as_user(town.member), "header.top a[href='/notifications']"
    before = reader.get("/commitments").soup.select_one(f"{bell} .count")
    watched("Alat datang besok")
    number = int(before.text if before else 0) + 1
    for path in ("/", "/commitments"):
        page = reader.get(path)
        assert page.soup.select_one(f"{bell} .count").text == str(number)
        assert f"Pemberitahuan, {number} belum dibaca" in page.soup.select_one("#me").get_text(" ")
    reader.post("notifications.read_all")
    assert not reader.get("/").soup.select(f"{bell} .count")
