"""A coordinator sets up a year of sessions in few interactions; five people of three sectors answer in five ways."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from app.calendars.holidays import HolidayKind
from app.calendars.models import ListedHoliday
from app.clock import utc_now
from app.database import db
from app.database.transactions import transaction
from app.mail.inbox.actions import receive
from app.mail.outbox.delivery import deliver
from app.organisations.models import Contact, ContactRole, Sector
from forums.invitations import actions
from forums.invitations.links import secret
from forums.invitations.models import Invitation
from forums.scheduling.models import Series, Session
from tests.factories import CoordinatorFactory, OrganisationFactory, PersonFactory, SeatFactory
from tests.forums.replies.programs import google, request_in
from tests.forums.room import room
from tests.support.mail import end_quiet_hours

pytestmark = pytest.mark.one_database

STEPS = 12
"""The most interactions to set up a year of monthly sessions: pages opened, fields filled, choices, presses."""


class Counted:
    """A page that counts every interaction."""

    def __init__(self, page):
        self.page, self.steps = page, 0

    def __call__(self, act, *arguments, **named):
        self.steps += 1
        return act(*arguments, **named)


def first_tuesdays(since: date, number: int) -> list[date]:
    """Return the first Tuesdays of months from a day on."""
    found, month = [], since.replace(day=1)
    while len(found) < number:
        tuesday = month + timedelta(days=(1 - month.weekday()) % 7)
        if tuesday >= since:
            found.append(tuesday)
        month = (month + timedelta(days=32)).replace(day=1)
    return found


@pytest.fixture
def organisations(app):
    made = [OrganisationFactory(name=f"Instansi {letter}", sector=Sector.PRIVATE) for letter in "AB"]
    for organisation in made:
        person = PersonFactory(organisation=organisation, name=f"Narahubung {organisation.name}")
        db.session.add(Contact(organisation_id=organisation.id, person_id=person.id, role=ContactRole.FOCAL_POINT))
    db.session.commit()
    return made


def sessions() -> list[SimpleNamespace]:
    """Return the sessions of the series by slot, and end the transaction."""
    query = select(Session).where(Session.series_id.is_not(None)).order_by(Session.slot)
    names = ("id", "slot", "starts_at", "proposed_starts_at", "zone")
    found = [
        SimpleNamespace(**{name: getattr(one, name) for name in names})
        for one in db.session.scalars(query.execution_options(populate_existing=True))
    ]
    db.session.commit()
    return found


def set_up(step, page, first: date) -> None:
    """Create a forum that meets on every first Tuesday, by the form."""
    step(page.goto, "/forums/new")
    step(page.get_by_label("Nama forum").fill, "Kelompok Kerja Perizinan")
    step(page.get_by_label("Tujuan bersama").fill, "Izin terbit dalam tiga hari.")
    step(page.get_by_label("Mulai pukul").fill, "10.00")
    step(page.get_by_label("Tanggal mulai").fill, first.isoformat())
    step(page.get_by_label("Tempat", exact=True).fill, "Balai Kota")
    for name in ("Instansi A", "Instansi B"):
        page.locator("#organisation").fill(name)
        step(page.locator("#organisation").press, "Enter")
        step(page.locator("[name=add]").click)
        page.get_by_label(f"Peran peserta dari {name}").wait_for()
    step(page.get_by_label("Peran peserta dari Instansi A").select_option, label="Pimpinan rapat")
    step(page.get_by_role("button", name="Simpan forum").click)
    page.get_by_role("heading", name="Kelompok Kerja Perizinan").wait_for()


def test_a_year_is_set_up_in_twelve_steps_and_stays_in_hand(app, organisations, pages):
    slots = first_tuesdays((datetime.now(UTC) + timedelta(days=10)).date(), 6)
    db.session.add(ListedHoliday(day=slots[3], name="Libur Contoh", kind=HolidayKind.PUBLIC))
    db.session.commit()
    page = pages(CoordinatorFactory())
    page.set_default_timeout(8000)
    step = Counted(page)
    set_up(step, page, slots[0])
    made = sessions()
    assert len(made) >= 11
    assert step.steps <= STEPS
    shifted = made[3]
    assert shifted.proposed_starts_at is not None

    page.goto(f"/sessions/{shifted.id}")
    page.get_by_role("button", name="Terima").click()
    page.get_by_role("button", name="Terima").wait_for(state="hidden")
    assert sessions()[3].starts_at > shifted.slot

    moved = made[1]
    page.goto(f"/sessions/{moved.id}/move")
    page.get_by_label("Tanggal").fill((moved.slot + timedelta(days=1)).date().isoformat())
    page.get_by_label("Alasan").fill("Ruang rapat dipakai")
    page.get_by_role("button", name="Pindahkan sesi").click()
    page.get_by_role("heading", name="Sesi 2").wait_for()
    assert sessions()[1].starts_at.date() == (moved.slot + timedelta(days=1)).date()

    forked = made[5]
    page.goto(f"/forums/kelompok-kerja-perizinan/reschedule?session={forked.id}")
    page.get_by_label("Hari", exact=True).select_option(label="Kamis")
    page.get_by_label("Alasan").fill("Disepakati bersama")
    page.locator("button[name=preview]").click()
    page.locator("#outcome").wait_for()
    page.get_by_role("button", name="Ubah jadwal").click()
    page.get_by_role("heading", name="Kelompok Kerja Perizinan").wait_for()
    assert len(db.session.scalars(select(Series)).all()) == 2
    db.session.commit()
    now = sessions()
    assert {one.slot.astimezone(one.zone).weekday() for one in now[:5]} == {1}
    assert {one.starts_at.astimezone(one.zone).weekday() for one in now[5:]} == {3}
    assert now[1].starts_at == moved.slot + timedelta(days=1)


@pytest.fixture
def it(app):
    """A session in five days with seats of three sectors, one of them an office without anybody by name."""
    made = room()
    community = OrganisationFactory(
        name="Forum Warga Digital (Contoh)", sector=Sector.CIVIL_SOCIETY, secretariat_email="sekretariat@fwd.example"
    )
    SeatFactory(circle=made.forum.circle, organisation=community, position=5)
    made.forum.quorum_share, made.forum.quorum_sectors = 100, ["government", "private", "civil_society"]
    made.session.starts_at = utc_now().replace(microsecond=0) + timedelta(days=5)
    made.session.ends_at = made.session.starts_at + timedelta(hours=2)
    actions.invite(made.session, by=made.coordinator, at=utc_now())
    end_quiet_hours()
    return made


def link_of(it, *, person=None, office=False) -> str:
    query = select(Invitation).where(Invitation.session_id == it.session.id)
    query = query.where(Invitation.organisation_id.is_not(None) if office else Invitation.person_id == person.id)
    found = f"/answer/{secret(db.session.scalars(query).one())}"
    db.session.commit()
    return found


def test_five_people_of_three_sectors_answer_in_five_ways(it, pages, smtp_sink):
    address, taker = f"/sessions/{it.session.id}/invitations", it.taker.name
    deliver()
    mails = {message["To"]: message for message in smtp_sink.messages}
    link = pages(None, width=360, script=False)
    link.set_default_timeout(8000)
    link.goto(link_of(it, person=it.member))
    link.get_by_role("button", name="Hadir luring").click()
    link.get_by_text("Jawaban Anda").first.wait_for()

    mail = next(message for to, message in mails.items() if it.partner.email in to)
    with transaction():
        taken = receive(google(request_in(mail), "ACCEPTED"), at=utc_now())
        assert taken.standing.value == "taken"

    own = pages(it.chair)
    db.session.commit()
    own.goto(address)
    own.get_by_role("button", name="Hadir luring").click()
    own.get_by_role("link", name="Ubah jawaban Anda").wait_for()

    leader = pages(it.coordinator)
    db.session.commit()
    leader.goto(address)
    row = leader.get_by_role("row", name=taker)
    row.locator("summary").click()
    row.get_by_role("link", name="Catat jawaban").click()
    leader.get_by_label("Jawaban", exact=True).select_option(label="Izin")
    leader.get_by_role("button", name="Catat jawaban").click()
    leader.get_by_text("dicatat oleh").wait_for()
    assert leader.get_by_text("belum ada dari Masyarakat sipil").count()

    office = pages(None)
    office.goto(link_of(it, office=True))
    office.get_by_role("button", name="Teruskan").click()
    office.get_by_label("Nama").fill("Ibu Wakil")
    office.get_by_label("Alamat surel").fill("wakil@fwd.example")
    office.get_by_role("button", name="Teruskan undangan").click()
    office.get_by_text("Ibu Wakil").first.wait_for()
    guest = db.session.scalars(select(Invitation).where(Invitation.guest_of_id.is_not(None))).one()
    path = f"/answer/{secret(guest)}"
    db.session.commit()
    office.goto(path)
    office.get_by_role("button", name="Hadir luring").click()
    office.get_by_text("Jawaban Anda").first.wait_for()

    leader.goto(address)
    words = leader.locator("main").inner_text()
    for result in ("melalui tautan", "melalui surel", "di Selaras", "dicatat oleh", "Ibu Wakil"):
        assert result in words, result
    assert "Kuorum terpenuhi" in words or "Terpenuhi" in words
