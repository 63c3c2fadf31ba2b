"""The pages of circular decisions: drafting, circulating, voting, and what others see."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.database import db
from forums.circular.models import Circular, CircularDocument, CircularState, CircularVote, circular_seats
from forums.circular.rules import Choice
from tests.factories import OrganisationFactory, SeatFactory
from tests.forums.circular.conftest import END, TEXT, close, drafted, vote
from tests.support.mail_links import mails_to

NEW = {
    "title": "Jadwal uji coba",
    "text": "Uji coba mulai 7 Desember.",
    "why": "Mendesak.",
    "day": "2026-12-02",
    "time": "16.00",
}


def show(as_user, it, person, **options):
    return as_user(person).get("forums.circular.show", circular_id=it.circular.id, **options)


def test_a_coordinator_drafts_adds_a_document_and_circulates(it, as_user):
    coordinator = as_user(it.coordinator)
    page = coordinator.get("forums.circular.new", slug=it.forum.slug)
    assert page.soup.find("input", {"name": "day"})["value"] == "30 November 2026"
    coordinator.post("forums.circular.new", NEW, slug=it.forum.slug)
    made = db.session.scalars(select(Circular).where(Circular.title == NEW["title"])).one()
    assert (made.state, made.code) == (CircularState.DRAFT, "SIR-2026-002")
    sent = {"title": "Rancangan petunjuk", "file": (io.BytesIO(b"petunjuk"), "petunjuk.txt")}
    coordinator.post("forums.circular.add_document", sent, circular_id=made.id)
    document = db.session.scalars(select(CircularDocument)).one()
    as_user(it.member).get("forums.circular.show", circular_id=made.id, status=404)
    as_user(it.member).get("forums.circular.download", circular_document_id=document.id, status=404)
    page = coordinator.get("forums.circular.circulate", circular_id=made.id)
    assert "3 pihak" in page.words
    coordinator.post("forums.circular.circulate", circular_id=made.id)
    assert made.state is CircularState.CIRCULATING
    page = as_user(it.member).get("forums.circular.show", circular_id=made.id)
    assert "Rancangan petunjuk" in page.words
    assert as_user(it.member).get("forums.circular.download", circular_document_id=document.id).data == b"petunjuk"
    coordinator.get("forums.circular.add_document", circular_id=made.id, status=409)
    coordinator.post("forums.circular.remove_document", circular_document_id=document.id, status=409)


def test_a_refused_draft_loses_nothing(it, as_user):
    sent = {**NEW, "day": "2026-11-25"}
    page = as_user(it.coordinator).post("forums.circular.new", sent, slug=it.forum.slug, status=422)
    assert page.soup.find("textarea", {"name": "text"}).text.strip() == NEW["text"]
    assert page.soup.select_one(".field.wrong input[name=day]")


def test_a_party_votes_and_only_then_sees_the_others(it, as_user):
    vote(it, "company", "agree_with_note", "Foto disimpan satu tahun.")
    page = show(as_user, it, it.member)
    assert TEXT in page.words
    assert "Foto disimpan" not in page.words
    assert "setuju." not in page.soup.select_one(".lead-in").text
    assert not page.soup.select_one(".ends .now")
    ballot = as_user(it.member).get("forums.circular.vote", circular_id=it.circular.id)
    assert "Foto disimpan" not in ballot.words
    sent = {"choice": "disagree", "reason": ""}
    page = as_user(it.member).post("forums.circular.vote", sent, circular_id=it.circular.id, status=422)
    assert page.soup.select_one("#reason-error")
    as_user(it.member).post("forums.circular.vote", {**sent, "reason": "Belum siap."}, circular_id=it.circular.id)
    page = show(as_user, it, it.member)
    assert "Foto disimpan" in page.words
    assert "Belum siap." in page.words
    ballot = as_user(it.member).get("forums.circular.vote", circular_id=it.circular.id)
    assert ballot.soup.find("input", {"value": "disagree"}).has_attr("checked")
    assert ballot.soup.find("textarea", {"name": "reason"}).text.strip() == "Belum siap."


def test_every_party_reads_a_question_before_it_votes_and_the_answer(it, as_user):
    vote(it, "company", "discuss", "Siapa yang bertanggung jawab?")
    assert "Siapa yang bertanggung jawab?" in show(as_user, it, it.member).words
    page = show(as_user, it, it.coordinator)
    assert page.soup.select_one(".objection")
    as_user(it.coordinator).post("forums.circular.reply", {"text": "Pemohon sendiri."}, circular_id=it.circular.id)
    assert "Pemohon sendiri." in as_user(it.member).get("forums.circular.vote", circular_id=it.circular.id).words


def test_an_observer_and_a_coordinator_do_not_vote(it, as_user):
    sent = {"choice": "agree"}
    for who, status in ((it.observer, 403), (it.coordinator, 403)):
        as_user(who).post("forums.circular.vote", sent, circular_id=it.circular.id, status=status)
    assert "Suara ditampilkan setelah" in show(as_user, it, it.observer).words
    assert db.session.scalars(select(CircularVote)).all() == []


def test_a_late_vote_is_refused_with_its_text_kept(it, as_user, clock):
    clock.move_to(END + timedelta(minutes=1))
    sent = {"choice": "disagree", "reason": "Terlambat tetapi penting."}
    page = as_user(it.member).post("forums.circular.vote", sent, circular_id=it.circular.id, status=409)
    assert "Terlambat: waktu bersuara" in page.words
    assert page.soup.find("textarea", {"name": "reason"}).text.strip() == "Terlambat tetapi penting."
    close(it, clock)
    page = as_user(it.member).get("forums.circular.vote", circular_id=it.circular.id)
    assert not page.soup.select_one(".ballot")


def test_a_vote_is_recorded_for_a_party_that_may_contradict(it, as_user):
    sent = {"seat": str(it.seats["company"].id), "choice": "abstain", "source": "letter", "evidence": "12/MSK/2026"}
    as_user(it.coordinator).post("forums.circular.record", sent, circular_id=it.circular.id)
    as_user(it.facilitator).post("forums.circular.record", sent, circular_id=it.circular.id, status=403)
    assert "12/MSK/2026" in show(as_user, it, it.partner).words
    as_user(it.partner).post("forums.circular.vote", {"choice": "agree"}, circular_id=it.circular.id)
    page = as_user(it.coordinator).post("forums.circular.record", sent, circular_id=it.circular.id, status=422)
    assert page.soup.select_one("#seat-error")


def test_coordinators_remind_extend_move_and_withdraw(it, as_user):
    coordinator, at = as_user(it.coordinator), {"circular_id": it.circular.id}
    coordinator.post("forums.circular.remind", **at)
    coordinator.get("forums.circular.extend", **at)
    coordinator.post("forums.circular.extend", {"day": "2026-12-03", "time": "16.00"}, **at)
    assert it.circular.first_ends_at == END
    coordinator.post("forums.circular.extend", {"day": "2026-12-04", "time": "16.00"}, **at, status=409)
    coordinator.get("forums.circular.move", **at)
    coordinator.post("forums.circular.move", **at)
    assert it.circular.state is CircularState.MOVED
    assert "SIR-2026-001" in coordinator.get("forums.agenda.show", session_id=it.session.id).words
    coordinator.get("forums.circular.withdraw", **at, status=409)
    as_user(it.member).post("forums.circular.remind", **at, status=403)


def test_once_adopted_the_decision_names_its_votes_and_becomes_commitments(it, as_user, clock):
    vote(it, "agency", "agree")
    vote(it, "company", "agree_with_note", "Foto disimpan satu tahun.")
    close(it, clock)
    page = show(as_user, it, it.observer)
    assert "KEP-2026-001" in page.words
    decision = it.circular.decision_id
    page = as_user(it.member).get("forums.decisions.show", decision_id=decision)
    assert "SIR-2026-001" in page.words
    assert "Foto disimpan satu tahun." in page.words
    as_user(it.coordinator).get("forums.decisions.commit", decision_id=decision)


def test_lists_panels_and_search_name_it(it, as_user):
    for person, seen in ((it.member, True), (it.coordinator, True)):
        assert ("SIR-2026-001" in as_user(person).get("forums.circular.index").words) is seen
    assert "SIR-2026-001" in as_user(it.member).get("forums.scheduling.show", slug=it.forum.slug).words
    assert (
        "SIR-2026-001"
        in as_user(it.member).get("forums.circular.index", forum=it.forum.slug, state="circulating").words
    )
    assert "SIR-2026-001" not in as_user(it.member).get("forums.circular.index", state="adopted").words
    assert "SIR-2026-001" in as_user(it.member).get("/search?q=foto lokasi").words


@pytest.mark.parametrize("choice", [choice.value for choice in Choice])
def test_the_page_shows_each_vote(it, as_user, choice):
    vote(it, "agency", choice, "Kata-kata." if choice not in ("agree", "abstain") else "")
    page = show(as_user, it, it.coordinator)
    assert page.soup.select_one(f".vote-chart .vote.v-{choice}")


def test_what_circulates_is_linked_from_the_register_of_decisions(it, as_user):
    page = as_user(it.member).get("forums.decisions.index")
    assert page.soup.find("a", href="/circulars?state=circulating")


def test_those_who_organise_see_the_ballot_as_a_party_does_before_and_after_circulation(it, as_user):
    draft = drafted(it, title="Rancangan lain")
    vote(it, "company", "agree_with_note", "Foto disimpan satu tahun.")
    for circular_id in (draft.id, it.circular.id):
        page = as_user(it.coordinator).get("forums.circular.as_recipient", circular_id=circular_id)
        assert TEXT in page.words
        assert page.soup.select_one("fieldset[disabled] .ballot")
        assert not page.soup.select("main form")
        assert "Foto disimpan" not in page.words
        shown = as_user(it.coordinator).get("forums.circular.show", circular_id=circular_id)
        assert shown.soup.find("a", href=f"/circulars/{circular_id}/as-recipient")
    as_user(it.member).get("forums.circular.as_recipient", circular_id=draft.id, status=404)
    as_user(it.member).get("forums.circular.as_recipient", circular_id=it.circular.id, status=403)


def test_one_silent_party_is_reminded_by_one_button(it, as_user):
    vote(it, "agency", "agree")
    page = show(as_user, it, it.coordinator)
    silent = {str(it.seats[name].id) for name in ("secretariat", "company")}
    assert {one["value"] for one in page.soup.select(".table input[name=seat]")} == silent
    coordinator, sent = as_user(it.coordinator), {"seat": str(it.seats["company"].id)}
    coordinator.post("forums.circular.remind", sent, circular_id=it.circular.id)
    assert [one.kind for one in mails_to(it.partner)].count("forums/circular/reminded") == 1
    assert "forums/circular/reminded" not in [one.kind for one in mails_to(it.chair)]
    page = coordinator.get("forums.circular.show", circular_id=it.circular.id)
    assert "PT Mitra" in page.soup.select_one("[aria-labelledby=history]").text
    for seat, status in ((it.seats["agency"].id, 409), ("nobody", 404), (it.circular.id, 404)):
        coordinator.post("forums.circular.remind", {"seat": str(seat)}, circular_id=it.circular.id, status=status)
    assert not show(as_user, it, it.member).soup.select(".table input[name=seat]")


def test_the_votes_of_200_parties_are_listed_in_pages(it, as_user, queries):
    for number in range(197):
        seat = SeatFactory(circle=it.forum.circle, organisation=OrganisationFactory(name=f"Instansi {number:03}"))
        db.session.execute(circular_seats.insert().values(circular_id=it.circular.id, seat_id=seat.id))
    db.session.commit()
    coordinator = as_user(it.coordinator)
    coordinator.get("forums.circular.show", circular_id=it.circular.id)
    with queries(at_most=12):
        page = coordinator.get("forums.circular.show", circular_id=it.circular.id, votes="silent")
    assert len(page.soup.select(".vote-chart .vote")) == 200
    assert len(page.soup.select(".table.cards tbody tr")) == 25
    assert "1–25 dari 200" in page.words
    assert page.soup.find("a", rel="next")["href"].endswith("votes=silent&page=2")
    last = coordinator.get("forums.circular.show", circular_id=it.circular.id, votes="silent", page=8)
    assert "176–200 dari 200" in last.words
    everyone = last.soup.select_one(".chips .chip")
    assert "page" not in everyone["href"]
