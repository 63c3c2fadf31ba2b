"""Documents of agenda items: added and removed by participants, read inside the forum."""

import base64
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from app.database import db
from forums.agenda import notices
from forums.agenda.queries import in_order
from forums.minutes.models import Minutes, MinutesState
from forums.preparation.models import AgendaDocument
from tests.factories import PersonFactory, SessionFactory
from tests.factories.forums import NEXT
from tests.forums.room import room
from tests.support.mail_links import link_to
from tests.support.visitors import Visitor

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

TEXT = b"Daftar layanan yang sudah terintegrasi"


@pytest.fixture
def it(app, clock):
    made = room()
    made.agenda_item = made.item()
    return made


def add(browser, it, status=None, name="daftar.txt", content=TEXT, title=""):
    sent = {"file": (BytesIO(content), name), "title": title}
    return browser.post("forums.preparation.add", sent, agenda_item_id=it.agenda_item.id, status=status)


def only():
    return db.session.scalars(select(AgendaDocument)).one()


def test_a_participant_adds_a_document_that_the_forum_reads(it, as_user):
    add(as_user(it.member), it, title="Daftar layanan")
    found = only()
    for who in (it.partner, it.observer, it.coordinator):
        page = as_user(who).get("forums.agenda.show", session_id=it.session.id)
        assert "Daftar layanan" in page.words
        assert as_user(who).get("forums.preparation.download", agenda_document_id=found.id).data == TEXT
    as_user(PersonFactory()).get("forums.preparation.download", agenda_document_id=found.id, status=404)


@pytest.mark.parametrize(
    "name, content", [("", b""), ("kosong.txt", b""), ("jahat.exe", b"MZ"), ("palsu.pdf", b"bukan")]
)
def test_a_file_that_is_not_accepted_is_refused_beside_its_field(it, as_user, name, content):
    page = add(as_user(it.member), it, name=name, content=content, title="Judul", status=422)
    assert page.soup.select("#file-error")
    assert page.soup.find(id="title")["value"] == "Judul"


def test_a_document_is_removed_by_who_added_it_or_who_arranges_the_agenda(it, as_user):
    for who, status in (("partner", 403), ("member", 303), ("chair", 303)):
        add(as_user(it.member), it)
        found = db.session.scalars(select(AgendaDocument)).first()
        as_user(getattr(it, who)).post("forums.preparation.remove", agenda_document_id=found.id, status=status)
    assert len(db.session.scalars(select(AgendaDocument)).all()) == 1


def test_observers_add_no_documents_and_nobody_does_once_the_minutes_are_approved(it, as_user):
    add(as_user(it.observer), it, status=403)
    it.hold()
    add(as_user(it.member), it)
    db.session.add(Minutes(session=it.session, language="id", begun_at=NEXT, state=MinutesState.APPROVED))
    add(as_user(it.member), it, status=409)


def test_the_live_page_lists_the_documents_of_the_item(it, as_user, clock):
    add(as_user(it.member), it, title="Daftar layanan")
    clock.move_to(NEXT)
    it.open()
    assert "Daftar layanan" in as_user(it.partner).get("forums.live.show", session_id=it.session.id).words


def test_after_adding_a_document_on_the_live_page_one_returns_to_it(it, as_user, clock):
    clock.move_to(NEXT)
    it.open()
    taker = as_user(it.taker)
    page = taker.get("forums.live.show", session_id=it.session.id, item=it.agenda_item.id)
    href = page.soup.select_one("a[href*='/documents/new']")["href"]
    answer = taker.post(href, {"file": (BytesIO(TEXT), "daftar.txt"), "title": ""})
    assert f"/sessions/{it.session.id}/live" in answer.location


def test_pictures_are_shown_in_the_minutes_of_their_item(it, as_user):
    add(as_user(it.member), it, title="Papan tulis", name="papan.png", content=PNG)
    it.hold()
    db.session.add(Minutes(session=it.session, language="id", begun_at=NEXT))
    db.session.commit()
    page = as_user(it.taker).get("forums.minutes.show", session_id=it.session.id)
    picture = page.soup.select_one("img.picture")
    assert (picture["alt"], picture["loading"]) == ("Papan tulis", "lazy")
    shown = as_user(it.taker).get("forums.preparation.download", agenda_document_id=only().id)
    assert shown.mimetype == "image/png"


def test_a_document_is_removed_until_the_minutes_are_approved(it, as_user):
    add(as_user(it.member), it)
    it.hold()
    minutes = Minutes(session=it.session, language="id", begun_at=NEXT, state=MinutesState.APPROVED)
    db.session.add(minutes)
    db.session.commit()
    document_id = only().id
    as_user(it.chair).post("forums.preparation.remove", agenda_document_id=document_id, status=409)
    minutes.state = MinutesState.CIRCULATED
    as_user(it.chair).post("forums.preparation.remove", agenda_document_id=document_id)
    assert not db.session.scalars(select(AgendaDocument)).all()


def test_a_link_to_the_agenda_opens_its_documents(it, as_user, app):
    add(as_user(it.member), it, title="Daftar layanan")
    notices.proposed(it.agenda_item, by=it.member)
    it.facilitator.joined_at = None
    db.session.commit()
    found, path, reader = only(), link_to(it.facilitator), Visitor(app)
    assert reader.get(path).soup.find("a", string="Daftar layanan")["href"] == f"{path}/document/{found.id}"
    assert reader.get(f"{path}/document/{found.id}").data == TEXT
    reader.get(f"{path}/document/{it.agenda_item.id}", status=404)


def test_documents_follow_an_item_that_is_carried_over(it, as_user, clock):
    following = SessionFactory(forum=it.forum, starts_at=NEXT + timedelta(days=28), number=it.session.number + 1)
    add(as_user(it.member), it, title="Daftar layanan")
    clock.move_to(NEXT)
    it.open()
    as_user(it.chair).post("forums.sessions.close", session_id=it.session.id)
    assert in_order(following.id)
    assert "Daftar layanan" in as_user(it.member).get("forums.agenda.show", session_id=following.id).words


def test_an_agenda_costs_the_same_with_many_documents(it, as_user, queries):
    member = as_user(it.member)

    def cost():
        with queries(at_most=12) as seen:
            member.get("forums.agenda.show", session_id=it.session.id)
        return len(seen)

    add(member, it)
    few = cost()
    for place in range(6):
        it.agenda_item = it.item(position=place + 2)
        add(member, it)
        add(member, it)
    assert cost() == few


def test_a_program_adds_reads_and_removes_documents(it, as_program):
    member = as_program(it.member)
    path = f"/agenda-items/{it.agenda_item.id}/documents"
    made = member.ask("POST", path, status=201, data={"file": (BytesIO(TEXT), "daftar.txt")}).json
    assert (made["title"], made["size"]) == ("daftar.txt", len(TEXT))
    assert [one["id"] for one in member.get(path).json["items"]] == [made["id"]]
    member.post(f"/agenda-items/documents/{made['id']}/remove")
    assert member.get(path).json["items"] == []
