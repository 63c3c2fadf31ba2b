"""Forums and sessions as people meet them: live dates, rows without script, phones, keyboard, every eye."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.database import db
from app.organisations.models import Contact, ContactRole, Sector
from forums.scheduling.models import Forum, ForumRole, Session
from tests.factories import (
    ChairFactory,
    CoordinatorFactory,
    ForumFactory,
    OrganisationFactory,
    ParticipantFactory,
    PersonFactory,
    SeriesFactory,
    SessionFactory,
)


@pytest.fixture
def coordinator(app):
    return CoordinatorFactory()


@pytest.fixture
def organisations(app):
    made = [OrganisationFactory(name=f"Instansi {letter}", sector=Sector.PRIVATE) for letter in "ABCDEFGHIJ"]
    for organisation in made:
        person = PersonFactory(organisation=organisation, name=f"Narahubung {organisation.name}")
        db.session.add(Contact(organisation_id=organisation.id, person_id=person.id, role=ContactRole.FOCAL_POINT))
    return made


DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def soon() -> str:
    return (datetime.now(UTC) + timedelta(days=10)).date().isoformat()


def fill(page) -> None:
    page.get_by_label("Nama forum").fill("Kelompok Kerja Perizinan")
    page.get_by_label("Tujuan bersama").fill("Izin terbit dalam tiga hari.")
    page.get_by_label("Mulai pukul").fill("10.00")
    page.get_by_label("Tanggal mulai").fill(soon())
    page.get_by_label("Tempat", exact=True).fill("Balai Kota")


def test_a_zone_that_the_page_leaves_out_is_found_by_typing(coordinator, pages):
    page = pages(coordinator)
    page.goto("/forums/new")
    assert page.locator("#timezone-value option").count() == 4
    page.locator("#timezone").click()
    page.locator("#timezone").fill("kuala")
    page.get_by_role("option", name="Asia/Kuala Lumpur").click()
    assert page.locator("#timezone-value").evaluate("(select) => select.value") == "Asia/Kuala_Lumpur"


def test_dates_follow_the_form_while_it_is_filled_in(coordinator, pages):
    page = pages(coordinator)
    page.goto("/forums/new")
    assert page.locator("#preview li").count() == 0
    fill(page)
    page.locator("#preview li").nth(5).wait_for()
    day = DAYS[date.fromisoformat(soon()).weekday()]
    assert page.locator("#preview strong").first.inner_text().startswith(f"Setiap {day}")
    page.get_by_label("Setiap minggu").check()
    page.get_by_text(f"Setiap {day}, pukul 10.00 WIB").wait_for()
    page.get_by_label("Tanggal mulai").fill("")
    page.get_by_text("Pilih pengulangan, tanggal mulai, dan jam").wait_for()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_first_date_off_the_rule_is_settled_by_one_press(coordinator, pages, script):
    page = pages(coordinator, script=script)
    page.goto("/forums/new")
    fill(page)
    first = date.fromisoformat(soon())
    other = (first.weekday() + 3) % 7
    page.get_by_label("Setiap minggu").check()
    page.get_by_label("Hari", exact=True).select_option(label=DAYS[other])
    if not script:
        page.locator("button[name=preview]").click()
    page.get_by_text("Tidak sesuai dengan pengulangan").wait_for()
    page.locator("#first-date button").first.click()
    page.get_by_text("Tidak sesuai dengan pengulangan").wait_for(state="detached")
    page.get_by_text(f"Setiap {DAYS[other]}, pukul 10.00 WIB").wait_for()
    page.get_by_label("Tanggal mulai").fill(soon())
    if not script:
        page.locator("button[name=preview]").click()
    page.get_by_role("button", name="Ulangi seperti tanggal mulai").click()
    page.get_by_text(f"Setiap {DAYS[first.weekday()]}, pukul 10.00 WIB").wait_for()
    assert page.get_by_label("Nama forum").input_value() == "Kelompok Kerja Perizinan"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_forum_is_made_on_one_page(coordinator, organisations, pages, width, script):
    page = pages(coordinator, width=width, script=script)
    page.goto("/forums/new")
    fill(page)
    for name in ("Instansi A", "Instansi B", "Instansi C"):
        if script:
            page.locator("#organisation").fill(name)
            page.locator("#organisation").press("Enter")
        else:
            page.get_by_label("Tambah instansi").select_option(label=name)
        page.get_by_role("button", name="Tambah", exact=False).and_(page.locator("[name=add]")).click()
        page.get_by_label(f"Peran peserta dari {name}").wait_for()
    page.get_by_role("button", name="Hapus Instansi B").click()
    page.get_by_label("Peran peserta dari Instansi A").select_option(label="Pimpinan rapat")
    page.get_by_role("button", name="Simpan forum").click()
    page.get_by_role("heading", name="Kelompok Kerja Perizinan").wait_for()
    forum = db.session.scalars(select(Forum)).one()
    number = len(db.session.scalars(select(Session).where(Session.forum_id == forum.id)).all())
    db.session.commit()
    assert number in {11, 12, 13}
    assert page.get_by_text("Narahubung Instansi C").count()


def test_a_refused_forum_tells_what_is_wrong_first(coordinator, pages, axe):
    page = pages(coordinator, width=360, height=5000)
    page.goto("/forums/new")
    page.get_by_role("button", name="Simpan forum").click()
    page.get_by_role("alert").wait_for()
    assert page.title().startswith("Kesalahan:")
    page.get_by_role("alert").get_by_role("link", name="Isi tujuan bersama forum").click()
    assert page.evaluate("document.activeElement.id") == "goal"
    axe(page)


def test_a_proposed_date_is_accepted_with_the_keyboard(coordinator, pages, axe):
    starts_at = datetime.now(UTC).replace(microsecond=0) + timedelta(days=20)
    series = SeriesFactory()
    session = SessionFactory(
        forum=series.forum,
        series=series,
        starts_at=starts_at,
        proposed_starts_at=starts_at + timedelta(days=1),
        because="Cuti bersama",
    )
    identity = session.id
    page = pages(coordinator)
    page.goto(f"/sessions/{identity}")
    axe(page)
    page.get_by_role("button", name="Terima").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Tanggal baru berlaku").wait_for()
    moved = db.session.get_one(Session, identity, populate_existing=True).starts_at
    db.session.commit()
    assert moved == starts_at + timedelta(days=1)


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_about_forums_keeps_anybody_out(coordinator, pages, axe, width):
    forum = ForumFactory(
        name="Forum dengan nama yang sangat panjang tentang penyelarasan kebijakan lintas sektor di seluruh kota",
        place="Gedung Balai Kota, Gedung G, Lantai 22 Ruang Rapat Utama",
        link="https://rapat.example/sebuah-alamat-yang-panjang-sekali-tanpa-spasi-sama-sekali",
    )
    ChairFactory(forum=forum)
    for role in (ForumRole.FACILITATOR, ForumRole.MEMBER):
        ParticipantFactory(forum=forum, role=role)
    now = datetime.now(UTC).replace(microsecond=0)
    for days in (-7, 7):
        session = SessionFactory(forum=forum, starts_at=now + timedelta(days=days))
    slug, identity = forum.slug, session.id
    page = pages(coordinator, width=width, height=5000)
    for address in (
        "/forums",
        "/forums/new",
        f"/forums/{slug}",
        f"/forums/{slug}/edit",
        f"/forums/{slug}/sessions/new",
        f"/forums/{slug}/archive",
        "/sessions",
        "/sessions/new",
        f"/sessions/{identity}",
        f"/sessions/{identity}/move",
        f"/sessions/{identity}/edit",
        f"/sessions/{identity}/cancel",
        f"/sessions/{identity}/close",
    ):
        page.goto(address)
        axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, address
