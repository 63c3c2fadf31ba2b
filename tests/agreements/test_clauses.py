"""Clauses, obligations that become commitments, rights, and what was kept."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from agreements.clauses.jobs import look_ahead
from agreements.clauses.models import Clause, Obligation, Right, obligation_commitments
from agreements.clauses.rules import Frequency
from agreements.registry.rules import Stage
from app.circles.models import Classification
from app.database import db
from app.mail.outbox.models import Mail
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery, Verification, Visibility
from tests.factories import CommitmentFactory, RightFactory

SHOW, SIGN, FULFILMENT = "agreements.registry.show", "agreements.registry.sign", "agreements.compliance.show"
NOBODY = "00000000-0000-4000-8000-000000000000"
SIGNED = {"signed_on": "20 November 2026", "place": "", "effective_on": "1/12/2026", "expires_on": "30/11/2027"} | {
    "gap": "Di arsip"
}


def wish(pact, **changes):
    return {
        "text": "Laporan mutu data",
        "criteria": "Memuat kelengkapan data",
        "debtor": str(pact.party(pact.community).id),
        "verifier": str(pact.party(pact.agency).id),
        "frequency": "quarterly",
        "first_due": "18 Desember 2026",
        **changes,
    }


def commitments():
    return db.session.scalars(select(Commitment).order_by(Commitment.first_due, Commitment.code)).all()


def promised_on(obligation):
    """Return the due dates of the commitments that follow from an obligation."""
    made = obligation_commitments.c
    query = select(Commitment.first_due).join(
        obligation_commitments, (made.commitment_id == Commitment.id) & (made.obligation_id == obligation.id)
    )
    return [str(day) for day in db.session.scalars(query.order_by(Commitment.first_due))]


def test_clauses_are_added_changed_moved_and_removed(pact, as_user):
    coordinator = as_user(pact.coordinator)
    typed = {"number": "Pasal 6", "heading": "Penyajian", "text": "Kepada warga"}
    coordinator.post("agreements.clauses.add", typed, agreement_id=pact.agreement.id)
    added = db.session.scalars(select(Clause).where(Clause.number == "Pasal 6")).one()
    coordinator.post("agreements.clauses.edit", {**typed, "heading": "Penyajian data"}, clause_id=added.id)
    coordinator.post("agreements.clauses.move", {"steps": "-1"}, clause_id=added.id)
    coordinator.post("agreements.clauses.move", {"steps": "-1"}, clause_id=added.id)
    coordinator.post("agreements.clauses.move", {"steps": "7"}, clause_id=added.id, status=400)
    order = select(Clause.number, Clause.heading).order_by(Clause.position)
    assert db.session.execute(order).all() == [("Pasal 6", "Penyajian data"), ("Pasal 5", "Katalog dan mutu")]
    pact.obliged(clause=added)
    RightFactory(clause=added, holder_id=pact.party(pact.agency).id)
    coordinator.get("agreements.clauses.remove", clause_id=added.id)
    coordinator.post("agreements.clauses.remove", clause_id=added.id)
    assert db.session.scalars(select(Clause.number)).all() == ["Pasal 5"]
    assert db.session.scalar(select(func.count()).select_from(Obligation)) == 0


def test_a_clause_number_is_there_once(pact, as_user):
    typed = {"number": "pasal 5", "heading": "Lagi", "text": "Bunyi yang panjang"}
    answer = as_user(pact.coordinator).post("agreements.clauses.add", typed, agreement_id=pact.agreement.id, status=422)
    assert "pasal 5 sudah ada" in answer.words
    assert answer.soup.find("textarea", {"name": "text"}).string.strip() == "Bunyi yang panjang"


@pytest.mark.parametrize(
    "changes,message",
    [
        ({"text": " "}, "Tulis uraian kewajibannya"),
        ({"criteria": ""}, "Tulis ukuran selesainya"),
        ({"first_due": "kemarin dulu"}, "bukan tanggal"),
        ({"verifier": "same"}, "Pilih verifikator lain"),
        ({"debtor": NOBODY}, ""),
        ({"frequency": "daily"}, ""),
        ({"text": "x" * 201}, "maksimal 200"),
    ],
)
def test_a_refused_obligation_keeps_what_was_typed(pact, as_user, changes, message):
    typed = {**wish(pact, criteria="Kriteria panjang"), **changes}
    if typed["verifier"] == "same":
        typed["verifier"] = typed["debtor"]
    answer = as_user(pact.coordinator).post(
        "agreements.clauses.add_obligation", typed, clause_id=pact.clause.id, status=422
    )
    assert message in answer.words
    assert answer.soup.find("input", {"name": "text"})["value"] == typed["text"].strip()
    assert db.session.scalar(select(func.count()).select_from(Obligation)) == 0


def test_before_signature_an_obligation_is_a_plan(pact, as_user):
    as_user(pact.coordinator).post("agreements.clauses.add_obligation", wish(pact), clause_id=pact.clause.id)
    assert commitments() == []
    assert "Tenggat pertama Jum 18 Des" in as_user(pact.citizen).get(SHOW, agreement_id=pact.agreement.id).words


def test_signature_proposes_the_obligations_to_those_who_owe_them(pact, as_user):
    agreement = pact.at_stage(Stage.OUT_FOR_SIGNATURE)
    obligation = pact.obliged(frequency=Frequency.QUARTERLY)
    as_user(pact.coordinator).post(SIGN, SIGNED, agreement_id=agreement.id)
    commitment = commitments()[0]
    assert (commitment.title, commitment.criteria) == (obligation.text, obligation.criteria)
    assert (commitment.responsible_id, commitment.verifier_id) == (pact.community.id, pact.agency.id)
    assert (commitment.delivery, commitment.visibility) == (Delivery.PROPOSED, Visibility.PARTIES)
    assert (commitment.first_due, commitment.circle_id) == (date(2026, 12, 18), agreement.circle_id)
    assert promised_on(obligation) == ["2026-12-18"]
    assert obligation.next_due == date(2027, 3, 18)
    assert [mail.recipient for mail in db.session.scalars(select(Mail))] == [pact.citizen.email]


def test_what_became_of_an_obligation_is_said_at_once_and_only_some_may_change_it(pact, as_user):
    pact.at_stage(Stage.OUT_FOR_SIGNATURE)
    pact.obliged(text="Menyerahkan data", frequency=Frequency.QUARTERLY)
    as_user(pact.coordinator).post(SIGN, SIGNED, agreement_id=pact.agreement.id)
    (commitment,) = commitments()

    def said(person):
        page = as_user(person).get(SHOW, agreement_id=pact.agreement.id).soup
        return " ".join(page.select_one(where).get_text(" ", strip=True) for where in (".commitment-row", "main table"))

    assert "Ubah" in said(pact.coordinator)
    assert "Ubah" not in said(pact.citizen)
    commitment.delivery, commitment.current_due = Delivery.IN_PROGRESS, date(2026, 11, 4)
    assert "Terlambat 20 hari" in said(pact.citizen)
    commitment.delivery, pact.community.name = Delivery.SUBMITTED, "Warga Digital"
    assert said(pact.citizen).count("Menunggu verifikasi") == 2
    assert said(pact.citizen).count("Warga Digital") == 2


def test_in_a_signed_agreement_an_obligation_is_proposed_at_once(pact, as_user):
    pact.at_stage(Stage.SIGNED)
    coordinator = as_user(pact.coordinator)
    coordinator.post("agreements.clauses.add_obligation", wish(pact), clause_id=pact.clause.id)
    far = wish(pact, text="Laporan akhir", frequency="once", first_due="30/12/2027")
    coordinator.post("agreements.clauses.add_obligation", far, clause_id=pact.clause.id)
    assert [str(one.first_due) for one in commitments()] == ["2026-12-18", "2027-12-30"]


def test_periods_that_were_over_before_the_signature_was_recorded_are_past(pact, as_user):
    agreement = pact.at_stage(Stage.OUT_FOR_SIGNATURE)
    monthly = pact.obliged(frequency=Frequency.MONTHLY, first_due=date(2026, 1, 31))
    once = pact.obliged(first_due=date(2026, 2, 1), position=2)
    as_user(pact.coordinator).post(SIGN, SIGNED, agreement_id=agreement.id)
    assert promised_on(monthly) == ["2026-11-30", "2026-12-31"]
    assert promised_on(once) == []
    assert once.next_due is None


def morning(clock, day):
    clock.move_to(f"{day}T05:30:00+07:00")
    look_ahead()
    db.session.commit()


def test_every_period_gets_one_commitment_sixty_days_ahead(pact, as_user, clock):
    agreement = pact.at_stage(Stage.OUT_FOR_SIGNATURE)
    obligation = pact.obliged(frequency=Frequency.QUARTERLY)
    as_user(pact.coordinator).post(SIGN, SIGNED, agreement_id=agreement.id)
    morning(clock, "2027-01-16")
    assert promised_on(obligation) == ["2026-12-18"]
    for _ in range(3):
        morning(clock, "2027-01-17")
    assert promised_on(obligation) == ["2026-12-18", "2027-03-18"]
    day = date(2027, 1, 18)
    while day < date(2028, 3, 1):
        morning(clock, day)
        day += timedelta(days=7)
    assert promised_on(obligation) == ["2026-12-18", "2027-03-18", "2027-06-18", "2027-09-18"]
    assert obligation.next_due is None


def test_after_forty_days_of_outage_no_period_is_missed(pact, as_user, clock):
    agreement = pact.at_stage(Stage.OUT_FOR_SIGNATURE)
    obligation = pact.obliged(frequency=Frequency.MONTHLY)
    as_user(pact.coordinator).post(SIGN, SIGNED, agreement_id=agreement.id)
    morning(clock, "2026-12-01")
    morning(clock, "2027-01-10")
    assert promised_on(obligation) == ["2026-12-18", "2027-01-18", "2027-02-18"]
    assert {one.proposed_by_id for one in commitments()} == {pact.coordinator.id}


UNTIL_MAY = ["2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]


@pytest.mark.parametrize(
    "ticks",
    [
        ["2026-12-01", "2027-02-15", "2027-04-20"],
        ["2026-12-01", "2027-04-20"],
        ["2027-04-20"],
        ["2026-12-01", "2026-12-31", "2027-01-30", "2027-03-01", "2027-04-20"],
        ["2027-02-28", "2027-03-01", "2027-03-31", "2027-04-20", "2027-04-20"],
    ],
)
def test_every_period_gets_its_commitment_whatever_the_outage(pact, as_user, clock, ticks):
    agreement = pact.at_stage(Stage.OUT_FOR_SIGNATURE)
    obligation = pact.obliged(frequency=Frequency.MONTHLY, first_due=date(2026, 12, 31))
    as_user(pact.coordinator).post(SIGN, SIGNED, agreement_id=agreement.id)
    for day in ticks:
        morning(clock, day)
    assert promised_on(obligation) == UNTIL_MAY
    assert obligation.next_due == date(2027, 6, 30)


def test_an_agreement_that_expired_during_an_outage_still_gets_its_last_periods(pact, as_user, clock):
    agreement = pact.at_stage(Stage.OUT_FOR_SIGNATURE)
    obligation = pact.obliged(frequency=Frequency.QUARTERLY)
    as_user(pact.coordinator).post(SIGN, SIGNED, agreement_id=agreement.id)
    morning(clock, "2029-03-01")
    assert promised_on(obligation) == ["2026-12-18", "2027-03-18", "2027-06-18", "2027-09-18"]
    assert obligation.next_due is None


def test_a_commitment_made_late_waits_for_an_answer_like_any_other(pact, as_user, clock):
    agreement = pact.at_stage(Stage.OUT_FOR_SIGNATURE)
    pact.obliged(frequency=Frequency.MONTHLY, first_due=date(2026, 12, 31))
    as_user(pact.coordinator).post(SIGN, SIGNED, agreement_id=agreement.id)
    morning(clock, "2027-04-20")
    late = commitments()[1]
    assert (late.first_due, late.delivery) == (date(2027, 1, 31), Delivery.PROPOSED)
    as_user(pact.citizen).post("commitments.delivery.accept", commitment_id=late.id)
    assert late.delivery is Delivery.ACCEPTED


@pytest.mark.parametrize(
    "last_day,ticks,periods",
    [
        ("15/1/2027", ["2027-04-20"], ["2026-12-31"]),
        ("28/2/2027", ["2027-04-20"], ["2026-12-31", "2027-01-31", "2027-02-28"]),
        ("31/5/2027", ["2026-12-20", "2027-09-01"], UNTIL_MAY),
    ],
)
def test_a_terminated_agreement_obliges_until_its_last_day(pact, as_user, clock, last_day, ticks, periods):
    agreement = pact.at_stage(Stage.OUT_FOR_SIGNATURE)
    obligation = pact.obliged(frequency=Frequency.MONTHLY, first_due=date(2026, 12, 31))
    coordinator = as_user(pact.coordinator)
    coordinator.post(SIGN, SIGNED, agreement_id=agreement.id)
    ended = {"last_day": last_day, "reason": "Program berakhir"}
    page = coordinator.post("agreements.registry.terminate", ended, agreement_id=agreement.id, status=422)
    assert "Pilih" in page.words
    for row, commitment in enumerate(commitments()):
        ended |= {f"settled-{row}-commitment": str(commitment.id), f"settled-{row}-outcome": "carried"}
    coordinator.post("agreements.registry.terminate", ended, agreement_id=agreement.id)
    for day in ticks:
        morning(clock, day)
    assert promised_on(obligation) == periods
    assert obligation.next_due is None


def test_an_obligation_changed_in_a_signed_agreement_begins_with_the_period_to_come(pact, as_user, clock):
    agreement = pact.at_stage(Stage.OUT_FOR_SIGNATURE)
    obligation = pact.obliged(first_due=date(2026, 2, 1))
    coordinator = as_user(pact.coordinator)
    coordinator.post(SIGN, SIGNED, agreement_id=agreement.id)
    assert promised_on(obligation) == []
    monthly = wish(pact, frequency="monthly", first_due="1/2/2026")
    coordinator.post("agreements.clauses.edit_obligation", monthly, obligation_id=obligation.id)
    assert promised_on(obligation) == ["2026-12-01", "2027-01-01"]


def test_who_owes_what_and_when_is_fixed_once_a_commitment_follows(pact, as_user):
    agreement = pact.at_stage(Stage.OUT_FOR_SIGNATURE)
    obligation = pact.obliged(frequency=Frequency.QUARTERLY)
    coordinator, where = as_user(pact.coordinator), {"obligation_id": obligation.id}
    edit = "agreements.clauses.edit_obligation"
    coordinator.post(edit, wish(pact, first_due="17/12/2026"), **where)
    assert obligation.first_due == date(2026, 12, 17)
    coordinator.post(SIGN, SIGNED, agreement_id=agreement.id)
    refused = coordinator.post(edit, wish(pact, first_due="16/12/2026"), status=422, **where)
    assert "Kewajiban ini sudah menjadi komitmen" in refused.words
    coordinator.post(edit, wish(pact, first_due="17/12/2026", criteria="Lebih jelas"), status=422, **where)
    assert (obligation.criteria, obligation.next_due) == ("Memuat kelengkapan data", date(2027, 3, 17))
    for endpoint, values in (
        ("agreements.clauses.remove_obligation", where),
        ("agreements.clauses.remove", {"clause_id": pact.clause.id}),
    ):
        assert "sudah menjadi komitmen" in coordinator.post(endpoint, status=422, **values).words
    assert db.session.scalar(select(func.count()).select_from(Obligation)) == 1


def test_an_obligation_without_commitments_can_go(pact, as_user):
    obligation, other = pact.obliged(), pact.obliged(position=2)
    as_user(pact.coordinator).get("agreements.clauses.remove_obligation", obligation_id=obligation.id)
    as_user(pact.coordinator).post("agreements.clauses.remove_obligation", obligation_id=obligation.id)
    assert db.session.scalars(select(Obligation.id)).all() == [other.id]
    assert other.position == 1


def test_rights_show_who_gives_and_who_gets(pact, as_user):
    pact.obliged()
    coordinator = as_user(pact.coordinator)
    typed = {"holder": str(pact.party(pact.agency).id), "text": "Memakai data sensor"}
    coordinator.post("agreements.clauses.add_right", typed, clause_id=pact.clause.id)
    coordinator.post("agreements.clauses.add_right", {**typed, "text": ""}, clause_id=pact.clause.id, status=422)
    words = as_user(pact.citizen).get("agreements.compliance.rights", agreement_id=pact.agreement.id).words
    assert "Forum Warga Digital 1 0" in words
    assert "Dinas Lingkungan Hidup 0 1" in words
    assert "Memakai data sensor Pasal 5" in words
    right = db.session.scalars(select(Right)).one()
    as_user(pact.citizen).post("agreements.clauses.remove_right", right_id=right.id, status=403)
    coordinator.post("agreements.clauses.remove_right", right_id=right.id)
    assert db.session.scalar(select(func.count()).select_from(Right)) == 0


def test_who_may_write_clauses(pact, as_user):
    obligation = pact.obliged()
    right = RightFactory(clause=pact.clause, holder_id=pact.party(pact.agency).id)
    pages = (
        ("agreements.clauses.edit", "clause_id", pact.clause.id),
        ("agreements.clauses.remove", "clause_id", pact.clause.id),
        ("agreements.clauses.add_obligation", "clause_id", pact.clause.id),
        ("agreements.clauses.add_right", "clause_id", pact.clause.id),
        ("agreements.clauses.edit_obligation", "obligation_id", obligation.id),
        ("agreements.clauses.remove_obligation", "obligation_id", obligation.id),
    )
    for endpoint, parameter, own in pages:
        for person, status in (
            (pact.coordinator, 200),
            (pact.leader, 403),
            (pact.official, 403),
            (pact.stranger, 404),
            (pact.administrator, 404),
            (None, 302),
        ):
            as_user(person).get(endpoint, **{parameter: own}, status=status)
        as_user(pact.coordinator).get(endpoint, **{parameter: NOBODY}, status=404)
    for person, status in ((pact.official, 403), (pact.stranger, 404)):
        as_user(person).post("agreements.clauses.move", {"steps": "1"}, clause_id=pact.clause.id, status=status)
        as_user(person).post("agreements.clauses.remove_right", right_id=right.id, status=status)
    as_user(pact.coordinator).post("agreements.clauses.remove_right", right_id=NOBODY, status=404)


def kept(pact, obligation, **more):
    """Make a commitment that follows from an obligation."""
    commitment = CommitmentFactory(
        circle=pact.agreement.circle,
        responsible=pact.community,
        verifier=pact.agency,
        visibility=Visibility.PARTIES,
        **more,
    )
    db.session.execute(
        obligation_commitments.insert().values(
            obligation_id=obligation.id, commitment_id=commitment.id, period=commitment.first_due
        )
    )
    db.session.commit()
    return commitment


def test_compliance_per_quarter_is_described_in_words(pact, as_user):
    pact.at_stage(Stage.SIGNED)
    obligation = pact.obliged(frequency=Frequency.MONTHLY, next_due=None)
    met = {"delivery": Delivery.CLOSED, "verification": Verification.MET}
    kept(pact, obligation, first_due=date(2026, 2, 10), met_on=date(2026, 2, 9), **met)
    kept(pact, obligation, first_due=date(2026, 3, 10), met_on=date(2026, 3, 9), **met)
    kept(
        pact,
        obligation,
        first_due=date(2026, 5, 10),
        delivery=Delivery.CLOSED,
        verification=Verification.PARTIALLY_MET,
    )
    kept(pact, obligation, first_due=date(2026, 11, 18), delivery=Delivery.IN_PROGRESS)
    kept(pact, obligation, first_due=date(2027, 1, 5), delivery=Delivery.ACCEPTED)
    page = as_user(pact.official).get(SHOW, agreement_id=pact.agreement.id)
    cells = [cell.get_text(" ", strip=True) for cell in page.soup.select("tbody td")]
    assert cells == ["Terpenuhi 2 dari 2 terpenuhi", "Sebagian", "– tidak ada", "Terlambat"]
    assert "2 dari 4 yang jatuh tempo terpenuhi" in page.words
    assert "Terlambat 6 hari" in page.words


def test_a_commitment_between_two_parties_is_hidden_from_the_third(pact, as_user):
    pact.at_stage(Stage.SIGNED)
    commitment = kept(pact, pact.obliged(next_due=None), delivery=Delivery.IN_PROGRESS)
    insider = pact.coordinator
    insider.is_coordinator = False
    db.session.commit()
    words = as_user(insider).get(SHOW, agreement_id=pact.agreement.id).words
    assert "Hanya antara kedua pihak" in words
    assert commitment.code not in words
    assert commitment.code in as_user(pact.citizen).get(SHOW, agreement_id=pact.agreement.id).words


def test_a_commitment_says_which_obligation_it_fulfils(pact, as_user):
    pact.at_stage(Stage.SIGNED)
    pact.obliged()
    commitment = kept(pact, pact.obliged(position=2), delivery=Delivery.IN_PROGRESS)
    where = {"commitment_id": commitment.id}
    page = as_user(pact.citizen).get("commitments.registry.show", **where)
    assert "Memenuhi kewajiban Perjanjian Kerja Sama: Data Kualitas Udara Pasal 5, kewajiban 2" in page.words
    assert page.soup.find("a", href=f"/agreements/{pact.agreement.id}")
    commitment.visibility, pact.agreement.circle.classification = Visibility.PUBLIC, Classification.PUBLIC
    db.session.commit()
    assert "Memenuhi kewajiban" not in as_user(pact.stranger).get("commitments.registry.show", **where).words
