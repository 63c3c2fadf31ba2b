"""Successors of organisations answer for the seat that was there on the day of the session."""

from datetime import timedelta

import pytest

from app.clock import utc_now
from app.database import db
from app.organisations.succession import actions
from forums.review import queries
from tests.factories import OrganisationFactory

AGREE = "forums.review.agree"


def succeed(it, former, name):
    """Let a new organisation take over all that another one has; return it."""
    heir = OrganisationFactory(name=name)
    held = [obj.id for _kind, objects in actions.held(former, it.coordinator) for obj in objects]
    decision = actions.Decision(successors=[heir], receivers=dict.fromkeys(held, heir.id), basis="Akta 7/2026")
    actions.pass_on(former, decision, by=it.coordinator, at=utc_now())
    db.session.commit()
    return heir


@pytest.mark.parametrize("successions", [1, 2])
def test_the_successor_of_a_party_agrees_with_minutes_that_circulate(it, as_user, clock, successions):
    former = heir = it.partner.organisation
    for number in range(successions):
        clock.shift(timedelta(days=1))
        heir = succeed(it, heir, f"PT Penerus {number}")
    seat = it.seats["company"]
    assert it.partner.organisation_id == heir.id
    told = queries.participants_of(it.forum.id, [seat.id])
    assert [one.person_id for one in told] == [it.partner.id]
    as_user(it.partner).post(AGREE, minutes_id=it.minutes.id)
    assert queries.consent_of(it.minutes.id, seat.id).by_id == it.partner.id
    assert former.name in as_user(it.coordinator).get("forums.minutes.show", session_id=it.session.id).words
