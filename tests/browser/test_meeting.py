"""A session in fast motion: twelve items, twenty participants of five sectors, what they decide and promise.

Every party agrees with its minutes, which are published without a sentence, and amended.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.mail.outbox.models import Mail
from app.organisations.models import Organisation, Sector
from commitments.registry.models import Commitment
from forums.agenda.models import AgendaItem, ItemState, Purpose
from forums.attendance.models import Attendance
from forums.decisions.models import Decision
from forums.minutes.models import Minutes, MinutesState, Passage
from forums.review.models import Consent
from forums.scheduling.models import ForumRole, Session, SessionState
from tests.factories import (
    CoordinatorFactory,
    ForumFactory,
    OrganisationFactory,
    ParticipantFactory,
    PersonFactory,
    SeatFactory,
    SessionFactory,
)
from tests.support import mail_links
from tests.support.visitors import Visitor

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

COMPLETED = "Peserta membahas pokok 12 dengan tuntas."


@dataclass
class Meeting:
    """A session, and the pages of those who run it. Steps are added as functions that take it."""

    app: Any
    pages: Any
    session: Session
    path: str
    organisations: list[str]
    people: list[Any]
    coordinator: Any
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
    forum.circle.classification = Classification.PUBLIC
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
    coordinator = CoordinatorFactory()
    db.session.commit()
    opened = pages(chair), pages(taker), pages(taker, height=720)
    return Meeting(app, pages, session, path, names, people, coordinator, *opened)


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
    a_participant_checks_in_on_a_phone(meeting)
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
    two_corrections_are_requested_and_answered(meeting)
    every_party_agrees_two_of_them_by_mail(meeting)
    the_chair_approves_before_the_window_ends(meeting)
    they_are_published_without_one_sentence(meeting, last="Peserta membahas pokok 12.")
    a_new_version_is_compared_with_the_approved_one(meeting)
    it_is_circulated_agreed_and_approved(meeting)
    they_are_published_without_one_sentence(meeting, last=COMPLETED, why_again="Angka dikoreksi.")
    the_second_version_takes_the_place_of_the_first(meeting)


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


def a_participant_checks_in_on_a_phone(meeting: Meeting) -> None:
    page = meeting.pages(meeting.people[3], width=360)
    page.goto(f"{meeting.path}/here")
    page.get_by_role("button", name="Saya hadir").click()
    expect(page.get_by_role("button", name="Saya hadir")).to_have_count(0)
    meeting.taker.reload()
    expect(meeting.taker.locator(".band")).to_contain_text("Hadir 4 dari 20")
    page.close()


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
    expect(page.get_by_text("0 dari 20 pihak setuju")).to_be_visible()


def the_database_tells_the_same(meeting: Meeting) -> None:
    db.session.expire_all()
    items = db.session.scalars(select(AgendaItem).order_by(AgendaItem.position)).all()
    assert [item.state for item in items] == [ItemState.DISCUSSED] * ITEMS
    assert len(db.session.scalars(select(Attendance)).all()) == len(meeting.organisations)
    texts = Counter(db.session.scalars(select(Passage.text).where(Passage.text != "")))
    assert texts == Counter(meeting.written)
    query = select(Decision).order_by(Decision.code).options(selectinload(Decision.commitments))
    decisions = db.session.scalars(query).all()
    assert [decision.quorum_met for decision in decisions] == [False, True, True, True]
    assert [decision.quorum["taken"] for decision in decisions] == [4, 20, 20, 20]
    assert [len(decision.commitments) for decision in decisions] == list(DECIDED.values())
    assert len(db.session.scalars(select(Commitment)).all()) == 6
    assert db.session.scalars(select(Session.state)).one() is SessionState.HELD
    assert db.session.scalars(select(Minutes.state)).one() is MinutesState.CIRCULATED
    circulated = select(Mail).where(Mail.kind == "forums/minutes/circulated")
    assert len(db.session.scalars(circulated).all()) >= len(meeting.organisations) - 1
    db.session.commit()


def two_corrections_are_requested_and_answered(meeting: Meeting) -> None:
    for place, (person, wording) in enumerate(((5, "Peserta menyepakati pokok 1."), (6, "Peserta menolak pokok 2."))):
        page = meeting.pages(meeting.people[person], width=360)
        page.goto(f"{meeting.path}/minutes")
        proposal = page.locator("details.propose").filter(has=page.locator("textarea")).nth(place * 2)
        proposal.locator("summary").click()
        proposal.get_by_label("Seharusnya berbunyi").fill(wording)
        proposal.get_by_label("Mengapa?").fill("Demikian yang disampaikan.")
        proposal.get_by_role("button", name="Kirim koreksi").click()
        expect(page.get_by_text(wording.split()[1], exact=False).first).to_be_visible()
        page.close()
    _answer(meeting, "Terima", "Sesuai rekaman.")
    _answer(meeting, "Tolak", "Tidak diucapkan demikian.")
    expect(meeting.taker.get_by_text("Peserta menyepakati pokok 1.").first).to_be_visible()


def _answer(meeting: Meeting, verdict: str, words: str) -> None:
    page = meeting.taker
    page.goto(f"{meeting.path}/minutes")
    page.get_by_role("link", name="Jawab", exact=True).first.click()
    page.get_by_label(verdict, exact=True).check()
    page.get_by_label("Catatan untuk pihak tersebut").fill(words)
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_text(words).first).to_be_visible()


def every_party_agrees_two_of_them_by_mail(meeting: Meeting) -> None:
    minutes_id = db.session.scalars(select(Minutes.id)).one()
    people = [person for place, person in enumerate(meeting.people) if place not in (7, 8)]
    db.session.commit()
    for person in people:
        Visitor(meeting.app, person).post("forums.review.agree", {}, minutes_id=minutes_id)
    for place in (7, 8):
        link = mail_links.link_to(meeting.people[place])
        db.session.commit()
        page = meeting.pages(width=360)
        page.goto(link)
        page.get_by_role("button", name="Setuju").click()
        expect(
            page.get_by_role("heading", name="menyetujui notulen ini").or_(page.get_by_text("setuju dengan")).first
        ).to_be_visible()
        page.close()
    assert db.session.scalar(select(db.func.count()).select_from(Consent)) == len(meeting.people)
    assert db.session.scalar(select(db.func.count()).where(Consent.by_link)) == 2
    db.session.commit()


def the_chair_approves_before_the_window_ends(meeting: Meeting) -> None:
    page = meeting.chair
    page.goto(f"{meeting.path}/minutes")
    expect(page.get_by_text("20 dari 20 pihak setuju")).to_be_visible()
    page.get_by_role("link", name="Setujui", exact=True).click()
    page.locator(".confirm").get_by_role("button", name="Setujui").click()
    expect(page.get_by_text("Disetujui").first).to_be_visible()


def they_are_published_without_one_sentence(meeting: Meeting, *, last: str, why_again: str = "") -> None:
    page = meeting.pages(meeting.coordinator)
    page.goto(f"{meeting.path}/minutes")
    page.get_by_role("link", name="Tutup sebagian").click()
    part = page.locator("fieldset.withhold").filter(has_text="Peserta membahas pokok 3.")
    part.get_by_role("checkbox").check()
    part.get_by_label("Dasar", exact=True).select_option(index=1)
    part.get_by_label("Yang dibaca umum sebagai gantinya").fill("Keadaan pribadi seorang pelapor")
    if why_again:
        page.get_by_label("Mengapa perlu edisi baru?").fill(why_again)
    page.get_by_label("Yang menyetujui").select_option(index=1)
    page.get_by_role("button", name="Minta persetujuan versi publik").click()
    expect(page).to_have_url(re.compile("/redactions/"))
    request = page.url
    page.close()
    meeting.chair.goto(request)
    meeting.chair.get_by_role("button", name="Setujui dan terbitkan").click()
    expect(meeting.chair.get_by_text("Disetujui dan diterbitkan.").first).to_be_visible()
    outsider = PersonFactory()
    db.session.commit()
    public = Visitor(meeting.app, outsider).get(f"{meeting.path}/minutes").words
    assert "Keadaan pribadi seorang pelapor" in public
    assert "Peserta membahas pokok 3." not in public
    assert "Peserta membahas pokok 4." in public
    assert last in public


def a_new_version_is_compared_with_the_approved_one(meeting: Meeting) -> None:
    page = meeting.taker
    page.goto(f"{meeting.path}/minutes")
    page.get_by_role("link", name="Buat versi baru").click()
    page.get_by_label("Alasan").fill("Angka dikoreksi.")
    page.get_by_label("Diminta oleh").fill(meeting.organisations[4])
    page.get_by_role("button", name="Buat versi 2").click()
    passage = select(Passage).join(Passage.minutes).where(Minutes.version == 2, Passage.text.contains("pokok 12"))
    note = db.session.scalars(passage).first()
    address = f"{meeting.path}/live?item={note.agenda_item_id}&edit={note.id}"
    db.session.commit()
    page.goto(address)
    page.locator("#note").fill(COMPLETED)
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.goto(f"{meeting.path}/minutes")
    page.get_by_role("link", name="Bandingkan").or_(page.get_by_role("button", name="Bandingkan")).first.click()
    expect(page.locator(".diff ins").first).to_contain_text("dengan tuntas")
    states = dict(db.session.execute(select(Minutes.version, Minutes.state)).all())
    db.session.commit()
    assert states == {1: MinutesState.PUBLISHED, 2: MinutesState.DRAFT}


def it_is_circulated_agreed_and_approved(meeting: Meeting) -> None:
    page = meeting.taker
    page.goto(f"{meeting.path}/minutes")
    page.get_by_role("link", name="Edarkan").click()
    page.get_by_role("button", name="Kirim kepada").click()
    expect(page.get_by_text("0 dari 20 pihak setuju").first).to_be_visible()
    second = db.session.scalars(select(Minutes.id).where(Minutes.version == 2)).one()
    people = list(meeting.people)
    db.session.commit()
    for person in people:
        Visitor(meeting.app, person).post("forums.review.agree", {}, minutes_id=second)
    the_chair_approves_before_the_window_ends(meeting)
    states = dict(db.session.execute(select(Minutes.version, Minutes.state)).all())
    db.session.commit()
    assert states == {1: MinutesState.PUBLISHED, 2: MinutesState.APPROVED}


def the_second_version_takes_the_place_of_the_first(meeting: Meeting) -> None:
    versions = db.session.scalars(select(Minutes).order_by(Minutes.version)).all()
    assert [one.state for one in versions] == [MinutesState.PUBLISHED, MinutesState.PUBLISHED]
    hashes, outsider = [one.published_sha256 for one in versions], PersonFactory()
    db.session.commit()
    reader = Visitor(meeting.app, outsider)
    assert "Versi 2, disetujui" in reader.get(f"/verify/{hashes[0]}").words
    assert "Versi 2, disetujui" not in reader.get(f"/verify/{hashes[1]}").words
