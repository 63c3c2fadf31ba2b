"""The ladder of a commitment, its answers and its rules, as people and programs use them."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.circles.models import Steward
from app.clock import utc_now
from app.database import db
from app.mail.outbox.models import Mail, MailState
from commitments.delivery.models import Act, Update
from commitments.registry.rules import Delivery
from commitments.reminders import queries
from commitments.reminders.jobs import remind
from commitments.reminders.models import Reminder
from commitments.reminders.rules import DEFAULT, Schedule, Step
from tests.support.mail_links import link_to
from tests.support.visitors import Visitor

R = "commitments.reminders"


@pytest.fixture
def reminded(town, clock):
    """A commitment whose owner, without an account, was reminded on 4 December."""
    town.owner.joined_at = None
    commitment = town.promised(Delivery.IN_PROGRESS, accepted_on=date(2026, 11, 23), progress=40)
    clock.move_to("2026-12-04T06:00:00+07:00")
    list(remind())
    for mail in db.session.scalars(select(Mail)):
        mail.state, mail.sent_at = MailState.SENT, utc_now() + timedelta(hours=1)
    db.session.commit()
    clock.move_to("2026-12-04T09:00:00+07:00")
    return commitment


def rungs(page) -> list[str]:
    return [" ".join(one.text.split()) for one in page.soup.select(".ladder > li")]


def test_the_ladder_says_who_was_told_when_and_what_was_answered(town, app, as_user, reminded):
    visitor, path = Visitor(app), link_to(town.owner)
    assert "Sesuai rencana" in visitor.get(path).words
    visitor.post(f"{path}/on-track")
    with_ladder = as_user(town.coordinator).get(f"{R}.show", commitment_id=reminded.id)
    shown = rungs(with_ladder)
    days = ["Jum 4 Des", "Jum 4 Des", "Sel 15 Des", "Jum 18 Des", "Sen 21 Des", "Sen 28 Des"]
    shown_days = [one.text for one in with_ladder.soup.select(".rung time")]
    assert shown_days == [*days, "Sen 4 Jan 2027", "Sen 18 Jan 2027"]
    for part in ("Narahubung Dinkes", "surel Jum 4 Des 07.00", "dibuka Jum 4 Des 09.00", "Sesuai rencana"):
        assert part in shown[0]
    assert "Sen 21 Des" in shown[4]
    assert "hari libur" in shown[4]
    assert "dibuka" not in as_user(town.member).get(f"{R}.show", commitment_id=reminded.id).words
    act = db.session.scalars(select(Update).where(Update.act == Act.ON_TRACK)).one()
    assert (act.by_id, act.by_link) == (town.owner.id, True)


def test_help_is_asked_for_by_link(town, app, reminded):
    Visitor(app).post(f"{link_to(town.owner)}/ask-for-help", {"text": "Format data belum jelas"})
    update = db.session.scalars(select(Update).where(Update.act == Act.PROGRESS)).one()
    assert (update.text, update.help_needed, update.progress) == ("Format data belum jelas", True, 40)
    assert db.session.scalars(select(Mail.kind).where(Mail.person_id == town.coordinator.id)).all() == [
        "commitments/help_needed"
    ]


def test_a_snooze_needs_a_reason_and_ends_after_two_weeks(town, as_user, clock, reminded):
    owner, at = as_user(town.coordinator), {"commitment_id": reminded.id}
    refused = owner.post(f"{R}.snooze", {"until": "19 Desember 2026", "reason": "Cuti"}, status=422, **at)
    assert "paling lama 14 hari, sampai Jumat, 18 Desember 2026" in refused.words
    assert "Tulis alasannya" in owner.post(f"{R}.snooze", {"until": "18 Desember 2026"}, status=422, **at).words
    owner.post(f"{R}.snooze", {"until": "7 Desember 2026", "reason": "Cuti bersama"}, **at)
    clock.move_to("2026-12-07T09:00:00+07:00")
    owner.post(f"{R}.snooze", {"until": "21 Desember 2026", "reason": "Lagi"}, status=422, **at)
    owner.post(f"{R}.snooze", {"until": "18 Desember 2026", "reason": "Server pindah"}, **at)
    page = as_user(town.member).get(f"{R}.show", **at)
    assert "Ditunda sampai Jumat, 18 Desember 2026." in page.words
    assert "Server pindah" in page.words
    assert reminded.current_due == date(2026, 12, 18)
    clock.move_to("2026-12-16T06:00:00+07:00")
    list(remind())
    assert db.session.scalars(select(Reminder.step)).all() == [Step.TWO_WEEKS_BEFORE]


def test_the_chair_chooses_the_rules_and_others_read_them(town, as_user, as_program, reminded):
    at = {"circle_id": town.circle.id}
    as_user(town.member).get(f"{R}.schedule", status=403, **at)
    db.session.add(Steward(circle_id=town.circle.id, person_id=town.member.id, role=town.chair_role))
    db.session.commit()
    form = {"steps": ["T+1", "T+7"], "working_days_only": "y", "from_hour": "8", "until_hour": "16"}
    as_user(town.member).post(f"{R}.schedule", form, **at)
    chosen = {Step.DAY_AFTER, Step.WEEK_AFTER}
    assert queries.schedule_of(town.circle.id) == Schedule(
        steps=frozenset(chosen), from_hour=8, until_hour=16, friday_pause=False
    )
    page = as_user(town.verifier).get(f"{R}.show", commitment_id=reminded.id)
    assert "08.00–16.00" in page.words
    assert "Tidak dipakai di forum ini" in rungs(page)[-1]
    changed = {"steps": [step.value for step in Step], "from_hour": "7", "until_hour": "18", "friday_pause": True}
    as_program(town.coordinator).patch(f"/commitments/reminder-schedules/{town.circle.id}", changed, status=204)
    assert queries.schedule_of(town.circle.id) == DEFAULT


def test_programs_read_what_was_sent_and_answer(town, as_program, reminded):
    town.owner.joined_at = utc_now()
    db.session.commit()
    party, path = as_program(town.owner), f"/commitments/{reminded.id}"
    (step,) = party.get(f"{path}/reminders").json["items"]
    assert (step["step"], step["due"], step["silent"]) == ("T-14", "2026-12-18", False)
    party.post(f"{path}/on-track", {})
    party.post(f"{path}/ask-for-help", {"text": "Akses server"})
    party.post(f"{path}/snooze", {"until": "2026-12-10", "reason": "Cuti"})
    acts = [one["act"] for one in party.get(f"{path}/updates", sort="at").json["items"]]
    assert sorted(acts) == ["on_track", "progress", "snoozed"]


def test_the_ladder_runs_few_statements(town, as_user, queries, reminded):
    with queries(at_most=10):
        as_user(town.coordinator).get(f"{R}.show", commitment_id=reminded.id)


def test_a_tick_without_anything_due_runs_two_statements(town, clock, queries):
    for _ in range(3):
        town.promised(Delivery.IN_PROGRESS)
    with queries(at_most=2):
        list(remind())


def test_the_page_fits_a_phone(town, pages, axe, reminded):
    for person, width in ((town.coordinator, 360), (town.verifier, 1280)):
        page = pages(person, width=width)
        page.goto(f"/commitments/{reminded.id}/reminders")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        axe(page)
