"""Parties agree with circulated minutes, withdraw, and everyone sees it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.database import db
from app.mail.outbox.models import Mail
from forums.minutes.models import MinutesState
from forums.review.models import Consent, Source
from tests.factories import PersonFactory


def agree(as_user, it, *people, **options):
    for person in people:
        as_user(person).post("forums.review.agree", minutes_id=it.minutes.id, **options)


def seats():
    return {one.seat_id for one in db.session.scalars(select(Consent))}


def show(as_user, it, person):
    return as_user(person).get("forums.minutes.show", session_id=it.session.id)


def test_a_party_agrees_and_everyone_sees_who_did(it, as_user):
    agree(as_user, it, it.member)
    (consent,) = db.session.scalars(select(Consent))
    assert (consent.seat_id, consent.by_id, consent.by_link) == (it.seats["agency"].id, it.member.id, False)
    page = show(as_user, it, it.partner)
    assert "1 dari 3 pihak setuju" in page.words
    listed = [one.get_text(" ", strip=True) for one in page.soup.select(".parties > li")]
    assert [text.split(",")[0] for text in listed if "Setuju" in text] == ["Dinas Kesehatan Setuju"]
    assert sum("Belum menjawab" in text for text in listed) == 2
    assert not any("Komunitas" in text for text in listed)  # it observes
    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "minutes.agreed")).one()
    assert row.on_behalf_of_id == it.member.organisation_id


def test_a_party_agrees_once_whoever_of_it_does(it, as_user):
    colleague = PersonFactory(organisation=it.member.organisation)
    agree(as_user, it, it.member, it.member, colleague)
    assert len(db.session.scalars(select(Consent)).all()) == 1
    assert len(db.session.scalars(select(AuditRow).where(AuditRow.action == "minutes.agreed")).all()) == 1


def test_a_party_withdraws_until_the_window_ends(it, as_user, clock):
    agree(as_user, it, it.member, it.partner)
    assert "Tarik persetujuan" in show(as_user, it, it.member).words
    as_user(it.member).post("forums.review.withdraw", minutes_id=it.minutes.id)
    assert seats() == {it.seats["company"].id}
    as_user(it.member).post("forums.review.withdraw", minutes_id=it.minutes.id, status=409)
    clock.move_to(it.minutes.correction_until + timedelta(seconds=1))
    as_user(it.partner).post("forums.review.withdraw", minutes_id=it.minutes.id, status=409)
    agree(as_user, it, it.member, status=409)
    assert seats() == {it.seats["company"].id}
    assert "Tarik persetujuan" not in show(as_user, it, it.partner).words


@pytest.mark.parametrize("who, status", [("coordinator", 403), ("observer", 404)])
def test_who_is_no_party_does_not_agree(it, as_user, who, status):
    agree(as_user, it, getattr(it, who), status=status)
    assert seats() == set()
    assert not as_user(it.coordinator).get("forums.minutes.show", session_id=it.session.id).soup.find(id="agree")


def test_agreement_is_never_given_by_opening_a_page(it, as_user):
    as_user(it.member).get(f"/minutes/{it.minutes.id}/agree", status=405)
    assert seats() == set()


def test_a_party_that_asks_for_a_correction_no_longer_agrees(it, as_user):
    agree(as_user, it, it.member)
    sent = {"text": "Bukan 12.", "passage": ""}
    as_user(it.member).post("forums.minutes.correct", sent, minutes_id=it.minutes.id)
    assert seats() == set()
    agree(as_user, it, it.member, status=409)
    page = show(as_user, it, it.member)
    assert "setelah notulis menjawabnya" in page.words
    assert "1 koreksi" in page.words


def test_minutes_are_approved_early_once_all_parties_agree(it, as_user):
    agree(as_user, it, it.member, it.partner)
    chair = as_user(it.chair)
    chair.post("forums.minutes.approve", minutes_id=it.minutes.id, status=409)
    agree(as_user, it, it.taker)
    page = show(as_user, it, it.chair)
    assert page.soup.find("a", href=f"/minutes/{it.minutes.id}/approve")
    chair.get("forums.minutes.approve", minutes_id=it.minutes.id)
    chair.post("forums.minutes.approve", minutes_id=it.minutes.id)
    assert it.minutes.state is MinutesState.APPROVED


def test_approved_minutes_and_their_paper_say_what_each_party_answered(it, as_user, clock):
    agree(as_user, it, it.member)
    sent = {"text": "Bukan 12.", "passage": ""}
    as_user(it.partner).post("forums.minutes.correct", sent, minutes_id=it.minutes.id)
    page = show(as_user, it, it.taker)
    answer = page.soup.select_one(".proposal .does a")["href"]
    as_user(it.taker).post(answer, {"verdict": "declined", "answer": "Rekaman: 12."})
    clock.move_to(it.minutes.correction_until + timedelta(seconds=1))
    as_user(it.chair).post("forums.minutes.approve", minutes_id=it.minutes.id)
    told = {party["organisation"]: party["answer"] for party in it.minutes.content["parties"]}
    assert told == {
        "BLUD Jakarta Smart City": "silent",
        "Dinas Kesehatan": "agreed",
        "PT Mitra Solusi Kota (Contoh)": "corrected",
    }
    assert "Tidak menjawab" in show(as_user, it, it.member).words


def test_a_coordinator_records_an_agreement_and_the_party_is_told(it, as_user):
    coordinator = as_user(it.coordinator)
    page = coordinator.get("forums.review.record", minutes_id=it.minutes.id)
    assert {one["value"] for one in page.soup.select("#seat option")} == {""} | {
        str(it.seats[name].id) for name in ("secretariat", "agency", "company")
    }
    sent = {"seat": str(it.seats["company"].id), "source": "letter", "note": "Surat 12/XI"}
    coordinator.post("forums.review.record", sent, minutes_id=it.minutes.id)
    (consent,) = db.session.scalars(select(Consent))
    assert (consent.source, consent.note, consent.by_id) == (Source.LETTER, "Surat 12/XI", it.coordinator.id)
    told = db.session.scalars(select(Mail.recipient).where(Mail.kind == "forums/review/recorded")).all()
    assert told == [it.partner.email]
    assert "dicatat oleh Koordinator JSC" in show(as_user, it, it.member).words
    as_user(it.partner).post("forums.review.withdraw", minutes_id=it.minutes.id)
    assert seats() == set()


def test_an_agreement_of_no_party_is_not_recorded(it, as_user):
    sent = {"seat": str(it.seats["community"].id), "source": "letter"}
    as_user(it.coordinator).post("forums.review.record", sent, minutes_id=it.minutes.id, status=422)
    as_user(it.chair).post("forums.review.record", sent, minutes_id=it.minutes.id, status=403)
    assert seats() == set()


def test_the_page_runs_the_same_statements_however_many_parties_and_corrections(it, as_user, queries):
    member = as_user(it.member)

    def correct(text):
        sent = {"text": text, "passage": str(it.passage), "wording": f"{text} layanan."}
        as_user(it.facilitator).post("forums.minutes.correct", sent, minutes_id=it.minutes.id)

    correct("Satu")
    with queries() as before:
        member.get("forums.minutes.show", session_id=it.session.id)
    agree(as_user, it, it.member, it.partner)
    for text in ("Dua", "Tiga", "Empat"):
        correct(text)
    with queries(at_most=len(before)):
        member.get("forums.minutes.show", session_id=it.session.id)
