"""Whatever parties do in whatever order, minutes are approved only when they may be, and nobody counts twice."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.clock import utc_now
from app.database import db
from app.errors import NotNow
from app.web.policies import load
from forums.minutes import actions as minutes_actions
from forums.minutes.models import Correction, CorrectionState, Minutes, MinutesState, Passage
from forums.minutes.writing import Writing, write
from forums.review import actions, queries
from forums.review.models import Consent
from forums.review.policies import agree_with_minutes, own_party
from forums.review.rules import PartyAnswer

PARTIES = ("secretariat", "agency", "company")
PEOPLE = {"secretariat": "taker", "agency": "member", "company": "partner"}
STEPS = st.one_of(
    st.tuples(st.sampled_from(["agree", "withdraw", "correct"]), st.sampled_from(PARTIES)),
    st.tuples(st.just("answer"), st.booleans()),
    st.just(("approve", None)),
    st.just(("end", None)),
    st.just(("change", None)),
)


class Model:
    """What should be true of the minutes."""

    def __init__(self) -> None:
        self.agreed: set[str] = set()
        self.outdated: set[str] = set()
        self.open: list[str] = []
        self.is_over = False
        self.is_approved = False

    def allows(self, step: str, value: Any) -> bool:
        if self.is_approved:
            return False
        return {
            "agree": not self.is_over and value not in self.open,
            "withdraw": not self.is_over and value in self.agreed,
            "correct": not self.is_over,
            "answer": bool(self.open),
            "approve": (self.is_over or self.agreed - self.outdated == set(PARTIES)) and not self.open,
            "end": True,
            "change": True,
        }[step]

    def apply(self, step: str, value: Any) -> None:
        if step == "agree":
            self.agreed.add(value)
            self.outdated.discard(value)
        elif step == "withdraw":
            self.agreed.discard(value)
        elif step == "correct":
            self.agreed.discard(value)
            self.open.append(value)
        elif step == "answer":
            self.open.pop(0)
        elif step == "approve":
            self.is_approved = True
        elif step == "change":
            self.outdated = set(self.agreed)
            self.is_over = False
        self.outdated &= self.agreed


class World:
    """The same steps, by the actions of the application."""

    def __init__(self, it: Any, clock: Any) -> None:
        self.it, self.clock = it, clock
        self.minutes = load(Minutes, "minutes_id", it.minutes.id)

    def act(self, step: str, value: Any) -> None:
        getattr(self, step)(value)
        db.session.flush()

    def agree(self, party: str) -> None:
        actions.agree(self.minutes, self.it.seats[party], by=self.person(party), at=utc_now())

    def withdraw(self, party: str) -> None:
        actions.withdraw(self.minutes, self.it.seats[party], by=self.person(party), at=utc_now())

    def correct(self, party: str) -> None:
        request = minutes_actions.CorrectionRequest(text="Keliru")
        minutes_actions.correct(self.minutes, request, by=self.person(party), at=utc_now())
        self.clock.shift(1)

    def answer(self, accepted: bool) -> None:
        waiting = select(Correction.id).where(Correction.state == CorrectionState.OPEN).order_by(Correction.at)
        found = db.session.scalars(waiting).first()
        if found is None:
            raise NotNow("no correction is open")
        verdict = minutes_actions.Verdict(accepted=accepted, text="Rekaman")
        minutes_actions.answer(load(Correction, "correction_id", found), verdict, by=self.it.taker, at=utc_now())

    def change(self, _value: None) -> None:
        note = db.session.get_one(Passage, self.it.passage)
        self.clock.shift(1)
        text = f"Diubah {note.version}"
        writing = Writing(passage_id=note.id, version=note.version, text=text, part=note.part)
        write(self.minutes.session, writing, by=self.it.taker, at=utc_now())
        self.clock.shift(1)

    def approve(self, _value: None) -> None:
        minutes_actions.approve(self.minutes, by=self.it.chair, at=utc_now())

    def person(self, party: str) -> Any:
        return getattr(self.it, PEOPLE[party])


@pytest.mark.one_database
@given(st.lists(STEPS, max_size=14))
@example([("agree", party) for party in PARTIES] + [("approve", None)])
@example(
    [("agree", "agency"), ("correct", "agency"), ("end", None), ("approve", None), ("answer", True), ("approve", None)]
)
@example(
    [("agree", party) for party in PARTIES] + [("change", None), ("approve", None), ("end", None), ("approve", None)]
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_minutes_are_approved_only_when_they_may_be(it, clock, steps):
    start, model = utc_now(), Model()
    with db.session.begin_nested() as nothing_stays:
        world = World(it, clock)
        for step, value in steps:
            allowed = model.allows(step, value)
            if step == "end":
                clock.move_to(max(utc_now(), world.minutes.correction_until + timedelta(seconds=1)))
                model.is_over = True
                continue
            try:
                world.act(step, value)
            except NotNow:
                assert not allowed, (step, value)
            else:
                assert allowed, (step, value)
                model.apply(step, value)
            agrees_with(world, model)
        nothing_stays.rollback()
    db.session.expire_all()
    clock.move_to(start)


def agrees_with(world: World, model: Model) -> None:
    """Each party is counted once, observers never, and approval is what the model says."""
    seats = {world.it.seats[party].id: party for party in PARTIES}
    consents = db.session.scalars(select(Consent.seat_id)).all()
    assert sorted(seats[one] for one in consents) == sorted(model.agreed)
    parties = queries.parties(world.minutes, world.minutes.session)
    assert [seats[one.seat_id] for one in parties] == list(PARTIES)
    assert {seats[one.seat_id] for one in parties if one.answer is PartyAnswer.AGREED} == model.agreed
    assert {seats[one.seat_id] for one in parties if one.is_outdated} == model.outdated
    assert (world.minutes.state is MinutesState.APPROVED) == model.is_approved
    if model.is_approved:
        told = world.minutes.content["parties"]
        assert sum(one["answer"] == "agreed" for one in told) == len(model.agreed)
        assert sum(one["before_last_change"] for one in told) == len(model.outdated)


def test_an_observer_is_never_a_party(it):
    minutes = load(Minutes, "minutes_id", it.minutes.id)
    assert own_party(it.observer, minutes) is None
    assert not agree_with_minutes(it.observer, minutes)
    assert not agree_with_minutes(it.coordinator, minutes)
    assert agree_with_minutes(it.chair, minutes)
