"""kill -9 at random moments while sessions are held and their minutes agreed, approved, amended and published."""

from __future__ import annotations

from soak.minutes_life import keep_minutes
from soak.sample import BEGUN
from soak.trial import Plan, Report, trial
from soak.trials.kills import on_each_database


@trial("minutes", share=2)
def minutes(plan: Plan) -> list[Report]:
    """Half of the kills on each database; without other scenarios, so that minutes come far."""
    return on_each_database("minutes", plan, (keep_minutes,) * BEGUN, {"minutes", "party"})
