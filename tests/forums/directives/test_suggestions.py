"""Suggestions from outside: the public form, the answer by mail, and the page of the sender."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.sign_in.throttle import PER_FORM
from app.circles.actions import classify
from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.mail.outbox.models import Mail
from forums.agenda.actions import Draft
from forums.agenda.models import Purpose
from forums.directives import actions
from forums.directives.jobs import erase_senders
from forums.directives.models import Directive, DirectiveState
from forums.directives.queries import KEPT
from tests.factories import LeadershipFactory
from tests.forums.room import room
from tests.support.mail_links import code_to, link_to
from tests.support.visitors import Visitor

pytestmark = pytest.mark.one_database
SENT = {
    "text": "Tampilkan jam sibuk puskesmas",
    "name": "Sari",
    "organisation": "RW 05",
    "email": "sari@warga.example",
    "consent": "y",
}


@pytest.fixture
def place(app, clock):
    return room(circle__classification=Classification.PUBLIC)


def path(place) -> str:
    return f"/suggestions/{place.forum.slug}"


def suggested(place) -> Directive:
    values = {name: value for name, value in SENT.items() if name != "consent"}
    made = actions.suggest(place.forum, actions.Suggestion(language="id", **values), at=utc_now())
    db.session.commit()
    return made


def mail_to_sender(kind: str) -> list[Mail]:
    found = select(Mail).where(Mail.recipient == SENT["email"], Mail.kind == f"forums/directives/{kind}")
    return list(db.session.scalars(found.order_by(Mail.created_at)))


def own_page(mail: Mail) -> str:
    return re.search(r"http://localhost(/suggestions/own/\S+)", mail.text)[1]


def test_anybody_sends_a_suggestion_without_cookies_and_gets_a_link(place, client, as_user):
    index = client.get(f"/register?forum={place.forum.slug}")
    assert index.soup.select_one(f"a[href='{path(place)}']").get_text(strip=True) == "Sampaikan usulan kepada forum ini"
    assert client.post(path(place), data=SENT).status_code == 303
    made = db.session.scalars(select(Directive)).one()
    assert (made.state, made.answer_due.isoformat()) == (DirectiveState.OPEN, "2026-12-08")
    (mail,) = mail_to_sender("received")
    page = client.get(own_page(mail))
    assert "Menunggu jawaban" in page.words
    assert "Dijawab paling lambat 8 Desember 2026" in page.words
    told = set(db.session.scalars(select(Mail.recipient).where(Mail.kind == "forums/directives/given")))
    assert told == {place.coordinator.email, place.facilitator.email}
    assert "sari@warga.example" in as_user(place.coordinator).get("forums.directives.show", directive_id=made.id).words


def test_what_is_missing_is_said_beside_the_field_and_nothing_typed_is_lost(place, client):
    page = client.post(path(place), data=SENT | {"email": "sari", "consent": ""})
    assert page.status_code == 422
    assert page.soup.select_one("#text").get_text(strip=True) == SENT["text"]
    assert len(page.soup.select(".field.wrong")) == 2
    assert db.session.scalars(select(Directive)).all() == []


def test_the_same_suggestion_is_received_once(place, client):
    for _time in range(2):
        assert client.post(path(place), data=SENT).status_code == 303
    assert len(db.session.scalars(select(Directive)).all()) == 1
    assert len(mail_to_sender("received")) == 1


def test_programs_that_fill_in_every_field_are_answered_alike_and_ignored(place, client):
    assert client.post(path(place), data=SENT | {"website": "https://spam.example"}).status_code == 303
    assert db.session.scalars(select(Directive)).all() == []


def test_one_origin_sends_so_many_and_then_waits(place, client):
    for number in range(PER_FORM):
        assert client.post(path(place), data=SENT | {"text": f"Usulan {number}"}).status_code == 303
    assert client.post(path(place), data=SENT | {"text": "Satu lagi"}).status_code == 429


@pytest.mark.parametrize("classification", [Classification.INTERNAL, Classification.SECRET])
def test_other_forums_take_no_suggestions(app, clock, client, classification):
    place = room(circle__classification=classification)
    assert client.get(path(place)).status_code == 404
    assert client.post(path(place), data=SENT).status_code == 404


def test_the_answer_is_mailed_to_the_sender_and_shown_on_their_page(place, client, as_user):
    made = suggested(place)
    as_user(place.facilitator).post("forums.directives.reply", {"text": "Sudah kami rencanakan"}, directive_id=made.id)
    (mail,) = mail_to_sender("answered")
    assert "Sudah kami rencanakan" in mail.text
    assert "Sudah kami rencanakan" in client.get(own_page(mail)).words


def test_the_sender_sees_the_agenda_item_while_the_forum_is_public(place, client):
    made = suggested(place)
    draft = Draft(title="Jam sibuk puskesmas", purpose=Purpose.JOINT_SOLUTION, minutes=10)
    actions.take_up(made, place.session, draft, by=place.facilitator, at=utc_now())
    db.session.commit()
    link = own_page(mail_to_sender("answered")[0])
    assert "Jam sibuk puskesmas" in client.get(link).words
    classify(place.forum.circle, Classification.RESTRICTED, by=place.coordinator, at=utc_now())
    assert "Jam sibuk puskesmas" not in client.get(link).words
    actions.reply(made, text="Rahasia", by=place.facilitator, at=utc_now())
    assert len(mail_to_sender("answered")) == 1, "nothing of a restricted forum is mailed outside"


def test_a_link_that_was_changed_opens_nothing(place, client):
    suggested(place)
    link = own_page(mail_to_sender("received")[0])
    assert client.get(link.partition("?")[0][:-2]).status_code == 404


def test_participants_do_not_see_who_sent_it(place, as_user, as_program):
    made = suggested(place)
    draft = Draft(title="Jam sibuk", purpose=Purpose.JOINT_SOLUTION, minutes=10)
    actions.take_up(made, place.session, draft, by=place.facilitator, at=utc_now())
    page = as_user(place.member).get("forums.directives.show", directive_id=made.id)
    assert "Sari" not in page.words
    assert "Sari" in as_user(LeadershipFactory()).get("forums.directives.show", directive_id=made.id).words
    shown = as_program(LeadershipFactory()).get(f"/directives/{made.id}").json
    assert (shown["sender"], shown["sender_email"]) == ("Sari, RW 05", None)


def test_the_sender_is_erased_a_year_after_the_answer_and_the_text_stays(place, client, clock):
    made = suggested(place)
    actions.decline(made, reason="Di luar kewenangan", by=place.facilitator, at=utc_now())
    db.session.commit()
    link = own_page(mail_to_sender("received")[0])
    clock.shift(KEPT - timedelta(hours=1))
    assert list(erase_senders()) == []
    clock.shift(timedelta(hours=2))
    list(erase_senders())
    db.session.commit()
    found = db.session.scalars(select(Directive)).one()
    assert (found.name, found.organisation, found.email, found.text) == ("", "", None, SENT["text"])
    assert db.session.scalars(select(Mail).where(Mail.recipient == SENT["email"])).all() == []
    assert client.get(link).status_code == 404


def test_an_unanswered_suggestion_keeps_its_sender(place, clock):
    suggested(place)
    clock.shift(KEPT * 2)
    assert list(erase_senders()) == []


def test_who_answers_by_the_link_in_the_mail_enters_a_code(place, app):
    made, reader = suggested(place), Visitor(app)
    path = link_to(place.facilitator)
    assert reader.get(path).soup.select_one(f"main a[href='{path}/reply']")
    sent = {"text": "Terima kasih"}
    reader.post(f"{path}/reply", sent, status=200)
    assert db.session.get_one(Directive, made.id).state is DirectiveState.OPEN
    reader.post(f"{path}/reply", sent | {"link_code": code_to(place.facilitator)})
    assert db.session.get_one(Directive, made.id).reply == "Terima kasih"
