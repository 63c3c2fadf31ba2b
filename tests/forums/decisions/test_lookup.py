"""Decisions are found with all that their page says, by those who may open it."""

import pytest

from app.circles.models import Classification
from app.database import db
from app.search import index
from app.search.models import SearchEntry
from forums.decisions.lookup import DECISIONS, OBJECTIONS
from forums.decisions.models import Decision, DecisionVote
from forums.decisions.policies import read_decision
from forums.decisions.rules import VoteChoice
from forums.minutes.models import Minutes, MinutesState
from forums.scheduling.models import DecisionRule
from tests.factories.forums import MADE, NEXT
from tests.forums.searching import allowed, classify, crowd, finders, found, withhold

pytestmark = pytest.mark.every_database


def taken(made, session, **values):
    texts = {"basis": "Temuan audit", "conditions": "Selama anggaran ada", "dissent": "Dinkes meragukan biaya"}
    decision = Decision(
        code="KEP-2026-001",
        forum=made.forum,
        session=session,
        text="Sensor dipasang",
        how=DecisionRule.VOTE,
        quorum_met=False,
        no_quorum_reason="Banjir",
        decided_at=NEXT,
        recorded_by=made.taker,
        language="en",
        **{**texts, **values},
    )
    vote = DecisionVote(seat=made.seats["company"], choice=VoteChoice.AGAINST, dissent="Terlalu mahal")
    decision.votes = [vote]
    db.session.add(decision)
    db.session.commit()
    return decision, vote


TEXTS = (
    "memasang",
    "keputusan-tidak-ada",
    "KEP-2026-001",
    '"temuan audit"',
    "penganggaran",
    "keraguan",
    "banjir",
    "mahal",
)


def test_a_decision_is_found_by_every_text_of_its_page(app, clock):
    made, people = crowd()
    decision, vote = taken(made, made.session)
    here = [("decisions", "Sensor dipasang", f"/decisions/{decision.id}")]
    for text in TEXTS:
        assert found(people["chair"], text) == ([] if "tidak" in text else here), text
    made.session.title = "Rapat khusus"
    db.session.commit()
    entry = db.session.query(SearchEntry).filter_by(source="decisions").one()
    assert entry.about == "Rapat khusus"
    decision.text, vote.dissent = "Kabel dipasang", ""
    db.session.commit()
    assert found(people["chair"], "sensor") == found(people["chair"], "mahal") == []
    assert index.rebuild() == 0


@pytest.mark.parametrize("state", [None, *MinutesState, "withheld", "between sessions"])
def test_decisions_are_found_by_those_who_may_open_them(app, clock, state):
    made, people = crowd()
    made.session.presider_id = people["presider"].id
    decision, vote = taken(made, None if state == "between sessions" else made.session)
    if isinstance(state, MinutesState):
        db.session.add(Minutes(session_id=made.session.id, state=state, language="id", begun_at=MADE))
    elif state == "withheld":
        withhold(made, decision_id=decision.id)
    for classification in Classification:
        classify(made, classification)
        readers = allowed(read_decision, people, decision)
        assert finders(people, DECISIONS, decision) == finders(people, OBJECTIONS, vote) == readers
