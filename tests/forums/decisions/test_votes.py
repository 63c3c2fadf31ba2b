"""Votes of parties, with the objections of those who did not agree, and the conditions of a decision."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select

from app.database import db
from forums.attendance.models import Attendance, Presence
from forums.decisions.models import Decision
from forums.decisions.rules import Counts, PartyVote, VoteChoice, counted
from forums.minutes.content import content_of
from forums.minutes.models import Minutes, MinutesState
from tests.factories.forums import NEXT
from tests.forums.room import WITHOUT_QUORUM, room

VOTE = {"text": "Sensor dipasang.", "how": "vote", **WITHOUT_QUORUM}
WORDS = "Anggaran kami belum disahkan."
votes = some.lists(
    some.builds(PartyVote, some.uuids(), some.sampled_from(VoteChoice)), unique_by=lambda one: one.seat_id
)
numbers = some.none() | some.integers(0, 9)


@given(votes)
def test_every_vote_is_counted_once(given_votes):
    found = counted(given_votes)
    assert sum(found) == len(given_votes)
    assert found.votes_for == sum(one.choice is VoteChoice.FOR for one in given_votes)
    assert not found.contradicts(found)
    assert not Counts().contradicts(found)


@given(votes, some.builds(Counts, numbers, numbers, numbers))
def test_numbers_contradict_votes_exactly_where_they_differ(given_votes, typed):
    found = counted(given_votes)
    filled = Counts(*(theirs if own is None else own for own, theirs in zip(typed, found, strict=True)))
    assert typed.contradicts(found) is (filled != found)


@pytest.fixture
def it(app, clock):
    made = room()
    clock.move_to(NEXT)
    made.open()
    made.agenda_item = made.item()
    for name in ("chair", "member", "partner"):
        participant = made.participants[name]
        came = Attendance(session_id=made.session.id, seat_id=participant.seat_id, participant_id=participant.id)
        came.presence, came.recorded_by_id, came.recorded_at = Presence.PRESENT, made.taker.id, NEXT
        db.session.add(came)
    db.session.commit()
    return made


def seat(it, who):
    return str(it.participants[who].seat_id)


def ballot(it, **choices):
    """Return the fields of the page for votes: the choice of each name, or a choice with an objection."""
    sent = {}
    for place, (who, choice) in enumerate(choices.items()):
        choice, dissent = choice if isinstance(choice, tuple) else (choice, "")
        sent |= {f"votes-{place}-seat": seat(it, who), f"votes-{place}-choice": choice}
        sent[f"votes-{place}-dissent"] = dissent
    return sent


def decide(as_user, it, status=303, **sent):
    address = f"/sessions/{it.session.id}/decisions?item={it.agenda_item.id}"
    return as_user(it.taker).post(address, {**VOTE, **sent}, status=status)


def only():
    return db.session.scalars(select(Decision)).one()


def test_the_live_page_offers_the_parties_that_came(it, as_user):
    form = as_user(it.taker).get("forums.live.show", session_id=it.session.id, item=it.agenda_item.id).soup
    rows = form.select("#decision-form input[name$=-seat]")
    assert {row["value"] for row in rows} == {seat(it, who) for who in ("chair", "member", "partner")}
    assert it.partner.organisation.name in form.find("label", attrs={"for": f"{rows[-1]['name'][:-4]}choice"}).text


def test_the_numbers_follow_from_the_votes_of_the_parties(it, as_user):
    sent = ballot(it, chair="for", member="for", partner=("against", WORDS))
    decide(as_user, it, **sent)
    decision = only()
    assert (decision.votes_for, decision.votes_against, decision.abstentions) == (2, 1, 0)
    page = as_user(it.taker).get("forums.decisions.show", decision_id=decision.id)
    assert "2 setuju, 1 menolak, 0 abstain" in page.words
    assert f"{it.partner.organisation.name} · Tidak setuju {WORDS}" in page.words
    live = as_user(it.taker).get("forums.live.show", session_id=it.session.id, item=it.agenda_item.id)
    assert f"{it.partner.organisation.name}: “{WORDS}”" in live.words
    assert "tanpa keberatan" not in live.words


def test_the_export_states_the_votes_of_the_parties(it, as_user):
    decide(as_user, it, **ballot(it, chair="for", member="abstained", partner=("against", WORDS)))
    answer = as_user(it.taker).get("/decisions?format=csv")
    (told,) = csv.DictReader(io.StringIO(answer.get_data(as_text=True)))
    assert told["Suara para pihak"].splitlines() == [
        f"{it.chair.organisation.name}: Setuju",
        f"{it.member.organisation.name}: Abstain",
        f"{it.partner.organisation.name}: Tidak setuju ({WORDS})",
    ]
    assert told["Tautan"].endswith(f"/decisions/{only().id}")


@pytest.mark.parametrize(
    "sent, field",
    [
        ({"partner": "against", "numbers": {"votes_for": "1"}}, "votes_for"),
        ({"partner": ("", WORDS)}, "votes-0-choice"),
        ({"partner": ("for", WORDS)}, "votes-0-dissent"),
        ({"observer": "for"}, "votes"),
    ],
)
def test_votes_that_contradict_are_refused_with_what_was_typed(it, as_user, sent, field):
    parties = {who: vote for who, vote in sent.items() if who != "numbers"}
    page = decide(as_user, it, status=422, **ballot(it, **parties), **sent.get("numbers", {}))
    assert page.soup.find(id=f"{field}-error")
    assert page.soup.select_one(f'.errors a[href="#{field}"]')
    assert page.soup.find(id="text").text.strip() == VOTE["text"]
    assert db.session.scalars(select(Decision)).all() == []


def test_votes_are_changed_with_the_wording_and_end_with_the_vote(it, as_user):
    decide(as_user, it, **ballot(it, chair="for", partner=("against", WORDS)))
    decision = only()
    page = as_user(it.taker).get("forums.decisions.edit", decision_id=decision.id)
    assert page.soup.find("input", id="votes_for").get("value", "") == ""
    assert page.soup.find("textarea", string=lambda text: text and WORDS in text)
    edit = {"text": VOTE["text"], "how": "vote", **ballot(it, chair="for", member="abstained", partner="for")}
    as_user(it.taker).post("forums.decisions.edit", edit, decision_id=decision.id)
    assert (decision.votes_for, decision.votes_against, decision.abstentions) == (2, 0, 1)
    as_user(it.taker).post("forums.decisions.edit", {**edit, "how": "consensus"}, decision_id=decision.id)
    page = as_user(it.taker).get("forums.decisions.show", decision_id=decision.id)
    assert page.soup.find(id="votes") is None
    assert only().votes_for is None


def test_a_party_whose_attendance_was_taken_back_keeps_its_vote(it, as_user):
    decide(as_user, it, **ballot(it, chair="for", partner="against"))
    gone = select(Attendance).where(Attendance.seat_id == it.participants["partner"].seat_id)
    db.session.scalars(gone).one().presence = Presence.ABSENT
    db.session.commit()
    edit = {"text": "Sensor dipasang bertahap.", "how": "vote", **ballot(it, chair="for", partner="against")}
    as_user(it.taker).post("forums.decisions.edit", edit, decision_id=only().id)
    assert only().text == "Sensor dipasang bertahap."
    assert only().votes_against == 1


def test_programs_send_and_read_votes_and_conditions(it, as_program):
    program, path = as_program(it.taker), f"/sessions/{it.session.id}/decisions"
    cast = [
        {"seat": seat(it, "chair"), "choice": "for"},
        {"seat": seat(it, "partner"), "choice": "against", "dissent": WORDS},
    ]
    made = program.post(
        path, {**VOTE, "without_quorum": True, "votes": cast, "conditions": "Setelah DPA terbit"}, status=201
    )
    told = made.json
    assert (told["votes_for"], told["votes_against"], told["conditions"]) == (1, 1, "Setelah DPA terbit")
    assert [(one["choice"], one["dissent"]) for one in told["votes"]] == [("for", ""), ("against", WORDS)]
    assert told["votes"][1]["organisation"]["name"] == it.partner.organisation.name
    changed = program.patch(f"/decisions/{told['id']}", {"text": "Sensor dipasang bertahap."}).json
    assert (changed["votes"], changed["conditions"]) == (told["votes"], told["conditions"])
    problem = program.patch(f"/decisions/{told['id']}", {"votes_for": 2}, status=422).json
    assert [fault["path"] for fault in problem["errors"]] == ["/votes_for"]
    problem = program.patch(f"/decisions/{told['id']}", {"votes": [cast[0], cast[0]]}, status=422).json
    assert [fault["path"] for fault in problem["errors"]] == ["/votes"]
    assert program.patch(f"/decisions/{told['id']}", {"votes": [cast[0]]}).json["votes_against"] == 0


def test_minutes_state_votes_and_conditions_only_where_there_are_any(it, as_user):
    decide(as_user, it, how="consensus")
    decide(as_user, it, conditions="Setelah DPA terbit", **ballot(it, chair="for", partner=("against", WORDS)))
    minutes = Minutes(session=it.session, state=MinutesState.DRAFT, language="id", begun_at=NEXT)
    db.session.add(minutes)
    db.session.commit()
    plain, voted = content_of(minutes, it.session)["items"][0]["decisions"]
    assert {"conditions", "party_votes"}.isdisjoint(plain)
    assert voted["conditions"] == "Setelah DPA terbit"
    assert [(one["organisation"], one["choice"], one["dissent"]) for one in voted["party_votes"]] == [
        (it.chair.organisation.name, "for", ""),
        (it.partner.organisation.name, "against", WORDS),
    ]
    page = as_user(it.taker).get("forums.minutes.show", session_id=it.session.id)
    assert f"{it.partner.organisation.name}: Tidak setuju. “{WORDS}”" in page.words
    assert "Syarat: Setelah DPA terbit" in page.words
