"""Compliance on pages: the chart with its table, what each party did, the chain, and what readers must not see."""

from datetime import date

import pytest

from agreements.registry.models import AgreementKind
from agreements.registry.rules import Stage
from app.charts import drawing
from app.database import db
from commitments.registry.rules import Delivery
from tests.factories import AgreementFactory, PartyFactory

SHOW = "agreements.compliance.show"


def rows(page, caption):
    table = next(one for one in page.soup.find_all("table") if one.caption.get_text(strip=True) == caption)
    return [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in table.tbody.find_all("tr")
    ]


def test_the_title_states_the_finding_and_the_table_has_everything(history, as_user):
    page = as_user(history.coordinator).get(SHOW, agreement_id=history.agreement.id)
    assert "2 dari 3 yang jatuh tempo terpenuhi, 1 pada tenggat pertama" in page.words
    assert "n = 5" in page.words
    assert rows(page, "Kewajiban dan tenggatnya") == [
        ["Aliran data sensor, triwulan I", "DLH", "Sel 31 Mar", "Sel 31 Mar", "Terpenuhi 28 Mar 2026"],
        ["Aliran data sensor, triwulan IV", "DLH", "Kam 31 Des", "Kam 31 Des", "Belum jatuh tempo"],
        [
            "Laporan mutu data, triwulan II",
            "FWD",
            "Sen 15 Jun",
            "Jum 10 Jul",
            "Terpenuhi 8 Jul 2026, 23 hari setelah tenggat pertama",
        ],
        [
            "Laporan mutu data, triwulan IV",
            "FWD",
            "Jum 13 Nov",
            "Jum 27 Nov",
            "Menunggu verifikasi sejak 20 Nov 2026",
        ],
        ["Katalog metadata", "FWD", "Rab 4 Nov", "Rab 18 Nov", "Terlambat 6 hari"],
    ]
    wide, slim = page.soup.select("figure.whole svg[role=group]")
    assert len(wide.find_all("a")) == len(slim.find_all("a")) == 5
    assert wide["aria-label"].startswith("5 kewajiban menurut waktu: 1 terpenuhi pada tenggat pertama")
    assert not page.soup.select("figure details[open]")


def test_each_party_and_the_balance_are_counted(history, as_user):
    page = as_user(history.coordinator).get(SHOW, agreement_id=history.agreement.id)
    assert rows(page, "Pemenuhan menurut pihak") == [
        ["BLUD Jakarta Smart City", "0", "0", "0", "0", "0 dari 0"],
        ["Dinas Lingkungan Hidup", "1", "1", "0", "1", "0 dari 0"],
        ["Forum Warga Digital", "2", "0", "2 1 kini terlambat", "2", "0 dari 1"],
    ]
    assert "DLH memikul 1 kewajiban lebih banyak daripada haknya" in page.words


def test_without_a_drawing_the_table_stands_open(history, as_user, monkeypatch):
    monkeypatch.setattr("app.charts.job.ChartJob.print", lambda _job: 1 / 0)
    page = as_user(history.coordinator).get(SHOW, agreement_id=history.agreement.id)
    assert "Gambar belum siap" in page.words
    assert len(page.soup.select("figure details[open] table")) == 2
    assert not list(drawing.drawings().glob("*"))


def test_a_reader_sees_what_the_commitments_let_them_see(history, as_user):
    insider = history.official
    page = as_user(insider).get(SHOW, agreement_id=history.agreement.id)
    assert "n = 5" in page.words
    history.coordinator.is_coordinator = False
    db.session.commit()
    page = as_user(history.coordinator).get(SHOW, agreement_id=history.agreement.id)
    assert "n = 2" in page.words
    assert "Katalog metadata" not in page.words


@pytest.mark.parametrize("year", ["bukan-tahun", "99999999999999999999", "0", "-1"])
def test_a_year_that_is_none_is_the_present_one(history, as_user, year):
    page = as_user(history.official).get(f"/agreements/{history.agreement.id}/fulfilment?year={year}")
    assert "Kewajiban menurut waktu, 1 Januari 2026" in page.words


def test_earlier_years_are_a_link_away_if_something_is_open(history, as_user):
    dues = {"first_due": date(2025, 12, 1), "current_due": date(2025, 12, 1)}
    history.add(history.catalogue, history.community, history.agency, **dues, delivery=Delivery.IN_PROGRESS)
    page = as_user(history.official).get(SHOW, agreement_id=history.agreement.id)
    assert "1 kewajiban dari tahun sebelumnya masih terbuka: 2025" in page.words
    assert "358 hari" in as_user(history.official).get(SHOW, agreement_id=history.agreement.id, year=2025).words


def test_many_obligations_are_drawn_by_urgency_with_a_link_to_all(history, as_user, queries, monkeypatch):
    monkeypatch.setattr("agreements.compliance.overview.MOST_ROWS", 3)
    with queries(at_most=10):
        page = as_user(history.official).get(SHOW, agreement_id=history.agreement.id)
    assert "Gambar memuat 3 yang paling mendesak dari 5." in page.words
    assert len(page.soup.select_one("figure.whole svg[role=group]").find_all("a")) == 3
    page = as_user(history.official).get(SHOW, agreement_id=history.agreement.id, rows="all")
    assert len(page.soup.select_one("figure.whole svg[role=group]").find_all("a")) == 5


def test_the_chain_has_what_the_reader_may_read(history, as_user):
    above = AgreementFactory(title="Data Kota", kind=AgreementKind.KESEPAKATAN_BERSAMA, stage=Stage.SIGNED)
    PartyFactory(agreement=above, organisation=history.unit, position=1, reference_number="KB/02")
    earlier = AgreementFactory(title="Data Udara Lama", stage=Stage.RENEWED, parent_id=above.id)
    draft = {"title": "Adendum 1", "kind": AgreementKind.ADDENDUM, "stage": Stage.DRAFT}
    addendum = AgreementFactory(parent_id=history.agreement.id, **draft)
    for one in (earlier, addendum):
        PartyFactory(agreement=one, organisation=history.unit, position=1)
    history.agreement.renews_id = earlier.id
    db.session.commit()
    page = as_user(history.coordinator).get(SHOW, agreement_id=history.agreement.id)
    words = [one.get_text(" ", strip=True) for one in page.soup.select(".chainline > li")]
    assert [one["class"] if one.get("class") else [] for one in page.soup.select(".chainline > li")] == [
        [],
        [],
        ["now"],
        ["plan"],
    ]
    assert "KB/02 Data Kota" in words[0]
    assert "Data Udara Lama" in words[1]
    assert "ini PKS/03" in words[2]
    assert "Adendum 1 Draf" in words[3]
    assert not as_user(history.official).get(SHOW, agreement_id=history.agreement.id).soup.select(".chainline")
