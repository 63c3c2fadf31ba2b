"""Plan, funds and the rhythm of reports: stated with the proposal, changed, filtered, exported and asked for."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.database import db
from app.mail.outbox.models import Mail
from commitments.registry.models import Commitment
from commitments.registry.queries import awaits_report
from commitments.registry.rules import DAYS_BETWEEN_REPORTS, CommitmentFacts, Delivery, Funds, Plan, Rhythm
from commitments.summaries.jobs import send_summaries
from tests.commitments.test_registry import wish

C = "commitments.particulars.change"
TODAY = date(2026, 11, 24)
GIVEN = {"rhythm": "weekly", "plan": "rpjmd", "plan_note": "Kota cerdas", "funds": "apbd", "funds_note": ""}


def test_they_are_stated_with_the_proposal_and_shown(town, as_user):
    as_user(town.coordinator).post("commitments.registry.propose", wish(town, **GIVEN), circle_id=town.circle.id)
    made = db.session.scalars(select(Commitment)).one()
    assert (made.plan, made.funds, made.rhythm) == (Plan.RPJMD, Funds.APBD, Rhythm.WEEKLY)
    assert "RPJMD: Kota cerdas" in as_user(town.owner).get("commitments.registry.show", commitment_id=made.id).words


def test_they_are_changed_filtered_and_exported(town, as_user):
    commitment = town.promised(Delivery.IN_PROGRESS, accepted_on=date(2026, 11, 10))
    town.promised(Delivery.IN_PROGRESS, title="Tanpa rencana")
    as_user(town.verifier).post(C, GIVEN, commitment_id=commitment.id, status=403)
    as_user(town.owner).post(C, GIVEN, commitment_id=commitment.id)
    for found in ({"plan": "rpjmd"}, {"funds": "apbd"}, {"report-due": "1"}):
        words = as_user(town.owner).get("commitments.registry.index", **found).words
        assert commitment.code in words, found
        assert "Tanpa rencana" not in words, found
    sheet = as_user(town.owner).get("commitments.registry.index", format="csv").text
    assert "RPJMD: Kota cerdas" in sheet
    assert "2026-11-17" in sheet  # a week after acceptance


def test_a_missing_report_is_marked_and_asked_for_on_monday(town, as_user, clock):
    commitment = town.promised(
        Delivery.IN_PROGRESS, accepted_on=date(2026, 11, 10), current_due=date(2027, 3, 1), rhythm=Rhythm.WEEKLY
    )
    assert "Laporan ditunggu" in as_user(town.owner).get("commitments.registry.show", commitment_id=commitment.id).words
    clock.move_to("2026-11-30T01:00:00Z")
    for _part in send_summaries():
        db.session.commit()
    assert "Laporan ditunggu (1)" in db.session.scalars(select(Mail)).one().text
    as_user(town.owner).post(
        "commitments.delivery.report", {"progress": "10", "situation": "on_track"}, commitment_id=commitment.id
    )
    page = as_user(town.owner).get("commitments.registry.show", commitment_id=commitment.id)
    assert page.soup.select_one(".title").text.count("Laporan ditunggu") == 0


def test_programs_read_filter_and_change_them(town, as_program):
    commitment = town.promised(Delivery.IN_PROGRESS, accepted_on=TODAY)
    path = f"/commitments/{commitment.id}"
    changed = as_program(town.owner).patch(f"{path}/particulars", {"rhythm": "monthly", "plan": "rpjpd"}).json
    assert (changed["rhythm"], changed["next_report"], changed["plan"]) == ("monthly", "2026-12-24", "rpjpd")
    (listed,) = as_program(town.owner).get("/commitments", plan="rpjpd").json["items"]
    assert listed["id"] == str(commitment.id)
    assert as_program(town.owner).get("/commitments", funds="blud").json["items"] == []


@given(
    delivery=st.sampled_from(Delivery),
    rhythm=st.sampled_from(Rhythm),
    accepted=st.none() | st.integers(0, 60),
    reported=st.none() | st.integers(0, 60),
)
def test_a_report_is_awaited_a_rhythm_after_the_last_one(delivery, rhythm, accepted, reported):
    days_ago = [None if one is None else TODAY - timedelta(days=one) for one in (accepted, reported)]
    facts = CommitmentFacts(
        delivery=delivery,
        first_due=TODAY,
        current_due=TODAY,
        accepted_on=days_ago[0],
        reported_on=days_ago[1],
        rhythm=rhythm,
    )
    last = reported if reported is not None else accepted
    owed = delivery in {Delivery.ACCEPTED, Delivery.IN_PROGRESS, Delivery.BLOCKED}
    expected = owed and rhythm is not Rhythm.NONE and last is not None and last >= DAYS_BETWEEN_REPORTS[rhythm]
    assert facts.awaits_report(TODAY) is expected


@pytest.mark.every_database
@pytest.mark.parametrize("rhythm", Rhythm)
@pytest.mark.parametrize("ago", [6, 7, 13, 14, 29, 30])
def test_the_database_agrees_with_the_rule(town, rhythm, ago):
    made = town.promised(
        Delivery.IN_PROGRESS, accepted_on=date(2026, 9, 1), progress_on=TODAY - timedelta(days=ago), rhythm=rhythm
    )
    found = db.session.scalars(select(Commitment.id).where(awaits_report(TODAY))).all()
    assert (made.id in found) is made.facts.awaits_report(TODAY)
