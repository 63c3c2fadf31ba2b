"""Seven parties decide between sessions: four by mail link on a phone, one late, one against, with dissent."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from app.accounts.models import Person
from app.clock import utc_now
from app.database import db
from app.mail.outbox.models import Mail
from commitments.registry.models import Commitment
from forums.circular.jobs import close_circulars
from forums.circular.models import Circular, CircularState, CircularVote
from forums.decisions.models import Decision
from forums.review.models import Source
from forums.scheduling.models import DecisionRule, ForumRole
from tests.browser.test_by_link import Phone, code_to, link_to
from tests.factories import (
    CoordinatorFactory,
    ForumFactory,
    OrganisationFactory,
    ParticipantFactory,
    PersonFactory,
    SeatFactory,
    SessionFactory,
)
from tests.factories.forums import NEXT

pytestmark = pytest.mark.one_database

DISSENT = "Risikonya belum dihitung."


@pytest.fixture
def it(app, clock, pages, axe):
    """A forum that decides by vote, with seven parties; those of `linked` have no account."""
    forum = ForumFactory(name="Forum Perizinan", decision_rule=DecisionRule.VOTE)
    people = []
    for number in range(1, 8):
        organisation = OrganisationFactory(name=f"Instansi {number}", short_name=f"In {number}")
        seat = SeatFactory(circle=forum.circle, organisation=organisation, position=number)
        people.append(PersonFactory(organisation=organisation, name=f"Kepala {number}"))
        role = ForumRole.CHAIR if number == 1 else ForumRole.MEMBER
        ParticipantFactory(forum=forum, person=people[-1], seat=seat, role=role)
    for person in people[1:6]:
        person.joined_at = None
    SessionFactory(forum=forum, starts_at=NEXT + timedelta(days=32), number=12)
    coordinator = CoordinatorFactory(organisation=people[0].organisation)
    db.session.commit()
    made = SimpleNamespace(forum=forum, slug=forum.slug, people=people, coordinator=coordinator, clock=clock)
    made.phone = lambda: Phone(pages(width=360, height=780), axe)
    made.desk = lambda person, **size: Phone(pages(person, **size), axe)
    return made


def submit(phone):
    phone.press("main form.form .btn-primary")


def drafted_and_circulated(it):
    desk = it.desk(it.coordinator)
    desk.open(f"/forums/{it.slug}/circulars/new")
    for name, text in {
        "title": "Foto lokasi sebagai pengganti kunjungan",
        "text": "Foto lokasi diterima sebagai pengganti kunjungan.",
        "why": "Uji coba mulai Senin.",
    }.items():
        desk.page.locator(f"[name={name}]").fill(text)
    submit(desk)
    assert "Tersimpan sebagai rancangan" in desk.words
    desk.press("a[href$='/circulate']")
    submit(desk)
    assert "Beredar" in desk.words
    db.session.expire_all()
    circular = db.session.scalars(select(Circular)).one()
    assert circular.state is CircularState.CIRCULATING
    db.session.commit()
    return desk


def vote(phone, choice, field="", words=""):
    """Choose a vote with its words, and send it."""
    phone.page.locator(f".ballot input[value={choice}]").check()
    if field:
        phone.page.locator(f".ballot [name={field}]").fill(words)
    submit(phone)


def vote_by_link(it, person, choice, **words):
    phone = it.phone()
    phone.open(link_to(person))
    vote(phone, choice, **words)
    phone.enter(code_to(person))
    assert "Suara Anda tercatat" in phone.words
    return phone


def test_seven_parties_adopt_a_decision_that_becomes_a_commitment(it):
    desk = drafted_and_circulated(it)
    _chair, second, third, fourth, fifth, late, by_page = it.people
    vote_by_link(it, second, "agree")
    vote_by_link(it, third, "agree_with_note", field="note", words="Foto disimpan satu tahun.")
    vote_by_link(it, fourth, "agree")
    phone = vote_by_link(it, fifth, "disagree", field="reason", words=DISSENT)
    own = it.desk(by_page, width=360)
    own.open("/")
    own.press("a[href$='/vote']")
    vote(own, "agree")
    assert DISSENT in own.words
    desk.press("details.menu:has(a[href$='/record-vote']) summary")
    desk.press("a[href$='/record-vote']")
    desk.page.locator("select[name=seat]").select_option(label="Instansi 1")
    desk.page.locator("input[name=choice][value=abstain]").check()
    desk.page.locator("select[name=source]").select_option(Source.LETTER.value)
    desk.page.locator("input[name=evidence]").fill("12/2026")
    submit(desk)
    assert "6 dari 7" in desk.words
    path = link_to(late)
    db.session.commit()
    it.clock.move_to(db.session.scalars(select(Circular.ends_at)).one() + timedelta(seconds=30))
    db.session.commit()
    too_late = it.phone()
    too_late.open(path)
    assert "Waktu bersuara sudah berakhir" in too_late.words
    assert too_late.page.locator(".ballot").count() == 0
    it.clock.shift(timedelta(minutes=5))
    list(close_circulars())
    db.session.commit()
    decision = db.session.scalars(select(Decision)).one()
    assert (decision.votes_for, decision.votes_against, decision.abstentions) == (4, 1, 1)
    assert len(db.session.scalars(select(CircularVote)).all()) == 6
    code, decision_id, today = decision.code, decision.id, utc_now()
    db.session.commit()
    phone.open(link_to(fifth))
    assert code in phone.words
    desk.open(f"/decisions/{decision_id}")
    assert DISSENT in desk.words
    assert "Foto disimpan satu tahun." in desk.words
    becomes_a_commitment(it, desk, decision_id, today)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_organiser_sees_what_a_party_sees_and_reminds_one(it, width):
    drafted_and_circulated(it)
    desk = it.desk(it.coordinator, width=width)
    desk.open("/circulars")
    desk.press("main td a, main th a")
    desk.press("details.menu:has(a[href$='/as-recipient']) summary")
    desk.press("a[href$='/as-recipient']")
    assert "Beginilah tampilan" in desk.words
    assert desk.page.locator(".ballot input:enabled").count() == 0
    desk.press("main .does a")
    desk.press("tr:has-text('Instansi 3') button")
    assert "1 pihak diingatkan" in desk.words
    third = it.people[2].id
    reminded = select(Mail.recipient).where(Mail.kind == "forums/circular/reminded")
    db.session.expire_all()
    assert db.session.scalars(reminded).all() == [db.session.get(Person, third).email]
    db.session.commit()


def becomes_a_commitment(it, desk, decision_id, today):
    desk.open(f"/decisions/{decision_id}/commitments/new")
    desk.page.locator("[name=criteria]").fill("Petunjuk terbit.")
    for name, label in {"responsible": "Instansi 2", "verifier": "Instansi 3"}.items():
        desk.page.locator(f"select[name={name}]").select_option(label=label)
    desk.page.locator("[name=due]").fill((today + timedelta(days=30)).strftime("%d/%m/%Y"))
    submit(desk)
    db.session.expire_all()
    assert db.session.scalars(select(Commitment)).one().title
