"""Seats begin and end on a day, people join and leave on a day, and what was held keeps its quorum."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.circles.models import Seat, Steward
from app.clock import utc_now
from app.database import db
from app.mail.outbox.models import Mail
from app.organisations.models import Sector
from forums.attendance.models import Attendance, Presence
from forums.attendance.queries import expected, quorum_at, quorum_of
from forums.invitations import actions as invitations
from forums.invitations.links import secret
from forums.invitations.queries import active_invitations as invited
from forums.members.jobs import come_and_go
from forums.members.models import Arrival
from forums.minutes.content import content_of
from forums.minutes.models import Minutes
from forums.scheduling import session_actions
from forums.scheduling.models import Capacity, Participant, Session
from tests.factories import OrganisationFactory, PersonFactory, SessionFactory
from tests.forums.room import room
from tests.security.forms import controls

PAGE = "forums.members.index"


@pytest.fixture
def it(app, clock):
    return room()


def run_job():
    for _one in come_and_go():
        pass
    db.session.commit()


def hold(it, session=None):
    """Open and close a session with the agency and the company there."""
    session = session or it.session
    session_actions.open_(session, by=it.chair, at=session.starts_at)
    for name in ("member", "partner"):
        participant = it.participants[name]
        db.session.add(
            Attendance(
                session_id=session.id,
                seat_id=participant.seat_id,
                participant_id=participant.id,
                presence=Presence.PRESENT,
                recorded_by_id=it.taker.id,
                recorded_at=session.starts_at,
            )
        )
    session_actions.close(session, by=it.chair, at=session.ends_at)
    db.session.commit()


def measure(session):
    """The quorum as the sheet and as the band measure it; they agree."""
    session = db.session.get_one(Session, session.id, populate_existing=True)
    quorum = quorum_of(session, expected(session), session.starts_at)
    assert quorum_at(session, session.starts_at) == quorum
    return quorum.taken, quorum.seats, quorum.needed, {one.sector for one in quorum.sectors if one.required}


def seat_of(organisation):
    return db.session.scalars(select(Seat).where(Seat.organisation_id == organisation.id)).one()


def here(person):
    query = select(Participant).where(Participant.person_id == person.id, Participant.left_at.is_(None))
    return db.session.scalar(query.execution_options(populate_existing=True))


def test_a_seat_counts_from_its_first_to_its_last_day(it, as_user):
    university = OrganisationFactory(name="Universitas Kota (Contoh)", sector=Sector.ACADEMIA)
    answers = {"organisation": university.id, "since": "2026-12-01", "last_day": "2026-12-31"}
    as_user(it.coordinator).post("forums.members.add_seat", answers, slug=it.forum.slug)
    before, within, after = (
        SessionFactory(forum=it.forum, starts_at=datetime(2026, month, day, 2, tzinfo=UTC))
        for month, day in ((11, 30), (12, 31), (12, 1))
    )
    after.starts_at, after.ends_at = (datetime(2027, 1, 1, hour, tzinfo=UTC) for hour in (2, 4))
    db.session.commit()
    assert [measure(one)[1] for one in (before, within, after)] == [3, 4, 3]


def test_what_was_held_keeps_its_quorum_whatever_becomes_of_the_charter(it, as_user, clock):
    clock.move_to(it.session.ends_at)
    hold(it)
    was = measure(it.session)
    assert was == (2, 3, 2, {"private"})
    clock.shift(timedelta(days=3))
    it.forum.quorum_share, it.forum.quorum_sectors = 100, ["academia"]
    it.seats["company"].observer = True
    it.seats["community"].observer = False
    db.session.commit()
    as_user(it.coordinator).post("forums.members.end_seat", {"last_day": "2026-11-28"}, seat_id=it.seats["agency"].id)
    assert here(it.member) is None
    assert measure(it.session) == was


@pytest.mark.parametrize("last_day", ["2026-11-25", "2026-11-20"])
def test_a_seat_of_a_session_that_was_held_does_not_end_before_it(it, as_user, clock, last_day):
    clock.move_to(it.session.ends_at + timedelta(days=1))
    hold(it)
    page = as_user(it.coordinator).post(
        "forums.members.end_seat", {"last_day": last_day}, seat_id=it.seats["agency"].id, status=422
    )
    assert "tetap memakai kursinya" in page.words
    assert page.soup.find(id="last_day")["value"] == last_day


def test_a_seat_does_not_begin_before_a_session_that_was_held(it, as_user, clock):
    clock.move_to(it.session.ends_at + timedelta(days=1))
    hold(it)
    other = OrganisationFactory()
    leader = as_user(it.coordinator)
    leader.post(
        "forums.members.add_seat",
        {"organisation": other.id, "since": "2026-11-26"},
        slug=it.forum.slug,
        status=422,
    )
    leader.post("forums.members.add_seat", {"organisation": other.id, "since": "2026-11-27"}, slug=it.forum.slug)
    assert seat_of(other).since == date(2026, 11, 27)


def test_an_organisation_sits_once_at_a_time(it, as_user):
    leader, answers = as_user(it.coordinator), {"organisation": it.seats["agency"].organisation_id}
    address = {"slug": it.forum.slug}
    leader.post("forums.members.add_seat", answers | {"since": "2026-12-01"}, **address, status=422)
    leader.post("forums.members.end_seat", {"last_day": "2026-12-31"}, seat_id=it.seats["agency"].id)
    leader.post("forums.members.add_seat", answers | {"since": "2026-12-31"}, **address, status=422)
    leader.post("forums.members.add_seat", answers | {"since": "2027-01-01"}, **address)


def test_people_who_join_later_are_notified_and_read_it_from_that_day(it, as_user, clock):
    seat = it.seats["agency"]
    newcomer = PersonFactory(name="Sekretaris Dinkes", organisation=seat.organisation)
    leader = as_user(it.coordinator)
    leader.post("forums.members.enter", part(newcomer, since="2026-12-01"), seat_id=seat.id)
    assert here(newcomer) is None
    assert "Sekretaris Dinkes" in leader.get(PAGE, slug=it.forum.slug).words
    run_job()
    assert here(newcomer) is None
    clock.move_to(datetime(2026, 11, 30, 17, 30, tzinfo=UTC))  # half past midnight of 1 December, in Jakarta
    run_job()
    run_job()
    assert here(newcomer) is not None
    assert db.session.scalar(select(Arrival)) is None
    told = db.session.scalars(select(Mail).where(Mail.person_id == newcomer.id)).all()
    assert len(told) == 1


def part(person, **answers):
    given = {"person": person.id, "capacity": "own", "role": "member", "since": "2026-11-24"}
    return given | answers


def test_a_last_day_lets_them_leave_once_it_is_over_even_after_an_outage(it, as_user, clock):
    participant = it.participants["facilitator"]
    as_user(it.coordinator).post("forums.members.leave", {"last_day": "2026-11-30"}, participant_id=participant.id)
    run_job()
    assert here(it.facilitator) is not None
    clock.move_to(datetime(2026, 12, 5, tzinfo=UTC))
    run_job()
    left = db.session.get_one(Participant, participant.id, populate_existing=True)
    assert left.left_at == datetime(2026, 11, 30, 17, tzinfo=UTC)
    assert it.facilitator.id not in set(db.session.scalars(select(Steward.person_id)))


def test_a_day_that_is_past_ends_at_once(it, as_user):
    as_user(it.coordinator).post(
        "forums.members.leave", {"last_day": "2026-11-23"}, participant_id=it.participants["member"].id
    )
    assert here(it.member) is None


def test_a_forum_keeps_its_chair(it, as_user):
    leader, answers = as_user(it.coordinator), {"last_day": "2026-12-31"}
    leader.post("forums.members.leave", answers, participant_id=it.participants["chair"].id, status=422)
    leader.post("forums.members.end_seat", answers, seat_id=it.seats["secretariat"].id, status=422)


def test_members_read_the_page_and_do_not_change_it(it, as_user):
    page = as_user(it.member).get(PAGE, slug=it.forum.slug)
    assert "Dinas Kesehatan" in page.words
    assert not page.soup.select("main form[method=post]")
    as_user(it.member).get("forums.members.add_seat", slug=it.forum.slug, status=403)
    as_user(PersonFactory()).get(PAGE, slug=it.forum.slug, status=404)


def test_only_those_who_organise_open_a_mail_or_a_chat_from_the_page(it, as_user):
    it.partner.phone, it.partner.language = "0812 3456 789", "en"
    db.session.commit()
    page = as_user(it.coordinator).get(PAGE, slug=it.forum.slug).soup
    chat = page.select_one("a[href^='https://wa.me/628123456789']")
    assert "Dear%20Narahubung%20Mitra%20Solusi" in chat["href"]
    assert page.select_one(f"a[href^='mailto:{it.member.email}']")
    assert (
        not as_user(it.member)
        .get(PAGE, slug=it.forum.slug)
        .soup.select("main a[href^='mailto:'], main a[href*='wa.me']")
    )


def test_the_page_shows_any_day(it, as_user):
    leader = as_user(it.coordinator)
    leader.post("forums.members.end_seat", {"last_day": "2026-11-30"}, seat_id=it.seats["agency"].id)
    assert "Berakhir sebelumnya" not in leader.get(PAGE, slug=it.forum.slug, on="30 November 2026").words
    assert "Berakhir sebelumnya" in leader.get(PAGE, slug=it.forum.slug, on="2026-12-01").words
    assert leader.get(PAGE, slug=it.forum.slug, on="bukan tanggal").status_code == 200


class TestStandIns:
    """Alternates and acting officials."""

    @pytest.fixture
    def secretary(self, it):
        return PersonFactory(
            name="Sekretaris Dinkes", position="Sekretaris", organisation=it.seats["agency"].organisation
        )

    def acts(self, it, person, **answers):
        given = {
            "capacity": "acting",
            "place_of": it.participants["member"].id,
            "acting_as": "Kepala Dinas Kesehatan",
            "basis": "SK 12/2026",
            "last_day": "2026-12-31",
        }
        return part(person, **(given | answers))

    def enter(self, it, as_user, answers, status=None):
        where = {"seat_id": it.seats["agency"].id} | ({"status": status} if status else {})
        return as_user(it.coordinator).post("forums.members.enter", answers, **where)

    def test_an_acting_official_is_invited_in_the_place_of_the_holder(self, it, as_user, secretary, clock):
        invitations.invite(it.session, by=it.coordinator, at=utc_now())
        db.session.commit()
        assert it.member.id in {one.person_id for one in invited(it.session.id)}
        self.enter(it, as_user, self.acts(it, secretary))
        people = {one.person_id for one in invited(it.session.id)}
        assert secretary.id in people
        assert it.member.id not in people
        rows = {row.participant.person_id for row in expected(it.session) if row.participant}
        assert secretary.id in rows
        assert it.member.id not in rows

    def test_when_the_period_is_over_the_holder_is_asked_again(self, it, as_user, secretary, clock):
        later = SessionFactory(forum=it.forum, starts_at=datetime(2027, 1, 14, 2, tzinfo=UTC))
        self.enter(it, as_user, self.acts(it, secretary))
        clock.move_to(datetime(2027, 1, 2, tzinfo=UTC))
        run_job()
        invitations.invite(later, by=it.coordinator, at=utc_now())
        db.session.commit()
        people = {one.person_id for one in invited(later.id)}
        assert it.member.id in people
        assert secretary.id not in people

    def test_pages_and_minutes_say_the_office_and_its_basis(self, it, as_user, secretary):
        self.enter(it, as_user, self.acts(it, secretary))
        said = "Plt. Kepala Dinas Kesehatan, berdasarkan SK 12/2026"
        assert said in as_user(it.member).get("forums.attendance.show", session_id=it.session.id).words
        assert said in as_user(it.member).get("forums.scheduling.show", slug=it.forum.slug).words
        minutes = Minutes(session_id=it.session.id, language="id", begun_at=utc_now())
        db.session.add(minutes)
        db.session.commit()
        session = db.session.get_one(Session, it.session.id)
        _loaded = session.presider, session.minute_taker
        rows = content_of(minutes, session)["attendance"]
        assert said in {row["position"] for row in rows}

    @pytest.mark.parametrize(
        "missing, words",
        [
            ({"basis": ""}, "Tulis keputusan atau surat"),
            ({"last_day": ""}, "Tulis hari terakhir"),
            ({"acting_as": ""}, "Tulis jabatan"),
            ({"place_of": ""}, "Pilih pejabat yang digantikan"),
            ({"last_day": "2026-11-01"}, "sebelum hari pertama"),
        ],
    )
    def test_an_acting_official_has_a_basis_an_office_and_a_period(self, it, as_user, secretary, missing, words):
        page = self.enter(it, as_user, self.acts(it, secretary, **missing), status=422)
        assert words in page.words
        assert here(secretary) is None

    def test_an_alternate_is_not_invited_and_reads_the_forum(self, it, as_user, secretary):
        self.enter(it, as_user, part(secretary, capacity="alternate", basis="Surat 8/2026"))
        invitations.invite(it.session, by=it.coordinator, at=utc_now())
        db.session.commit()
        assert secretary.id not in {one.person_id for one in invited(it.session.id)}
        assert secretary.id not in {row.participant.person_id for row in expected(it.session) if row.participant}
        words = as_user(secretary).get("forums.scheduling.show", slug=it.forum.slug).words
        assert "Sekretaris, pengganti tetap, berdasarkan Surat 8/2026" in words

    def test_passing_on_offers_the_alternate_and_names_the_office(self, it, as_user, secretary):
        self.enter(it, as_user, part(secretary, capacity="alternate", basis="Surat 8/2026"))
        invitations.invite(it.session, by=it.coordinator, at=utc_now())
        db.session.commit()
        token = secret(next(one for one in invited(it.session.id) if one.person_id == it.member.id))
        page = as_user().get("forums.answers.forward", token=token)
        assert page.soup.find(id="email")["value"] == secretary.email
        answers = {"name": secretary.name, "position": "", "email": secretary.email}
        as_user().post("forums.answers.forward", answers, token=token)
        listed = as_user(it.coordinator).get("forums.invitations.show", session_id=it.session.id).words
        assert "Sekretaris Dinkes, Sekretaris, pengganti tetap, berdasarkan Surat 8/2026" in listed

    def test_a_guest_becomes_the_participant_of_the_seat_on_the_coordinators_say(self, it, as_user):
        invitations.invite(it.session, by=it.coordinator, at=utc_now())
        db.session.commit()
        token = secret(next(one for one in invited(it.session.id) if one.person_id == it.member.id))
        answers = {"name": "Ibu Baru", "position": "Analis", "email": "baru@dinkes.example"}
        as_user().post("forums.answers.forward", answers, token=token)
        leader = as_user(it.coordinator)
        page = leader.get("forums.invitations.show", session_id=it.session.id)
        link = page.soup.find("a", href=lambda href: href and "participants/add?person=" in href)["href"]
        chosen = leader.get(link).soup.select_one("#person option[selected]")
        assert chosen.text.startswith("Ibu Baru")
        leader.post(link, {"person": chosen["value"], "capacity": "own", "role": "member", "since": "2026-11-24"})
        found = next(one for one in invited(it.session.id) if str(one.person_id) == chosen["value"])
        assert found.guest_of_id is None

    def test_the_charter_form_leaves_them_and_seats_without_people_alone(self, it, as_user, secretary):
        self.enter(it, as_user, part(secretary, capacity="alternate", basis="Surat 8/2026"))
        empty = OrganisationFactory()
        leader = as_user(it.coordinator)
        leader.post("forums.members.add_seat", {"organisation": empty.id, "since": "2026-11-24"}, slug=it.forum.slug)
        form = leader.get("forums.scheduling.edit", slug=it.forum.slug).soup
        people = [one["value"] for one in form.select("[name$=-person] option[selected]")]
        assert str(secretary.id) not in people
        for button in form.select("main form button[name]"):
            button.decompose()
        leader.post("forums.scheduling.edit", controls(form.select_one("main form"))[0], slug=it.forum.slug)
        assert here(secretary).capacity is Capacity.ALTERNATE
        assert seat_of(empty).until is None


def test_programs_do_the_same(it, as_program):
    program = as_program(it.coordinator)
    person = PersonFactory(organisation=it.seats["agency"].organisation)
    made = program.post(
        f"/forums/{it.forum.slug}/seats",
        {"organisation": str(OrganisationFactory().id), "since": "2026-12-01"},
        status=201,
    )
    assert made.json["since"] == "2026-12-01"
    program.post(
        f"/seats/{it.seats['agency'].id}/participants",
        {"person": str(person.id), "since": "2026-12-01", "role": "member"},
    )
    coming = program.get(f"/forums/{it.forum.slug}/arrivals").json["items"]
    assert [one["person"]["id"] for one in coming] == [str(person.id)]
    program.post(f"/arrivals/{coming[0]['id']}/take-back", {})
    program.post(f"/participants/{it.participants['member'].id}/leave", {"last_day": "2026-12-31"})
    people = program.get(f"/forums/{it.forum.slug}/participants").json["items"]
    assert "2026-12-31" in {one["last_day"] for one in people}
    assert len(program.get(f"/forums/{it.forum.slug}/all-seats").json["items"]) == 5
    as_program(it.member).post(f"/seats/{it.seats['agency'].id}/end", {"last_day": "2026-12-31"}, status=403)
