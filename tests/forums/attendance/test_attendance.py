"""Recording who is there, and how the quorum shows."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.database import db
from forums.attendance.models import Attendance, Presence
from forums.attendance.queries import expected, quorum_at, quorum_of
from forums.invitations.models import Answer, AnswerState, Invitation, Via
from forums.minutes.models import Minutes, MinutesState
from forums.scheduling.models import Capacity, SessionState
from tests.factories import ParticipantFactory, PersonFactory, SeatFactory
from tests.factories.forums import NEXT
from tests.forums.room import room


def sheet(it, **rows):
    """Fill a sheet as a page opened before anything was recorded would send it: `member="present"`."""
    sent = {}
    for name, participant in it.participants.items():
        key = participant.id.hex
        presence, *more = rows.get(name, "").split(";")
        sent[f"{key}-presence"] = presence
        sent[f"{key}-was"] = "|||"
        sent |= {f"{key}-{field}": value for field, value in (one.split("=") for one in more)}
    return sent


def recorded():
    return {row.participant_id: row for row in db.session.scalars(select(Attendance))}


@pytest.fixture
def it(app, clock):
    made = room()
    clock.move_to(NEXT)
    made.open()
    return made


def test_one_form_records_everyone_with_representatives_and_times(it, as_user):
    sent = sheet(
        it,
        chair="present",
        member="represented;representative=Kepala Seksi Data;arrived=09.20;left=10.30",
        partner="excused",
        observer="absent",
    )
    as_user(it.taker).post("forums.attendance.record", sent, session_id=it.session.id)
    rows = recorded()
    member = rows[it.participants["member"].id]
    assert member.presence is Presence.REPRESENTED
    assert member.representative == "Kepala Seksi Data"
    assert member.arrived_at == NEXT + timedelta(minutes=20)
    assert member.left_at == NEXT + timedelta(minutes=90)
    assert {row.presence for row in rows.values()} == set(Presence)
    page = as_user(it.partner).get("forums.attendance.show", session_id=it.session.id)
    assert "Kepala Seksi Data" in page.words
    assert "datang 09.20" in page.words


def test_what_changes_of_attendance_shows_at_once(it, as_user):
    reader, address = as_user(it.partner), f"/sessions/{it.session.id}/attendance"
    assert "Belum dicatat" in reader.get(address).words
    as_user(it.taker).post(
        "forums.attendance.record", sheet(it, member="present;arrived=09.20"), session_id=it.session.id
    )
    it.member.name, it.participants["member"].basis = "Ani <b>", "SK 7"
    it.participants["member"].capacity = Capacity.ALTERNATE
    page = reader.get(address).words
    assert "Ani <b>" in page
    assert "berdasarkan SK 7" in page
    assert "datang 09.20" in page
    it.session.timezone = "Asia/Makassar"
    assert "datang 10.20" in reader.get(address).words


def test_the_sheet_shows_what_is_recorded_and_a_row_can_be_emptied(it, as_user):
    taker = as_user(it.taker)
    taker.post("forums.attendance.record", sheet(it, member="present;arrived=09.05"), session_id=it.session.id)
    page = taker.get("forums.attendance.record", session_id=it.session.id)
    sent = sent_from(page)
    key = it.participants["member"].id.hex
    assert sent[f"{key}-was"] == "present||09:05|"
    assert sent[f"{key}-presence"] == "present"
    taker.post("forums.attendance.record", {**sent, f"{key}-presence": ""}, session_id=it.session.id)
    assert recorded() == {}


def test_two_people_who_record_at_once_do_not_undo_each_other(it, as_user):
    as_user(it.taker).post("forums.attendance.record", sheet(it, member="present"), session_id=it.session.id)
    as_user(it.chair).post("forums.attendance.record", sheet(it, partner="present"), session_id=it.session.id)
    assert set(recorded()) == {it.participants["member"].id, it.participants["partner"].id}


def test_leaving_before_coming_is_refused_beside_the_row(it, as_user):
    sent = sheet(it, member="present;arrived=10.00;left=09.30")
    page = as_user(it.taker).post("forums.attendance.record", sent, session_id=it.session.id, status=422)
    assert "Tidak mungkin pulang sebelum datang" in page.words
    assert recorded() == {}


def test_an_invalid_time_is_refused_and_kept_in_the_field(it, as_user):
    sent = sheet(it, member="present;arrived=pagi")
    page = as_user(it.taker).post("forums.attendance.record", sent, session_id=it.session.id, status=422)
    assert page.soup.find(id=f"{it.participants['member'].id.hex}-arrived")["value"] == "pagi"


@pytest.mark.parametrize(
    "who, status",
    [
        ("coordinator", 303),
        ("chair", 303),
        ("facilitator", 303),
        ("taker", 303),
        ("member", 403),
        ("observer", 403),
        ("stranger", 404),
    ],
)
def test_presence_is_recorded_by_those_who_serve_the_session(it, as_user, who, status):
    it.stranger = PersonFactory()
    sent = sheet(it, member="present")
    as_user(getattr(it, who)).post("forums.attendance.record", sent, session_id=it.session.id, status=status)
    as_user(it.chair).get("forums.attendance.record", session_id=uuid4(), status=404)


def test_every_save_is_one_row_of_the_record(it, as_user):
    as_user(it.taker).post("forums.attendance.record", sheet(it, member="present"), session_id=it.session.id)
    as_user(it.taker).post("forums.attendance.record", sheet(it), session_id=it.session.id)
    (row,) = db.session.scalars(select(AuditRow).where(AuditRow.action == "attendance.recorded")).all()
    assert row.details["rows"][0]["presence"] == "present"
    assert "Narahubung" not in str(row.details)


def test_the_band_counts_seats_by_sector_and_says_what_is_missing(it, as_user):
    taker = as_user(it.taker)
    band = taker.get("forums.attendance.banner_part", session_id=it.session.id)
    assert "Hadir 0 dari 3" in band.words
    assert "Kuorum tidak terpenuhi: kurang 2 kursi; belum ada dari Swasta" in band.words
    taker.post("forums.attendance.record", sheet(it, member="present", partner="present"), session_id=it.session.id)
    band = taker.get("forums.attendance.banner_part", session_id=it.session.id)
    assert "Hadir 2 dari 3" in band.words
    assert "Kuorum terpenuhi" in band.words


def test_the_band_answers_304_until_something_changes(it, as_user):
    taker = as_user(it.taker)
    first = taker.get("forums.attendance.banner_part", session_id=it.session.id)
    address = f"/sessions/{it.session.id}/attendance/band"
    known = {"If-None-Match": first.headers["ETag"]}
    assert taker.client.get(address, headers=known).status_code == 304
    taker.post("forums.attendance.record", sheet(it, member="present"), session_id=it.session.id)
    assert taker.client.get(address, headers=known).status_code == 200


def test_observers_and_those_who_left_do_not_count(it, as_user, clock):
    as_user(it.taker).post(
        "forums.attendance.record",
        sheet(it, observer="present", member="present;left=09.30", partner="present"),
        session_id=it.session.id,
    )
    assert quorum_at(it.session, NEXT).taken == 2
    assert quorum_at(it.session, NEXT + timedelta(minutes=31)).taken == 1


def test_both_ways_of_counting_agree(it, as_user):
    SeatFactory(circle=it.forum.circle, position=12)
    as_user(it.taker).post(
        "forums.attendance.record",
        sheet(it, chair="present", taker="present", member="represented", observer="present"),
        session_id=it.session.id,
    )
    for moment in (NEXT, NEXT + timedelta(hours=1)):
        rows = expected(it.session)
        counted, measured = quorum_of(it.session, rows, moment), quorum_at(it.session, moment)
        assert (counted.taken, counted.seats, counted.is_met) == (measured.taken, measured.seats, measured.is_met)
        assert {tally.sector: tally.taken for tally in counted.sectors} == {
            tally.sector: tally.taken for tally in measured.sectors
        }


def test_a_seat_without_a_person_is_recorded_on_its_own(it, as_user):
    seat = SeatFactory(circle=it.forum.circle, position=12)
    sent = {**sheet(it), f"{seat.id.hex}-presence": "represented", f"{seat.id.hex}-was": "|||"}
    sent[f"{seat.id.hex}-representative"] = "Staf"
    as_user(it.taker).post("forums.attendance.record", sent, session_id=it.session.id)
    (row,) = db.session.scalars(select(Attendance)).all()
    assert (row.seat_id, row.participant_id) == (seat.id, None)
    assert quorum_at(it.session, NEXT).taken == 1


def test_the_list_costs_the_same_queries_with_many_people(it, as_user, queries):
    chair = as_user(it.chair)

    def cost():
        with queries(at_most=10) as seen:
            chair.get("forums.attendance.show", session_id=it.session.id)
        return len(seen)

    few = cost()
    for _number in range(20):
        ParticipantFactory(forum=it.forum)
    assert cost() == few


def invite(it, name, state, **values):
    """Invite a participant, who answers."""
    participant = it.participants[name]
    db.session.add(
        Invitation(
            session_id=it.session.id,
            seat_id=participant.seat_id,
            person_id=participant.person_id,
            digest=name * 8,
            sent_at=NEXT,
        )
    )
    db.session.add(
        Answer(
            session_id=it.session.id,
            person_id=participant.person_id,
            answer=state,
            via=Via.LINK,
            received_at=NEXT,
            **values,
        )
    )
    db.session.commit()


def sent_from(page):
    """Return what the browser would send from a sheet that nobody touched."""
    form = page.soup.find(id="content").find("form")
    named = form.select("input[name]")  # those of the pickers have no name
    fields = [field for field in named if field["type"] != "radio" or field.has_attr("checked")]
    return {field["name"]: field.get("value", "") for field in fields}


def test_answers_to_the_invitation_are_filled_in_and_confirmed_by_saving(it, as_user):
    invite(it, "chair", AnswerState.ATTENDING_ONLINE)
    named = {"representative": "Kepala Seksi Data", "representative_position": "Dinkes"}
    invite(it, "member", AnswerState.REPRESENTED, **named)
    invite(it, "partner", AnswerState.EXCUSED)
    invite(it, "observer", AnswerState.TENTATIVE)
    taker = as_user(it.taker)
    page = taker.get("forums.attendance.record", session_id=it.session.id)
    assert page.words.count("menurut jawaban, belum dicatat") == 3
    assert recorded() == {}
    taker.post("forums.attendance.record", sent_from(page), session_id=it.session.id)
    rows = {name: recorded().get(participant.id) for name, participant in it.participants.items()}
    assert {name: row.presence for name, row in rows.items() if row} == {
        "chair": Presence.PRESENT,
        "member": Presence.REPRESENTED,
        "partner": Presence.EXCUSED,
    }
    assert rows["member"].representative == "Kepala Seksi Data, Dinkes"


def test_an_announced_row_that_another_person_recorded_meanwhile_stays_theirs(it, as_user):
    invite(it, "member", AnswerState.ATTENDING_IN_PERSON)
    taker, chair = as_user(it.taker), as_user(it.chair)
    late = sent_from(chair.get("forums.attendance.record", session_id=it.session.id))
    taker.post("forums.attendance.record", sheet(it, member="absent"), session_id=it.session.id)
    chair.post("forums.attendance.record", late, session_id=it.session.id)
    assert recorded()[it.participants["member"].id].presence is Presence.ABSENT


def test_one_button_records_everyone_as_present_and_leads_to_the_exceptions(it, as_user):
    taker = as_user(it.taker)
    sheet_page = taker.get("forums.attendance.record", session_id=it.session.id)
    answer = taker.post(
        "forums.attendance.record", {**sent_from(sheet_page), "everyone": "1"}, session_id=it.session.id, follow=True
    )
    assert answer.request.path.endswith("/attendance/record")
    assert "Sekarang ubah pengecualiannya" in answer.words
    assert {row.presence for row in recorded().values()} == {Presence.PRESENT}
    assert len(recorded()) == len(it.participants)
    exception = {f"{it.participants['member'].id.hex}-presence": "absent"}
    taker.post("forums.attendance.record", {**sent_from(answer), **exception}, session_id=it.session.id)
    assert [row.presence for row in recorded().values()].count(Presence.PRESENT) == len(it.participants) - 1


def test_a_sheet_that_changes_nothing_says_so(it, as_user):
    taker = as_user(it.taker)
    sent = sent_from(taker.get("forums.attendance.record", session_id=it.session.id))
    answer = taker.post("forums.attendance.record", sent, session_id=it.session.id, follow=True)
    assert "Tidak ada baris yang berubah" in answer.words


def test_everyone_present_keeps_what_is_answered_entered_and_recorded(it, as_user):
    invite(it, "partner", AnswerState.EXCUSED)
    taker = as_user(it.taker)
    sent = sent_from(taker.get("forums.attendance.record", session_id=it.session.id))
    as_user(it.chair).post("forums.attendance.record", sheet(it, observer="absent"), session_id=it.session.id)
    key = it.participants["member"].id.hex
    sent |= {f"{key}-presence": "represented", f"{key}-representative": "Kepala Seksi Data", f"{key}-arrived": "09.20"}
    taker.post("forums.attendance.record", {**sent, "everyone": "1"}, session_id=it.session.id)
    rows = {name: recorded()[participant.id] for name, participant in it.participants.items()}
    assert rows["partner"].presence is Presence.EXCUSED
    assert rows["observer"].presence is Presence.ABSENT
    assert rows["member"].representative == "Kepala Seksi Data"
    assert rows["member"].arrived_at == NEXT + timedelta(minutes=20)
    assert rows["chair"].presence is Presence.PRESENT


def test_enter_in_a_field_saves_the_sheet_and_does_not_press_everyone_present(it, as_user):
    page = as_user(it.taker).get("forums.attendance.record", session_id=it.session.id).soup
    first = page.find(id="content").find("form", method="post").find("button")
    assert not first.has_attr("name")


def test_a_representative_is_recorded_only_for_those_who_are_represented(it, as_user):
    sent = sheet(it, member="present;representative=Kepala Seksi Data")
    as_user(it.taker).post("forums.attendance.record", sent, session_id=it.session.id)
    assert recorded()[it.participants["member"].id].representative == ""


def test_attendance_is_not_offered_once_the_minutes_are_approved(it, as_user, as_program):
    address = f"/sessions/{it.session.id}/attendance/record"
    it.session.state = SessionState.HELD
    minutes = Minutes(session_id=it.session.id, language="id", begun_at=NEXT, state=MinutesState.CIRCULATED)
    db.session.add(minutes)
    pages = ("forums.sessions.show", "forums.attendance.show")

    def offers():
        found = [as_user(it.taker).get(page, session_id=it.session.id) for page in pages]
        return ["Catat kehadiran" in page.words for page in found]

    assert any(offers())
    as_user(it.taker).get(address)
    minutes.state = MinutesState.APPROVED
    assert not any(offers())
    page = as_user(it.taker).get(address, status=409)
    assert "Notulen sudah disetujui" in page.words
    as_user(it.taker).post(address, {**sheet(it), "everyone": "1"}, status=409)
    as_program(it.taker).post(address, {"rows": []}, status=409)
    assert recorded() == {}
