"""Participants record their own presence: signed in, by the link in a mail, and by the link of an invitation."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.circles.models import Classification
from app.database import db
from forums.agenda import notices as agenda_notices
from forums.attendance.models import Attendance, Presence
from forums.attendance.queries import quorum_at
from forums.checkin.links import token_of
from forums.decisions.models import Decision
from forums.invitations import links as invitation_links
from forums.invitations.models import Invitation
from forums.minutes.models import Minutes, MinutesState, Part, Passage
from forums.scheduling.models import DecisionRule
from tests.factories import CommitmentFactory, PersonFactory
from tests.factories.forums import MADE, NEXT
from tests.forums.room import room
from tests.support.mail_links import link_to
from tests.support.visitors import Visitor


@pytest.fixture
def it(app, clock):
    made = room()
    clock.move_to(NEXT)
    made.open()
    return made


def row_of(it, name):
    db.session.expire_all()
    return db.session.scalar(select(Attendance).where(Attendance.participant_id == it.participants[name].id))


def test_a_participant_is_recorded_with_one_tap(it, as_user, clock):
    clock.shift(timedelta(minutes=5))
    page = as_user(it.member).post("forums.checkin.check_in", session_id=it.session.id, follow=True)
    assert "Anda tercatat hadir sejak 09.05" in page.words
    row = row_of(it, "member")
    assert (row.presence, row.arrived_at) == (Presence.PRESENT, NEXT + timedelta(minutes=5))
    assert row.recorded_by_id == it.member.id
    assert quorum_at(it.session, NEXT + timedelta(minutes=6)).taken == 1
    audited = db.session.scalars(select(AuditRow).where(AuditRow.action == "attendance.checked_in")).one()
    assert audited.actor_id == it.member.id


def test_a_second_tap_changes_nothing(it, as_user, clock):
    member = as_user(it.member)
    member.post("forums.checkin.check_in", session_id=it.session.id)
    clock.shift(timedelta(minutes=30))
    member.post("forums.checkin.check_in", session_id=it.session.id)
    assert row_of(it, "member").arrived_at == NEXT
    assert len(db.session.scalars(select(AuditRow).where(AuditRow.action == "attendance.checked_in")).all()) == 1


def test_people_who_leave_early_no_longer_count(it, as_user, clock):
    member = as_user(it.member)
    member.post("forums.checkin.check_out", session_id=it.session.id, status=409)
    member.post("forums.checkin.check_in", session_id=it.session.id)
    clock.shift(timedelta(minutes=30))
    page = member.post("forums.checkin.check_out", session_id=it.session.id, follow=True)
    assert "Anda pulang pukul 09.30" in page.words
    assert quorum_at(it.session, NEXT + timedelta(minutes=31)).taken == 0


@pytest.mark.parametrize("minutes, status", [(-61, 409), (-60, 303), (239, 303), (240, 409)])
def test_check_in_is_open_from_an_hour_before_until_two_hours_after(it, as_user, clock, minutes, status):
    clock.move_to(NEXT + timedelta(minutes=minutes))
    as_user(it.member).post("forums.checkin.check_in", session_id=it.session.id, status=status)


def test_after_the_session_the_time_of_arrival_is_not_known(it, as_user, clock):
    it.hold()
    clock.move_to(NEXT + timedelta(hours=3))
    as_user(it.member).post("forums.checkin.check_in", session_id=it.session.id)
    row = row_of(it, "member")
    assert (row.presence, row.arrived_at) == (Presence.PRESENT, None)


def test_after_the_session_the_list_of_the_minute_taker_stands(it, as_user, clock):
    row = Attendance(
        session_id=it.session.id, seat_id=it.seats["agency"].id, presence=Presence.ABSENT, representative=""
    )
    row.participant_id, row.recorded_by_id, row.recorded_at = it.participants["member"].id, it.taker.id, NEXT
    db.session.add(row)
    it.hold()
    clock.move_to(NEXT + timedelta(hours=3))
    as_user(it.member).post("forums.checkin.check_in", session_id=it.session.id, status=409)
    assert row_of(it, "member").presence is Presence.ABSENT


def test_approved_minutes_end_check_in(it, as_user):
    it.hold()
    made = Minutes(session_id=it.session.id, state=MinutesState.APPROVED, language="id", begun_at=NEXT, sha256="a" * 64)
    db.session.add(made)
    db.session.commit()
    as_user(it.member).post("forums.checkin.check_in", session_id=it.session.id, status=409)


def test_a_colleague_who_does_not_take_part_is_denied(it, as_user):
    colleague = PersonFactory(organisation=it.member.organisation)
    as_user(colleague).post("forums.checkin.check_in", session_id=it.session.id, status=403)


def test_the_link_in_a_mail_checks_in_on_the_day_and_not_before(it, app, clock):
    it.member.joined_at = None
    item = it.item(proposed_by_id=it.member.id)
    clock.move_to(NEXT - timedelta(days=2))
    agenda_notices.answered(item, by=it.coordinator)
    db.session.commit()
    path, reader = link_to(it.member), Visitor(app)
    assert "Saya hadir" not in reader.get(path).words
    clock.move_to(NEXT + timedelta(minutes=3))
    assert "Saya hadir" in reader.get(path).words
    page = reader.post(f"{path}/check-in", follow=True)
    assert "Anda tercatat hadir sejak 09.03" in page.words
    assert row_of(it, "member").arrived_at == NEXT + timedelta(minutes=3)
    reader.post(f"{path}/check-out")
    assert row_of(it, "member").left_at == NEXT + timedelta(minutes=3)


def test_an_invitation_checks_in_by_its_link_alone(it, app, clock):
    invitation = invited(it, it.member, it.participants["member"].seat)
    path, reader = f"/answer/{invitation_links.secret(invitation)}", Visitor(app)
    db.session.commit()
    clock.move_to(NEXT - timedelta(hours=2))
    assert "Saya hadir" not in reader.get(path).words
    clock.move_to(NEXT - timedelta(minutes=10))
    assert "Saya hadir" in reader.get(path).words
    assert row_of(it, "member") is None
    page = reader.post(f"{path}/check-in", follow=True)
    assert "Anda tercatat hadir sejak 08.50" in page.words
    assert row_of(it, "member").arrived_at == NEXT - timedelta(minutes=10)


def test_whom_an_invitation_was_passed_on_to_is_recorded_as_representative(it, app):
    host = invited(it, it.member, it.participants["member"].seat)
    guest = invited(it, PersonFactory(name="Staf Dinkes", position="Analis"), host.seat, guest_of_id=host.id)
    path = f"/answer/{invitation_links.secret(guest)}/check-in"
    db.session.commit()
    Visitor(app).post(path)
    row = row_of(it, "member")
    assert (row.presence, row.representative) == (Presence.REPRESENTED, "Staf Dinkes, Analis")


def test_the_invitation_of_an_office_names_nobody_and_is_refused(it, app):
    office = Invitation(session_id=it.session.id, seat_id=it.seats["agency"].id, sent_at=MADE, digest="")
    office.organisation_id = it.seats["agency"].organisation_id
    db.session.add(office)
    db.session.flush()
    invitation_links.seal(office)
    path = f"/answer/{invitation_links.secret(office)}"
    db.session.commit()
    assert "Saya hadir" not in Visitor(app).get(path).words
    Visitor(app).post(f"{path}/check-in", status=422)


def invited(it, person, seat, **values):
    invitation = Invitation(
        session_id=it.session.id, seat_id=seat.id, person_id=person.id, sent_at=MADE, digest="", **values
    )
    invitation.generation = 0
    db.session.add(invitation)
    db.session.flush()
    invitation_links.seal(invitation)
    db.session.commit()
    return invitation


def test_the_page_for_phones_shows_the_item_and_own_commitments_but_no_notes(it, as_user):
    item = it.item(started_at=NEXT)
    draft = Minutes(session_id=it.session.id, state=MinutesState.DRAFT, language="id", begun_at=NEXT)
    db.session.add(draft)
    db.session.flush()
    note = Passage(
        minutes_id=draft.id, part=Part.DISCUSSION, agenda_item_id=item.id, position=1, text="Catatan rahasia"
    )
    note.author_id = note.written_by_id = it.taker.id
    note.at = note.written_at = NEXT
    db.session.add(note)
    own = CommitmentFactory(circle=it.forum.circle, responsible=it.member.organisation, title="Menyerahkan daftar")
    other = CommitmentFactory(circle=it.forum.circle, responsible=it.partner.organisation, title="Uji keamanan")
    page = as_user(it.member).get("forums.checkin.follow", session_id=it.session.id).words
    assert item.title in page
    assert own.title in page
    assert other.title not in page
    assert "Catatan rahasia" not in page
    assert "Catatan rahasia" in as_user(it.taker).get("forums.checkin.follow", session_id=it.session.id).words


def test_the_page_for_phones_answers_304_until_something_changes(it, as_user):
    member = as_user(it.member)
    address = f"/sessions/{it.session.id}/here/part"
    known = {"If-None-Match": member.get(address).headers["ETag"]}
    assert member.client.get(address, headers=known).status_code == 304
    member.post("forums.checkin.check_in", session_id=it.session.id)
    assert member.client.get(address, headers=known).status_code == 200


def test_the_page_for_phones_costs_the_same_queries_with_many_commitments(it, as_user, queries):
    member = as_user(it.member)
    with queries() as few:
        member.get("forums.checkin.follow", session_id=it.session.id)
    for _each in range(8):
        CommitmentFactory(circle=it.forum.circle, responsible=it.member.organisation)
    with queries(at_most=len(few)):
        member.get("forums.checkin.follow", session_id=it.session.id)
    assert len(few) <= 16


def test_the_session_offers_the_page_for_phones_while_people_can_check_in(it, as_user, clock):
    assert "Ikuti sesi" in as_user(it.member).get("forums.sessions.show", session_id=it.session.id).words
    clock.move_to(NEXT - timedelta(hours=2))
    assert "Ikuti sesi" not in as_user(it.member).get("forums.sessions.show", session_id=it.session.id).words


def test_people_who_are_signed_in_check_in_by_scanning_the_code(it, as_user):
    path = f"/check-in/{token_of(it.session.id, 0)}"
    member = as_user(it.member)
    page = member.get(path)
    assert it.forum.name in page.words
    form = page.soup.select_one("form.choice")
    member.post(form["action"])
    assert "Anda tercatat hadir" in member.get(path).words
    assert row_of(it, "member").presence is Presence.PRESENT


def test_participants_of_a_secret_forum_check_in_on_the_page_of_the_session(it, as_user):
    it.forum.circle.classification = Classification.SECRET
    db.session.commit()
    as_user(it.member).post("forums.checkin.check_in", session_id=it.session.id)
    assert row_of(it, "member").presence is Presence.PRESENT


def test_a_program_checks_its_owner_in_and_out(it, as_program, clock):
    program, path = as_program(it.member), f"/sessions/{it.session.id}"
    assert program.get(f"{path}/own-presence").json["presence"] is None
    assert program.post(f"{path}/check-in").json["arrived_at"] == "2026-11-26T02:00:00Z"
    clock.shift(timedelta(minutes=30))
    assert program.post(f"{path}/check-out").json["left_at"] == "2026-11-26T02:30:00Z"


def test_the_page_for_phones_shows_the_decisions_so_far_to_those_who_may_read_them(it, as_user):
    earlier, running = it.item(), it.item(position=2, started_at=NEXT)
    decision = Decision(code="KEP-2026-901", text="Data dibuka.", language="id")
    decision.how, decision.quorum_met = DecisionRule.CONSENSUS, True
    decision.forum_id, decision.session_id, decision.agenda_item_id = it.forum.id, it.session.id, earlier.id
    decision.decided_at, decision.recorded_by_id = NEXT, it.taker.id
    db.session.add(decision)
    db.session.commit()
    chair, address = as_user(it.chair), f"/sessions/{it.session.id}/here/part"
    page = chair.get("forums.checkin.follow", session_id=it.session.id)
    assert running.title in page.words
    (shown,) = page.soup.select("section[aria-labelledby=decided] .decision")
    assert "KEP-2026-901" in shown.get_text()
    assert "Data dibuka." in shown.get_text()
    assert "Data dibuka." in chair.get(address).words
    assert "KEP-2026-901" not in as_user(it.member).get("forums.checkin.follow", session_id=it.session.id).words
