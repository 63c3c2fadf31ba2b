"""From an agenda to an approved decision that became a commitment, through the front door."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from app.database import db
from app.mail.outbox.models import Mail
from commitments.registry.models import Commitment
from forums.agenda.queries import in_order
from forums.decisions.models import Decision
from forums.minutes.models import Correction, Minutes, MinutesState
from tests.factories.forums import NEXT
from tests.forums.room import TEMPLATE, room


def test_a_session_runs_from_its_opening_to_approved_minutes(as_user, clock):
    it = room(template=TEMPLATE)
    clock.move_to(NEXT)
    taker, chair, member = as_user(it.taker), as_user(it.chair), as_user(it.member)
    session_id = it.session.id
    chair.post("forums.sessions.open_", session_id=session_id)
    page = taker.get("forums.live.show", session_id=session_id)
    assert "Pembukaan dan kuorum" in page.words
    first, second, _last = in_order(session_id)
    chair.post("forums.live.start", agenda_item_id=first.id)
    clock.shift(timedelta(minutes=12))
    chair.post("forums.live.start", agenda_item_id=second.id)
    sheet = {}
    for row in ("chair", "member", "partner"):
        sheet[f"{it.participants[row].id.hex}-presence"] = "present"
    for participant in it.participants.values():
        sheet.setdefault(f"{participant.id.hex}-presence", "")
        sheet[f"{participant.id.hex}-was"] = "|||"
    taker.post("forums.attendance.record", sheet, session_id=session_id)
    assert "3" in taker.get("forums.live.show", session_id=session_id).soup.find(id="present").text
    note = {
        "passage": str(uuid4()),
        "version": 0,
        "part": "discussion",
        "item": str(second.id),
        "text": "Dinkes melaporkan.",
    }
    taker.post("forums.minutes.save", note, session_id=session_id)
    assert "Dinkes melaporkan." in taker.get("forums.live.show", session_id=session_id, item=second.id).words
    answer = taker.post(
        f"/sessions/{session_id}/decisions?item={second.id}",
        {"text": "Daftar layanan diserahkan.", "how": "consensus"},
    )
    decision = db.session.scalars(select(Decision)).one()
    assert decision.code == "KEP-2026-001"
    assert decision.quorum_met
    assert str(decision.id) in answer.location
    page = taker.get(answer.location)
    assert page.soup.find(id="commitment-form")
    taker.post(
        "forums.live.commit",
        {
            "title": "Menyerahkan daftar layanan",
            "criteria": "Memuat semua layanan",
            "responsible": str(it.member.organisation_id),
            "responsible_person": str(it.member.id),
            "verifier": str(it.taker.organisation_id),
            "due": "11 Desember 2026",
        },
        decision_id=decision.id,
    )
    commitment = db.session.scalars(select(Commitment)).one()
    assert commitment.code in taker.get("forums.live.show", session_id=session_id, item=second.id).words
    assert decision.code in member.get("commitments.registry.show", commitment_id=commitment.id).words
    assert decision.text not in member.get("commitments.registry.show", commitment_id=commitment.id).words
    member.get("forums.decisions.show", decision_id=decision.id, status=404)
    assert decision.code not in member.get("forums.decisions.index").words
    chair.post("forums.sessions.close", session_id=session_id)
    minutes = db.session.scalars(select(Minutes)).one()
    member.get("forums.minutes.show", session_id=session_id, status=404)
    taker.post("forums.minutes.circulate", {"days": 3, "number": "DEMO/NOT/01"}, minutes_id=minutes.id)
    assert "Dinkes melaporkan." in member.get("forums.minutes.show", session_id=session_id).words
    assert commitment.code in member.get("forums.decisions.show", decision_id=decision.id).words
    assert decision.text in member.get("commitments.registry.show", commitment_id=commitment.id).words
    assert decision.code in member.get("forums.decisions.index").words
    member.post(
        "forums.minutes.correct", {"text": "Dinkes melaporkan 12 layanan.", "passage": ""}, minutes_id=minutes.id
    )
    clock.move_to(minutes.correction_until + timedelta(minutes=1))
    chair.post("forums.minutes.approve", minutes_id=minutes.id, status=409)
    correction = db.session.scalars(select(Correction)).one()
    taker.post("forums.minutes.answer", {"verdict": "accepted", "answer": ""}, correction_id=correction.id)
    chair.get("forums.minutes.approve", minutes_id=minutes.id)
    chair.post("forums.minutes.approve", minutes_id=minutes.id)
    assert minutes.state is MinutesState.APPROVED
    assert len(minutes.sha256) == 64
    page = as_user(it.observer).get("forums.minutes.show", session_id=session_id)
    assert decision.code in page.words
    kinds = set(db.session.scalars(select(Mail.kind)))
    assert {
        "forums/minutes/circulated",
        "forums/minutes/approved",
        "forums/minutes/correction-asked",
        "forums/minutes/correction-answered",
    } <= kinds
