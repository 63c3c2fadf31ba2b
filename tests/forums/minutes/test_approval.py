"""Minutes on their way to being official: circulated, corrected, approved, locked, published."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.circles.models import Classification
from app.database import db
from app.mail.outbox.models import Mail
from app.pdf.canonical import fingerprint
from forums.decisions.models import Decision
from forums.minutes.models import Correction, CorrectionState, Minutes, MinutesState, Passage
from tests.factories.forums import NEXT
from tests.forums.room import WITHOUT_QUORUM, room


@pytest.fixture
def it(app, as_user, clock):
    """A session that was held, with one note and one decision, its minutes a draft."""
    made = room()
    clock.move_to(NEXT + timedelta(hours=1))
    made.open()
    made.agenda_item = made.item()
    made.note = {
        "passage": str(uuid4()),
        "version": 0,
        "part": "discussion",
        "item": str(made.agenda_item.id),
        "text": "Dinkes melaporkan 12 layanan.",
    }
    taker = as_user(made.taker)
    taker.post("forums.minutes.save", made.note, session_id=made.session.id)
    taker.post(
        f"/sessions/{made.session.id}/decisions?item={made.agenda_item.id}",
        {"text": "Daftar layanan diserahkan.", "how": "consensus", **WITHOUT_QUORUM},
    )
    made.hold()
    clock.move_to(NEXT + timedelta(hours=4))
    made.minutes = db.session.scalars(select(Minutes)).one()
    return made


def circulate(as_user, it, *, days=3):
    sent = {"days": days, "number": "", "without_attendance": "y"}
    as_user(it.taker).post("forums.minutes.circulate", sent, minutes_id=it.minutes.id)


def end_window(it, clock):
    clock.move_to(it.minutes.correction_until + timedelta(seconds=1))


def approve(as_user, it, clock):
    end_window(it, clock)
    as_user(it.chair).post("forums.minutes.approve", minutes_id=it.minutes.id)


def mails(kind):
    return {mail.recipient for mail in db.session.scalars(select(Mail).where(Mail.kind == kind))}


def test_minutes_go_to_everyone_who_takes_part_but_observers_and_oneself(it, as_user):
    circulate(as_user, it)
    people = (it.chair, it.facilitator, it.member, it.partner)
    assert mails("forums/minutes/circulated") == {person.email for person in people}
    assert it.minutes.state is MinutesState.CIRCULATED


def test_the_correction_window_ends_with_its_last_day(it, as_user):
    circulate(as_user, it, days=3)
    local = it.minutes.correction_until.astimezone(it.session.zone)
    assert local.isoformat() == "2026-11-29T23:59:59+07:00"


def test_minutes_of_a_session_that_is_not_over_stay_a_draft(it, as_user):
    it.session.state = type(it.session.state).PLANNED
    page = as_user(it.taker).post("forums.minutes.circulate", {"days": 3}, minutes_id=it.minutes.id, status=409)
    assert "Tutup sesi dahulu" in page.words
    assert it.minutes.state is MinutesState.DRAFT


def test_a_party_asks_for_a_correction_and_hears_the_answer(it, as_user):
    circulate(as_user, it)
    member, taker = as_user(it.member), as_user(it.taker)
    member.post("forums.minutes.correct", {"text": "Seharusnya 14.", "passage": ""}, minutes_id=it.minutes.id)
    correction = db.session.scalars(select(Correction)).one()
    assert correction.seat_id == it.seats["agency"].id
    assert mails("forums/minutes/correction-asked") == {it.taker.email}
    refused = taker.post(
        "forums.minutes.answer", {"verdict": "declined", "answer": ""}, correction_id=correction.id, status=422
    )
    assert "mengapa ditolak" in refused.words
    taker.post("forums.minutes.answer", {"verdict": "declined", "answer": "Rekaman: 12."}, correction_id=correction.id)
    assert correction.state is CorrectionState.DECLINED
    assert mails("forums/minutes/correction-answered") == {it.member.email}
    page = as_user(it.partner).get("forums.minutes.show", session_id=it.session.id)
    assert "Seharusnya 14." in page.words
    assert "Rekaman: 12." in page.words


def test_after_the_window_nobody_asks_for_corrections(it, as_user, clock):
    circulate(as_user, it, days=1)
    clock.shift(timedelta(days=2))
    sent = {"text": "Terlambat", "passage": ""}
    page = as_user(it.member).post("forums.minutes.correct", sent, minutes_id=it.minutes.id, status=409)
    assert "Waktu koreksi sudah berakhir" in page.words


def test_minutes_with_unanswered_corrections_are_not_approved(it, as_user, clock):
    circulate(as_user, it)
    as_user(it.member).post("forums.minutes.correct", {"text": "Keliru", "passage": ""}, minutes_id=it.minutes.id)
    end_window(it, clock)
    page = as_user(it.chair).post("forums.minutes.approve", minutes_id=it.minutes.id, status=409)
    assert "belum dijawab" in page.words
    assert it.minutes.state is MinutesState.CIRCULATED


def test_minutes_are_not_approved_while_parties_may_ask_for_corrections(it, as_user, as_program, clock):
    circulate(as_user, it)
    chair = as_user(it.chair)
    for ask in (chair.get, chair.post):
        page = ask("forums.minutes.approve", minutes_id=it.minutes.id, status=409)
        assert "Minggu, 29 November 2026 pukul 23.59 WIB" in page.words
    problem = as_program(it.chair).post(f"/minutes/{it.minutes.id}/approve", status=409).json
    assert "29 November 2026" in problem["detail"]
    address = f"/minutes/{it.minutes.id}/approve"
    assert not chair.get("forums.minutes.show", session_id=it.session.id).soup.find("a", href=address)
    clock.move_to(it.minutes.correction_until)
    chair.post("forums.minutes.approve", minutes_id=it.minutes.id, status=409)
    end_window(it, clock)
    assert chair.get("forums.minutes.show", session_id=it.session.id).soup.find("a", href=address)
    chair.get("forums.minutes.approve", minutes_id=it.minutes.id)
    as_program(it.chair).post(f"/minutes/{it.minutes.id}/approve")
    assert it.minutes.state is MinutesState.APPROVED


def test_minutes_without_attendance_go_out_only_when_that_is_confirmed(it, as_user, as_program):
    taker = as_user(it.taker)
    opened = taker.get("forums.minutes.circulate", minutes_id=it.minutes.id)
    assert opened.soup.find(id="without_attendance")
    page = taker.post("forums.minutes.circulate", {"days": 3}, minutes_id=it.minutes.id, status=422)
    assert page.soup.find(id="without_attendance-error")
    assert page.soup.find(id="days")["value"] == "3"
    problem = as_program(it.taker).post(f"/minutes/{it.minutes.id}/circulate", {"days": 3}, status=422).json
    assert [fault["path"] for fault in problem["errors"]] == ["/without_attendance"]
    as_program(it.taker).post(f"/minutes/{it.minutes.id}/circulate", {"days": 3, "without_attendance": True})
    assert it.minutes.state is MinutesState.CIRCULATED


def test_minutes_with_attendance_ask_nothing_about_it(it, as_user):
    sheet = {f"{one.id.hex}-was": "|||" for one in it.participants.values()}
    sheet |= {f"{one.id.hex}-presence": "" for one in it.participants.values()}
    sheet[f"{it.participants['chair'].id.hex}-presence"] = "present"
    taker = as_user(it.taker)
    taker.post("forums.attendance.record", sheet, session_id=it.session.id)
    opened = taker.get("forums.minutes.circulate", minutes_id=it.minutes.id)
    assert not opened.soup.find(id="without_attendance")
    taker.post("forums.minutes.circulate", {"days": 3}, minutes_id=it.minutes.id)
    assert it.minutes.state is MinutesState.CIRCULATED


def test_a_draft_is_not_approved(it, as_user):
    as_user(it.chair).post("forums.minutes.approve", minutes_id=it.minutes.id, status=409)
    assert it.minutes.state is MinutesState.DRAFT


@pytest.mark.parametrize("who", ["coordinator", "facilitator", "taker", "member"])
def test_nobody_but_the_presider_approves(it, as_user, who):
    circulate(as_user, it)
    as_user(getattr(it, who)).post("forums.minutes.approve", minutes_id=it.minutes.id, status=403)
    assert it.minutes.state is MinutesState.CIRCULATED


def test_approval_keeps_what_was_said_and_hashes_it(it, as_user, clock):
    circulate(as_user, it)
    approve(as_user, it, clock)
    minutes = it.minutes
    assert minutes.state is MinutesState.APPROVED
    assert minutes.approved_by_id == it.chair.id
    assert minutes.sha256 == fingerprint(minutes.content)
    (item,) = minutes.content["items"]
    assert [passage["text"] for passage in item["passages"]] == ["Dinkes melaporkan 12 layanan."]
    assert [decision["code"] for decision in item["decisions"]] == ["KEP-2026-001"]
    assert minutes.content["quorum"]["seats"] == 3
    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "minutes.approved")).one()
    assert row.details["sha256"] == minutes.sha256
    assert it.observer.email in mails("forums/minutes/approved")


def test_approved_minutes_and_what_they_tell_of_are_locked(it, as_user, clock):
    circulate(as_user, it)
    approve(as_user, it, clock)
    content, sha256 = it.minutes.content, it.minutes.sha256
    taker, decision = as_user(it.taker), db.session.scalars(select(Decision)).one()
    changed = {**it.note, "version": 1, "text": "Diubah diam-diam"}
    taker.post("forums.minutes.save", changed, session_id=it.session.id, status=409)
    taker.post(
        "forums.minutes.save", {**changed, "passage": str(uuid4()), "version": 0}, session_id=it.session.id, status=409
    )
    taker.post(f"/sessions/{it.session.id}/decisions", {"text": "Baru", "how": "consensus"}, status=409)
    taker.post(
        "forums.decisions.edit", {"text": "Lain", "how": "vote", "votes_for": 1}, decision_id=decision.id, status=409
    )
    sheet = {f"{one.id.hex}-was": "|||" for one in it.participants.values()}
    sheet |= {f"{one.id.hex}-presence": "present" for one in it.participants.values()}
    taker.post("forums.attendance.record", sheet, session_id=it.session.id, status=409)
    taker.post("forums.minutes.circulate", {"days": 3}, minutes_id=it.minutes.id, status=409)
    as_user(it.member).post(
        "forums.minutes.correct", {"text": "x", "passage": ""}, minutes_id=it.minutes.id, status=409
    )
    as_user(it.chair).post("forums.minutes.approve", minutes_id=it.minutes.id, status=409)
    assert (it.minutes.content, it.minutes.sha256) == (content, sha256)
    assert [passage.text for passage in db.session.scalars(select(Passage))] == ["Dinkes melaporkan 12 layanan."]
    assert decision.text == "Daftar layanan diserahkan."
    assert fingerprint(it.minutes.content) == sha256


def test_approved_minutes_show_what_was_approved_whatever_changes_later(it, as_user, clock):
    circulate(as_user, it)
    approve(as_user, it, clock)
    it.agenda_item.title = "Judul lain"
    page = as_user(it.member).get("forums.minutes.show", session_id=it.session.id)
    assert "Status integrasi perizinan" in page.words
    assert "Judul lain" not in page.words
    assert "0 dari 3 instansi, kuorum tidak terpenuhi" in page.words


def test_circulated_minutes_can_still_be_put_right_by_their_writers(it, as_user):
    circulate(as_user, it)
    changed = {**it.note, "version": 1, "text": "Dinkes melaporkan 14 layanan."}
    as_user(it.taker).post("forums.minutes.save", changed, session_id=it.session.id)
    assert "14 layanan" in as_user(it.member).get("forums.minutes.show", session_id=it.session.id).words


def test_minutes_of_a_public_forum_are_published_by_the_coordinator(it, as_user, clock):
    circulate(as_user, it)
    approve(as_user, it, clock)
    as_user(it.coordinator).post("forums.minutes.publish", minutes_id=it.minutes.id, status=422)
    it.forum.circle.classification = Classification.PUBLIC
    as_user(it.chair).post("forums.minutes.publish", minutes_id=it.minutes.id, status=403)
    as_user(it.coordinator).post("forums.minutes.publish", minutes_id=it.minutes.id)
    assert it.minutes.state is MinutesState.PUBLISHED


def test_the_mails_speak_the_language_of_each_reader(it, as_user):
    it.partner.language = "en"
    circulate(as_user, it)
    subjects = {mail.recipient: mail.subject for mail in db.session.scalars(select(Mail))}
    assert subjects[it.partner.email].startswith("Minutes to check:")
    assert subjects[it.member.email].startswith("Mohon periksa notulen:")


def test_a_circulation_form_with_an_odd_number_of_days_is_refused(it, as_user):
    for days in ("", "0", "61", "tiga"):
        as_user(it.taker).post("forums.minutes.circulate", {"days": days}, minutes_id=it.minutes.id, status=422)
    assert it.minutes.state is MinutesState.DRAFT


def test_what_is_written_while_the_presider_approves_is_in_the_minutes_or_refused(it, app, as_user, clock):
    circulate(as_user, it)
    end_window(it, clock)
    session_id, minutes_id, item_id = it.session.id, it.minutes.id, it.agenda_item.id
    chair, writers = as_user(it.chair), [as_user(it.taker) for _number in range(6)]
    approval = (chair, f"/minutes/{minutes_id}/approve", {})
    sent = [approval]
    for number, writer in enumerate(writers):
        note = {**it.note, "passage": str(uuid4()), "item": str(item_id), "text": f"Catatan {number}"}
        sent.append((writer, f"/sessions/{session_id}/passages", note))
        decision = {"text": f"Keputusan {number}", "how": "consensus", **WITHOUT_QUORUM}
        sent.append((writer, f"/sessions/{session_id}/decisions?item={item_id}", decision))
    sent = [(visitor, visitor.csrf_token(), address, data) for visitor, address, data in sent]
    start, statuses = threading.Barrier(len(sent)), []

    def send(visitor, token, address, data):
        start.wait()
        with visitor.another_client() as client:
            statuses.append(client.post(address, data=data, headers={"X-CSRFToken": token}).status_code)

    db.session.commit()
    db.session.remove()
    threads = [threading.Thread(target=send, args=one) for one in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) <= {303, 409}
    minutes = db.session.scalars(select(Minutes)).one()
    if minutes.state is MinutesState.CIRCULATED:  # a text came first, and parties have a day to read it
        clock.move_to(minutes.correction_until + timedelta(seconds=1))
        chair.post("forums.minutes.approve", minutes_id=minutes_id)
        db.session.expire_all()
    assert minutes.state is MinutesState.APPROVED
    (item,) = minutes.content["items"]
    told = [passage["text"] for passage in item["passages"]], [decision["text"] for decision in item["decisions"]]
    kept = [
        [row.text for row in db.session.scalars(select(model).order_by(order))]
        for model, order in ((Passage, Passage.position), (Decision, Decision.code))
    ]
    assert [sorted(texts) for texts in told] == [sorted(texts) for texts in kept]
