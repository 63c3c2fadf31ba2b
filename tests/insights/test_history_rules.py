"""Every act of the record is known to change what a digest tells, or not to."""

import pytest

from agreements.history.rules import ACTS, STAYING, agreement_was
from app.audit.rules import UNKNOWN
from app.audit.words import every_action
from app.organisations.rules import values_before_act
from forums.history.rules import (
    FORUM_ACTS,
    FORUM_STAYING,
    SESSION_ACTS,
    SESSION_STAYING,
    forum_was,
    presence_at,
    session_was,
)


@pytest.mark.one_database
@pytest.mark.parametrize(
    "kind, known",
    [
        ("agreement.", {*ACTS, *STAYING}),
        ("forum.", {*FORUM_ACTS, *FORUM_STAYING}),
        ("session.", {*SESSION_ACTS, *SESSION_STAYING}),
    ],
)
def test_every_act_is_known_to_change_what_a_digest_tells_or_not(app, kind, known):
    """A new act that changes a state, a date or a name keeps the values before as `was`, and is listed there."""
    with app.test_request_context():
        assert {action for action, _words in every_action() if action.startswith(kind)} == known


def test_a_row_that_keeps_earlier_values_is_believed():
    was = {"state": "planned"}
    for told in (session_was("session.moved", {"was": was}), agreement_was("agreement.changed", {"was": was})):
        assert told == was
    assert forum_was("forum.changed", {"was": {}, "changed": ["name"]}) == {}


def test_an_older_row_tells_what_its_act_says_by_itself():
    assert session_was("session.closed", {}) == {"state": "planned"}
    assert session_was("session.cancelled", {"reason": "x"})["state"] == "planned"
    assert session_was("session.moved", {"before": "2026-11-06T02:00:00+00:00"})["starts_at"].startswith("2026-11-06")
    assert session_was("session.invited", {}) == {}
    assert forum_was("forum.archived", {}) == {"archived": False}
    assert forum_was("forum.changed", {"changed": ["goal"]}) == {"classification": UNKNOWN}
    assert forum_was("forum.changed", {"changed": ["name"]}) == {"classification": UNKNOWN, "name": UNKNOWN}
    assert agreement_was("agreement.terminated", {}) == {"stage": "signed"}
    assert agreement_was("agreement.changed", {"changed": ["title", "purpose"]}) == {"title": UNKNOWN}
    assert values_before_act("organisation.changed", {"changes": {"name": ["Lama", "Baru"]}}) == {"name": "Lama"}
    assert values_before_act("organisation.sector_corrected", {"before": "private"}) == {"sector": "private"}


def test_the_last_recording_of_a_presence_counts_and_an_emptied_one_none():
    rows = [[_row("a", None, "present"), _row("b", "x", "absent")], [_row("a", None, None), _row("b", "x", "present")]]
    assert presence_at(rows[:1]) == {("a", None): "present", ("b", "x"): "absent"}
    assert presence_at(rows) == {("b", "x"): "present"}


def _row(seat, participant, presence):
    return {"seat": seat, "participant": participant, "presence": presence}
