"""How a commitment stood is found from the record of its acts."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.audit.labels import every_action
from app.audit.rules import UNKNOWN, differing, undone
from commitments.disputes.rules import OutcomeKind
from commitments.history.rules import MOVES, STAYING, Entry, replay
from commitments.registry.rules import Delivery, Verification

FIRST = date(2026, 1, 5)
DUES = st.dates(date(2026, 2, 1), date(2026, 12, 31))
AFTER = {
    "commitment.proposed": Delivery.PROPOSED,
    "commitment.proposed_again": Delivery.PROPOSED,
    "commitment.accepted": Delivery.ACCEPTED,
    "commitment.date_agreed": Delivery.ACCEPTED,
    "commitment.declined": Delivery.DECLINED,
    "commitment.counter_proposed": Delivery.COUNTER_PROPOSED,
    "commitment.submitted": Delivery.SUBMITTED,
    "commitment.met": Delivery.CLOSED,
    "commitment.closed": Delivery.CLOSED,
    "commitment.partially_met": Delivery.IN_PROGRESS,
    "commitment.returned": Delivery.IN_PROGRESS,
    "commitment.blocked": Delivery.BLOCKED,
    "commitment.unblocked": Delivery.IN_PROGRESS,
    "commitment.cancelled": Delivery.CANCELLED,
    "commitment.superseded": Delivery.SUPERSEDED,
}
"""Where each act that always leads to the same state leads."""
DISPUTES = {"dispute.opened", "dispute.withdrawn", "dispute.ended", "dispute.settled"}
"""Acts whose result depends on the finding that is disputed."""


@st.composite
def records(draw):
    """Draw the acts of a commitment, day by day, in any order after its proposal."""
    possible = sorted({*MOVES, *STAYING} - {"commitment.proposed", "commitment.amended", *DISPUTES})
    acts = draw(st.lists(st.sampled_from(possible), max_size=25))
    entries = [Entry(action="commitment.proposed", on=FIRST, due=draw(DUES))]
    for number, action in enumerate(acts, 1):
        sets_date = action in {"commitment.date_agreed", "commitment.counter_proposed", "extension.approved"}
        reports = action in {"commitment.progress", "commitment.submitted"}
        due = draw(DUES) if sets_date or action in STAYING else None
        progress = draw(st.integers(0, 100)) if reports else None
        entries.append(Entry(action=action, on=FIRST + timedelta(days=number), due=due, progress=progress))
    return entries


def last(entries, *actions):
    """Return the last entry of some acts, or None."""
    return next((one for one in reversed(entries) if one.action in actions), None)


@given(records())
def test_each_fact_is_what_the_last_act_on_it_made_it(entries):
    state = replay(entries)
    agreed = last(entries, "commitment.date_agreed")
    moved = last(entries, "commitment.date_agreed", "extension.approved", "commitment.proposed")
    assert state.first_due == (agreed or entries[0]).due
    assert state.current_due == moved.due
    bound = last(entries, "commitment.accepted", "commitment.date_agreed")
    assert state.accepted_on == (bound.on if bound else None)
    reported = last(entries, "commitment.progress", "commitment.submitted", "commitment.met")
    assert state.progress == (0 if reported is None else 100 if reported.progress is None else reported.progress)
    decisive = last(entries, *AFTER)
    progressed = last(entries[entries.index(decisive) :], "commitment.progress")
    begun = AFTER[decisive.action] is Delivery.ACCEPTED and progressed
    assert state.delivery is (Delivery.IN_PROGRESS if begun else AFTER[decisive.action])
    met, submitted = last(entries, "commitment.met"), last(entries, "commitment.submitted")
    if met and submitted and entries.index(submitted) < entries.index(met):
        assert state.met_on == submitted.on


@given(records(), st.data())
def test_what_came_later_changes_nothing_of_what_was(entries, data):
    """The state after a part of the record is the one that the whole record passes through."""
    place = data.draw(st.integers(1, len(entries)))
    remarked = [one for entry in entries[:place] for one in (entry, Entry(action="commitment.commented", on=entry.on))]
    assert replay(entries[:place]) == replay(remarked)


@given(records())
def test_a_record_without_its_beginning_tells_nothing(entries):
    assert replay(entries[1:]) is None
    assert replay([Entry(action="commitment.proposed", on=FIRST), *entries[1:]]) is None


def test_a_delivery_is_returned_delivered_again_and_met():
    steps = ["proposed", "accepted", "submitted", "returned", "submitted", "met"]
    entries = [
        Entry(action=f"commitment.{step}", on=FIRST + timedelta(days=day), due=date(2026, 3, 1) if day == 0 else None)
        for day, step in enumerate(steps)
    ]
    seen = [replay(entries[: place + 1]) for place in range(len(entries))]
    assert [one.verification for one in seen[2:]] == [
        Verification.UNVERIFIED,
        Verification.RETURNED,
        Verification.UNVERIFIED,
        Verification.MET,
    ]
    assert seen[-1].met_on == FIRST + timedelta(days=4)


@pytest.mark.parametrize(
    "end, outcome, delivery, verification",
    [
        ("dispute.withdrawn", None, Delivery.IN_PROGRESS, Verification.RETURNED),
        ("dispute.settled", OutcomeKind.DATE, Delivery.IN_PROGRESS, Verification.RETURNED),
        ("dispute.settled", OutcomeKind.CRITERION, Delivery.SUBMITTED, Verification.UNVERIFIED),
        ("dispute.settled", OutcomeKind.FOLLOW_UP, Delivery.CLOSED, Verification.PARTIALLY_MET),
    ],
)
def test_a_disputed_delivery_is_submitted_until_the_mediation_ends(end, outcome, delivery, verification):
    acts = ["commitment.proposed", "commitment.accepted", "commitment.submitted", "commitment.returned"]
    entries = [Entry(action=action, on=FIRST, due=FIRST) for action in [*acts, "dispute.opened"]]
    disputed = replay(entries)
    assert (disputed.delivery, disputed.verification) == (Delivery.SUBMITTED, Verification.DISPUTED)
    ended = replay([*entries, Entry(action=end, on=FIRST, outcome=outcome)])
    assert (ended.delivery, ended.verification) == (delivery, verification)


def test_an_amendment_moves_the_first_due_date_only_before_both_sides_agreed_on_it():
    def state_after(*acts):
        dues = {"proposed": date(2026, 3, 1), "amended": date(2026, 4, 1)}
        entries = (Entry(action=f"commitment.{act}", on=FIRST, due=dues.get(act)) for act in acts)
        return replay(entries)

    open_ = state_after("proposed", "counter_proposed", "amended")
    agreed = state_after("proposed", "accepted", "amended")
    assert (open_.delivery, open_.first_due, open_.current_due) == (Delivery.PROPOSED, *[date(2026, 4, 1)] * 2)
    assert (agreed.first_due, agreed.current_due) == (date(2026, 3, 1), date(2026, 4, 1))


FACTS = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 3), min_size=4, max_size=4)


@given(st.lists(FACTS, min_size=1, max_size=12), st.data())
def test_undoing_changes_gives_what_was_before_them(states, data):
    kept = [differing(before, after) for before, after in itertools.pairwise(states)]
    place = data.draw(st.integers(0, len(states) - 1))
    assert undone(states[-1], kept[place:]) == states[place]


@given(st.lists(FACTS, min_size=2, max_size=12), st.data())
def test_what_one_change_did_not_keep_stays_unknown_until_an_earlier_one_kept_it(states, data):
    kept = [differing(before, after) for before, after in itertools.pairwise(states)]
    silent = data.draw(st.integers(0, len(kept) - 1))
    kept[silent] = dict.fromkeys("abcd", UNKNOWN)
    for place in range(len(states)):
        then = undone(states[-1], kept[place:])
        known = {name: value for name, value in then.items() if value is not UNKNOWN}
        assert known.items() <= states[place].items()
        assert (place > silent) <= (then == states[place])


@pytest.mark.one_database
def test_every_act_on_a_commitment_is_known_to_move_it_or_not(app):
    with app.test_request_context():
        acts = {
            action for action, _words in every_action() if action.startswith(("commitment.", "dispute.", "extension."))
        }
    assert acts == {*MOVES, *STAYING}
