"""A forum changes: charter, seats, place, schedule; what is past stays as it was."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.circles.models import Classification, Seat, Steward
from app.clock import utc_now
from app.database import db
from app.database.transactions import transaction
from app.mail.outbox.models import Mail
from forums.scheduling.jobs import fill
from forums.scheduling.models import Forum, ForumRole, Participant, Series, Session, SessionState
from tests.factories import CoordinatorFactory, PersonFactory
from tests.forums.changes.confirming import confirmed

EDITED = "forums.scheduling.edit"


@pytest.fixture
def coordinator(as_user, clock):
    return as_user(CoordinatorFactory())


@pytest.fixture
def people(app):
    return PersonFactory(), PersonFactory(), PersonFactory()


@pytest.fixture
def forum(coordinator, people, forum_form) -> Forum:
    chair, partner, _other = people
    coordinator.post("forums.scheduling.create", forum_form((chair, "chair"), (partner, "member")))
    return db.session.scalars(select(Forum)).one()


@pytest.fixture
def edited(forum, forum_form):
    """The form of the forum as its page holds it."""

    def form(*places, **answers):
        fields = forum_form(*places, version=str(forum.version), **answers)
        schedule = ("repeat", "position", "weekday", "time", "first_day")
        return {name: value for name, value in fields.items() if name not in schedule or name in answers}

    return form


def sessions() -> list[Session]:
    return list(db.session.scalars(select(Session).order_by(Session.number)))


def test_the_form_opens_with_what_the_forum_has(coordinator, forum):
    page = coordinator.get(EDITED, slug=forum.slug)
    assert page.soup.find(id="name")["value"] == forum.name
    assert page.soup.select_one("[name=classification][checked]")["value"] == "internal"
    assert {box["value"] for box in page.soup.select("[name=quorum_sectors][checked]")} == {"government", "private"}
    assert len(page.soup.select("[name$=-person]")) == 2
    assert page.soup.find(id="first_day") is None


def test_changing_the_place_moves_the_sessions_to_come_along(coordinator, forum, people, edited, clock):
    clock.move_to(datetime(2026, 12, 1, tzinfo=UTC))
    own = sessions()[4]
    own.place = "Perpustakaan"
    form = edited((people[0], "chair"), (people[1], "member"), place="Gedung Baru", classification="public")
    coordinator.post(EDITED, form, slug=forum.slug)
    places = [session.place for session in sessions()]
    assert places[0] == "Balai Kota"
    assert places[4] == "Perpustakaan"
    assert set(places) - {places[0], places[4]} == {"Gedung Baru"}
    assert forum.circle.classification is Classification.PUBLIC


def test_a_new_chair_presides_over_the_sessions_to_come(coordinator, forum, people, edited):
    chair, partner, other = people
    sessions()[2].presider_id = other.id
    coordinator.post(EDITED, edited((partner, "chair"), (chair, "member")), slug=forum.slug)
    presiders = [session.presider_id for session in sessions()]
    assert presiders[2] == other.id
    assert set(presiders[:2] + presiders[3:]) == {partner.id}
    stewards = db.session.scalars(select(Steward)).all()
    assert [(one.person_id, one.role.value) for one in stewards] == [(partner.id, "chair")]


def test_who_leaves_loses_access_at_once_and_stays_on_record(coordinator, as_user, forum, people, edited, clock):
    chair, partner, _other = people
    clock.shift(timedelta(days=2))
    as_user(partner).get("forums.scheduling.show", slug=forum.slug)
    coordinator.post(EDITED, edited((chair, "chair")), slug=forum.slug)
    as_user(partner).get("forums.scheduling.show", slug=forum.slug, status=404)
    gone = db.session.scalars(select(Participant).where(Participant.person_id == partner.id)).one()
    assert gone.left_at == utc_now()
    seat = db.session.get(Seat, gone.seat_id)
    assert seat.until == date(2026, 11, 25)
    coordinator.post(EDITED, edited((chair, "chair"), (partner, "observer")), slug=forum.slug)
    as_user(partner).get("forums.scheduling.show", slug=forum.slug)
    rows = db.session.scalars(select(Participant).where(Participant.person_id == partner.id)).all()
    assert {row.role for row in rows} == {ForumRole.MEMBER, ForumRole.OBSERVER}


def test_who_joins_is_told_once(coordinator, forum, people, edited):
    chair, partner, other = people
    coordinator.post(EDITED, edited((chair, "chair"), (partner, "member"), (other, "member")), slug=forum.slug)
    coordinator.post(EDITED, edited((chair, "chair"), (partner, "member"), (other, "member")), slug=forum.slug)
    told = db.session.scalars(select(Mail).where(Mail.kind == "forums/scheduling/joined")).all()
    assert sorted(mail.person_id for mail in told) == sorted(person.id for person in people)
    mail = next(mail for mail in told if mail.person_id == other.id)
    assert mail.subject == f"Anda terdaftar sebagai peserta {forum.name}"
    assert "/by-link/" in mail.text


def test_the_second_of_two_writers_is_told_and_loses_nothing(coordinator, as_user, forum, people, edited):
    chair, partner, _other = people
    rows = [(chair, "chair"), (partner, "member")]
    mine = edited(*rows, goal="Tujuan saya")
    as_user(chair).post(EDITED, edited(*rows, goal="Tujuan lain"), slug=forum.slug)
    page = coordinator.post(EDITED, mine, slug=forum.slug, status=409)
    assert chair.name in page.soup.select_one(".errors").get_text()
    assert page.soup.find(id="goal").get_text().strip() == "Tujuan saya"
    assert forum.goal == "Tujuan lain"
    again = {**mine, "version": page.soup.find(id="version")["value"]}
    coordinator.post(EDITED, again, slug=forum.slug)
    assert forum.goal == "Tujuan saya"


def test_a_refused_change_changes_nothing(coordinator, forum, people, edited):
    page = coordinator.post(EDITED, edited((people[0], "member"), place="Lain"), slug=forum.slug, status=422)
    assert "Pilih satu pimpinan rapat" in page.words
    assert forum.place == "Balai Kota"
    assert len(db.session.scalars(select(Participant).where(Participant.left_at.is_(None))).all()) == 2


def test_a_schedule_ends_with_its_last_slot_and_what_follows_is_cancelled(coordinator, forum, people, edited):
    end = "forums.scheduling.end"
    coordinator.post(end, {"last_day": "1 November 2026"}, slug=forum.slug, status=422)
    page = confirmed(coordinator, end, {"last_day": "28 Februari 2027"}, slug=forum.slug)
    assert "8 sesi dibatalkan" in page.words
    assert "sampai 25 Februari 2027" in page.words
    states = [session.state for session in sessions()]
    assert states == [SessionState.PLANNED] * 4 + [SessionState.CANCELLED] * 8
    series = db.session.scalars(select(Series)).one()
    assert "UNTIL=20270225T020000Z" in series.rule
    coordinator.get(end, slug=forum.slug, status=404)
    with transaction():
        list(fill())
    assert len(sessions()) == 12


def test_after_one_schedule_another_may_begin(coordinator, forum, people, edited):
    confirmed(coordinator, "forums.scheduling.end", {"last_day": "28 Februari 2027"}, slug=forum.slug)
    rows = [(people[0], "chair"), (people[1], "member")]
    when = {"repeat": "quarterly", "position": "first", "weekday": "saturday", "time": "08.00", "first_day": "3/4/2027"}
    coordinator.post(EDITED, edited(*rows, **when), slug=forum.slug)
    uids = {series.uid for series in db.session.scalars(select(Series))}
    assert len(uids) == 2
    new = [session.starts_at.astimezone(session.zone) for session in sessions()[12:]]
    assert [start.date() for start in new] == [date(2027, 4, 3), date(2027, 7, 3), date(2027, 10, 2)]
    assert sessions()[12].number == 13


def test_an_archived_forum_cancels_what_was_planned_and_can_be_taken_up(coordinator, forum):
    page = coordinator.get("forums.scheduling.archive", slug=forum.slug)
    assert "12 sesi" in page.words
    assert forum.archived_at is None
    coordinator.post("forums.scheduling.archive", slug=forum.slug)
    assert {session.state for session in sessions()} == {SessionState.CANCELLED}
    assert forum.name not in coordinator.get("/forums").words
    assert forum.name in coordinator.get("/forums?state=archived").words
    coordinator.post("forums.scheduling.archive", slug=forum.slug, status=422)
    coordinator.post("forums.scheduling.take_up", slug=forum.slug)
    assert forum.name in coordinator.get("/forums").words
    with transaction():
        list(fill())
    assert len(sessions()) == 12
