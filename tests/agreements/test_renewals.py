"""Renewals: what carries over is chosen, tacit ones follow by themselves, and terminations settle what is open."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from agreements.clauses.models import Clause, Obligation, obligation_commitments
from agreements.clauses.rules import Frequency
from agreements.registry.models import Agreement, TacitRenewal
from agreements.registry.rules import Renewal, Stage
from agreements.renewals.jobs import renew
from agreements.renewals.rules import A_DAY, next_end
from app.database import db
from app.mail.outbox.models import Mail
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery
from tests.agreements.forms import SIGN, SIGNED

START = "agreements.renewals.start"


def morning(clock, day):
    clock.move_to(f"{day}T05:20:00+07:00")
    renew()
    db.session.commit()


@pytest.mark.parametrize(
    "begins,ends,following",
    [
        ("2026-01-09", "2027-01-08", "2028-01-08"),
        ("2026-02-01", "2026-02-28", "2026-03-31"),
        ("2026-01-31", "2026-07-30", "2027-01-30"),
        ("2026-01-01", "2026-01-10", "2026-01-20"),
        ("2023-03-01", "2024-02-29", "2025-02-28"),
    ],
)
def test_a_term_is_followed_by_one_of_the_same_length(begins, ends, following):
    assert next_end(date.fromisoformat(begins), date.fromisoformat(ends)) == date.fromisoformat(following)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 20))
def test_any_chain_of_yearly_terms_ends_on_the_same_day(begins, years):
    begins = begins.replace(day=min(begins.day, 28))
    day, ends = begins, begins.replace(year=begins.year + 1) - A_DAY
    for _year in range(years):
        day, ends = ends + A_DAY, next_end(day, ends)
    assert ends + A_DAY == begins.replace(year=begins.year + 1 + years)


def test_a_tacit_renewal_follows_once_per_term_even_after_an_outage(pact, clock, as_user):
    agreement = pact.at_stage(Stage.OUT_FOR_SIGNATURE, renewal=Renewal.TACIT)
    monthly = pact.obliged(frequency=Frequency.MONTHLY, first_due=date(2026, 12, 31))
    dates = {"effective_on": "1/12/2026", "expires_on": "28/2/2027"}
    as_user(pact.coordinator).post(SIGN, {**SIGNED, **dates}, agreement_id=agreement.id)
    morning(clock, "2027-02-28")
    assert agreement.expires_on == date(2027, 2, 28)
    for day in ("2027-09-15", "2027-09-15"):
        morning(clock, day)
    assert (agreement.expires_on, agreement.term.notice_on) == (date(2027, 11, 30), date(2027, 10, 31))
    terms = db.session.execute(select(TacitRenewal.ended_on, TacitRenewal.expires_on).order_by(TacitRenewal.ended_on))
    assert [(str(before), str(after)) for before, after in terms] == [
        ("2027-02-28", "2027-05-31"),
        ("2027-05-31", "2027-08-31"),
        ("2027-08-31", "2027-11-30"),
    ]
    made = select(obligation_commitments.c.period).where(obligation_commitments.c.obligation_id == monthly.id)
    found = sorted(db.session.scalars(made))
    assert (found[0], found[-1], len(found)) == (date(2026, 12, 31), date(2027, 10, 31), 11)
    subjects = db.session.scalars(select(Mail.subject).where(Mail.recipient == pact.official.email)).all()
    assert subjects.count("Diperpanjang sampai 30 November 2027: Data Kualitas Udara") == 1


def test_a_party_that_objects_ends_a_tacit_renewal(pact, clock, as_user):
    agreement = pact.at_stage(Stage.SIGNED, renewal=Renewal.TACIT)
    as_user(pact.official).post(f"/agreements/{agreement.id}/object", {"text": "Kami tidak melanjutkan."})
    morning(clock, "2027-02-01")
    assert agreement.expires_on == date(2027, 1, 8)
    assert db.session.scalar(select(TacitRenewal.id)) is None


def test_what_carries_over_is_chosen_and_never_means_never(pact, as_user):
    agreement, coordinator = pact.at_stage(Stage.SIGNED), as_user(pact.coordinator)
    recurring = pact.obliged(text="Laporan", frequency=Frequency.QUARTERLY, first_due=date(2026, 3, 31))
    pact.obliged(text="Rapat", frequency=Frequency.YEARLY, position=2)
    page = coordinator.get(START, agreement_id=agreement.id)
    assert page.soup.find("input", {"name": "effective_on"})["value"] == "9 Januari 2027"
    assert page.soup.find("input", {"name": "expires_on"})["value"] == "8 Januari 2028"
    typed = {
        "effective_on": "9/1/2027",
        "expires_on": "8/1/2028",
        "notice_days": "30",
        "clauses": [str(pact.clause.id)],
        "obligations": [str(recurring.id)],
    }
    coordinator.post(START, typed, agreement_id=agreement.id)
    made = db.session.scalars(select(Agreement).where(Agreement.renews_id == agreement.id)).one()
    owed = select(Obligation.text, Obligation.first_due).join(Obligation.clause)
    assert db.session.execute(owed.where(Clause.agreement_id == made.id)).all() == [("Laporan", date(2027, 3, 31))]
    pact.at_stage(Stage.SIGNED, renewal=Renewal.NEVER)
    assert "Mulai perpanjangan" not in coordinator.get("agreements.registry.show", agreement_id=agreement.id).words
    coordinator.post(START, typed, agreement_id=agreement.id, status=409)


def test_a_termination_settles_each_open_commitment(pact, as_user):
    agreement = pact.at_stage(Stage.OUT_FOR_SIGNATURE)
    for number in range(3):
        pact.obliged(text=f"Laporan {number}", first_due=date(2026, 12, 10 + number), position=number + 1)
    coordinator = as_user(pact.coordinator)
    coordinator.post(SIGN, SIGNED, agreement_id=agreement.id)
    found = db.session.scalars(select(Commitment).order_by(Commitment.first_due)).unique().all()
    outcomes = ("carried", "cancelled", "superseded")
    typed = {"last_day": "31/12/2026", "reason": "Program selesai"}
    for row, (one, outcome) in enumerate(zip(found, outcomes, strict=True)):
        typed |= {f"settled-{row}-commitment": str(one.id), f"settled-{row}-outcome": outcome}
    where = {"agreement_id": agreement.id}
    unsettled = {name: value for name, value in typed.items() if not name.startswith("settled-2")}
    page = coordinator.post("agreements.registry.terminate", unsettled, status=422, **where)
    assert "Laporan 2" in page.words
    assert agreement.stage is Stage.SIGNED
    coordinator.post("agreements.registry.terminate", typed, **where)
    db.session.expire_all()
    assert [one.delivery for one in found] == [Delivery.PROPOSED, Delivery.CANCELLED, Delivery.SUPERSEDED]
    mail = db.session.scalars(
        select(Mail).where(Mail.recipient == pact.official.email, Mail.subject.startswith("Diakhiri"))
    ).one()
    assert "Laporan 1: Dibatalkan" in mail.text
