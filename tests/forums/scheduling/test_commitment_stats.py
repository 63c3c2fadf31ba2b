"""What is counted of a forum's commitments in the database is what the rules say of each."""

from datetime import timedelta

import pytest

from app.clock import today
from app.database import db
from commitments.registry.rules import OPEN, Delivery, Visibility, worst
from forums.scheduling.commitment_stats import CommitmentStats, stats_of
from tests.factories import CircleFactory, CommitmentFactory


def commitments_of(circle):
    """Promises of every open state, near and far, on the way and behind."""
    for delivery in Delivery:
        for due in (-1, 0, 7, 8, 60):
            for accepted, progress in ((1, 0), (40, 0), (40, 45), (40, 100)):
                yield {
                    "circle": circle,
                    "delivery": delivery,
                    "current_due": today() + timedelta(days=due),
                    "first_due": today() + timedelta(days=due),
                    "accepted_on": None if delivery is Delivery.PROPOSED else today() - timedelta(days=accepted),
                    "progress": progress,
                    "visibility": Visibility.CIRCLE,
                }


@pytest.mark.usefixtures("clock")
def test_a_forum_stands_as_the_rules_say_of_its_open_commitments(app):
    some = list(commitments_of(None))
    expected = {}
    for number, details in enumerate(some):
        circle = CircleFactory()
        others = [some[number], some[(number * 7 + 3) % len(some)]]
        made = [CommitmentFactory(**{**one, "circle": circle}) for one in others]
        CommitmentFactory(**{**details, "circle": circle, "visibility": Visibility.PARTIES})
        here = [one.facts for one in made if one.delivery in OPEN]
        if here:
            late = sum(one.days_late(today()) > 0 for one in here)
            expected[circle.id] = CommitmentStats(worst([one.health(today()) for one in here]), len(here), late)
    db.session.commit()
    assert len(set(expected.values())) > 8
    assert stats_of(list(expected), today()) == expected
