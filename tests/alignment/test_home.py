"""The first page of alignment: what should be talked about, the act that helps, and who is waited for."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from alignment.barriers.models import Barrier, BarrierEffect
from alignment.home import summaries, views
from alignment.home.rules import Matter, awaited, weighed
from alignment.services.models import Channel, Integration, Service, service_circles
from app.circles.models import Classification
from app.clock import today, utc_now
from app.database import db
from commitments.blockers.models import BlockerKind
from forums.agenda.models import AgendaItem
from tests.alignment.test_roles import view_of
from tests.factories import ForumFactory, PersonFactory, SeatFactory

H, R = "alignment.home", "alignment.roles"


def matter(title, weight, *, circle=None, waits=()):
    return Matter("bad", "", "flag", title, "/", "", "", "", weight, circle_id=circle, waits_for=waits)


def test_the_heaviest_matters_come_first_and_whoever_is_waited_for_most():
    found = [matter("b", 1, circle=1, waits=(8,)), matter("a", 1, waits=(9, 8)), matter("c", 5, circle=1)]
    assert [one.title for one in weighed(found)] == ["c", "a", "b"]
    assert {key: len(own) for key, own in awaited(found).items()} == {8: 2, 9: 1}
    assert next(iter(awaited(found))) == 8


@pytest.fixture
def torn(table, matrix, as_user):
    """The matrix of the table, about whose only activity its two parties differ."""
    view_of(as_user(table.partner), matrix(), table.unit)
    view_of(as_user(table.chair), matrix(), table.firm)
    return matrix()


def test_one_button_proposes_a_difference_to_the_next_session(table, torn, as_user):
    visitor = as_user(table.coordinator)
    page = visitor.get(f"{H}.index")
    button = page.soup.select_one(".needs form")
    fields = {one["name"]: one["value"] for one in button.select("input[name=session]")}
    assert "Memeriksa mutu data" in page.words
    visitor.post(button["action"], fields)
    item = db.session.scalars(select(AgendaItem).where(AgendaItem.title.contains("Memeriksa mutu"))).one()
    assert str(item.session_id) == fields["session"]
    assert "Memeriksa mutu data" in visitor.get("forums.agenda.show", session_id=item.session_id).words
    assert not visitor.get(f"{H}.index").soup.select(".needs form")  # it is on an agenda now


def test_who_was_asked_and_has_not_answered_is_waited_for(table, matrix, as_user):
    until = (utc_now() + timedelta(days=5)).date().isoformat()
    visitor = as_user(table.coordinator)
    visitor.post(f"{R}.ask", {"until": until}, role_matrix_id=matrix().id)
    view_of(as_user(table.chair), matrix(), table.firm)
    page = visitor.get(f"{H}.index", circle=table.forum.circle_id)
    assert "1 dari 2 instansi belum" in page.words
    assert table.firm.name in page.soup.select_one("section[aria-labelledby=waiting]").get_text()
    assert "1 dari 2 sudah menjawab" in page.soup.select_one("section[aria-labelledby=each]").get_text()
    as_user(PersonFactory()).get(f"{H}.index")


def test_a_chosen_forum_shows_all_of_its_own_matters_whatever_others_have(table, as_user, monkeypatch):
    monkeypatch.setattr(views, "SHOWN", 1)
    own = {"kind": BlockerKind.SYSTEM, "raised_at": utc_now(), "raised_by_id": table.coordinator.id}
    other = ForumFactory()
    for number in range(5):
        since = today() - timedelta(days=200 + number)
        db.session.add(Barrier(title=f"Hal lain {number}", circle_id=other.circle_id, since=since, **own))
    for title in ("Punya meja", "Juga punya meja"):
        since = today() - timedelta(days=150)
        db.session.add(Barrier(title=title, circle_id=table.forum.circle_id, since=since, **own))
    db.session.commit()
    visitor = as_user(table.coordinator)
    shown = visitor.get(f"{H}.index", circle=table.forum.circle_id).soup.select(".needs > li")
    assert len(shown) == 2
    assert all("unya meja" in one.text for one in shown)
    whole = visitor.get(f"{H}.index")
    assert len(whole.soup.select(".needs > li")) == 1
    assert "3 hal lagi" in whole.words


def test_nothing_of_a_secret_forum_is_shown_to_others(table, torn, as_user):
    torn.circle.classification = Classification.SECRET
    db.session.commit()
    colleague = PersonFactory(organisation=table.firm)
    for person in (colleague, PersonFactory(is_leadership=True)):
        for endpoint, status in ((f"{H}.index", 200), ("alignment.five_c.index", 404), ("alignment.voices.index", 200)):
            page = as_user(person).get(endpoint, circle=table.forum.circle_id, status=status).words
            assert table.forum.name not in page
            assert "Memeriksa mutu" not in page


def test_open_barriers_are_counted_for_those_who_may_know_of_them(table, as_user):
    own = {"kind": BlockerKind.SYSTEM, "raised_at": utc_now(), "raised_by_id": table.coordinator.id}
    hidden = ForumFactory(circle__classification=Classification.SECRET)
    service = Service(name="Izin reklame", owner_id=table.unit.id, channel=Channel.COUNTER, status=Integration.MANUAL)
    service.status_since, service.created_at, service.created_by_id = today(), utc_now(), table.coordinator.id
    db.session.add(service)
    db.session.flush()
    db.session.execute(service_circles.insert().values(service_id=service.id, circle_id=table.forum.circle_id))
    for circle_id, days in ((table.forum.circle_id, 12), (None, 30), (hidden.circle_id, 90)):
        barrier = Barrier(title="Antarmuka belum terbuka", circle_id=circle_id, **own)
        barrier.since = today() - timedelta(days=days)
        db.session.add(barrier)
        db.session.flush()
        if circle_id != table.forum.circle_id:
            db.session.add(BarrierEffect(barrier_id=barrier.id, service_id=service.id, since=barrier.since))
    db.session.commit()
    ids = [table.forum.circle_id, hidden.circle_id]
    shown = summaries.barriers(ids, table.coordinator, today())
    assert {key: (one.text, "12" in one.note) for key, one in shown.items()} == {ids[0]: ("1", True)}
    assert {key: one.text for key, one in summaries.services(ids, table.coordinator, today()).items()} == {ids[0]: "1"}
    assert summaries.services(ids, PersonFactory(), today()) == {}
    assert "12 hari" in as_user(table.partner).get(f"{H}.index").words


@pytest.mark.parametrize("endpoint", [f"{H}.index", "alignment.five_c.index", "alignment.voices.index"])
def test_no_page_asks_more_however_many_forums_there_are(endpoint, table, torn, as_user, queries):
    visitor, partner = as_user(table.coordinator), as_user(table.partner)
    propose(partner, table.next)
    with queries() as few:
        visitor.get(endpoint)
    for number in range(3):
        other = ForumFactory()
        SeatFactory(circle=other.circle)
        db.session.commit()
        visitor.post(f"{R}.begin_for_forum", slug=other.slug)
        propose(partner, table.next, title=f"Usul {number}")
    with queries(at_most=len(few)):
        page = visitor.get(endpoint)
    if endpoint != "alignment.five_c.index":
        assert len(page.soup.select("section[aria-labelledby=each] tbody tr")) == 4


def propose(visitor, session, title="Usul"):
    fields = {"title": title, "purpose": "joint_solution", "minutes": "10"}
    visitor.post("forums.agenda.propose", fields, session_id=session.id)
