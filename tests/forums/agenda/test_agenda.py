"""Agendas through the front door: from the template, by proposals, live, and on to the next session."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.clock import utc_now
from app.database import db
from app.mail.outbox.models import Mail
from forums.agenda import actions
from forums.agenda.jobs import prepare_agendas
from forums.agenda.models import AgendaItem, ItemState, Purpose
from forums.agenda.queries import in_order
from forums.scheduling import session_actions
from forums.scheduling.models import SessionState
from tests.factories import LeadershipFactory, PersonFactory, SessionFactory
from tests.factories.forums import NEXT
from tests.forums.room import TEMPLATE, room

PROPOSAL = {
    "title": "Data sensor udara",
    "purpose": "joint_solution",
    "minutes": "15",
    "presenter": "",
    "presenter_name": "",
}


def titles(session):
    return [item.title for item in in_order(session.id)]


def states(session):
    return [item.state for item in in_order(session.id)]


def test_before_it_is_begun_an_agenda_shows_the_template(app, as_user):
    it = room(template=TEMPLATE)
    page = as_user(it.member).get("forums.agenda.show", session_id=it.session.id)
    assert "Pembukaan dan kuorum" in page.words
    assert in_order(it.session.id) == []


def test_a_proposal_waits_for_the_facilitator_and_precedes_the_closing_item(app, as_user):
    it = room(template=TEMPLATE)
    as_user(it.member).post("forums.agenda.propose", PROPOSAL, session_id=it.session.id)
    assert titles(it.session) == [
        "Pembukaan dan kuorum",
        "Tindak lanjut sesi lalu",
        "Data sensor udara",
        "Arahan dan penutup",
    ]
    item = in_order(it.session.id)[2]
    assert item.state is ItemState.PROPOSED
    assert {mail.recipient for mail in db.session.scalars(select(Mail))} == {it.facilitator.email}


def test_the_proposer_hears_what_became_of_the_item_and_why(app, as_user):
    it = room()
    as_user(it.member).post("forums.agenda.propose", PROPOSAL, session_id=it.session.id)
    (item,) = in_order(it.session.id)
    facilitator = as_user(it.facilitator)
    facilitator.post("forums.agenda.decline", {"reason": ""}, agenda_item_id=item.id, status=422)
    facilitator.post("forums.agenda.decline", {"reason": "Sudah dibahas."}, agenda_item_id=item.id)
    assert item.state is ItemState.DECLINED
    facilitator.post("forums.agenda.accept", agenda_item_id=item.id)
    assert item.state is ItemState.ACCEPTED
    facilitator.post("forums.agenda.defer", {"reason": "Waktu tidak cukup."}, agenda_item_id=item.id)
    assert item.state is ItemState.DEFERRED
    told = [mail.subject for mail in db.session.scalars(select(Mail).where(Mail.recipient == it.member.email))]
    assert sorted(told) == ["Diterima: Data sensor udara", "Ditolak: Data sensor udara", "Ditunda: Data sensor udara"]
    assert "Waktu tidak cukup." in as_user(it.member).get("forums.agenda.show", session_id=it.session.id).words


def test_who_arranges_the_agenda_adds_items_without_asking(app, as_user):
    it = room()
    presenter = f"organisation:{it.member.organisation_id}"
    as_user(it.coordinator).post(
        "forums.agenda.propose", {**PROPOSAL, "presenter": presenter}, session_id=it.session.id
    )
    (item,) = in_order(it.session.id)
    assert item.state is ItemState.ACCEPTED
    assert item.presenter_organisation_id == it.member.organisation_id
    edited = {**PROPOSAL, "title": "Judul baru", "minutes": "25", "presenter_name": "Kepala Seksi Data"}
    as_user(it.coordinator).post("forums.agenda.edit", edited, agenda_item_id=item.id)
    assert (item.title, item.minutes, item.presenter_name) == ("Judul baru", 25, "Kepala Seksi Data")
    assert item.presenter_organisation_id is None


@pytest.mark.parametrize(
    "who, status",
    [("coordinator", 303), ("chair", 303), ("taker", 303), ("member", 303), ("observer", 403), ("stranger", 404)],
)
def test_items_are_proposed_by_those_whom_the_table_names(app, as_user, who, status):
    it = room()
    it.stranger = PersonFactory()
    as_user(getattr(it, who)).post("forums.agenda.propose", PROPOSAL, session_id=it.session.id, status=status)


def test_leadership_without_a_seat_gives_directives_only(app, as_user):
    it = room()
    leader = as_user(LeadershipFactory())
    leader.post(
        "forums.agenda.propose", {**PROPOSAL, "purpose": "joint_solution"}, session_id=it.session.id, status=422
    )
    leader.post("forums.agenda.propose", {**PROPOSAL, "purpose": "directive"}, session_id=it.session.id)
    (item,) = in_order(it.session.id)
    assert item.purpose is Purpose.DIRECTIVE
    assert item.state is ItemState.PROPOSED


@pytest.mark.parametrize(
    "who, status", [("chair", 303), ("coordinator", 303), ("taker", 403), ("member", 403), ("stranger", 404)]
)
def test_items_are_answered_by_those_who_arrange_the_agenda(app, as_user, who, status):
    it = room()
    it.stranger = PersonFactory()
    item = it.item(state=ItemState.PROPOSED)
    as_user(getattr(it, who)).post("forums.agenda.accept", agenda_item_id=item.id, status=status)
    as_user(it.chair).post("forums.agenda.accept", agenda_item_id=uuid4(), status=404)


def test_items_change_places_by_two_buttons(app, as_user):
    it = room()
    for place, title in enumerate("abc", 1):
        it.item(title=title, position=place)
    chair = as_user(it.chair)
    first, _second, last = in_order(it.session.id)
    chair.post("forums.agenda.move_up", agenda_item_id=last.id)
    assert titles(it.session) == ["a", "c", "b"]
    chair.post("forums.agenda.move_down", agenda_item_id=first.id)
    assert titles(it.session) == ["c", "a", "b"]
    chair.post("forums.agenda.move_up", agenda_item_id=last.id)
    assert titles(it.session) == ["c", "a", "b"]


def test_an_agenda_that_is_longer_than_the_session_says_so(app, as_user):
    it = room()
    it.item(minutes=150)
    page = as_user(it.member).get("forums.agenda.show", session_id=it.session.id)
    assert "30 menit lebih panjang daripada sesi" in page.words


def test_live_items_keep_how_long_they_took_and_one_runs_at_a_time(app, as_user, clock):
    it = room(template=TEMPLATE)
    clock.move_to(NEXT)
    chair = as_user(it.chair)
    chair.post("forums.sessions.open_", session_id=it.session.id)
    first, second, _last = in_order(it.session.id)
    chair.post("forums.live.start", agenda_item_id=first.id)
    clock.shift(timedelta(minutes=11, seconds=30))
    chair.post("forums.live.start", agenda_item_id=second.id)
    assert (first.state, first.minutes_used) == (ItemState.DISCUSSED, 12)
    chair.post("forums.live.start", agenda_item_id=second.id, status=409)
    clock.shift(timedelta(minutes=5))
    chair.post("forums.live.finish", agenda_item_id=second.id)
    assert (second.state, second.minutes_used) == (ItemState.DISCUSSED, 5)
    chair.post("forums.live.finish", agenda_item_id=second.id, status=409)


def test_starting_an_item_opens_the_session(app, as_user, clock):
    it = room()
    clock.move_to(NEXT)
    item = it.item()
    as_user(it.taker).post("forums.live.start", agenda_item_id=item.id)
    assert it.session.opened_at == NEXT


@pytest.mark.parametrize(
    "who, status", [("chair", 303), ("taker", 303), ("member", 403), ("observer", 403), ("stranger", 404)]
)
def test_items_are_run_by_those_who_run_the_session(app, as_user, clock, who, status):
    it = room()
    it.stranger = PersonFactory()
    clock.move_to(NEXT)
    item = it.item()
    as_user(getattr(it, who)).post("forums.live.carry", agenda_item_id=item.id, status=status)


def test_what_was_not_discussed_comes_back_in_the_next_session(app, as_user, clock):
    it = room(template=TEMPLATE)
    following = SessionFactory(forum=it.forum, starts_at=NEXT + timedelta(days=28), number=it.session.number + 1)
    clock.move_to(NEXT)
    chair = as_user(it.chair)
    chair.post("forums.sessions.open_", session_id=it.session.id)
    as_user(it.facilitator).post("forums.agenda.propose", PROPOSAL, session_id=it.session.id)
    as_user(it.facilitator).post("forums.agenda.propose", {**PROPOSAL, "title": "Ditunda"}, session_id=it.session.id)
    opening, follow_up, sensors, deferred, _closing = in_order(it.session.id)
    as_user(it.facilitator).post("forums.agenda.defer", {"reason": "Nanti"}, agenda_item_id=deferred.id)
    chair.post("forums.live.start", agenda_item_id=opening.id)
    chair.post("forums.sessions.close", session_id=it.session.id)
    assert states(it.session) == [
        ItemState.DISCUSSED,
        ItemState.CARRIED,
        ItemState.CARRIED,
        ItemState.DEFERRED,
        ItemState.CARRIED,
    ]
    back = {item.title: item for item in in_order(following.id)}
    assert list(back) == [
        "Pembukaan dan kuorum",
        "Tindak lanjut sesi lalu",
        "Data sensor udara",
        "Ditunda",
        "Arahan dan penutup",
    ]
    assert back["Data sensor udara"].state is ItemState.ACCEPTED
    assert back["Data sensor udara"].carried_from_id == sensors.id
    assert back["Tindak lanjut sesi lalu"].carried_from_id == follow_up.id
    assert back["Pembukaan dan kuorum"].carried_from_id is None
    assert back["Ditunda"].state is ItemState.PROPOSED
    page = as_user(it.member).get("forums.agenda.show", session_id=following.id)
    assert f"dibawa dari Sesi {it.session.number}" in page.words


def test_the_morning_job_prepares_two_weeks_once_and_brings_back_what_fell_out(app, clock):
    it = room(template=TEMPLATE)
    far = SessionFactory(forum=it.forum, starts_at=NEXT + timedelta(days=28), number=it.session.number + 1)
    prepare_agendas()
    db.session.commit()
    assert len(titles(it.session)) == 3
    assert titles(far) == []
    prepare_agendas()
    db.session.commit()
    assert len(titles(it.session)) == 3
    it.item(title="Khusus", position=9)
    it.session.state = SessionState.CANCELLED
    clock.move_to(NEXT + timedelta(days=20))
    prepare_agendas()
    prepare_agendas()
    db.session.commit()
    assert titles(far) == ["Pembukaan dan kuorum", "Tindak lanjut sesi lalu", "Khusus", "Arahan dan penutup"]


def test_the_agenda_of_a_session_that_is_over_stands(app, as_user):
    it = room()
    item = it.item()
    it.hold()
    chair = as_user(it.chair)
    chair.post("forums.agenda.propose", PROPOSAL, session_id=it.session.id, status=409)
    chair.post("forums.agenda.defer", {"reason": "Nanti"}, agenda_item_id=item.id, status=409)
    chair.post("forums.live.start", agenda_item_id=item.id, status=409)
    assert item.state is ItemState.ACCEPTED


@pytest.mark.parametrize(
    "bad",
    [
        {"title": " "},
        {"minutes": "0"},
        {"minutes": "9999"},
        {"minutes": "x"},
        {"purpose": "none"},
        {"presenter": "person:x"},
    ],
)
def test_a_refused_proposal_keeps_what_was_typed(app, as_user, bad):
    it = room()
    sent = {**PROPOSAL, "presenter_name": "Kepala Seksi", **bad}
    page = as_user(it.member).post("forums.agenda.propose", sent, session_id=it.session.id, status=422)
    assert page.soup.find(id="presenter_name")["value"] == "Kepala Seksi"
    assert in_order(it.session.id) == []


def test_an_agenda_costs_the_same_queries_with_many_items(app, as_user, queries):
    it = room()
    chair = as_user(it.chair)

    def cost():
        with queries(at_most=10) as seen:
            chair.get("forums.agenda.show", session_id=it.session.id)
        return len(seen)

    it.item()
    few = cost()
    for place in range(30):
        it.item(position=place, proposed_by_id=PersonFactory().id)
    assert cost() == few


def test_an_agenda_is_prepared_once_even_when_asked_twice(app):
    it = room(template=TEMPLATE)
    for _time in range(2):
        actions.prepare(it.session, at=utc_now())
        db.session.commit()
    assert len(db.session.scalars(select(AgendaItem)).all()) == 3


@pytest.mark.parametrize("days, begun", [(0, True), (13, True), (15, False)])
def test_a_session_added_for_the_next_days_has_the_items_of_the_template(app, clock, days, begun):
    it = room(template=TEMPLATE)
    starts = utc_now() + timedelta(days=days, hours=1)
    made = session_actions.add(it.forum, starts_at=starts, minutes=60, by=it.coordinator, at=utc_now())
    db.session.commit()
    assert bool(titles(made)) is begun


def test_items_are_numbered_and_have_two_acts_and_a_menu(app, as_user):
    it = room()
    it.item(title="Satu")
    it.item(title="Usulan", position=2, state=ItemState.PROPOSED)
    it.item(title="Dua", position=3)
    rows = as_user(it.chair).get("forums.agenda.show", session_id=it.session.id).soup.select("li.agenda-item")
    assert [row.strong.get_text() for row in rows] == ["1. Satu", "Usulan", "2. Dua"]
    for row in rows:
        assert len(row.select(".gap-2 > a, .gap-2 > form")) <= 2
        assert row.select_one("details.menu summary").get_text(" ", strip=True).startswith("Lainnya")
    assert [bool(row.select(".state")) for row in rows] == [False, True, False]
