"""Circulars are drafted, circulated, voted on, and become decisions or items of the next session."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.clock import utc_now
from app.database import db
from app.errors import NotNow, RuleViolation
from app.mail.outbox.models import Mail
from app.web.policies import load
from forums.agenda.models import AgendaItem, ItemState, Purpose
from forums.circular import actions, closing, queries
from forums.circular.jobs import close_circulars, remind_silent_seats
from forums.circular.models import Circular, CircularState, CircularVote
from forums.circular.rules import Choice
from forums.decisions.models import Decision, DecisionVote, VoteChoice
from forums.review.actions import Recorded
from forums.review.models import Source
from forums.scheduling.models import DecisionRule, SessionState
from tests.forums.circular.conftest import END, TEXT, circulated, close, drafted, vote


def mailed(kind):
    return set(db.session.scalars(select(Mail.recipient).where(Mail.kind == f"forums/circular/{kind}")))


def addresses(*people):
    return {one.email for one in people}


def test_it_goes_to_the_seats_that_count_and_its_text_stands(it):
    assert it.circular.code == "SIR-2026-001"
    seats = queries.seats(it.circular)
    assert [row.organisation for row in seats] == [
        "BLUD Jakarta Smart City",
        "Dinas Kesehatan",
        "PT Mitra Solusi Kota (Contoh)",
    ]
    assert mailed("circulated") == addresses(it.chair, it.facilitator, it.taker, it.member, it.partner)
    wording = actions.Draft(title="x", text="y", why="z", ends_at=END)
    with pytest.raises(NotNow):
        actions.change(it.circular, wording, by=it.coordinator, at=utc_now())
    with pytest.raises(NotNow):
        actions.circulate(it.circular, by=it.coordinator, at=utc_now())


def test_a_seat_that_comes_later_does_not_vote(it):
    from tests.factories import ParticipantFactory, PersonFactory

    late = PersonFactory()
    ParticipantFactory(forum=it.forum, person=late)
    assert queries.seat_for(late, it.circular) is None


@pytest.mark.parametrize("days", [-1, 0, 2])
def test_an_end_that_is_too_early_is_refused(it, days):
    with pytest.raises(RuleViolation) as refused:
        drafted(it, ends_at=utc_now() + timedelta(days=days))
    assert refused.value.field == "day"


def test_a_draft_that_waited_too_long_is_not_circulated(it, clock):
    draft = drafted(it)
    clock.move_to(END - timedelta(days=1))
    with pytest.raises(RuleViolation):
        actions.circulate(draft, by=it.coordinator, at=utc_now())


def test_the_latest_vote_counts_and_all_are_kept(it, clock):
    vote(it, "agency", "discuss", "Siapa yang bertanggung jawab?")
    clock.shift(60)
    vote(it, "agency", "agree_with_note", "Foto disimpan satu tahun.")
    kept = db.session.scalars(select(CircularVote).order_by(CircularVote.at)).all()
    assert [(one.choice, one.replaced_at is None) for one in kept] == [
        (Choice.DISCUSS, False),
        (Choice.AGREE_WITH_NOTE, True),
    ]
    (row,) = (one for one in queries.seats(it.circular) if one.choice)
    assert (row.organisation, row.words) == ("Dinas Kesehatan", "Foto disimpan satu tahun.")
    noted = db.session.scalars(select(AuditRow).where(AuditRow.action == "circular.voted")).all()
    assert [one.on_behalf_of_id for one in noted] == [it.member.organisation_id] * 2
    assert "agree" not in str([one.details for one in noted])


@pytest.mark.parametrize("choice", ["agree_with_note", "discuss", "disagree"])
def test_a_note_a_question_and_a_reason_need_words(it, choice):
    with pytest.raises(RuleViolation):
        vote(it, "agency", choice)
    assert db.session.scalars(select(CircularVote)).all() == []


def test_a_question_reaches_those_who_organise_and_the_answer_everyone(it):
    vote(it, "agency", "discuss", "Siapa yang bertanggung jawab?")
    assert mailed("objected") == addresses(it.facilitator, it.coordinator)
    actions.reply(it.circular, text="Pemohon.", by=it.coordinator, at=utc_now())
    assert mailed("replied") == addresses(it.chair, it.facilitator, it.taker, it.member, it.partner)


def test_a_late_vote_is_refused_before_and_after_the_votes_are_counted(it, clock):
    clock.move_to(END + timedelta(seconds=1))
    with pytest.raises(NotNow):
        vote(it, "agency", "agree")
    close(it, clock)
    with pytest.raises(NotNow):
        vote(it, "agency", "agree")
    assert db.session.scalars(select(CircularVote)).all() == []


def test_a_vote_from_a_letter_is_recorded_and_the_party_can_contradict(it):
    recorded = Recorded(source=Source.LETTER, note="12/MSK/2026")
    ballot = actions.Ballot(choice=Choice.ABSTAIN)
    seat = it.seats["company"]
    given = actions.vote(it.circular, seat, ballot, recorded=recorded, by=it.coordinator, at=utc_now())
    assert (given.source, given.evidence, given.by_id) == (Source.LETTER, "12/MSK/2026", it.coordinator.id)
    assert mailed("recorded") == addresses(it.partner)
    vote(it, "company", "agree")
    with pytest.raises(NotNow):
        actions.vote(it.circular, seat, ballot, recorded=recorded, by=it.coordinator, at=utc_now())
    assert queries.current_vote(it.circular.id, seat.id).choice is Choice.AGREE


def test_consensus_becomes_a_decision_that_the_next_session_reads_out(it, clock):
    vote(it, "agency", "agree")
    vote(it, "company", "agree_with_note", "Foto disimpan satu tahun.")
    close(it, clock)
    decision = db.session.scalars(select(Decision)).one()
    assert (decision.code, decision.text, decision.session_id) == ("KEP-2026-001", TEXT, None)
    assert (decision.forum_id, decision.decided_at, decision.how) == (it.forum.id, END, DecisionRule.CONSENSUS)
    assert (decision.quorum["taken"], decision.quorum["seats"], decision.quorum_met) == (2, 3, True)
    assert (it.circular.state, it.circular.decision_id) == (CircularState.ADOPTED, decision.id)
    item = db.session.get_one(AgendaItem, it.circular.agenda_item_id)
    assert (item.session_id, item.purpose, item.state) == (it.later.id, Purpose.INFORMATION, ItemState.ACCEPTED)
    assert mailed("closed") >= addresses(it.chair, it.member, it.partner, it.coordinator)


def test_a_majority_decides_where_the_forum_votes_and_dissent_is_kept(it, clock):
    it.circular = circulated(it, DecisionRule.VOTE)
    vote(it, "secretariat", "agree")
    vote(it, "agency", "disagree", "Risikonya belum dihitung.")
    vote(it, "company", "agree")
    close(it, clock)
    decision = db.session.scalars(select(Decision)).one()
    assert (decision.votes_for, decision.votes_against, decision.abstentions) == (2, 1, 0)
    votes = {one.seat_id: (one.choice, one.dissent) for one in db.session.scalars(select(DecisionVote))}
    assert votes[it.seats["agency"].id] == (VoteChoice.AGAINST, "Risikonya belum dihitung.")
    assert votes[it.seats["company"].id] == (VoteChoice.FOR, "")


@pytest.mark.parametrize("choice", ["discuss", "disagree"])
def test_a_question_or_a_disagreement_moves_it_to_the_next_session(it, clock, choice):
    vote(it, "agency", choice, "Siapa yang bertanggung jawab?")
    vote(it, "company", "agree")
    close(it, clock)
    assert it.circular.state is CircularState.MOVED
    item = db.session.get_one(AgendaItem, it.circular.agenda_item_id)
    assert (item.session_id, item.title.startswith("SIR-2026-001")) == (it.later.id, True)
    assert db.session.scalars(select(Decision)).all() == []


def test_without_a_quorum_it_moves_and_without_a_session_it_lapses(it, clock):
    vote(it, "agency", "agree")
    vote(it, "secretariat", "agree")  # no private party
    it.later.state = SessionState.CANCELLED
    close(it, clock)
    assert (it.circular.state, it.circular.agenda_item_id) == (CircularState.LAPSED, None)


def test_the_job_closes_once_and_never_early(it, clock):
    vote(it, "agency", "agree")
    vote(it, "company", "agree")
    list(close_circulars())
    assert it.circular.state is CircularState.CIRCULATING
    clock.move_to(END + timedelta(minutes=3))
    list(close_circulars())
    db.session.commit()
    mails = len(db.session.scalars(select(Mail)).all())
    list(close_circulars())
    closing.close(load(Circular, "circular_id", it.circular.id), at=utc_now())
    db.session.commit()
    assert len(db.session.scalars(select(Decision)).all()) == 1
    assert len(db.session.scalars(select(Mail)).all()) == mails


def test_silent_parties_are_reminded_once_a_working_day_before_the_end(it, clock):
    vote(it, "agency", "agree")
    list(remind_silent_seats())
    assert mailed("reminded") == set()
    clock.move_to(END - timedelta(days=3))  # Friday
    for _ in range(2):
        list(remind_silent_seats())
        db.session.commit()
    found = db.session.scalars(select(Mail.recipient).where(Mail.kind == "forums/circular/reminded")).all()
    assert sorted(found) == sorted(addresses(it.chair, it.facilitator, it.taker, it.partner))


def test_a_reminder_by_hand_needs_someone_who_did_not_answer(it):
    assert actions.remind(it.circular, by=it.coordinator, at=utc_now()) == 3
    for seat in ("secretariat", "agency", "company"):
        vote(it, seat, "agree")
    with pytest.raises(NotNow):
        actions.remind(it.circular, by=it.coordinator, at=utc_now())


def test_it_is_extended_once_and_by_three_working_days(it):
    with pytest.raises(RuleViolation):
        actions.extend(it.circular, END + timedelta(days=4), by=it.coordinator, at=utc_now())
    actions.extend(it.circular, END + timedelta(days=3), by=it.coordinator, at=utc_now())
    assert (it.circular.first_ends_at, it.circular.ends_at) == (END, END + timedelta(days=3))
    assert it.member.email in mailed("extended")
    with pytest.raises(NotNow):
        actions.extend(it.circular, END + timedelta(days=4), by=it.coordinator, at=utc_now())


def test_a_withdrawn_circular_takes_no_votes(it):
    actions.withdraw(it.circular, reason="Salah naskah.", by=it.coordinator, at=utc_now())
    assert it.member.email in mailed("withdrawn")
    with pytest.raises(NotNow):
        vote(it, "agency", "agree")
    with pytest.raises(NotNow):
        closing.move(it.circular, by=it.coordinator, at=utc_now())


def test_moved_by_hand_it_is_on_the_agenda_with_its_documents(it, clock):
    session = closing.move(it.circular, by=it.facilitator, at=utc_now())
    assert (session.id, it.circular.state) == (it.session.id, CircularState.MOVED)  # the nearest planned one
    assert mailed("closed") >= addresses(it.chair, it.member, it.partner, it.coordinator)


def test_an_archived_forum_drafts_nothing(it):
    it.forum.archived_at = utc_now()
    with pytest.raises(NotNow):
        drafted(it)
