"""A text that is changed after parties agreed: they are notified, agree again or withdraw, and the paper says so."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.mail.outbox.models import Mail
from forums.decisions.models import Decision
from forums.minutes.models import Correction, MinutesState, Passage, TextChange
from forums.review.jobs import notify_of_changed_texts
from forums.review.models import Consent, Source
from tests.forums.papers.conftest import Reader
from tests.forums.review.conftest import TEXT
from tests.support.mail_links import link_to
from tests.support.visitors import Visitor

ACCUSATION = "Dinas Kesehatan menolak melapor."


@pytest.fixture
def agreed(it, as_user, clock):
    """The minutes, with which all three parties agree."""
    for person in (it.taker, it.member, it.partner):
        as_user(person).post("forums.review.agree", minutes_id=it.minutes.id)
    clock.shift(60)
    return it


def rewrite(as_user, it, text, *, status=303):
    note = db.session.get_one(Passage, it.passage)
    sent = {"passage": str(note.id), "version": note.version, "part": "discussion", "item": str(note.agenda_item_id)}
    as_user(it.taker).post("forums.minutes.save", {**sent, "text": text}, session_id=it.session.id, status=status)


def announce(clock, **span):
    clock.shift(timedelta(**span or {"minutes": 11}).total_seconds())
    list(notify_of_changed_texts())
    db.session.commit()


def mails():
    return list(db.session.scalars(select(Mail).where(Mail.kind == "forums/review/text-changed")))


def told():
    return {mail.recipient for mail in mails()}


def approve(as_user, it, *, status):
    as_user(it.chair).post("forums.minutes.approve", minutes_id=it.minutes.id, status=status)


def show(as_user, it, person):
    return as_user(person).get("forums.minutes.show", session_id=it.session.id)


def test_a_change_after_all_agreed_prevents_early_approval_until_all_agree_again(agreed, as_user, clock):
    rewrite(as_user, agreed, ACCUSATION)
    page = show(as_user, agreed, agreed.chair)
    assert "0 dari 3 pihak setuju" in page.words
    assert "3 pihak setuju sebelum perubahan terakhir" in page.words
    assert not page.soup.find("a", href=f"/minutes/{agreed.minutes.id}/approve")
    approve(as_user, agreed, status=409)
    clock.shift(60)
    for person in (agreed.taker, agreed.member):
        as_user(person).post("forums.review.agree", minutes_id=agreed.minutes.id)
    approve(as_user, agreed, status=409)
    as_user(agreed.partner).post("forums.review.agree", minutes_id=agreed.minutes.id)
    assert len(db.session.scalars(select(Consent)).all()) == 3
    approve(as_user, agreed, status=303)
    assert not any(party["before_last_change"] for party in agreed.minutes.content["parties"])


def test_the_parties_get_one_mail_once_the_typing_rests(agreed, as_user, clock):
    as_user(agreed.partner).post("forums.review.withdraw", minutes_id=agreed.minutes.id)
    for text in ("Dinas", "Dinas Kesehatan menolak", ACCUSATION):
        rewrite(as_user, agreed, text)
        clock.shift(120)
    sent = {"text": "Membuka data sekolah", "how": "consensus", "without_quorum": "y", "no_quorum_reason": "Mendesak"}
    as_user(agreed.taker).post(f"/sessions/{agreed.session.id}/decisions", sent)
    announce(clock, minutes=5)
    assert mails() == []
    announce(clock, minutes=6)
    assert told() == {agreed.member.email, agreed.chair.email, agreed.facilitator.email, agreed.taker.email}
    assert len(mails()) == len(told())
    body = next(mail.text for mail in mails() if mail.recipient == agreed.member.email)
    assert TEXT in body
    assert ACCUSATION in body
    assert "Membuka data sekolah" in body
    announce(clock, hours=2)
    assert len(mails()) == len(told())


def test_typing_that_never_rests_is_announced_after_an_hour(agreed, as_user, clock):
    for number in range(8):
        rewrite(as_user, agreed, f"{ACCUSATION} {number}")
        announce(clock, minutes=9)
    assert len(mails()) == len(told()) > 0


def test_a_change_that_is_taken_back_leaves_the_agreements_as_they_are(agreed, as_user, clock):
    rewrite(as_user, agreed, ACCUSATION)
    clock.shift(30)
    rewrite(as_user, agreed, TEXT + "\n")
    assert db.session.scalars(select(TextChange)).all() == []
    announce(clock)
    assert mails() == []
    assert "3 dari 3 pihak setuju" in show(as_user, agreed, agreed.chair).words


def test_a_change_that_is_taken_back_after_a_party_agreed_with_it_counts(agreed, as_user, clock):
    rewrite(as_user, agreed, ACCUSATION)
    clock.shift(30)
    as_user(agreed.partner).post("forums.review.agree", minutes_id=agreed.minutes.id)
    clock.shift(30)
    rewrite(as_user, agreed, TEXT)
    assert "0 dari 3 pihak setuju" in show(as_user, agreed, agreed.chair).words


def test_the_window_stays_open_for_a_day_after_a_change(agreed, as_user, clock):
    clock.move_to(agreed.minutes.correction_until + timedelta(hours=2))
    rewrite(as_user, agreed, ACCUSATION)
    assert agreed.minutes.correction_until >= utc_now() + timedelta(days=1)
    approve(as_user, agreed, status=409)
    clock.shift(60)
    as_user(agreed.member).post("forums.review.withdraw", minutes_id=agreed.minutes.id)
    clock.move_to(agreed.minutes.correction_until + timedelta(seconds=1))
    approve(as_user, agreed, status=303)


def test_the_approved_minutes_and_their_paper_say_who_agreed_before(agreed, as_user, clock, tmp_path):
    rewrite(as_user, agreed, ACCUSATION)
    clock.shift(60)
    as_user(agreed.member).post("forums.review.agree", minutes_id=agreed.minutes.id)
    clock.move_to(agreed.minutes.correction_until + timedelta(seconds=1))
    approve(as_user, agreed, status=303)
    before = {one["organisation"]: one["before_last_change"] for one in agreed.minutes.content["parties"]}
    assert before == {
        "BLUD Jakarta Smart City": True,
        "Dinas Kesehatan": False,
        "PT Mitra Solusi Kota (Contoh)": True,
    }
    paper = as_user(agreed.chair).get("forums.papers.minutes", minutes_id=agreed.minutes.id)
    text = Reader(paper.get_data(), tmp_path).words
    assert "Setuju: Dinas Kesehatan." in text
    assert "Setuju sebelum perubahan terakhir: BLUD Jakarta Smart City, PT Mitra Solusi Kota (Contoh)." in text
    assert "1 catatan atau keputusan diubah setelah itu tanpa permintaan pihak mana pun" in text


def test_a_party_agrees_again_or_withdraws_by_link(agreed, app, as_user, clock):
    rewrite(as_user, agreed, ACCUSATION)
    announce(clock)
    reader, path = Visitor(app), link_to(agreed.member)
    page = reader.get(path)
    assert "Apakah Dinas Kesehatan setuju dengan naskah yang diubah?" in page.words
    assert page.soup.select_one(f'form[action="{path}/withdraw"]')
    reader.post(f"{path}/agree")
    consent = db.session.scalar(select(Consent).where(Consent.seat_id == agreed.seats["agency"].id))
    assert (consent.by_link, consent.at) == (True, utc_now())
    reader.post(f"{path}/withdraw")
    assert len(db.session.scalars(select(Consent)).all()) == 2


def test_a_coordinator_records_that_a_party_agrees_again(agreed, as_user, clock):
    rewrite(as_user, agreed, ACCUSATION)
    clock.shift(60)
    sent = {"seat": str(agreed.seats["agency"].id), "source": "telephone", "note": ""}
    as_user(agreed.coordinator).post("forums.review.record", sent, minutes_id=agreed.minutes.id)
    consent = db.session.scalar(select(Consent).where(Consent.seat_id == agreed.seats["agency"].id))
    assert (consent.source, consent.by_id) == (Source.TELEPHONE, agreed.coordinator.id)
    assert "1 dari 3 pihak setuju" in show(as_user, agreed, agreed.chair).words


def test_the_paper_says_who_recorded_an_agreement_and_how(it, as_user, clock, tmp_path):
    sent = {"seat": str(it.seats["agency"].id), "source": "telephone", "note": ""}
    as_user(it.coordinator).post("forums.review.record", sent, minutes_id=it.minutes.id)
    clock.move_to(it.minutes.correction_until + timedelta(seconds=1))
    approve(as_user, it, status=303)
    paper = as_user(it.chair).get("forums.papers.minutes", minutes_id=it.minutes.id)
    text = Reader(paper.get_data(), tmp_path).words
    assert "Setuju: Dinas Kesehatan (dicatat oleh Koordinator JSC, melalui telepon)." in text


def test_a_changed_decision_counts_as_a_change(it, as_user, clock):
    sent = {"text": "Membuka data", "how": "consensus", "without_quorum": "y", "no_quorum_reason": "Mendesak"}
    as_user(it.taker).post(f"/sessions/{it.session.id}/decisions", sent)
    decision = db.session.scalars(select(Decision)).one()
    clock.shift(60)
    as_user(it.member).post("forums.review.agree", minutes_id=it.minutes.id)
    assert "1 dari 3 pihak setuju" in show(as_user, it, it.chair).words
    clock.shift(60)
    changed = {"text": "Membuka data", "how": "consensus", "dissent": "Dinas Kesehatan keberatan"}
    as_user(it.taker).post("forums.decisions.edit", changed, decision_id=decision.id)
    assert "0 dari 3 pihak setuju" in show(as_user, it, it.chair).words


@pytest.mark.parametrize("answer, now", [("Dinkes melaporkan 14 layanan.", 2), (ACCUSATION, 0)])
def test_only_a_correction_accepted_as_proposed_keeps_the_agreements(agreed, as_user, clock, answer, now):
    sent = {"passage": str(agreed.passage), "wording": "Dinkes melaporkan 14 layanan.", "text": "Rekaman."}
    as_user(agreed.member).post("forums.minutes.correct", sent, minutes_id=agreed.minutes.id)
    clock.shift(60)
    sent = {"verdict": "accepted", "wording": answer, "version": "1"}
    correction = db.session.scalars(select(Correction)).one()
    as_user(agreed.taker).post("forums.minutes.answer", sent, correction_id=correction.id)
    assert f"{now} dari 3 pihak setuju" in show(as_user, agreed, agreed.chair).words
    announce(clock)
    assert bool(mails()) == (now == 0)


def test_the_api_states_which_agreements_are_older_than_the_last_change(agreed, as_user, as_program):
    rewrite(as_user, agreed, ACCUSATION)
    found = as_program(agreed.member).get(f"/minutes/{agreed.minutes.id}/parties").json
    assert [party["before_last_change"] for party in found["parties"]] == [True, True, True]
    assert [party["answer"] for party in found["parties"]] == ["agreed"] * 3


def test_of_a_change_in_a_secret_forum_only_named_people_hear(agreed, as_user, clock):
    rewrite(as_user, agreed, ACCUSATION)
    agreed.forum.circle.classification = Classification.SECRET
    db.session.commit()
    announce(clock)
    assert told() <= {
        one.email for one in (agreed.chair, agreed.facilitator, agreed.taker, agreed.member, agreed.partner)
    }
    assert agreed.minutes.state is MinutesState.CIRCULATED
