"""Entering, changing and renewing the basis of a forum, and the papers that name it."""

from datetime import date, datetime, timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select

from app.circles.models import Classification, Seat
from app.clock import utc_now
from app.database import db
from app.errors import RuleViolation
from app.mail.outbox.models import Mail
from app.web.forms import ANY_OUTCOME
from app.web.i18n import force_locale
from forums.attendance.models import Attendance, Presence
from forums.attendance.queries import expected, quorum_at, quorum_of
from forums.basis import actions
from forums.basis.actions import Appointed, Details
from forums.basis.jobs import warn
from forums.basis.labels import basis_label
from forums.basis.models import Basis, BasisKind
from forums.basis.queries import basis_for_act, basis_on
from forums.minutes.content import content_of
from forums.minutes.models import Minutes, MinutesState
from forums.papers import letter_paper, minutes_paper
from forums.scheduling.models import ForumRole, SessionState
from tests.factories import (
    ForumFactory,
    OrganisationFactory,
    ParticipantFactory,
    PersonFactory,
    SeatFactory,
    SessionFactory,
)
from tests.factories.forums import NEXT
from tests.forums.room import room

pytestmark = pytest.mark.one_database
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def place(app, clock):
    return room()


def details(place, *names, **values) -> Details:
    """Return a decree that appoints the organisations of these seats."""
    known = {
        "kind": BasisKind.DECREE,
        "number": "12",
        "dated": date(2026, 1, 5),
        "issued_by": "Gubernur DKI Jakarta",
        "subject": "Forum Contoh",
        "valid_from": date(2026, 1, 5),
    }
    members = [Appointed(organisation=place.seats[name].organisation, office="Kepala") for name in names]
    return Details(**{**known, "members": members, **values})


def entered(place, *names, **values) -> Basis:
    found = actions.enter(place.forum, details(place, *names, **values), by=place.coordinator, at=utc_now())
    db.session.commit()
    return found


def form(place, *names, **values):
    """Return the fields of a form that appoints the organisations of these seats."""
    sent = {"kind": "decree", "number": "27", "dated": "24/11/2026", "issued_by": "Gubernur", "subject": "Forum"}
    for number, name in enumerate(names):
        row = {"organisation": place.seats[name].organisation_id, "office": "Kepala", "duty": "Anggota"}
        sent |= {f"members-{number}-{field}": str(value) for field, value in row.items()}
    return sent | {"valid_from": "1/12/2026", "valid_until": "31/12/2027"} | values


def test_the_form_begins_with_the_organisations_that_have_a_voting_seat(place, as_user):
    page = as_user(place.coordinator).get("forums.basis.enter", slug=place.forum.slug)
    names = [legend.get_text(" ", strip=True) for legend in page.soup.select("tr.member th")]
    assert names == ["1. BLUD Jakarta Smart City", "2. Dinas Kesehatan", "3. PT Mitra Solusi Kota (Contoh)"]


def test_a_coordinator_enters_the_basis_and_its_members(place, as_user):
    visitor = as_user(place.coordinator)
    page = visitor.post("forums.basis.enter", form(place, "secretariat", "agency"), slug=place.forum.slug, follow=True)
    assert "Keputusan Gubernur Nomor 27 Tahun 2026 tentang Forum" in page.words
    assert "Akan berlaku" in page.words
    assert "Memiliki kursi, tetapi tidak disebut dalam dokumen: PT Mitra Solusi Kota (Contoh)." in page.words
    assert len(db.session.scalars(select(Seat).where(Seat.circle_id == place.forum.circle_id)).all()) == 4


def test_rows_are_added_and_removed_without_losing_what_was_typed(place, as_user):
    visitor, sent = as_user(place.coordinator), form(place, "secretariat", "agency")
    added = sent | {"add": "1", "organisation": str(place.seats["company"].organisation_id)}
    page = visitor.post("forums.basis.enter", added, slug=place.forum.slug, status=200)
    assert len(page.soup.select("tr.member")) == 3
    assert page.soup.select_one("#number")["value"] == "27"
    page = visitor.post("forums.basis.enter", sent | {"remove": "members-0"}, slug=place.forum.slug, status=200)
    assert "Dinas Kesehatan" in page.soup.select_one("tr.member th").get_text()


def test_an_end_before_the_beginning_is_refused_beside_the_field(place, as_user):
    sent = form(place, "agency", valid_until="1/11/2026")
    page = as_user(place.coordinator).post("forums.basis.enter", sent, slug=place.forum.slug, status=422)
    assert "Hari terakhir" in page.soup.select_one(".field.wrong").get_text()
    assert page.soup.select_one("#subject")["value"] == "Forum"


def test_a_basis_is_corrected_and_a_second_writer_is_told(place, as_user):
    basis = entered(place, "agency")
    visitor, sent = as_user(place.facilitator), form(place, "agency", "company", version=str(basis.version))
    visitor.post("forums.basis.edit", sent, basis_id=basis.id)
    basis_id = basis.id
    db.session.expunge_all()
    assert [one.organisation.short_name for one in basis_for_act(basis_id).members] == ["Dinkes", "MSK"]
    visitor.post("forums.basis.edit", sent | {"number": "28"}, basis_id=basis_id, status=409)
    assert db.session.get_one(Basis, basis_id).number == "27"


def test_the_signed_document_is_kept_as_pdf_and_downloaded_by_members_only(app, clock, as_user):
    place = room(circle__classification=Classification.PUBLIC)
    basis = entered(place, "agency")
    visitor = as_user(place.coordinator)
    wrong = {"file": (BytesIO(b"text"), "sk.txt")}
    assert "PDF" in visitor.post("forums.basis.add_file", wrong, basis_id=basis.id, status=422).words
    visitor.post("forums.basis.add_file", {"file": (BytesIO(PDF), "sk.pdf")}, basis_id=basis.id)
    answer = as_user(place.member).get("forums.basis.download", basis_id=basis.id)
    assert answer.data == PDF
    stranger = as_user(PersonFactory())
    assert "Keputusan Gubernur DKI Jakarta" in stranger.get("forums.basis.index", slug=place.forum.slug).words
    stranger.get("forums.basis.download", basis_id=basis.id, status=403)


def test_a_renewal_is_previewed_and_then_changes_seats_in_one_act(place, as_user):
    basis, new = entered(place, "secretariat", "agency", "company"), OrganisationFactory(name="Dinas Perhubungan")
    place.seats["new"] = type("Place", (), {"organisation_id": new.id})
    visitor, sent = as_user(place.coordinator), form(place, "secretariat", "agency", "new")
    page = visitor.post("forums.basis.renew", sent | {"preview": "1"}, basis_id=basis.id, status=200)
    assert "1 keluar, 1 masuk, 3 tetap." in page.words
    assert "Kursi yang berakhir 30 November 2026 PT Mitra Solusi Kota (Contoh)" in page.words
    assert place.seats["company"].until is None
    seen = page.soup.select_one("input[name=seen]")["value"]
    visitor.post("forums.basis.renew", sent | {"seen": "other"}, basis_id=basis.id, status=200)
    assert place.seats["company"].until is None, "what was not shown is not done"
    page = visitor.post("forums.basis.renew", sent | {"seen": seen}, basis_id=basis.id, follow=True)
    seats = db.session.scalars(select(Seat).where(Seat.circle_id == place.forum.circle_id).order_by(Seat.since)).all()
    assert place.seats["company"].until == date(2026, 11, 30)
    assert [one.since for one in seats if one.organisation_id == new.id] == [date(2026, 12, 1)]
    assert place.seats["agency"].until is None
    assert place.seats["community"].until is None, "observers keep their seats"
    visitor.post("forums.basis.renew", sent | {"seen": seen}, basis_id=basis.id, status=409)


def test_the_chair_does_not_lose_the_seat_by_a_renewal(place, as_user):
    basis = entered(place, "secretariat", "agency")
    page = as_user(place.coordinator).post("forums.basis.renew", form(place, "agency"), basis_id=basis.id, status=422)
    assert "Pimpinan rapat mewakili BLUD Jakarta Smart City" in page.words


def test_a_session_that_was_held_keeps_its_seats_unless_they_change_later(place, as_user, clock):
    basis = entered(place, "secretariat", "agency", "company")
    place.hold()
    clock.move_to("2026-11-30T09:00:00+07:00")
    sent = form(place, "secretariat", "agency", valid_from="20/11/2026") | {"seen": ANY_OUTCOME}
    visitor = as_user(place.coordinator)
    page = visitor.post("forums.basis.renew", sent, basis_id=basis.id, status=422)
    assert "Sesi 1 sudah terlaksana" in page.words or "tetap" in page.words
    assert db.session.scalars(select(Basis)).one() is not None, "nothing of the renewal stays"
    visitor.post("forums.basis.renew", sent | {"seats_from": "1/12/2026"}, basis_id=basis.id)
    assert place.seats["company"].until == date(2026, 11, 30)


def quorums(sessions):
    """Return what was computed of each session: its quorum by both queries, and that of its minutes."""
    found = {}
    for session in sessions:
        db.session.expire_all()
        now = session.starts_at + timedelta(hours=1)
        rows = expected(session)
        found[session.id] = (
            quorum_of(session, rows, now),
            quorum_at(session, now),
            [(row.seat.organisation_id, row.participant.id if row.participant else None) for row in rows],
        )
    return found


SEATED = ("secretariat", "agency", "company")
RENEWALS = some.lists(
    some.tuples(some.sets(some.sampled_from(["agency", "company", "third", "fourth"])), some.integers(1, 60)),
    min_size=1,
    max_size=3,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(renewals=RENEWALS, ages=some.sets(some.integers(1, 200), min_size=1, max_size=3), coming=some.integers(1, 90))
def test_whatever_is_renewed_the_quorum_of_earlier_sessions_stays(app, clock, renewals, ages, coming):
    clock.move_to("2026-11-24T09:00:00+07:00")
    place, at = another_room(), utc_now()
    organisations = {name: seat.organisation for name, seat in place.seats.items()}
    organisations |= {name: OrganisationFactory() for name in ("third", "fourth")}
    sessions = [_held(place, at - timedelta(days=age), number) for number, age in enumerate(sorted(ages), 10)]
    ahead = SessionFactory(forum=place.forum, starts_at=at + timedelta(days=coming), number=20)
    basis, first_day = entered(place, "secretariat", "agency", "company"), date(2026, 11, 24)
    for wanted, later in renewals:
        first_day += timedelta(days=later)
        before = quorums([one for one in [*sessions, ahead] if one.day < first_day])
        names = ("secretariat", *sorted(wanted))
        members = [Appointed(organisation=organisations[name], office="Kepala") for name in names]
        following = details(place, members=members, valid_from=first_day)
        basis = actions.renew(basis, following, first_day=first_day, by=place.coordinator, at=at)
        db.session.commit()
        assert quorums([one for one in [*sessions, ahead] if one.day < first_day]) == before
        seated = select(Seat).where(Seat.circle_id == place.forum.circle_id, Seat.observer.is_(False))
        now = {one.organisation_id for one in db.session.scalars(seated) if one.is_taken_on(first_day)}
        assert now == {organisations[name].id for name in names}


def another_room() -> SimpleNamespace:
    """Return a forum with three seats, beside those of the examples before; a person of each takes part."""
    forum = ForumFactory(quorum_share=50, quorum_sectors=["private"])
    seats = {name: SeatFactory(circle=forum.circle, organisation=OrganisationFactory()) for name in SEATED}
    people = {
        name: ParticipantFactory(
            forum=forum,
            seat=seat,
            person=PersonFactory(organisation=seat.organisation),
            role=ForumRole.CHAIR if name == "secretariat" else ForumRole.MEMBER,
        )
        for name, seat in seats.items()
    }
    return SimpleNamespace(forum=forum, seats=seats, participants=people, coordinator=people["secretariat"].person)


def _held(place, starts_at: datetime, number: int):
    """Add a session that was held, at which the agency was present."""
    session = SessionFactory(forum=place.forum, starts_at=starts_at, number=number, state=SessionState.HELD)
    row = Attendance(session_id=session.id, seat_id=place.seats["agency"].id, presence=Presence.PRESENT)
    row.participant_id, row.recorded_by_id = place.participants["agency"].id, place.coordinator.id
    row.recorded_at = starts_at
    db.session.add(row)
    db.session.commit()
    return session


def test_papers_name_the_basis_in_force_on_the_day_of_the_session(place, monkeypatch):
    shown = []
    monkeypatch.setattr("app.pdf.pdf.render", lambda html, **_settings: shown.append(html) or b"%PDF")
    earlier = entered(place, "secretariat", "agency")
    following = details(place, "secretariat", "agency", "company", number="SK.27/2026", valid_from=date(2026, 12, 1))
    actions.renew(earlier, following, first_day=date(2026, 12, 1), by=place.coordinator, at=utc_now())
    later = SessionFactory(forum=place.forum, starts_at=NEXT + timedelta(days=28), number=2)
    db.session.commit()
    letter_paper.pdf(place.session, [], utc_now(), "id")
    letter_paper.pdf(later, [], utc_now(), "id")
    assert "Keputusan Gubernur DKI Jakarta Nomor 12 Tahun 2026 tentang Forum Contoh" in shown[0]
    assert "Nomor SK.27/2026 tanggal 5 Januari 2026" in shown[1]
    minutes = Minutes(session=later, state=MinutesState.DRAFT, language="id", begun_at=NEXT)
    db.session.add(minutes)
    db.session.flush()
    assert content_of(minutes, later)["basis"]["number"] == "SK.27/2026"
    minutes_paper.pdf(minutes, utc_now(), "id")
    assert "Nomor SK.27/2026 tanggal 5 Januari 2026" in shown[2]


def test_minutes_without_the_key_are_printed_as_before(place):
    minutes = Minutes(session=place.session, state=MinutesState.DRAFT, language="id", begun_at=NEXT)
    db.session.add(minutes)
    db.session.flush()
    assert "basis" not in content_of(minutes, place.session)
    assert minutes_paper.pdf(minutes, utc_now(), "id").startswith(b"%PDF")


def test_the_sentence_on_papers_is_in_their_language(app):
    plain = {"kind": "assignment", "number": "7", "dated": "2026-02-03", "issued_by": "Kepala Dinas", "subject": "Tim"}
    with force_locale("en"):
        assert basis_label(plain) == "Assignment letter of Kepala Dinas number 7 of 2026 on Tim"
    with force_locale("id"):
        assert basis_label(plain) == "Surat Perintah Kepala Dinas Nomor 7 Tahun 2026 tentang Tim"


def test_coordinators_and_facilitators_are_warned_once_per_warning_also_after_an_outage(place, clock):
    basis = entered(place, "agency", valid_until=date(2027, 1, 20))
    sent = []
    for day in ("2026-11-25", "2026-12-25", "2026-12-26", "2027-01-19", "2027-01-22"):
        clock.move_to(f"{day}T06:15:00+07:00")
        list(warn())
        db.session.commit()
        kinds = select(Mail.recipient).where(Mail.kind == "forums/basis/ending")
        sent.append(len(db.session.scalars(kinds).all()))
    assert sent == [2, 4, 4, 6, 6], "T-60, T-30 and T-7, to the coordinator and the facilitator"
    assert db.session.get_one(Basis, basis.id).warned_days == 7


def test_nobody_is_warned_of_a_basis_that_was_renewed(place, clock):
    earlier = entered(place, "secretariat", "agency", valid_until=date(2026, 12, 20))
    following = details(place, "secretariat", "agency", valid_from=date(2026, 12, 1))
    actions.renew(earlier, following, first_day=date(2026, 12, 1), by=place.coordinator, at=utc_now())
    list(warn())
    assert db.session.scalars(select(Mail).where(Mail.kind == "forums/basis/ending")).all() == []


def test_the_page_of_the_forum_and_the_home_say_when_the_basis_ends(place, as_user):
    entered(place, "agency", valid_until=date(2026, 12, 18))
    page = as_user(place.member).get("forums.scheduling.show", slug=place.forum.slug)
    assert "berakhir 18 Desember 2026, 24 hari lagi" in page.words
    assert "Dasar segera berakhir" in as_user(place.coordinator).get("/").words
    assert "Dasar segera berakhir" in as_user(place.facilitator).get("/").words
    assert "Dasar segera berakhir" not in as_user(place.member).get("/").words


def test_members_of_a_basis_may_not_change_it(place, as_user):
    basis = entered(place, "agency")
    as_user(place.member).get("forums.basis.renew", basis_id=basis.id, status=403)
    as_user(PersonFactory()).get("forums.basis.index", slug=place.forum.slug, status=404)


def test_the_page_runs_the_same_statements_for_ten_members(place, as_user, queries):
    entered(place, "agency")
    reader = as_user(place.member)
    reader.get("forums.basis.index", slug=place.forum.slug)
    with queries(at_most=14) as few:
        reader.get("forums.basis.index", slug=place.forum.slug)
    for _number in range(4):
        place.seats["more"] = type("Place", (), {"organisation": OrganisationFactory()})
        entered(place, "agency", "company", "more")
    with queries(at_most=len(few)):
        reader.get("forums.basis.index", slug=place.forum.slug)


def test_programs_enter_read_and_renew_a_basis(place, as_program):
    program = as_program(place.coordinator)
    body = {
        "number": "27",
        "dated": "2026-11-24",
        "issued_by": "Gubernur",
        "subject": "Forum",
        "valid_from": "2026-11-24",
        "members": [
            {"organisation": str(place.seats[name].organisation_id), "office": "Kepala"}
            for name in ("secretariat", "agency", "company")
        ],
    }
    made = program.post(f"/forums/{place.forum.slug}/bases", body, status=201).json
    assert [one["office"] for one in made["members"]] == ["Kepala"] * 3
    following = body | {"valid_from": "2026-12-01", "members": body["members"][:2]}
    program.post(f"/bases/{made['id']}/renew", following, status=201)
    assert place.seats["company"].until == date(2026, 11, 30)
    listed = program.get(f"/forums/{place.forum.slug}/bases").json["items"]
    assert [one["follows_id"] for one in listed] == [None, made["id"]]


def test_a_renewal_that_seats_refuse_is_refused_at_its_field(place):
    basis = entered(place, "secretariat", "agency", "company")
    place.hold()
    following = details(place, "secretariat", "agency", valid_from=date(2026, 11, 25))
    with pytest.raises(RuleViolation) as refused:
        actions.renew(basis, following, first_day=date(2026, 11, 25), by=place.coordinator, at=utc_now())
    assert refused.value.field == "seats_from"


def test_the_basis_on_a_day_is_found_by_one_statement(place):
    entered(place, "agency", valid_until=date(2026, 12, 18))
    assert basis_on(place.forum.id, date(2026, 12, 18)).number == "12"
    assert basis_on(place.forum.id, date(2026, 12, 19)) is None


@pytest.mark.one_database
@pytest.mark.parametrize("width", [1280, 360])
def test_members_are_a_table_whose_fields_have_labels(place, pages, axe, width):
    basis_id = entered(place, "agency", "company").id
    coordinator = place.coordinator
    page = pages(coordinator, width=width)
    page.goto(f"/bases/{basis_id}/renew")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    fields = page.get_by_label("Jabatan di instansi")
    assert fields.count() == 2
    boxes = [fields.nth(number).bounding_box() for number in range(2)]
    assert (boxes[1]["y"] - boxes[0]["y"] < 90) == (width == 1280)
    page.get_by_role("button", name="Hapus Dinas Kesehatan").click()
    page.get_by_label("Jabatan di instansi").wait_for()
    assert page.locator("tr.member").count() == 1
