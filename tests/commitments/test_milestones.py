"""Milestones: set, reached by a report, late, and named in reminders."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.database import db
from app.mail.outbox.models import Mail
from commitments.milestones.models import Milestone
from commitments.milestones.rules import Unfit, share_reached, unfit
from commitments.registry.rules import Delivery
from commitments.reminders.jobs import remind

M = "commitments.milestones"
DUE = date(2026, 12, 8)


@pytest.fixture
def owed(town):
    return town.promised(Delivery.IN_PROGRESS, accepted_on=date(2026, 11, 1), first_due=DUE, current_due=DUE)


def add(as_user, person, commitment, due="2026-11-30", status=303):
    as_user(person).post(
        f"{M}.add", {"text": "Skema disepakati", "due": due}, commitment_id=commitment.id, status=status
    )


def only() -> Milestone:
    return db.session.scalars(select(Milestone)).one()


def test_a_report_reaches_a_milestone_and_the_share_is_shown(town, as_user, owed):
    add(as_user, town.owner, owed)
    page = as_user(town.owner).get("commitments.registry.show", commitment_id=owed.id)
    assert "Skema disepakati" in page.words
    typed = {"progress": "40", "situation": "on_track", "milestones": [str(only().id)]}
    as_user(town.owner).post("commitments.delivery.report", typed, commitment_id=owed.id)
    assert only().reached_on == date(2026, 11, 24)
    assert "100 % tercapai" in as_user(town.owner).get("commitments.registry.show", commitment_id=owed.id).words
    as_user(town.owner).post(f"{M}.remove", milestone_id=only().id, status=409)


def test_a_report_that_names_a_milestone_which_is_gone_is_received(town, as_user, owed):
    add(as_user, town.owner, owed)
    add(as_user, town.owner, owed, due="2026-12-01")
    gone, kept = db.session.scalars(select(Milestone).order_by(Milestone.due))
    typed = {"progress": "40", "situation": "on_track", "milestones": [str(gone.id), str(kept.id)]}
    as_user(town.owner).post(f"{M}.remove", milestone_id=gone.id)
    as_user(town.owner).post("commitments.delivery.report", typed, commitment_id=owed.id)
    assert only().reached_on == date(2026, 11, 24)


def test_late_ones_show_in_the_list_and_on_the_page(town, as_user, owed, clock):
    add(as_user, town.owner, owed)
    clock.move_to("2026-12-02T02:00:00Z")
    for page in (
        as_user(town.verifier).get("commitments.registry.index"),
        as_user(town.verifier).get("commitments.registry.show", commitment_id=owed.id),
    ):
        assert "terlambat" in page.words.lower()
    assert "1 tonggak capaian terlambat" in as_user(town.verifier).get("commitments.registry.index").words


def test_before_acceptance_the_proposer_sets_them_and_afterwards_the_responsible_party(town, as_user, owed):
    asked = town.promised(Delivery.PROPOSED, current_due=DUE)
    add(as_user, town.owner, asked, status=403)
    add(as_user, town.coordinator, asked)
    add(as_user, town.verifier, owed, status=403)
    add(as_user, town.owner, owed)


def test_the_reminder_names_the_next_one(town, as_user, owed, clock):
    add(as_user, town.owner, owed)
    for _part in remind():
        db.session.commit()
    assert "Skema disepakati" in db.session.scalars(select(Mail)).one().text


def test_programs_set_them(town, as_program, owed):
    path = f"/commitments/{owed.id}/milestones"
    as_program(town.owner).post(path, {"text": "Skema", "due": "2026-11-30"})
    (listed,) = as_program(town.owner).get(path).json["items"]
    assert (listed["text"], listed["late"]) == ("Skema", False)
    as_program(town.owner).post(f"/commitments/milestones/{listed['id']}/remove", {})
    assert as_program(town.owner).get(path).json["items"] == []


@pytest.mark.parametrize(
    "day, expected",
    [("2026-10-31", Unfit.TOO_EARLY), ("2026-11-01", None), ("2026-12-08", None), ("2026-12-09", Unfit.TOO_LATE)],
)
def test_it_lies_within_the_time_of_the_commitment(day, expected):
    found = unfit(date.fromisoformat(day), proposed_on=date(2026, 11, 1), current_due=DUE)
    assert found is expected


@given(st.lists(st.booleans()))
def test_the_share_is_a_percentage(reached):
    steps = [Milestone(due=DUE, reached_on=DUE if one else None) for one in reached]
    share = share_reached(steps)
    assert (share is None) == (not reached)
    assert share is None or 0 <= share <= 100
    assert (share == 100) == (bool(reached) and all(reached))
