"""The quorum is kept with each decision; without one, a decision needs a confirmation with a reason."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pypdf
import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.database import db
from forums.attendance.models import Attendance, Presence
from forums.decisions.models import Decision
from forums.minutes import actions as minutes_actions
from forums.minutes.models import Minutes, MinutesState, Part
from forums.minutes.writing import Writing, write
from tests.factories.forums import NEXT
from tests.forums.room import WITHOUT_QUORUM, room

TEXT = "Daftar layanan diserahkan."


@pytest.fixture
def it(app, clock):
    made = room()
    clock.move_to(NEXT)
    made.open()
    made.agenda_item = made.item()
    return made


def come(it, *names, **values):
    for name in names:
        participant = it.participants[name]
        row = Attendance(session_id=it.session.id, seat_id=participant.seat_id, participant_id=participant.id)
        row.presence, row.recorded_by_id, row.recorded_at = Presence.PRESENT, it.taker.id, NEXT
        for key, value in values.items():
            setattr(row, key, value)
        db.session.add(row)
    db.session.commit()


def decide(as_user, it, *, status=303, **fields):
    address = f"/sessions/{it.session.id}/decisions?item={it.agenda_item.id}"
    return as_user(it.taker).post(address, {"text": TEXT, "how": "consensus", **fields}, status=status)


def decided():
    return db.session.scalars(select(Decision).order_by(Decision.code)).all()


def test_without_a_quorum_the_form_warns_and_asks_for_a_confirmation(it, as_user):
    form = as_user(it.taker).get("forums.live.show", session_id=it.session.id).soup.find(id="decide")
    assert "Kuorum tidak terpenuhi: kurang 2 kursi; belum ada dari Swasta." in " ".join(form.text.split())
    assert form.find(id="without_quorum")
    come(it, "chair", "partner")
    form = as_user(it.taker).get("forums.live.show", session_id=it.session.id).soup.find(id="decide")
    assert "Kuorum" not in form.text
    assert form.find(id="without_quorum") is None


def test_a_decision_without_a_quorum_is_refused_until_it_is_confirmed_with_a_reason(it, as_user):
    page = decide(as_user, it, basis="Kajian Dinkes", status=422)
    assert "Kuorum tidak terpenuhi: konfirmasikan" in page.soup.find(id="without_quorum-error").text
    assert page.soup.find(id="basis").text.strip() == "Kajian Dinkes"
    page = decide(as_user, it, without_quorum="y", no_quorum_reason="  ", status=422)
    assert page.soup.find(id="without_quorum").has_attr("checked")
    assert page.soup.find(id="no_quorum_reason-error")
    assert decided() == []
    decide(as_user, it, **WITHOUT_QUORUM)
    (decision,) = decided()
    assert not decision.quorum_met
    assert decision.no_quorum_reason == "Disepakati yang hadir."


def test_a_reason_alone_confirms_nothing(it, as_user):
    decide(as_user, it, no_quorum_reason="Disepakati yang hadir.", status=422)
    assert decided() == []


def test_with_a_quorum_a_confirmation_is_ignored(it, as_user):
    come(it, "chair", "partner")
    decide(as_user, it, **WITHOUT_QUORUM)
    (decision,) = decided()
    assert decision.quorum_met
    assert decision.no_quorum_reason == ""


def test_the_seats_are_kept_in_total_and_by_sector(it, as_user):
    come(it, "chair", "member")
    decide(as_user, it, **WITHOUT_QUORUM)
    (decision,) = decided()
    assert decision.quorum == {
        "taken": 2,
        "seats": 3,
        "needed": 2,
        "met": False,
        "sectors": [
            {"sector": "private", "taken": 0, "seats": 1, "required": True},
            {"sector": "government", "taken": 2, "seats": 2, "required": False},
        ],
    }
    page = as_user(it.taker).get("forums.decisions.show", decision_id=decision.id)
    assert "tanpa kuorum, 2 dari 3 kursi, perlu 2; Swasta tidak hadir" in page.words
    assert "Alasan tanpa kuorum Disepakati yang hadir." in page.words
    live = as_user(it.taker).get("forums.live.show", session_id=it.session.id, item=it.agenda_item.id)
    assert "tanpa kuorum, 2 dari 3 kursi" in live.words
    assert "Alasan: Disepakati yang hadir." in live.words
    register = as_user(it.taker).get("/decisions?without-quorum=1")
    assert "tanpa kuorum 2 dari 3 kursi" in register.words


def test_attendance_that_is_changed_later_changes_nothing_that_was_kept(it, as_user):
    come(it, "chair", "partner")
    decide(as_user, it)
    (decision,) = decided()
    kept = decision.quorum
    page = as_user(it.taker).get("forums.decisions.show", decision_id=decision.id)
    assert "kuorum terpenuhi, 2 dari 3 kursi" in page.words
    assert "diubah kemudian" not in page.words
    come(it, "member")
    page = as_user(it.taker).get("forums.decisions.show", decision_id=decision.id)
    assert decided()[0].quorum == kept
    assert "kuorum terpenuhi, 2 dari 3 kursi" in page.words
    assert "saat keputusan diambil hadir 3 dari 3 kursi" in page.words


def test_who_arrives_or_leaves_after_a_decision_makes_no_difference_to_it(it, as_user, clock):
    come(it, "chair", "partner")
    clock.move_to(NEXT + timedelta(minutes=30))
    decide(as_user, it)
    (decision,) = decided()
    come(it, "member", arrived_at=NEXT + timedelta(minutes=40))
    gone = db.session.scalars(select(Attendance).where(Attendance.participant_id == it.participants["chair"].id)).one()
    gone.left_at = NEXT + timedelta(minutes=50)
    page = as_user(it.taker).get("forums.decisions.show", decision_id=decision.id)
    assert "diubah kemudian" not in page.words


def test_a_decision_recorded_after_the_close_counts_all_who_came(it, as_user, clock):
    come(it, "chair", "partner", left_at=NEXT + timedelta(minutes=50))
    it.hold()
    clock.move_to(NEXT + timedelta(hours=5))
    decide(as_user, it)
    (decision,) = decided()
    assert (decision.quorum_met, decision.quorum["taken"]) == (True, 2)
    page = as_user(it.taker).get("forums.decisions.show", decision_id=decision.id)
    assert "diubah kemudian" not in page.words


def test_changing_the_wording_keeps_the_quorum_and_the_reason(it, as_user):
    decide(as_user, it, **WITHOUT_QUORUM)
    (decision,) = decided()
    kept = decision.quorum
    come(it, "chair", "partner")
    form = as_user(it.taker).get("forums.decisions.edit", decision_id=decision.id).soup
    assert form.find(id="without_quorum") is None
    as_user(it.taker).post("forums.decisions.edit", {"text": "Lain", "how": "consensus"}, decision_id=decision.id)
    assert (decision.text, decision.quorum_met, decision.quorum) == ("Lain", False, kept)
    assert decision.no_quorum_reason == "Disepakati yang hadir."


def test_programs_confirm_too_and_read_the_quorum(it, as_program):
    taker, path = as_program(it.taker), f"/sessions/{it.session.id}/decisions"
    problem = taker.post(path, {"text": TEXT}, status=422).json
    assert [fault["path"] for fault in problem["errors"]] == ["/without_quorum"]
    problem = taker.post(path, {"text": TEXT, "without_quorum": True}, status=422).json
    assert [fault["path"] for fault in problem["errors"]] == ["/no_quorum_reason"]
    made = taker.post(path, {"text": TEXT, **WITHOUT_QUORUM, "without_quorum": True}, status=201).json
    assert (made["quorum_met"], made["no_quorum_reason"]) == (False, "Disepakati yang hadir.")
    assert (made["quorum"]["taken"], made["quorum"]["seats"], made["quorum"]["met"]) == (0, 3, False)
    assert [tally["sector"] for tally in made["quorum"]["sectors"]] == ["private", "government"]


def approved(it):
    """Write, circulate and approve the session's minutes, and return them."""
    writing = Writing(passage_id=uuid4(), version=0, text="Rapat dibuka.", part=Part.OPENING)
    write(it.session, writing, by=it.taker, at=NEXT)
    minutes = db.session.scalars(select(Minutes)).one()
    it.hold()
    sent = {"days": 1, "number": "", "without_attendance": True}
    minutes_actions.circulate(minutes, **sent, by=it.taker, at=NEXT + timedelta(hours=4))
    minutes_actions.approve(minutes, by=it.chair, at=NEXT + timedelta(days=3))
    db.session.commit()
    assert minutes.state is MinutesState.APPROVED
    return minutes


def paper(as_user, it, minutes):
    answer = as_user(it.taker).get("forums.papers.minutes", minutes_id=minutes.id)
    pages = pypdf.PdfReader(BytesIO(answer.get_data())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_minutes_keep_the_quorum_and_the_reason(it, app, as_user, clock):
    come(it, "chair")
    decide(as_user, it, **WITHOUT_QUORUM)
    (decision,) = decided()
    kept = decision.quorum
    with app.test_request_context():
        minutes = approved(it)
    clock.move_to(NEXT + timedelta(days=4))
    (item,) = minutes.content["items"]
    assert item["decisions"][0]["quorum"] == kept
    assert item["decisions"][0]["no_quorum_reason"] == "Disepakati yang hadir."
    page = as_user(it.member).get("forums.minutes.show", session_id=it.session.id)
    assert "tanpa kuorum, 1 dari 3 kursi" in page.words
    assert "Diambil tanpa kuorum. Alasan: Disepakati yang hadir." in page.words
    told = paper(as_user, it, minutes)
    assert "tanpa kuorum, 1 dari 3 kursi, perlu 2" in told
    assert "Alasan: Disepakati yang hadir." in told


def test_minutes_and_decisions_from_before_the_quorum_was_kept_are_read_as_before(it, app, as_user, clock):
    decide(as_user, it, **WITHOUT_QUORUM)
    (decision,) = decided()
    decision.quorum, decision.no_quorum_reason = None, ""
    with app.test_request_context():
        minutes = approved(it)
    (item,) = minutes.content["items"]
    older = [
        {key: value for key, value in one.items() if key not in ("quorum", "no_quorum_reason")}
        for one in item["decisions"]
    ]
    minutes.content = {**minutes.content, "items": [{**item, "decisions": older}]}
    db.session.commit()
    clock.move_to(NEXT + timedelta(days=4))
    assert "tanpa kuorum" in as_user(it.member).get("forums.minutes.show", session_id=it.session.id).words
    assert "Diambil tanpa kuorum." in paper(as_user, it, minutes)
    page = as_user(it.member).get("forums.decisions.show", decision_id=decision.id)
    assert "tanpa kuorum" in page.words
    assert "kursi" not in page.soup.find("aside").text


def test_the_audit_trail_names_the_reason_in_its_erasable_part(it, as_user):
    decide(as_user, it, **WITHOUT_QUORUM)
    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "decision.taken")).one()
    assert row.details == {"quorum_met": False}
    assert row.personal_digest
