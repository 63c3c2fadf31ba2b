"""Reminders go out once per step and date, and an outage collapses them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import delete, select, update

from app.clock import utc_now
from app.database import db
from app.mail.outbox.models import Mail, MailState
from app.organisations.models import Contact, ContactRole
from commitments.registry.rules import Delivery, Verification
from commitments.reminders.actions import change_schedule, snooze
from commitments.reminders.jobs import nudge, remind
from commitments.reminders.models import Reminder
from commitments.reminders.rules import Schedule, Step
from tests.factories import PersonFactory
from tests.support.mail_links import LINK

DUE = date(2026, 12, 18)


def sent() -> list[tuple[str, str]]:
    mails = db.session.scalars(select(Mail).order_by(Mail.created_at, Mail.recipient))
    return [(mail.kind.partition("/")[2], mail.recipient) for mail in mails]


def run_on(clock, day: date, *, mail_leaves: bool = True) -> None:
    clock.move_to(f"{day.isoformat()}T06:00:00+07:00")
    list(remind())
    if mail_leaves:
        db.session.execute(update(Mail).values(state=MailState.SENT, sent_at=utc_now()))
    db.session.commit()


@pytest.mark.every_database
def test_each_step_goes_out_once_though_the_job_runs_every_day(town, clock):
    town.promised(Delivery.IN_PROGRESS)
    head = PersonFactory(name="Kepala Dinas", organisation=town.health)
    db.session.add(Contact(organisation=town.health, role=ContactRole.HEAD, person=head))
    town.health.secretariat_email = "sekretariat@dinkes.example"
    db.session.commit()
    for day in range(-20, 20):
        run_on(clock, DUE + timedelta(days=day))
        run_on(clock, DUE + timedelta(days=day))
    assert sorted(sent()) == sorted(
        [
            ("T-14", town.owner.email),
            ("T-3", town.owner.email),
            ("T+1", town.owner.email),
            ("T+7", head.email),
            ("T+7", "sekretariat@dinkes.example"),
        ]
    )


def test_a_named_person_is_reminded_instead_of_the_focal_point(town, clock):
    named = PersonFactory(name="Penanggung jawab", organisation=town.health)
    email = named.email
    town.promised(Delivery.IN_PROGRESS, responsible_person_id=named.id)
    db.session.expunge_all()
    run_on(clock, DUE - timedelta(days=3))
    assert [recipient for _, recipient in sent()] == [email]


def test_after_forty_days_of_outage_one_message_goes_out(town, clock):
    town.promised(Delivery.IN_PROGRESS)
    db.session.add(Contact(organisation=town.health, role=ContactRole.HEAD, person=town.owner))
    db.session.commit()
    run_on(clock, DUE - timedelta(days=20))
    run_on(clock, DUE + timedelta(days=20))
    assert [step for step, _ in sent()] == ["T+7"]
    taken = {row.step: row.silent for row in db.session.execute(select(Reminder.step, Reminder.silent))}
    assert taken == {
        step: step not in {Step.WEEK_AFTER, Step.TWO_WEEKS_AFTER} for step in set(Step) - {Step.MONTH_AFTER}
    }


def test_reminders_that_an_outage_of_mail_kept_collapse_into_the_latest(town, clock):
    town.promised(Delivery.IN_PROGRESS)
    run_on(clock, DUE - timedelta(days=14))
    for days in (-3, 3):
        run_on(clock, DUE + timedelta(days=days), mail_leaves=False)
    assert [step for step, _ in sent()] == ["T-14", "T+1"]


def test_a_reminder_on_its_way_is_not_taken_back(town, clock):
    town.promised(Delivery.IN_PROGRESS)
    run_on(clock, DUE - timedelta(days=14), mail_leaves=False)
    db.session.execute(update(Mail).values(claimed_until=datetime.now(UTC) + timedelta(days=30)))
    run_on(clock, DUE - timedelta(days=3))
    assert [step for step, _ in sent()] == ["T-14", "T-3"]


def test_a_later_date_starts_the_steps_again(town, clock):
    commitment = town.promised(Delivery.IN_PROGRESS)
    run_on(clock, DUE - timedelta(days=3))
    commitment.current_due = DUE + timedelta(days=30)
    db.session.commit()
    run_on(clock, DUE + timedelta(days=17))
    assert [step for step, _ in sent()] == ["T-3", "T-14"]


@pytest.mark.parametrize("state", [Delivery.PROPOSED, Delivery.SUBMITTED, Delivery.CLOSED, Delivery.CANCELLED])
def test_what_is_not_owed_is_not_reminded_of(town, clock, state):
    town.promised(state)
    run_on(clock, DUE + timedelta(days=10))
    assert sent() == []


def test_an_unanswered_proposal_is_asked_about_once_more(town, clock):
    town.promised()
    clock.move_to("2026-12-01T06:05:00+07:00")
    list(nudge())
    list(nudge())
    db.session.commit()
    assert [step for step, _ in sent()] == ["answer"]


def written() -> list[Mail]:
    return list(db.session.scalars(select(Mail).order_by(Mail.created_at, Mail.key)))


def sentence(mail: Mail) -> str:
    """Return the first sentence of a mail, behind who sends it and its greeting."""
    lines = [line for line in mail.text.splitlines() if line.strip() and not line.startswith("Selaras")]
    return next(line for line in lines if not line.startswith(("Yth.", "Dear"))).partition(". ")[0]


@pytest.mark.parametrize(
    "days,spoken,subject,distance",
    [
        (-14, "id", "Tenggat 14 hari lagi", "14 hari lagi"),
        (-9, "id", "Tenggat 9 hari lagi", "9 hari lagi"),
        (-1, "id", "Tenggat besok", "besok"),
        (0, "id", "Tenggat hari ini", "hari ini"),
        (3, "id", "Terlambat 3 hari", "terlambat 3 hari"),
        (5, "id", "Terlambat 5 hari", "terlambat 5 hari"),
        (31, "id", "Terlambat 31 hari", "terlambat 31 hari"),
        (-9, "en", "Due in 9 days", "in 9 days"),
        (-1, "en", "Due tomorrow", "tomorrow"),
        (3, "en", "3 days late", "3 days late"),
        (31, "en", "31 days late", "31 days late"),
    ],
)
def test_a_reminder_says_the_real_distance_and_what_it_is_about(town, clock, days, spoken, subject, distance):
    commitment = town.promised(Delivery.IN_PROGRESS, title="Katalog data udara")
    head = PersonFactory(name="Kepala Dinas", organisation=town.health, language=spoken)
    db.session.add(Contact(organisation=town.health, role=ContactRole.HEAD, person=head))
    town.owner.language = spoken
    db.session.commit()
    run_on(clock, DUE + timedelta(days=days))
    (mail,) = written()
    assert mail.subject == f"{subject}: Katalog data udara"
    said = sentence(mail)
    assert distance in said
    assert "Katalog data udara" in said
    assert commitment.code in said
    assert said in " ".join(BeautifulSoup(mail.html, "html.parser").get_text(" ").split())


@pytest.mark.parametrize("state", [Delivery.PROPOSED, Delivery.SUBMITTED])
def test_a_nudge_says_how_long_it_waits_and_for_what(town, clock, state):
    at = datetime(2026, 11, 1, 3, tzinfo=UTC)
    commitment = town.promised(state, title="Katalog data udara", proposed_at=at, submitted_at=at)
    clock.move_to("2026-12-01T06:05:00+07:00")
    list(nudge())
    (mail,) = written()
    assert "Katalog data udara" in mail.subject
    for part in ("Katalog data udara", commitment.code, "30 hari lalu"):
        assert part in sentence(mail)


def test_many_reminders_go_out_a_few_to_a_transaction(town, clock, monkeypatch):
    monkeypatch.setattr("commitments.reminders.jobs.TOGETHER", 2)
    for _ in range(5):
        town.promised(Delivery.IN_PROGRESS)
    clock.move_to(f"{DUE.isoformat()}T06:00:00+07:00")
    assert [db.session.query(Reminder).count() for _ in remind()] == [4, 8, 10, 10]
    assert list(remind()) == []


@pytest.mark.every_database
def test_the_steps_of_a_day_are_one_mail_with_a_link_to_each_commitment(town, clock):
    for title in ("Katalog data udara", "Jadwal angkutan"):
        town.promised(Delivery.IN_PROGRESS, title=title)
    run_on(clock, DUE - timedelta(days=14))
    (mail,) = written()
    assert mail.kind == "commitments/reminders"
    assert (mail.recipient, mail.subject) == (town.owner.email, "2 komitmen perlu dilaporkan")
    for text in (mail.text, mail.html):
        assert "Katalog data udara" in text
        assert "Jadwal angkutan" in text
    assert len(set(LINK.findall(mail.text))) == 2
    assert mail.next_try_at == datetime(2026, 12, 4, 0, tzinfo=UTC)


def test_nobody_receives_a_second_mail_on_a_day(town, clock):
    town.promised(Delivery.IN_PROGRESS)
    run_on(clock, DUE - timedelta(days=14))
    town.promised(Delivery.IN_PROGRESS)
    run_on(clock, DUE - timedelta(days=14))
    assert len(sent()) == 1
    run_on(clock, DUE - timedelta(days=11))
    assert len(sent()) == 2


def test_nothing_goes_out_on_days_off_and_after_hours(town, clock):
    town.promised(Delivery.IN_PROGRESS)
    for moment in ("2026-12-05T06:00", "2026-12-06T06:00", "2026-12-07T18:00"):
        clock.move_to(f"{moment}:00+07:00")
        list(remind())
    assert sent() == []
    clock.move_to("2026-12-07T17:59:00+07:00")
    list(remind())
    assert [kind for kind, _ in sent()] == ["T-14"]


def test_a_circle_chooses_its_steps_and_its_days(town, clock):
    commitment = town.promised(Delivery.IN_PROGRESS)
    chosen = Schedule(steps=frozenset({Step.DAY_AFTER}), working_days_only=False, from_hour=9)
    change_schedule(commitment.circle, chosen, by=town.coordinator, at=utc_now())
    db.session.commit()
    for days in range(-15, 16):
        run_on(clock, DUE + timedelta(days=days))
    (mail,) = written()
    assert mail.kind == "commitments/T+1"
    assert mail.next_try_at == datetime(2026, 12, 19, 2, tzinfo=UTC)  # Saturday, 09.00 in Jakarta


@pytest.mark.every_database
def test_snoozed_reminders_wait_and_then_go_out_as_one(town, clock):
    commitment = town.promised(Delivery.IN_PROGRESS)
    clock.move_to("2026-12-03T09:00:00+07:00")
    snooze(commitment, until=date(2026, 12, 16), reason="Libur sekolah", by=town.owner, at=utc_now())
    db.session.commit()
    for day in range(3, 17):
        run_on(clock, date(2026, 12, day))
    assert sent() == []
    run_on(clock, date(2026, 12, 17))
    assert [kind for kind, _ in sent()] == ["T-3"]


def test_a_disputed_commitment_is_held(town, clock):
    town.promised(Delivery.IN_PROGRESS, verification=Verification.DISPUTED)
    run_on(clock, DUE)
    assert sent() == []


def test_a_mailbox_gets_no_link_but_the_names_of_those_who_have_one(town, clock):
    town.promised(Delivery.IN_PROGRESS)
    head = PersonFactory(name="Kepala Dinas", organisation=town.health)
    db.session.add(Contact(organisation=town.health, role=ContactRole.HEAD, person=head))
    town.health.secretariat_email = "sekretariat@dinkes.example"
    run_on(clock, DUE + timedelta(days=10))
    mail = db.session.scalars(select(Mail).where(Mail.recipient == "sekretariat@dinkes.example")).one()
    for text in (mail.text, mail.html):
        assert "Kepala Dinas, Narahubung Dinkes" in text
        assert "http" not in text
    assert "/by-link/" in db.session.scalars(select(Mail).where(Mail.recipient == head.email)).one().text


def test_a_mailbox_of_an_organisation_without_contacts_is_asked_to_name_one(town, clock):
    town.promised(Delivery.IN_PROGRESS)
    db.session.execute(delete(Contact).where(Contact.organisation_id == town.health.id))
    town.health.secretariat_email = "sekretariat@dinkes.example"
    run_on(clock, DUE + timedelta(days=10))
    mail = db.session.scalars(select(Mail).where(Mail.recipient == "sekretariat@dinkes.example")).one()
    assert "Belum ada narahubung instansi Anda yang tercatat" in mail.text
    assert "http" not in mail.text
