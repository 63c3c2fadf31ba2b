"""The chart of all agreements: what it counts, what is drawn where, and what each reader sees of it."""

from datetime import date

import pytest

from agreements.compliance.across import Band, Scale, across_chart, cells_of
from agreements.compliance.rules import Outcome, drawn_as
from agreements.registry.rules import Stage
from app.charts.job import ChartJob
from app.database import db
from commitments.registry.rules import Delivery
from tests.agreements.compliance.test_pages import rows
from tests.agreements.compliance.test_rules import owed
from tests.factories import AgreementFactory, ClauseFactory, ObligationFactory, PartyFactory

PAGE = "agreements.compliance.evaluations"
NAMES = {
    1: ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
    3: ["TW I", "TW II", "TW III", "TW IV"],
}


def chart(*bands, months=1, today=None):
    scale = Scale(months=months, names=NAMES[months], today=today, today_said="Hari ini")
    return across_chart("Ringkasan", bands, scale, width=960 if months == 1 else 326)


def band(*outcomes, first=date(2026, 6, 15)):
    made = [owed(one, first=first) for one in outcomes]
    return Band(
        made, "Data Udara: 1 dari 2 terpenuhi", "Data Udara", "2 kewajiban", "/agreements/1/fulfilment?year=2026"
    )


def values(spec, mark):
    return [row for one in spec["layer"] if one["mark"]["type"] == mark for row in one["data"]["values"]]


def test_every_outcome_but_the_dropped_one_is_counted():
    assert {one for one in Outcome if drawn_as(one) is None} == {Outcome.DROPPED}
    open_ones = (Outcome.OPEN, Outcome.WAITING, Outcome.BLOCKED, Outcome.UNANSWERED)
    found = cells_of([owed(one) for one in (*open_ones, Outcome.DROPPED, Outcome.LATE)], 3)
    assert found == {(1, Outcome.OPEN): 4, (1, Outcome.LATE): 1}


@pytest.mark.parametrize("months, start", [(1, 5), (3, 3)])
def test_marks_of_a_period_stand_side_by_side_with_their_numbers(months, start):
    marks = values(chart(band(Outcome.MET, Outcome.LATE, Outcome.MET), months=months), "point")
    assert sorted((mark["shape"], mark["t"]) for mark in marks) == [("circle", "2"), ("triangle-up", "")]
    assert all(start < mark["x"] < start + months for mark in marks)
    assert len({mark["x"] for mark in marks}) == 2


def test_all_outcomes_fit_into_the_last_month():
    outcomes = (Outcome.MET, Outcome.MET_LATE, Outcome.PARTLY_MET, Outcome.OPEN, Outcome.LATE)
    marks = values(chart(band(*outcomes, first=date(2026, 12, 31))), "point")
    assert len(marks) == 5
    assert max(mark["x"] for mark in marks) < 12


def test_the_period_of_today_is_marked_in_its_year_alone():
    assert {"x": 9, "x2": 12, "t": "Hari ini"} in values(chart(band(Outcome.MET), months=3, today=3), "text")
    assert "Hari ini" not in str(chart(band(Outcome.MET), months=3))


def test_it_can_be_drawn_without_any_number_above_one(tmp_path):
    drawing = ChartJob(spec=chart(band(Outcome.MET), today=5), fonts=tmp_path).print().decode()
    assert drawing.count("<a ") == 1
    assert "/agreements/1/fulfilment?year=2026" in drawing


@pytest.fixture
def other(history):
    """An agreement of the unit alone, with one obligation that was met in time."""
    made = AgreementFactory(title="Perizinan", stage=Stage.SIGNED, expires_on=None)
    PartyFactory(agreement=made, organisation=history.unit, position=1)
    db.session.commit()
    return made


def test_the_page_states_the_finding_and_leads_to_each_agreement(history, other, as_user, queries):
    with queries(at_most=8):
        page = as_user(history.coordinator).get(PAGE)
    assert "2 dari 3 yang jatuh tempo terpenuhi, 1 pada tenggat pertama" in page.words
    assert "Dari kewajiban 1 naskah yang dapat Anda baca dan komitmennya, per 24 November 2026; n = 5" in page.words
    assert rows(page, "Kewajiban semua naskah menurut triwulan") == [
        [
            "Data Kualitas Udara",
            "1 terpenuhi pada tenggat pertama",
            "1 terpenuhi, lambat",
            "–",
            "2 belum selesai, 1 kini terlambat",
        ]
    ]
    wide, slim = page.soup.select("figure.whole svg[role=group]")
    for drawing in (wide, slim):
        (link,) = drawing.find_all("a")
        href = next(value for name, value in link.attrs.items() if name.endswith("href"))
        assert href == f"/agreements/{history.agreement.id}/fulfilment?year=2026"
    assert "%" not in page.soup.select_one("figure.whole").get_text()
    assert not as_user(history.coordinator).get(PAGE, year=2024).soup.select("figure")


def test_a_reader_sees_the_agreements_and_commitments_that_they_may_read(history, as_user):
    assert "n = 5" in as_user(history.official).get(PAGE).words
    assert not as_user(history.stranger).get(PAGE).soup.select("figure")
    history.coordinator.is_coordinator = False
    db.session.commit()
    assert "n = 2" in as_user(history.coordinator).get(PAGE).words


def test_the_most_pressing_are_drawn_and_the_table_has_all(history, as_user, queries, monkeypatch):
    monkeypatch.setattr("agreements.compliance.overview.MOST_BANDS", 1)
    second = AgreementFactory(title="Kajian", stage=Stage.SIGNED, expires_on=None)
    sides = [
        PartyFactory(agreement=second, organisation=organisation, position=place)
        for place, organisation in enumerate((history.unit, history.agency), 1)
    ]
    clause = ClauseFactory(agreement=second)
    duty = ObligationFactory(clause=clause, debtor_id=sides[0].id, verifier_id=sides[1].id)
    history.add(duty, history.unit, history.agency, date(2026, 12, 22), delivery=Delivery.ACCEPTED)
    with queries(at_most=8):
        page = as_user(history.coordinator).get(PAGE)
    assert "Gambar memuat 1 yang paling mendesak dari 2." in page.words
    assert [row[0] for row in rows(page, "Kewajiban semua naskah menurut triwulan")] == [
        "Data Kualitas Udara",
        "Kajian",
    ]
    assert len(page.soup.select_one("figure.whole svg[role=group]").find_all("a")) == 1
