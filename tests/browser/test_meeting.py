"""A session in fast motion: twelve items, twenty participants of five sectors, and what they decide and promise."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.clock import utc_now
from app.database import db
from app.mail.outbox.models import Mail
from app.organisations.models import Organisation, Sector
from commitments.registry.models import Commitment
from forums.agenda.models import AgendaItem, ItemState, Purpose
from forums.attendance.models import Attendance
from forums.decisions.models import Decision
from forums.minutes.models import Minutes, MinutesState, Passage
from forums.scheduling.models import ForumRole, Session, SessionState
from tests.factories import (
    ForumFactory,
    OrganisationFactory,
    ParticipantFactory,
    PersonFactory,
    SeatFactory,
    SessionFactory,
)

ITEMS = 12
PER_SECTOR = 4
SECTORS = {
    Sector.GOVERNMENT: "Dinas",
    Sector.REGIONAL_ENTERPRISE: "BUMD",
    Sector.PRIVATE: "PT Mitra",
    Sector.CIVIL_SOCIETY: "Komunitas",
    Sector.ACADEMIA: "Universitas",
}
DECIDED = {2: 1, 5: 2, 8: 2, 11: 1}
"""The items on which something is decided, each with the number of its commitments; the first without a quorum."""


@dataclass
class Meeting:
    """A session, and the pages of those who run it. Steps are added as functions that take it."""

    session: Session
    path: str
    organisations: list[str]
    chair: Page
    taker: Page
    screen: Page
    """The room screen, open during the whole session."""
    decided: int = 0
    written: list[str] = field(default_factory=list)


@pytest.fixture
def meeting(app, pages) -> Meeting:
    """A session that starts now, with an agenda; nobody has been recorded as present."""
    forum = ForumFactory(quorum_share=50, quorum_sectors=[sector.value for sector in SECTORS])
    organisations = [
        OrganisationFactory(name=f"{word} {number}", sector=sector)
        for sector, word in SECTORS.items()
        for number in range(1, PER_SECTOR + 1)
    ]
    leading = {0: ForumRole.CHAIR, 1: ForumRole.MINUTE_TAKER}
    people = [_participant(forum, place, one, leading.get(place)) for place, one in enumerate(organisations)]
    chair, taker = people[:2]
    began = utc_now().replace(microsecond=0) - timedelta(minutes=1)
    session = SessionFactory(forum=forum, presider=chair, minute_taker=taker, starts_at=began)
    for place in range(1, ITEMS + 1):
        _item(session, place)
    path, names = f"/sessions/{session.id}", [one.name for one in organisations]
    db.session.commit()
    return Meeting(session, path, names, pages(chair), pages(taker), pages(taker, height=720))


def _participant(forum: Any, place: int, organisation: Organisation, role: ForumRole | None) -> Any:
    seat = SeatFactory(circle=forum.circle, organisation=organisation, position=place)
    person = PersonFactory(name=f"Wakil {organisation.name}", organisation=organisation)
    ParticipantFactory(forum=forum, person=person, seat=seat, role=role or ForumRole.MEMBER)
    return person


def _item(session: Session, place: int) -> None:
    item = AgendaItem(session_id=session.id, position=place, title=f"Pokok bahasan {place}", minutes=10)
    item.purpose, item.state, item.proposed_at = Purpose.JOINT_SOLUTION, ItemState.ACCEPTED, session.starts_at
    item.question = f"Apa langkah berikutnya untuk pokok {place}?" if place in DECIDED else ""
    db.session.add(item)
    db.session.commit()


def test_a_session_in_fast_motion(meeting):
    the_session_is_opened(meeting)
    the_first_participants_are_recorded(meeting)
    for place in range(1, ITEMS + 1):
        if place == 3:
            everyone_else_is_recorded(meeting)
        an_item_is_discussed(meeting, place)
        if place in DECIDED:
            something_is_decided(meeting, place, with_quorum=place > 2)
            for number in range(1, DECIDED[place] + 1):
                a_commitment_follows(meeting, place, number)
            the_room_sees_it(meeting, place)
    the_session_is_closed(meeting)
    its_minutes_are_circulated(meeting)
    the_database_tells_the_same(meeting)


def the_session_is_opened(meeting: Meeting) -> None:
    meeting.screen.goto(f"{meeting.path}/room")
    expect(meeting.screen.locator("#current")).to_have_text("Sesi belum dibuka")
    meeting.chair.goto(f"{meeting.path}/live")
    meeting.chair.get_by_role("button", name="Buka sesi").click()
    expect(meeting.chair.get_by_text("Sesi dibuka.")).to_be_visible()


def the_first_participants_are_recorded(meeting: Meeting) -> None:
    meeting.taker.goto(f"{meeting.path}/attendance/record")
    for name in meeting.organisations[:3]:
        meeting.taker.get_by_label(f"Hadir Wakil {name}", exact=True).check(force=True)
    meeting.taker.get_by_role("button", name="Simpan kehadiran").click()
    expect(meeting.taker.locator(".band")).to_contain_text("Hadir 3 dari 20")


def everyone_else_is_recorded(meeting: Meeting) -> None:
    meeting.taker.goto(f"{meeting.path}/attendance/record")
    meeting.taker.get_by_role("button", name="Semua hadir").click()
    expect(meeting.taker.locator(".band")).to_contain_text("Kuorum terpenuhi")


def an_item_is_discussed(meeting: Meeting, place: int) -> None:
    page = meeting.taker
    page.goto(f"{meeting.path}/live")
    begin = "Mulai butir 1" if place == 1 else f"Selesai, lanjut ke butir {place}"
    page.get_by_role("button", name=begin, exact=True).click()
    expect(page.locator("#notes")).to_have_text(f"{place} Pokok bahasan {place}")
    text = f"Peserta membahas pokok {place}."
    page.locator("#note").fill(text)
    page.get_by_role("button", name="Tambah catatan").click()
    expect(page.locator("div.passage")).to_contain_text(text)
    meeting.written.append(text)


def something_is_decided(meeting: Meeting, place: int, *, with_quorum: bool) -> None:
    page, text = meeting.taker, f"Pokok {place} diselesaikan bersama."
    page.locator("#note").fill(text)
    page.locator("#write button[value=decision]").click()
    expect(page.get_by_label("Keputusan", exact=True)).to_have_value(text)
    expect(page.locator("#without_quorum")).to_have_count(0 if with_quorum else 1)
    record = page.get_by_role("button", name="Catat keputusan ini")
    if not with_quorum:
        record.click()
        expect(page.locator("#without_quorum-error")).to_be_visible()
        page.get_by_label("Diputuskan tanpa kuorum").check()
        page.get_by_label("Mengapa tanpa kuorum?").fill("Tenggatnya besok.")
        record = page.get_by_role("button", name="Catat keputusan ini")
    record.click()
    meeting.decided += 1
    meeting.written.append(text)
    expect(page.locator(".decision h3").first).to_contain_text(f"KEP-{utc_now().year}-{meeting.decided:03}")


def a_commitment_follows(meeting: Meeting, place: int, number: int) -> None:
    page = meeting.taker
    if number > 1:
        page.get_by_role("link", name="Jadikan komitmen").click()
    page.get_by_label("Isi komitmen").fill(f"Janji {place}.{number}")
    pick(page, "Penanggung jawab", meeting.organisations[-number])
    page.get_by_label("Tenggat").fill(f"{utc_now() + timedelta(days=30):%d/%m/%Y}")
    pick(page, "Verifikator", meeting.organisations[0])
    page.get_by_label("Kriteria penerimaan").fill("Terbukti selesai")
    page.get_by_role("button", name="Usulkan komitmen").click()
    expect(page.locator(".commitment-row").filter(has_text=f"Janji {place}.{number}")).to_be_visible()


def pick(page: Page, label: str, option: str) -> None:
    """Pick an option of a field that searches a list."""
    field = page.get_by_role("combobox", name=label)
    field.fill(option)
    page.get_by_role("option", name=option, exact=True).click()
    expect(field).to_have_value(option)


def the_room_sees_it(meeting: Meeting, place: int) -> None:
    screen = meeting.screen
    expect(screen.locator("#current")).to_have_text(f"Pokok bahasan {place}")
    expect(screen.locator(".wanted")).to_contain_text(f"Apa langkah berikutnya untuk pokok {place}?")
    expect(screen.locator(".done")).to_contain_text(f"Pokok {place} diselesaikan bersama.")
    expect(screen.locator("body")).not_to_contain_text("Peserta membahas")


def the_session_is_closed(meeting: Meeting) -> None:
    meeting.chair.goto(f"{meeting.path}/live")
    meeting.chair.get_by_role("link", name="Tutup sesi").or_(
        meeting.chair.get_by_role("button", name="Tutup sesi")
    ).first.click()
    meeting.chair.locator(".confirm").get_by_role("button", name="Tutup sesi").click()
    expect(meeting.chair.get_by_text("Sesi ditutup.")).to_be_visible()
    expect(meeting.screen.locator("#current")).to_have_text("Sesi sudah selesai")


def its_minutes_are_circulated(meeting: Meeting) -> None:
    page = meeting.taker
    page.goto(f"{meeting.path}/minutes")
    expect(page.get_by_text("Diambil tanpa kuorum. Alasan: Tenggatnya besok.")).to_be_visible()
    page.get_by_role("link", name="Edarkan").click()
    page.get_by_role("button", name="Kirim kepada").click()
    expect(page.get_by_text("Notulen ini sedang diedarkan.")).to_be_visible()


def the_database_tells_the_same(meeting: Meeting) -> None:
    db.session.expire_all()
    items = db.session.scalars(select(AgendaItem).order_by(AgendaItem.position)).all()
    assert [item.state for item in items] == [ItemState.DISCUSSED] * ITEMS
    assert len(db.session.scalars(select(Attendance)).all()) == len(meeting.organisations)
    texts = Counter(passage.text for passage in db.session.scalars(select(Passage)))
    assert texts == Counter(meeting.written)
    query = select(Decision).order_by(Decision.code).options(selectinload(Decision.commitments))
    decisions = db.session.scalars(query).all()
    assert [decision.quorum_met for decision in decisions] == [False, True, True, True]
    assert [decision.quorum["taken"] for decision in decisions] == [3, 20, 20, 20]
    assert [len(decision.commitments) for decision in decisions] == list(DECIDED.values())
    assert len(db.session.scalars(select(Commitment)).all()) == 6
    assert db.session.scalars(select(Session.state)).one() is SessionState.HELD
    assert db.session.scalars(select(Minutes.state)).one() is MinutesState.CIRCULATED
    circulated = select(Mail).where(Mail.kind == "forums/minutes/circulated")
    assert len(db.session.scalars(circulated).all()) >= len(meeting.organisations) - 1
    db.session.commit()
