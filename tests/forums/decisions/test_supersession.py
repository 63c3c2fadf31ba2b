"""Later decisions that supersede earlier ones: never in a circle, and shown only to those who may read both."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select

from app.audit.models import AuditRow
from app.circles.models import Classification
from app.database import db
from app.errors import RuleViolation
from forums.attendance.rules import Place, quorum
from forums.decisions import actions
from forums.decisions.actions import Wording, record_between_sessions
from forums.decisions.models import Decision
from forums.decisions.rules import Taken, may_supersede
from forums.minutes.models import Minutes, MinutesState
from forums.scheduling.models import DecisionRule
from tests.factories import ForumFactory, PersonFactory
from tests.factories.forums import NEXT
from tests.forums.room import room

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
taken = some.builds(
    Taken,
    some.sampled_from([UUID(int=1), UUID(int=2)]),
    some.integers(0, 3).map(lambda days: BEGAN + timedelta(days=days)),
    some.integers(1, 4).map(lambda number: f"KEP-2026-{number:03}"),
)


@given(some.lists(taken, min_size=1, max_size=6))
def test_no_chain_of_decisions_that_supersede_each_other_returns_to_its_beginning(chain):
    steps = [may_supersede(later, earlier) for later, earlier in pairwise(chain)]
    assert not (all(steps) and may_supersede(chain[-1], chain[0]))


@given(taken, taken)
def test_only_decisions_of_the_same_forum_supersede_each_other(one, other):
    assert not may_supersede(one, one)
    if one.forum_id != other.forum_id:
        assert not may_supersede(one, other)
    elif one != other:
        assert may_supersede(one, other) is not may_supersede(other, one)


@pytest.fixture
def it(app, clock):
    made = room()
    clock.move_to(NEXT)
    made.first, made.second, made.third = (decided(made, days) for days in (1, 2, 3))
    made.stranger = PersonFactory()
    return made


def decided(it, days, forum=None):
    made = record_between_sessions(
        forum or it.forum,
        Wording(text=f"Jadwal {days} berlaku.", how=DecisionRule.CONSENSUS),
        quorum=quorum([Place("government", True)], share=50, required=()),
        by=it.coordinator,
        at=NEXT - timedelta(days=10 - days),
    )
    db.session.commit()
    return made


def supersede(as_user, it, later, *earlier, who="facilitator", status=303):
    sent = {"supersedes": [str(one.id) for one in earlier]}
    return as_user(getattr(it, who)).post("forums.decisions.supersede", sent, decision_id=later.id, status=status)


def test_both_pages_the_register_and_its_filter_show_what_supersedes_what(it, as_user):
    supersede(as_user, it, it.third, it.first, it.second)
    member = as_user(it.member)
    earlier = member.get("forums.decisions.show", decision_id=it.first.id)
    assert f"Digantikan oleh {it.third.code}." in earlier.words
    assert earlier.soup.find("a", href=f"/decisions/{it.third.id}")
    later = member.get("forums.decisions.show", decision_id=it.third.id)
    assert {link["href"] for link in later.soup.select("[aria-labelledby=supersedes] a")} == {
        f"/decisions/{it.first.id}",
        f"/decisions/{it.second.id}",
    }
    assert member.get("/decisions").words.count(f"digantikan oleh {it.third.code}") == 2
    listed = member.get("/decisions?superseded=1").soup.select("tbody th a.quiet")
    assert {link["href"] for link in listed} == {f"/decisions/{it.first.id}", f"/decisions/{it.second.id}"}
    acts = db.session.scalars(select(AuditRow.subject_id).where(AuditRow.action == "decision.superseded")).all()
    assert set(acts) == {it.first.id, it.second.id}


def test_what_was_chosen_can_be_taken_back(it, as_user):
    supersede(as_user, it, it.third, it.first, it.second)
    supersede(as_user, it, it.third, it.second)
    assert (it.first.superseded_by_id, it.second.superseded_by_id) == (None, it.third.id)
    assert db.session.scalar(select(AuditRow.subject_id).where(AuditRow.action == "decision.reinstated")) == it.first.id


def test_only_earlier_decisions_of_the_forum_that_are_in_force_are_offered(it, as_user):
    other = decided(it, 0, forum=ForumFactory())
    supersede(as_user, it, it.second, it.first)
    offered = as_user(it.facilitator).get("forums.decisions.supersede", decision_id=it.third.id).soup
    assert [box["value"] for box in offered.select("input[name=supersedes]")] == [str(it.second.id)]
    for wrong in (it.first, it.third, other):
        supersede(as_user, it, it.third, wrong, status=422)
    with pytest.raises(RuleViolation):
        actions.supersede(it.third, [it.first], by=it.coordinator, at=NEXT)
    with pytest.raises(RuleViolation):
        actions.supersede(it.first, [it.second], by=it.coordinator, at=NEXT)
    assert it.first.superseded_by_id == it.second.id


@pytest.mark.parametrize(
    "who, status", [("coordinator", 303), ("chair", 303), ("facilitator", 303), ("member", 403), ("stranger", 404)]
)
def test_those_who_may_change_the_forum_choose(it, as_user, who, status):
    supersede(as_user, it, it.third, it.first, who=who, status=status)
    assert (it.first.superseded_by_id is not None) is (status == 303)


def test_a_decision_that_one_may_not_read_yet_is_not_mentioned(it, as_user, as_program):
    it.forum.circle.classification = Classification.PUBLIC
    it.open()
    later = Decision(code="KEP-2026-099", forum=it.forum, session=it.session, text="Belum diumumkan", quorum_met=True)
    later.how, later.decided_at, later.recorded_by_id, later.language = DecisionRule.VOTE, NEXT, it.taker.id, "id"
    db.session.add_all([later, Minutes(session=it.session, state=MinutesState.DRAFT, language="id", begun_at=NEXT)])
    db.session.commit()
    actions.supersede(later, [it.first], by=it.taker, at=NEXT)
    db.session.commit()
    for who, reads in (("taker", True), ("member", False), ("stranger", False)):
        person, program = as_user(getattr(it, who)), as_program(getattr(it, who))
        assert (later.code in person.get("forums.decisions.show", decision_id=it.first.id).words) is reads, who
        assert (later.code in person.get("/decisions?superseded=1").words) is reads, who
        assert (it.first.code in person.get("/decisions?superseded=1").words) is reads, who
        told = program.get(f"/decisions/{it.first.id}").json
        assert (told["superseded_by"] is not None) is reads, who
        reader = program.get("/decisions", session=str(it.session.id)).json["items"]
        assert [one["code"] for one in reader if one["supersedes"]] == ([later.code] if reads else []), who
        assert len(program.get("/decisions", superseded="true").json["items"]) == int(reads), who


def test_programs_choose_as_pages_do(it, as_program):
    program = as_program(it.facilitator)
    told = program.post(f"/decisions/{it.third.id}/supersedes", {"supersedes": [str(it.first.id)]}).json
    assert told["id"] == str(it.third.id)
    assert told["supersedes"] == [{"id": str(it.first.id), "code": it.first.code}]
    assert program.get(f"/decisions/{it.first.id}").json["superseded_by"] == {
        "id": str(it.third.id),
        "code": it.third.code,
    }
    program.post(f"/decisions/{it.first.id}/supersedes", {"supersedes": [str(it.third.id)]}, status=422)
