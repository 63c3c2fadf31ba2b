"""Decisions: written down with how and with what quorum, registered, turned into commitments."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.circles.models import Classification
from app.database import db
from app.mail.outbox.models import Mail
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery
from forums.attendance.models import Attendance, Presence
from forums.decisions.models import Decision, decision_commitments
from forums.minutes.models import Minutes, MinutesState
from forums.scheduling.models import DecisionRule
from tests.factories import CommitmentFactory, CoordinatorFactory, LeadershipFactory, PersonFactory, SessionFactory
from tests.factories.forums import NEXT
from tests.forums.room import WITHOUT_QUORUM, room

CONSENSUS = {"text": "Daftar layanan diserahkan.", "how": "consensus", **WITHOUT_QUORUM}


@pytest.fixture
def it(app, clock):
    made = room()
    clock.move_to(NEXT)
    made.open()
    made.agenda_item = made.item()
    made.stranger = PersonFactory()
    made.leader = LeadershipFactory()
    return made


def decide(as_user, it, *, who="taker", status=303, **changes):
    address = f"/sessions/{it.session.id}/decisions?item={it.agenda_item.id}"
    return as_user(getattr(it, who)).post(address, {**CONSENSUS, **changes}, status=status)


def decided():
    return db.session.scalars(select(Decision).order_by(Decision.code)).all()


def told(it, state=MinutesState.CIRCULATED):
    """Let the session's minutes have come so far."""
    db.session.add(Minutes(session_id=it.session.id, state=state, language="id", begun_at=NEXT))
    db.session.commit()


def proposal(it, **changes):
    return {
        "title": "Menyerahkan daftar layanan",
        "criteria": "Memuat semua layanan",
        "responsible": str(it.member.organisation_id),
        "responsible_person": str(it.member.id),
        "verifier": str(it.taker.organisation_id),
        "due": "11 Desember 2026",
        **changes,
    }


def come(it, *names):
    for name in names:
        participant = it.participants[name]
        db.session.add(
            Attendance(
                session_id=it.session.id,
                seat_id=participant.seat_id,
                participant_id=participant.id,
                presence=Presence.PRESENT,
                recorded_by_id=it.taker.id,
                recorded_at=NEXT,
            )
        )
    db.session.commit()


@pytest.mark.every_database
def test_codes_count_within_the_year(it, as_user, clock):
    decide(as_user, it)
    decide(as_user, it)
    assert [decision.code for decision in decided()] == ["KEP-2026-001", "KEP-2026-002"]


def test_a_decision_remembers_whether_the_quorum_stood_when_it_was_taken(it, as_user):
    warned = as_user(it.taker).get("forums.live.show", session_id=it.session.id)
    assert "tetap ditandai tanpa kuorum." in warned.words
    decide(as_user, it)
    come(it, "chair", "partner")
    decide(as_user, it)
    assert [decision.quorum_met for decision in decided()] == [False, True]
    page = as_user(it.taker).get("forums.live.show", session_id=it.session.id)
    assert "Diambil tanpa kuorum" in page.words
    assert "ditandai tanpa kuorum" not in page.words


def test_a_vote_needs_its_count_and_keeps_what_was_typed(it, as_user):
    page = decide(as_user, it, how="vote", basis="Kajian Dinkes", status=422)
    assert "Isi jumlah suara setuju" in page.words
    assert page.soup.find(id="basis").text.strip() == "Kajian Dinkes"
    assert page.soup.find(id="decide").has_attr("open")
    come(it, "chair", "member", "partner")
    decide(as_user, it, how="vote", votes_for="2", votes_against="1", dissent="MSK: terlalu cepat")
    (decision,) = decided()
    assert (decision.votes_for, decision.votes_against, decision.abstentions) == (2, 1, 0)
    told(it)
    page = as_user(it.member).get("forums.decisions.show", decision_id=decision.id)
    assert "2 setuju, 1 menolak, 0 abstain" in page.words
    assert "MSK: terlalu cepat" in page.words


def test_a_vote_counts_no_more_than_the_seats_that_came(it, as_user, as_program):
    come(it, "chair", "partner", "observer")
    page = decide(as_user, it, how="vote", votes_for="1", votes_against="1", abstentions="1", status=422)
    assert page.soup.find(id="votes_for-error")
    assert "(2)" in page.soup.find(id="votes_for-error").text
    assert page.soup.find(id="abstentions")["value"] == "1"
    path = f"/sessions/{it.session.id}/decisions"
    sent = {"text": "Sensor dipasang.", "how": "vote", "votes_for": 3}
    problem = as_program(it.taker).post(path, sent, status=422).json
    assert [fault["path"] for fault in problem["errors"]] == ["/votes_for"]
    made = as_program(it.taker).post(path, {**sent, "votes_for": 2}, status=201).json
    as_program(it.taker).patch(f"/decisions/{made['id']}", {"abstentions": 1}, status=422)
    taken = db.session.scalars(select(Decision)).one()
    assert (taken.votes_for, taken.abstentions) == (2, 0)


def test_who_left_before_the_end_may_have_voted(it, as_user, clock):
    come(it, "chair", "partner")
    for row in db.session.scalars(select(Attendance)):
        row.left_at = NEXT + timedelta(minutes=30)
    db.session.commit()
    clock.move_to(NEXT + timedelta(hours=1))
    decide(as_user, it, how="vote", votes_for="2")
    assert decided()[0].votes_for == 2


@pytest.mark.parametrize("opened", [False, True])
def test_a_session_that_has_not_begun_decides_nothing(it, as_user, as_program, clock, opened):
    it.session.opened_at = NEXT - timedelta(minutes=30) if opened else None
    db.session.commit()
    clock.move_to(NEXT - timedelta(minutes=1) if opened else NEXT + timedelta(minutes=5))
    page = decide(as_user, it, status=409)
    assert "pukul 09.00 WIB" in page.words
    assert "Daftar layanan diserahkan." in page.soup.find("textarea", id="text").text
    problem = as_program(it.taker).post(f"/sessions/{it.session.id}/decisions", {"text": "Lain"}, status=409).json
    assert "pukul 09.00 WIB" in problem["detail"]
    assert decided() == []


def test_a_note_becomes_a_decision(it, as_user):
    taker = as_user(it.taker)
    note = {
        "passage": str(uuid4()),
        "version": 0,
        "part": "discussion",
        "item": str(it.agenda_item.id),
        "text": "DPMPTSP menyerahkan daftar.",
        "then": "decision",
    }
    answer = taker.post("forums.minutes.save", note, session_id=it.session.id)
    page = taker.get(answer.location)
    form = page.soup.find(id="decision-form")
    assert (
        form.find("textarea", id="text").text.strip() == "DPMPTSP menyerahkan daftar."
        or form.find("textarea").text.strip() == "DPMPTSP menyerahkan daftar."
    )


def test_the_wording_is_put_right_while_the_minutes_are_open(it, as_user):
    decide(as_user, it)
    (decision,) = decided()
    taken_at = decision.decided_at
    sent = {**CONSENSUS, "text": "Daftar lengkap diserahkan.", "how": "directive"}
    as_user(it.taker).post("forums.decisions.edit", sent, decision_id=decision.id)
    assert (decision.text, decision.how) == ("Daftar lengkap diserahkan.", DecisionRule.DIRECTIVE)
    assert decision.decided_at == taken_at
    told(it)
    page = as_user(it.member).get("forums.decisions.show", decision_id=decision.id)
    assert "mengubah bunyi keputusan" in page.words


def test_a_decision_becomes_a_commitment_without_leaving_the_page(it, as_user):
    decide(as_user, it)
    (decision,) = decided()
    answer = as_user(it.taker).post("forums.live.commit", proposal(it), decision_id=decision.id)
    commitment = db.session.scalars(select(Commitment)).one()
    assert commitment.delivery is Delivery.PROPOSED
    assert commitment.first_due == date(2026, 12, 11)
    assert commitment.responsible_person_id == it.member.id
    page = as_user(it.taker).get(answer.location)
    assert page.request.path == f"/sessions/{it.session.id}/live"
    assert commitment.code in page.words
    assert it.member.email in {mail.recipient for mail in db.session.scalars(select(Mail))}


@pytest.mark.parametrize("field, value", [("verifier", "own"), ("due", "kemarin"), ("responsible", ""), ("title", " ")])
def test_a_refused_commitment_stays_on_the_page_with_what_was_typed(it, as_user, field, value):
    decide(as_user, it)
    (decision,) = decided()
    sent = proposal(it, **{field: str(it.member.organisation_id) if value == "own" else value})
    page = as_user(it.taker).post("forums.live.commit", sent, decision_id=decision.id, status=422)
    assert page.soup.find(id="criteria").text.strip() == "Memuat semua layanan"
    assert page.soup.find(id="commitment-form")
    assert page.soup.find(id="agenda")
    assert db.session.scalars(select(Commitment)).all() == []


def test_a_commitment_shows_the_chain_that_it_comes_from(it, as_user):
    decide(as_user, it)
    (decision,) = decided()
    as_user(it.taker).post("forums.decisions.commit", proposal(it), decision_id=decision.id)
    commitment = db.session.scalars(select(Commitment)).one()
    told(it)
    chain = as_user(it.member).get("commitments.registry.show", commitment_id=commitment.id).soup.find("ol", "chain")
    assert [link["href"] for link in chain.find_all("a")] == [
        f"/forums/{it.forum.slug}",
        f"/sessions/{it.session.id}",
        f"/decisions/{decision.id}",
    ]


def test_the_chain_says_at_once_what_changed_and_leads_only_those_who_may_go_there(it, as_user):
    decide(as_user, it)
    (decision,) = decided()
    as_user(it.taker).post("forums.decisions.commit", proposal(it), decision_id=decision.id)
    commitment = db.session.scalars(select(Commitment)).one()
    commitment.contributors.append(it.stranger.organisation)

    def chain(person):
        page = as_user(person).get("commitments.registry.show", commitment_id=commitment.id)
        return page.soup.find("ol", "chain")

    assert len(chain(it.member).find_all("a")) == 2
    told(it)
    assert len(chain(it.member).find_all("a")) == 3
    assert chain(it.stranger).find_all("a") == []
    it.forum.name, it.session.title = "Forum Air", "Pipa"
    assert "Forum Air" in chain(it.stranger).text
    assert "Pipa" in chain(it.member).text
    it.forum.circle.classification = Classification.PUBLIC
    assert len(chain(it.stranger).find_all("a")) == 2


def test_a_commitment_without_a_decision_shows_no_chain(it, as_user):
    commitment = CommitmentFactory(responsible=it.member.organisation)
    page = as_user(it.member).get("commitments.registry.show", commitment_id=commitment.id)
    assert page.soup.find("ol", "chain") is None


@pytest.mark.parametrize(
    "who, reads, records",
    [
        ("coordinator", 200, 303),
        ("chair", 200, 403),
        ("facilitator", 200, 303),
        ("taker", 200, 303),
        ("member", 200, 403),
        ("observer", 404, 403),
        ("leader", 200, 403),
        ("stranger", 404, 404),
    ],
)
def test_decisions_are_read_and_recorded_by_those_whom_the_table_names(it, as_user, who, reads, records):
    decide(as_user, it)
    (decision,) = decided()
    told(it)
    person = as_user(getattr(it, who))
    person.get("forums.decisions.show", decision_id=decision.id, status=reads)
    listed = decision.code in person.get("forums.decisions.index").words
    assert listed is (reads == 200)
    decide(as_user, it, who=who, status=records)
    changes = 404 if reads == 404 else records
    person.post("forums.decisions.edit", CONSENSUS, decision_id=decision.id, status=changes)


@pytest.mark.parametrize(
    "who, status", [("chair", 303), ("member", 303), ("observer", 404), ("leader", 403), ("stranger", 404)]
)
def test_commitments_come_from_those_who_may_propose_in_the_forum(it, as_user, who, status):
    decide(as_user, it)
    (decision,) = decided()
    told(it)
    person = as_user(getattr(it, who))
    person.post("forums.decisions.commit", proposal(it), decision_id=decision.id, status=status)


def test_absent_decisions_are_not_found(it, as_user):
    for endpoint in ("show", "edit", "commit"):
        as_user(it.chair).get(f"forums.decisions.{endpoint}", decision_id=uuid4(), status=404)


@pytest.mark.every_database
def test_the_register_hides_secret_forums_from_coordinators_outside(it, as_user):
    decide(as_user, it)
    told(it)
    it.forum.circle.classification = Classification.SECRET
    assert "KEP-2026-001" not in as_user(CoordinatorFactory()).get("forums.decisions.index").words
    assert "KEP-2026-001" in as_user(it.member).get("forums.decisions.index").words


@pytest.mark.every_database
def test_the_register_is_narrowed_by_the_address(it, as_user):
    decide(as_user, it)
    come(it, "chair", "partner")
    decide(as_user, it, text="Anggaran sensor disetujui.", how="vote", votes_for="2")
    told(it)
    first, second = decided()
    as_user(it.taker).post("forums.decisions.commit", proposal(it), decision_id=first.id)
    member = as_user(it.member)

    def found(query):
        words = member.get(f"/decisions?{query}").words
        return [decision.code for decision in (first, second) if decision.code in words]

    assert found("q=sensor") == [second.code]
    assert found("q=kep-2026-001") == [first.code]
    assert found("how=vote") == [second.code]
    assert found("without-commitment=1") == [second.code]
    assert found("without-quorum=1") == [first.code]
    assert found("year=2026") == [first.code, second.code]
    assert found("year=2025") == []
    assert found(f"forum={it.forum.id}") == [first.code, second.code]
    assert found(f"forum={uuid4()}") == []
    assert found("how=nonsense&year=x&forum=x") == [first.code, second.code]
    member.get("/decisions?page=9", status=404)


def test_the_register_says_at_once_what_changed(it, as_user):
    decide(as_user, it)
    told(it)
    (decision,) = decided()
    member = as_user(it.member)

    def row():
        return member.get("/decisions").soup.select_one("main tbody").get_text(" ", strip=True)

    assert "Daftar layanan diserahkan." in row()
    decision.text = "Daftar <semua> layanan diserahkan."
    it.forum.name, it.session.title = "Forum Air", "Pipa"
    said = row()
    assert "Daftar <semua> layanan" in said
    assert "Forum Air" in said
    assert "Pipa" in said
    assert "tanpa kuorum" in said
    decision.quorum_met = True
    assert "tanpa kuorum" not in row()
    assert "Daftar" not in as_user(it.stranger).get("/decisions").soup.select_one("main").text


def test_the_overview_of_a_session_says_at_once_what_changed(it, as_user):
    decide(as_user, it)
    (decision,) = decided()
    made = CommitmentFactory(circle=it.forum.circle, responsible=it.member.organisation)
    db.session.execute(decision_commitments.insert().values(decision_id=decision.id, commitment_id=made.id))
    page = as_user(it.taker).get(f"/sessions/{it.session.id}").words
    assert f"1. {it.agenda_item.title}" in page
    assert f"Daftar layanan diserahkan. {decision.code}" in page
    assert f"{made.code} · {it.member.organisation.label}" in page
    it.agenda_item.title, decision.text, it.member.organisation.short_name = "Air", "Air diukur.", "DA <1>"
    page = as_user(it.taker).get(f"/sessions/{it.session.id}").words
    assert "1. Air" in page
    assert f"Air diukur. {decision.code}" in page
    assert f"{made.code} · DA <1>" in page


@pytest.mark.every_database
def test_the_quick_lookup_finds_decisions(it, as_user):
    decide(as_user, it)
    assert "KEP-2026-001" not in as_user(it.member).get("/search?q=daftar", follow=True).words
    told(it)
    assert "KEP-2026-001" in as_user(it.member).get("/search?q=daftar", follow=True).words
    assert "KEP-2026-001" not in as_user(it.stranger).get("/search?q=daftar", follow=True).words


@pytest.mark.every_database
def test_the_register_and_a_decision_cost_the_same_queries_however_many_there_are(it, as_user, queries):
    taker = as_user(it.taker)
    decide(as_user, it)
    (decision,) = decided()

    def cost(at_most, endpoint, **values):
        with queries(at_most=at_most) as seen:
            taker.get(endpoint, **values)
        return len(seen)

    def commit():
        taker.post("forums.decisions.commit", proposal(it), decision_id=decision.id)

    commit()
    few = cost(5, "forums.decisions.index"), cost(10, "forums.decisions.show", decision_id=decision.id)
    other = SessionFactory(forum=it.forum, number=it.session.number + 1)
    for _number in range(8):
        decide(as_user, it)
        commit()
    assert other.id
    assert few == (cost(5, "forums.decisions.index"), cost(10, "forums.decisions.show", decision_id=decision.id))
