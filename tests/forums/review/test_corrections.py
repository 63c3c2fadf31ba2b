"""Corrections with a proposed wording, opinions on them, and what accepting one does."""

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.database import db
from app.mail.outbox.models import Mail
from forums.minutes.models import Correction, CorrectionState, EarlierText, Passage
from forums.review.models import Consent, Opinion
from tests.forums.review.conftest import TEXT

WORDING = TEXT.replace("12", "14")


@pytest.fixture
def asked(it, as_user):
    """The agency's correction of the passage."""
    sent = {"passage": str(it.passage), "wording": WORDING, "text": "Rekaman menyebut 14."}
    as_user(it.member).post("forums.minutes.correct", sent, minutes_id=it.minutes.id)
    return db.session.scalars(select(Correction)).one()


def passage(it):
    return db.session.get_one(Passage, it.passage)


def mails(kind):
    return {mail.recipient for mail in db.session.scalars(select(Mail).where(Mail.kind == kind))}


def test_a_correction_of_a_passage_begins_with_its_text(it, as_user):
    page = as_user(it.member).get(f"/minutes/{it.minutes.id}/correct?passage={it.passage}")
    assert page.soup.find(id="wording").text.strip() == TEXT
    page = as_user(it.member).get("forums.minutes.show", session_id=it.session.id)
    assert page.soup.find(id=f"wording-{it.passage}").text.strip() == TEXT


def test_a_correction_shows_what_it_changes_to_every_party(it, as_user, asked):
    assert (asked.wording, asked.original, asked.passage_id) == (WORDING, TEXT, it.passage)
    page = as_user(it.partner).get("forums.minutes.show", session_id=it.session.id)
    diff = page.soup.select_one(f"#passage-{it.passage} .diff")
    assert diff.find("del").get_text() == "[dihapus: 12]"
    assert diff.find("ins").get_text() == "[ditambah: 14]"
    assert "Rekaman menyebut 14." in page.words


def test_a_correction_needs_a_reason_and_keeps_what_was_typed(it, as_user):
    sent = {"passage": str(it.passage), "wording": WORDING, "text": ""}
    page = as_user(it.member).post("forums.minutes.correct", sent, minutes_id=it.minutes.id, status=422)
    assert page.soup.find(id="text-error")
    assert page.soup.find(id="wording").text.strip() == WORDING
    assert page.soup.select_one("input[name=passage]")["value"] == str(it.passage)


def test_a_wording_of_no_passage_is_refused(it, as_user):
    sent = {"passage": "", "wording": "Apa saja", "text": "Sebab"}
    page = as_user(it.member).post("forums.minutes.correct", sent, minutes_id=it.minutes.id, status=422)
    assert page.soup.find(id="passage-error")


def test_an_unchanged_wording_is_none(it, as_user):
    sent = {"passage": str(it.passage), "wording": TEXT + "\r\n", "text": "Kurang jelas."}
    as_user(it.member).post("forums.minutes.correct", sent, minutes_id=it.minutes.id)
    correction = db.session.scalars(select(Correction)).one()
    assert (correction.wording, correction.original, correction.passage_id) == (None, None, it.passage)


def test_accepting_puts_the_wording_into_the_passage_and_keeps_the_earlier_text(it, as_user, asked, clock):
    clock.shift(60)
    facilitator = as_user(it.facilitator)
    page = facilitator.get("forums.minutes.answer", correction_id=asked.id)
    sent = {"verdict": "accepted", "wording": page.soup.find(id="wording").text.strip(), "answer": ""}
    facilitator.post(
        "forums.minutes.answer", sent | {"version": page.soup.find(id="version")["value"]}, correction_id=asked.id
    )
    assert asked.state is CorrectionState.ACCEPTED
    assert (passage(it).text, passage(it).version) == (WORDING, 2)
    assert [one.text for one in db.session.scalars(select(EarlierText))] == [TEXT]
    actions = set(db.session.scalars(select(AuditRow.action)))
    assert {"passage.changed", "correction.accepted"} <= actions
    shown = as_user(it.partner).get("forums.minutes.show", session_id=it.session.id)
    assert "14 layanan" in shown.soup.select_one(f"#passage-{it.passage}").get_text()
    assert "setelah diedarkan" in shown.words


def test_the_minute_taker_may_change_the_wording_first(it, as_user, asked):
    sent = {"verdict": "accepted", "wording": "Dinkes melaporkan empat belas layanan.", "version": "1"}
    as_user(it.taker).post("forums.minutes.answer", sent, correction_id=asked.id)
    assert passage(it).text == "Dinkes melaporkan empat belas layanan."
    assert asked.wording == WORDING


def test_declining_changes_nothing(it, as_user, asked):
    sent = {"verdict": "declined", "wording": WORDING, "version": "1", "answer": "Rekaman: 12."}
    as_user(it.taker).post("forums.minutes.answer", sent, correction_id=asked.id)
    assert (passage(it).text, asked.state) == (TEXT, CorrectionState.DECLINED)
    as_user(it.taker).post("forums.minutes.answer", sent, correction_id=asked.id, status=409)


def test_a_passage_changed_meanwhile_is_not_overwritten_unseen(it, as_user, asked):
    taker = as_user(it.taker)
    newer = {"passage": str(it.passage), "version": 1, "part": "discussion", "text": "Dinkes melaporkan 13 layanan."}
    taker.post("forums.minutes.save", newer | {"item": str(passage(it).agenda_item_id)}, session_id=it.session.id)
    sent = {"verdict": "accepted", "wording": WORDING, "version": "1", "answer": ""}
    page = taker.post("forums.minutes.answer", sent, correction_id=asked.id, status=422)
    assert "13 layanan" in page.words
    assert page.soup.find(id="wording").text.strip() == WORDING
    assert (passage(it).text, asked.state) == ("Dinkes melaporkan 13 layanan.", CorrectionState.OPEN)
    sent["version"] = page.soup.find(id="version")["value"]
    taker.post("forums.minutes.answer", sent, correction_id=asked.id)
    assert passage(it).text == WORDING


def test_parties_that_agreed_stay_agreed_and_hear_of_the_change(it, as_user, asked, clock):
    as_user(it.partner).post("forums.review.agree", minutes_id=it.minutes.id)
    clock.shift(60)
    sent = {"verdict": "accepted", "wording": WORDING, "version": "1"}
    as_user(it.taker).post("forums.minutes.answer", sent, correction_id=asked.id)
    assert mails("forums/review/passage-changed") == {it.partner.email}
    assert db.session.scalars(select(Consent.seat_id)).all() == [it.seats["company"].id]
    page = as_user(it.partner).get("forums.minutes.show", session_id=it.session.id)
    assert "sebelum koreksi terakhir" in page.words
    as_user(it.partner).post("forums.review.withdraw", minutes_id=it.minutes.id)


def test_the_party_that_a_passage_names_is_proposed_and_asked_once(it, as_user, asked):
    asked.seat_id = it.seats["company"].id
    db.session.commit()
    taker = as_user(it.taker)
    page = taker.get("forums.review.ask", correction_id=asked.id)
    checked = {one["value"] for one in page.soup.select("input[name=seats][checked]")}
    assert checked == {str(it.seats["agency"].id)}
    offered = {one["value"] for one in page.soup.select("input[name=seats]")}
    assert str(it.seats["company"].id) not in offered
    assert str(it.seats["community"].id) not in offered
    taker.post("forums.review.ask", {"seats": [str(it.seats["agency"].id)]}, correction_id=asked.id)
    assert mails("forums/review/opinion-asked") == {it.member.email}
    taker.post("forums.review.ask", {"seats": [str(it.seats["agency"].id)]}, correction_id=asked.id, status=422)
    taker.post("forums.review.ask", {"seats": []}, correction_id=asked.id, status=422)
    as_user(it.member).post("forums.review.ask", {"seats": []}, correction_id=asked.id, status=403)


def test_an_asked_party_says_what_it_thinks_and_the_minute_taker_decides(it, as_user, asked):
    as_user(it.taker).post("forums.review.ask", {"seats": [str(it.seats["company"].id)]}, correction_id=asked.id)
    opinion = db.session.scalars(select(Opinion)).one()
    partner = as_user(it.partner)
    assert "Diminta pendapat" in partner.get("/").words
    page = partner.get("forums.minutes.show", session_id=it.session.id)
    assert page.soup.select_one(f'form[action="/opinions/{opinion.id}/give"]')
    refused = partner.post(
        "forums.review.give_opinion", {"verdict": "disapproves", "reason": ""}, opinion_id=opinion.id, status=422
    )
    assert refused.soup.find(id="reason-error")
    as_user(it.member).post("forums.review.give_opinion", {"verdict": "approves"}, opinion_id=opinion.id, status=403)
    sent = {"verdict": "disapproves", "reason": "Kami mendengar 12."}
    partner.post("forums.review.give_opinion", sent, opinion_id=opinion.id)
    assert "Diminta pendapat" not in partner.get("/").words
    assert (opinion.approves, opinion.reason, opinion.by_id) == (False, "Kami mendengar 12.", it.partner.id)
    assert mails("forums/review/opinion-given") == {it.taker.email}
    assert "Kami mendengar 12." in as_user(it.member).get("forums.minutes.show", session_id=it.session.id).words
    as_user(it.taker).post(
        "forums.minutes.answer", {"verdict": "accepted", "wording": WORDING, "version": "1"}, correction_id=asked.id
    )
    partner.post("forums.review.give_opinion", sent, opinion_id=opinion.id, status=409)
