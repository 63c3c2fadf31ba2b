"""The list of commitments: filters, counts, groups, export, and reminders of several."""

import csv
import io
from datetime import date, timedelta
from urllib.parse import urlencode

import openpyxl
import pytest
from sqlalchemy import func, select

from app.audit.models import AuditRow
from app.circles.models import Classification
from app.database import db
from app.mail.links.models import MailLink
from app.mail.outbox.models import Mail
from app.organisations.models import Contact, ContactRole
from commitments.registry.rules import Delivery
from tests.factories import CommitmentFactory, PersonFactory
from tests.support.mail_links import link_to

LIST = "/commitments"
REMIND = "/commitments/remind"


def titles(page):
    return [link.get_text(strip=True) for link in page.soup.select("main tbody th a")]


def tabs(page):
    return {
        link.contents[0].strip(): link.select_one(".note").get_text(strip=True)
        for link in page.soup.select(".views a")
        if link.select_one(".note")
    }


def late(town, **more):
    return town.promised(Delivery.IN_PROGRESS, first_due=date(2026, 11, 4), accepted_on=date(2026, 10, 1), **more)


@pytest.mark.every_database
def test_rows_are_grouped_counted_and_say_how_late_they_are(town, as_user):
    late(town, title="Terlambat", progress=45)
    town.promised(Delivery.ACCEPTED, title="Pekan ini", first_due=date(2026, 11, 27), accepted_on=date(2026, 10, 1))
    moved = town.promised(Delivery.ACCEPTED, title="Diundur", accepted_on=date(2026, 10, 1))
    moved.current_due = date(2027, 1, 5)
    town.promised(Delivery.CLOSED, title="Selesai")
    CommitmentFactory(circle__classification=Classification.SECRET)
    page = as_user(town.owner).get(LIST)
    assert titles(page) == ["Terlambat", "Pekan ini", "Diundur"]
    groups = [" ".join(head.get_text(" ", strip=True).split()) for head in page.soup.select("main tr.group")]
    assert groups == ["Terlambat 1", "Minggu ini 1", "Nanti 1"]
    assert tabs(page) == {
        "Berjalan": "3",
        "Terlambat": "1",
        "Menunggu kami": "3",
        "Laporan ditunggu": "0",
        "Semua": "4",
    }
    for said in ("Terlambat 20 hari", "3 hari lagi", "semula Jum 18 Des", "tenggat pertama", "45 %"):
        assert said in page.soup.select_one("main table").get_text(" ")
    assert tabs(as_user(town.verifier).get(LIST))["Menunggu kami"] == "0"
    assert titles(as_user(town.owner).get(f"{LIST}?group=state&state=all")) == [
        *("Pekan ini", "Diundur", "Terlambat", "Selesai")
    ]


@pytest.mark.every_database
def test_the_search_finds_codes_titles_organisations_and_people(town, as_user):
    person = PersonFactory(name="Siti Rahmawati", organisation=town.health)
    late(town, title="Standar data", responsible_person=person, code="KMT-2026-0777")
    CommitmentFactory(circle=town.circle, title="Lain", responsible=town.community, verifier=town.it)
    reader = as_user(town.coordinator)
    for text, found in (
        ("standar", ["Standar data"]),
        ("2026-0777", ["Standar data"]),
        ("rahmawati", ["Standar data"]),
        ("Dinas Kes", ["Standar data"]),
        ("Komunitas", ["Lain"]),
        ("%", []),
    ):
        assert titles(reader.get(f"{LIST}?{urlencode({'q': text})}")) == found, text


def test_filters_are_chips_that_can_be_removed(town, as_user):
    late(town, title="Milik Dinkes")
    CommitmentFactory(circle=town.circle, title="Milik warga", responsible=town.community, verifier=town.it)
    reader = as_user(town.coordinator)
    page = reader.get(f"{LIST}?responsible={town.community.id}&circle={town.circle.id}&sector=civil_society")
    assert titles(page) == ["Milik warga"]
    on = {link.contents[0].strip(): link["href"] for link in page.soup.select(".chips a.on")}
    assert {town.community.label, town.circle.name, "Masyarakat sipil", "Status: berjalan"} == set(on)
    assert "responsible" not in on[town.community.label]
    assert titles(reader.get(on[town.community.label].replace("sector=civil_society", ""))) == [
        "Milik Dinkes",
        "Milik warga",
    ]


def test_menus_name_no_circle_that_the_reader_does_not_know(town, as_user):
    CommitmentFactory(circle__classification=Classification.SECRET, circle__name="Forum sandi")
    late(town)
    assert "Forum sandi" not in as_user(town.coordinator).get(LIST).words
    assert town.circle.name in as_user(town.coordinator).get(LIST).words


def test_what_is_listed_is_exported_on_all_pages_without_formulas(town, as_user):
    for number in range(30):
        late(town, title=f"=HYPERLINK({number})", progress=number)
    town.promised(title="Bukan ini")
    reader = as_user(town.coordinator)
    rows = list(csv.DictReader(io.StringIO(reader.get(f"{LIST}?state=overdue&format=csv").text)))
    assert len(rows) == 30
    assert rows[0]["Komitmen"].startswith("'=HYPERLINK")
    assert (rows[0]["Hari terlambat"], rows[0]["Tenggat pertama"]) == ("20", "2026-11-04")
    book = openpyxl.load_workbook(io.BytesIO(reader.get(f"{LIST}?state=overdue&sort=-progress&format=xlsx").data))
    sheet = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert sheet[0][:2] == ["Kode", "Komitmen"]
    assert len(sheet) == 31
    assert sheet[1][8] == 29
    assert book.active["B2"].data_type == "s"
    code = rows[3]["Kode"]
    chosen = list(csv.DictReader(io.StringIO(reader.get(f"{LIST}?pick={code}&format=csv").text)))
    assert [row["Kode"] for row in chosen] == [code]
    assert list(csv.DictReader(io.StringIO(as_user(town.stranger).get(f"{LIST}?pick={code}&format=csv").text))) == []


def test_the_table_is_a_pdf_classified_like_its_rows(town, as_user):
    late(town, title="Standar data")
    answer = as_user(town.coordinator).get(f"{LIST}?format=pdf")
    assert answer.data.startswith(b"%PDF")


def test_forty_commitments_are_one_mail_for_each_person(town, as_user, queries):
    deputy = PersonFactory(name="Pengganti", organisation=town.health)
    db.session.add(Contact(organisation=town.health, role=ContactRole.ALTERNATE, person=deputy))
    owed = [late(town, title=f"Komitmen {number}") for number in range(38)]
    owed += [town.promised(Delivery.SUBMITTED), town.promised(Delivery.PROPOSED)]
    ended = town.promised(Delivery.CLOSED, title="Sudah selesai")
    secret = CommitmentFactory(
        circle__classification=Classification.SECRET, proposed_by_id=town.coordinator.id, delivery=Delivery.ACCEPTED
    )
    codes = [one.code for one in (*owed, ended, secret)]
    address = f"{REMIND}?" + "&".join(f"pick={code}" for code in codes)
    coordinator = as_user(town.coordinator)
    with queries(at_most=12):
        preview = coordinator.get(address)
    assert "3 orang, masing-masing satu surel" in preview.words
    assert "Tidak ada jawaban atau penyerahan yang ditunggu" in preview.words
    assert "Bersifat rahasia" in preview.words
    assert db.session.scalar(select(func.count()).select_from(Mail)) == 0
    picked = [field["value"] for field in preview.soup.select("main input[name=pick]")]
    assert len(picked) == 40
    coordinator.post(REMIND, {"pick": codes})
    mails = {mail.recipient: mail for mail in db.session.scalars(select(Mail))}
    assert mails.keys() == {town.owner.email, deputy.email, town.verifier.email}
    assert mails[town.owner.email].subject == "39 komitmen menunggu Anda"
    assert mails[town.owner.email].text.count("/by-link/") == 39
    assert mails[town.verifier.email].text.count("/by-link/") == 1
    assert secret.title not in mails[town.owner.email].html or secret.code not in mails[town.owner.email].html
    links = db.session.scalars(select(MailLink).where(MailLink.mail_id == mails[town.owner.email].id)).all()
    assert {link.subject_id for link in links} == {one.id for one in owed if one.delivery is not Delivery.SUBMITTED}
    as_user().get(link_to(town.verifier))
    reminded = select(AuditRow.subject_id).where(AuditRow.action == "commitment.reminded")
    assert set(db.session.scalars(reminded)) == {one.id for one in owed}
    assert "Sudah diingatkan dalam 24 jam" in coordinator.get(address).words
    coordinator.post(REMIND, {"pick": codes})
    assert db.session.scalar(select(func.count()).select_from(Mail)) == 3


def test_all_that_match_can_be_reminded_of_after_a_day(town, as_user, clock):
    first, other = late(town, title="Satu"), town.promised(Delivery.IN_PROGRESS, title="Nanti")
    coordinator = as_user(town.coordinator)
    preview = coordinator.get(f"{REMIND}?every=1&state=overdue")
    assert [field["value"] for field in preview.soup.select("main input[name=pick]")] == [first.code]
    coordinator.post(REMIND, {"pick": [first.code, other.code]})
    clock.shift(timedelta(days=1, minutes=1))
    coordinator.post(REMIND, {"pick": [first.code]})
    assert db.session.scalar(select(func.count()).select_from(Mail)) == 2


def test_only_coordinators_remind_of_several_and_never_their_own(town, as_user):
    own = CommitmentFactory(
        circle=town.circle, responsible=town.coordinator.organisation, verifier=town.it, delivery=Delivery.ACCEPTED
    )
    as_user(town.owner).post(REMIND, {"pick": [own.code]}, status=403)
    as_user(town.coordinator).post(REMIND, {"pick": [own.code]})
    assert "Belum ada komitmen yang dipilih" in as_user(town.coordinator).get(REMIND).words
    assert db.session.scalar(select(func.count()).select_from(Mail)) == 0
