"""What digests say of overdue commitments at the ends of periods is what raw rows give one by one."""

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.circles.models import Classification
from app.clock import end_of, local_date
from commitments.delivery.models import Act, Update
from commitments.handover.models import Handover
from insights.digests import past
from insights.digests.content import as_of, gather
from insights.digests.findings import findings
from insights.digests.rules import period_with, read_period
from tests.insights import living, slowly

JAKARTA = ZoneInfo("Asia/Jakarta")
BEGAN = date(2025, 10, 20)
"""So that what happens lies around the end of a year."""


@pytest.fixture
def lived(app, clock, monkeypatch, request):
    """A city to which things happened for 120 days around the end of 2025, and much later."""
    monkeypatch.setattr(living, "FIRST", BEGAN)
    monkeypatch.setattr(living.City, "register", lambda city: None)  # agreements, whose terms would end too early
    city = living.City(request.param)
    city.live(clock)
    clock.move_to(end_of(BEGAN + timedelta(days=living.DAYS + 60)))
    return city


def told(period, *, about, at):
    """Return what a digest says that is made of the record at a moment."""
    return gather(period, about=about, classification=Classification.INTERNAL, now=at, zone=JAKARTA)


@pytest.mark.parametrize("lived", [5, 17, 7, 3], indirect=True)
def test_what_was_overdue_at_each_end_is_what_raw_rows_give_one_by_one(lived):
    dice, counted = random.Random(1), []
    abouts = [(None, {}), (lived.forum, {"circle": lived.forum.circle_id})]
    abouts += [(one.organisation, {"organisation": one.organisation_id}) for one in lived.people]
    for kind in ("yearly", "quarterly", "monthly", "yearly"):
        now = datetime.combine(BEGAN, datetime.min.time(), JAKARTA)
        now += timedelta(days=dice.randint(75, living.DAYS + 30), minutes=dice.randint(0, 1439))
        period = period_with(kind, local_date(now))
        for about, narrowed in abouts:
            content = told(period, about=about, at=now)
            assert content["unknown"] == []
            for row in content["history"]:
                end = as_of(read_period(kind, row["period"]), now, JAKARTA)
                right = slowly.figures(end, local_date(end), 1, **narrowed)
                assert row["overdue"] == right["overdue"], (kind, row, about)
                counted.append(row["overdue"])
            assert content["figures"]["overdue"] == content["history"][-1]["overdue"]
    assert len(set(counted)) > 4, "they are not always the same"
    acts = {one.act for one in slowly.every(Update)}
    assert Act.EXTENSION_APPROVED in acts
    assert acts & {Act.RETURNED, Act.PARTIALLY_MET}
    assert Act.SUCCEEDED in acts or slowly.every(Handover), "some were passed on"


@pytest.mark.parametrize("lived", [5], indirect=True)
def test_a_chart_draws_as_many_as_it_says(lived):
    content = told(read_period("yearly", "2026"), about=None, at=end_of(date(2026, 1, 20)))
    assert [one["overdue"] > 0 for one in content["history"]] == [True, True]
    chart = next(one for one in findings(content) if one.name == "kept")
    drawn = [sum(part[0] for part in bar.parts) for bar in chart.bars]
    assert drawn == [row[-1] for row in chart.rows] == [one["whole"] for one in content["history"]]
    assert chart.number == sum(drawn)


@pytest.mark.parametrize("lived", [5], indirect=True)
def test_a_commitment_whose_state_at_an_end_is_not_known_is_named(lived, monkeypatch):
    now = end_of(date(2026, 1, 20))
    content = told(read_period("yearly", "2026"), about=None, at=now)
    before = end_of(date(2025, 12, 31))
    owed = [one for one in slowly.tell(before, None, None) if one.state == "owed"]
    lost = next(one for one in owed if one.it.first_due < local_date(before))
    states = past.states_at

    def lacking(moment, circles):
        """Return the states at a moment, without that of one commitment in 2025."""
        return states(moment, circles) | ({lost.it.id: None} if local_date(moment).year == 2025 else {})

    monkeypatch.setattr(past, "states_at", lacking)
    without = told(read_period("yearly", "2026"), about=None, at=now)
    assert without["history"][0]["overdue"] == content["history"][0]["overdue"] - 1
    assert without["history"][1] == content["history"][1]
    assert without["unknown"] == [{"what": "commitment", "about": lost.it.code}]
