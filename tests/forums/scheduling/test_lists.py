"""The lists of forums and sessions, and what pages cost."""

import csv
from datetime import UTC, date, datetime, timedelta

import pytest

from app.circles.models import Classification
from app.organisations.models import Sector
from commitments.registry.rules import Delivery, Visibility
from forums.scheduling.models import Capacity, ForumKind, ForumRole, Mode, SessionState
from tests.factories import (
    ChairFactory,
    CommitmentFactory,
    CoordinatorFactory,
    ForumFactory,
    OrganisationFactory,
    ParticipantFactory,
    PersonFactory,
    SeatFactory,
    SeriesFactory,
    SessionFactory,
)

pytestmark = pytest.mark.every_database

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture
def coordinator(as_user, clock):
    return as_user(CoordinatorFactory())


def names(page) -> list[str]:
    return [link.get_text() for link in page.soup.select("main th[scope=row] a")]


def fill(count: int) -> None:
    for number in range(count):
        series = SeriesFactory()
        for organisation in range(2):
            ParticipantFactory(forum=series.forum, person__organisation__sector=list(Sector)[organisation])
        for week in range(3):
            SessionFactory(forum=series.forum, series=series, starts_at=NOW + timedelta(days=number, weeks=week + 1))
        CommitmentFactory(circle=series.forum.circle, delivery=Delivery.IN_PROGRESS)


def test_the_list_of_forums_is_a_spreadsheet_of_what_it_shows(coordinator, as_user, queries):
    fill(3)
    ForumFactory(name="Belum terjadwal", kind=ForumKind.TRAINING)
    ForumFactory(name="=Rahasia", circle__classification=Classification.SECRET)
    coordinator.get("/forums")
    with queries(at_most=4) as few:
        heading, *rows = csv.reader(coordinator.get("/forums?format=csv").get_data(as_text=True).splitlines())
    assert len(rows) == 4
    first, last = dict(zip(heading, rows[0], strict=True)), dict(zip(heading, rows[-1], strict=True))
    assert (first["Sesi berikutnya"], first["Komitmen terbuka"], first["Terlambat"]) == ("2026-12-01", "1", "0")
    assert (first["Sektor"], last["Forum"], last["Sesi berikutnya"]) == ("Pemerintah, BUMD", "Belum terjadwal", "")
    fill(30)
    with queries() as many:
        _heading, *rows = csv.reader(coordinator.get("/forums?format=csv").get_data(as_text=True).splitlines())
    assert (len(rows), len(many)) == (34, len(few))
    narrowed = coordinator.get("/forums?format=csv&kind=training").get_data(as_text=True)
    assert len(narrowed.splitlines()) == 2
    assert "Rahasia" not in as_user(PersonFactory()).get("/forums?format=csv").get_data(as_text=True)


def test_the_page_of_a_forum_says_at_once_what_changed_of_what_is_owed(coordinator):
    forum = ForumFactory()
    owed = CommitmentFactory(circle=forum.circle, delivery=Delivery.IN_PROGRESS, responsible__short_name="")

    def row():
        return coordinator.get(f"/forums/{forum.slug}").soup.select_one("[aria-labelledby=owed] li").text

    assert owed.responsible.name in row()
    owed.responsible.short_name, owed.current_due = "Dinkes", date(2026, 11, 4)
    assert "Dinkes · tenggat Rab 4 Nov" in row()
    assert "Terlambat 20 hari" in row()


@pytest.mark.parametrize("address,cost", [("/forums", 5), ("/sessions", 4)])
def test_lists_cost_the_same_whatever_their_length(coordinator, as_user, queries, address, cost):
    member = as_user(ChairFactory().person)
    fill(2)
    with queries(at_most=cost) as few:
        coordinator.get(address)
    fill(12)
    with queries(at_most=cost) as many:
        coordinator.get(address)
    assert len(many) == len(few)
    with queries(at_most=cost + 1):  # an empty list names the coordinators
        member.get(address)


def test_a_forum_costs_22_queries_and_a_session_thirteen_whatever_hangs_on_them(coordinator, as_user, queries):
    fill(1)
    forum = ForumFactory()
    series = SeriesFactory(forum=forum)
    for week in range(30):
        session = SessionFactory(forum=forum, series=series, starts_at=NOW + timedelta(weeks=week - 15))
    for _number in range(12):
        ParticipantFactory(forum=forum)
        CommitmentFactory(circle=forum.circle, delivery=Delivery.IN_PROGRESS)
    member = ParticipantFactory(forum=forum, role=ForumRole.MINUTE_TAKER)
    session.opened_at, session.minute_taker_id = NOW, member.person_id
    for visitor in (coordinator, as_user(member.person)):
        with queries(at_most=22):
            visitor.get("forums.scheduling.show", slug=forum.slug)
        with queries(at_most=13):
            visitor.get("forums.sessions.show", session_id=session.id)


def test_the_form_costs_the_same_for_many_organisations(coordinator, queries, forum_form):
    rows = [(PersonFactory(), "member") for _number in range(3)]
    with queries() as few:
        coordinator.post("forums.scheduling.create", forum_form(*rows, preview="1"), status=200)
    rows += [(PersonFactory(), "member") for _number in range(20)]
    with queries(at_most=9) as many:
        coordinator.post("forums.scheduling.create", forum_form(*rows, preview="1"), status=200)
    assert len(many) == len(few)


def test_forums_stand_in_the_order_of_their_next_session(coordinator):
    late, soon, never = (ForumFactory(name=name) for name in ("Belakangan", "Segera", "Tanpa jadwal"))
    SessionFactory(forum=late, starts_at=NOW + timedelta(days=9))
    SessionFactory(forum=soon, starts_at=NOW + timedelta(days=2))
    SessionFactory(forum=soon, starts_at=NOW + timedelta(days=1), state=SessionState.CANCELLED)
    SessionFactory(forum=never, starts_at=NOW - timedelta(days=1))
    page = coordinator.get("forums.scheduling.index")
    assert names(page) == ["Segera", "Belakangan", "Tanpa jadwal"]
    assert "2 hari lagi" in page.words
    assert "Belum dijadwalkan" in page.words
    assert names(coordinator.get("/forums?sort=-next"))[:2] == ["Belakangan", "Segera"]
    assert names(coordinator.get("/forums?sort=-name")) == ["Tanpa jadwal", "Segera", "Belakangan"]


def test_filters_narrow_the_list_of_forums(coordinator, as_user):
    chair = ChairFactory(forum__name="Punya saya", forum__kind=ForumKind.TRAINING)
    ForumFactory(name="Lain")
    ForumFactory(name="Lama", archived_at=NOW)
    ParticipantFactory(forum__name="Swasta", person__organisation__sector=Sector.PRIVATE)
    overdue = ForumFactory(name="Terlambat")
    CommitmentFactory(circle=overdue.circle, delivery=Delivery.ACCEPTED, current_due=date(2026, 11, 1))
    assert names(coordinator.get("/forums?kind=training")) == ["Punya saya"]
    assert names(coordinator.get("/forums?sector=private")) == ["Swasta"]
    assert names(coordinator.get("/forums?late=1")) == ["Terlambat"]
    assert names(coordinator.get("/forums?state=archived")) == ["Lama"]
    assert names(coordinator.get("/forums?q=punya")) == ["Punya saya"]
    assert names(as_user(chair.person).get("/forums?mine=1")) == ["Punya saya"]
    assert len(names(coordinator.get("/forums?kind=x&sector=y&sort=z"))) == 4


def test_the_colour_of_a_forum_is_that_of_its_worst_open_commitment(coordinator):
    forum = ForumFactory()
    CommitmentFactory(circle=forum.circle, delivery=Delivery.IN_PROGRESS, current_due=date(2027, 6, 1))
    assert "HIJAU" in coordinator.get("/forums").words
    CommitmentFactory(circle=forum.circle, delivery=Delivery.IN_PROGRESS, current_due=date(2026, 11, 28))
    assert "KUNING" in coordinator.get("/forums").words
    late = CommitmentFactory(circle=forum.circle, delivery=Delivery.IN_PROGRESS, current_due=date(2026, 11, 20))
    assert "MERAH 1 terlambat" in coordinator.get("/forums").words
    late.visibility = Visibility.PARTIES
    assert "KUNING" in coordinator.get("/forums").words


def test_what_changes_of_a_forum_shows_in_the_list_at_once(coordinator):
    def row():
        shown = coordinator.get("/forums").soup.select_one("main tbody")
        return shown.get_text(" ", strip=True) + str(shown.select(".text-nowrap"))

    series = SeriesFactory(forum__name="Forum Data")
    forum = series.forum
    assert "Forum Data" in row()
    assert "Belum dijadwalkan" in row()
    session = SessionFactory(forum=forum, title="Air", starts_at=NOW + timedelta(days=1))
    assert "Air, besok" in row()
    forum.name, session.title, session.proposed_starts_at = "Forum Air", "Hujan", NOW + timedelta(days=2)
    assert "Forum Air" in row()
    assert "Hujan, besok. Usulan pindah" in row()
    session.starts_at = NOW - timedelta(minutes=5)
    assert "Hujan, sedang berlangsung" in row()
    commitment = CommitmentFactory(
        circle=forum.circle, delivery=Delivery.IN_PROGRESS, current_due=NOW.date() - timedelta(days=2)
    )
    assert "1 terlambat" in row()
    commitment.visibility = Visibility.PARTIES
    assert "terlambat" not in row()
    SeatFactory(circle=forum.circle, organisation__sector=Sector.ACADEMIA)
    assert "Akademi" in row()
    series.ended_at = NOW
    assert "Tidak berulang" in row()


def test_an_empty_list_says_what_to_do_next(coordinator, as_user):
    assert "Belum ada forum" in coordinator.get("/forums").words
    assert "setelah instansi Anda ditambahkan sebagai peserta" in as_user(PersonFactory()).get("/forums").words
    assert "Hapus salah satu filter" in coordinator.get("/forums?kind=training").words
    assert "Belum ada sesi" in coordinator.get("/sessions").words


def test_sessions_to_come_stand_first_and_others_behind_a_filter(coordinator):
    forum = ForumFactory()
    far, near = (SessionFactory(forum=forum, starts_at=NOW + timedelta(days=days)) for days in (20, 3))
    gone = SessionFactory(forum=forum, starts_at=NOW - timedelta(days=3), state=SessionState.HELD)
    off = SessionFactory(forum=forum, starts_at=NOW + timedelta(days=4), state=SessionState.CANCELLED)
    shift = SessionFactory(forum=forum, starts_at=NOW + timedelta(days=30), proposed_starts_at=NOW + timedelta(days=31))

    def shown(query: str) -> list[str]:
        page = coordinator.get(f"/sessions{query}")
        return [link["href"].rpartition("/")[2] for link in page.soup.select("main th[scope=row] a")]

    assert shown("") == [str(one.id) for one in (near, far, shift)]
    assert shown("?state=past") == [str(gone.id)]
    assert shown("?state=held") == [str(gone.id)]
    assert shown("?state=cancelled") == [str(off.id)]
    assert shown("?state=proposed") == [str(shift.id)]
    assert shown("?month=2026-12") == [str(one.id) for one in (far, shift)]
    assert len(shown("?state=all")) == 5
    assert shown("?forum=tidak-ada") == []
    assert shown("?day=2026-11-27") == [str(near.id)]
    assert shown("?day=2026-11-28") == [str(off.id)]
    assert len(shown("?state=x&month=2026-13")) == 3
    assert len(shown("?day=2026-02-30")) == 3


def test_sessions_are_narrowed_by_kind_sector_and_mode(coordinator):
    training = ForumFactory(name="Pelatihan", kind=ForumKind.TRAINING)
    ParticipantFactory(forum=training, person__organisation__sector=Sector.PRIVATE)
    SessionFactory(forum=training, mode=Mode.ONLINE)
    SessionFactory(forum=ForumFactory(name="Lain"), mode=Mode.IN_PERSON)
    assert names(coordinator.get("/sessions?kind=training")) == ["Pelatihan"]
    assert names(coordinator.get("/sessions?sector=private")) == ["Pelatihan"]
    assert names(coordinator.get("/sessions?mode=online")) == ["Pelatihan"]
    assert names(coordinator.get("/sessions?mode=in_person")) == ["Lain"]
    assert len(names(coordinator.get("/sessions?kind=x&sector=y&mode=z"))) == 2


def test_my_sessions_are_those_of_forums_in_which_i_take_part(as_user, clock):
    mine = ParticipantFactory(forum__circle__classification=Classification.PUBLIC)
    SessionFactory(forum=mine.forum)
    SessionFactory(forum__circle__classification=Classification.PUBLIC)
    page = as_user(mine.person).get("/sessions?mine=1")
    assert names(page) == [mine.forum.name]
    assert len(names(as_user(mine.person).get("/sessions"))) == 2


def test_long_lists_have_pages(coordinator):
    forum = ForumFactory()
    for day in range(30):
        SessionFactory(forum=forum, starts_at=NOW + timedelta(days=day + 1))
    first = coordinator.get("/sessions")
    assert "1–25 dari 30" in first.words
    following = coordinator.get(first.soup.select_one("a[rel=next]")["href"])
    assert "26–30 dari 30" in following.words
    assert not set(names(first)) - set(names(following))


def test_both_languages_are_spoken(coordinator):
    SessionFactory(forum=ForumFactory(name="Forum Bahasa"))
    assert "Next session" in coordinator.get("/forums?lang=en").words
    assert "Session" in coordinator.get("/sessions").words
    assert "First 6 dates" in coordinator.get("/forums/new").words
    assert "6 tanggal pertama" in coordinator.get("/forums/new?lang=id").words


def test_a_forum_page_names_seats_by_sector_and_its_quorum(coordinator):
    forum = ForumFactory(quorum_share=50, quorum_sectors=["private"])
    for sector in (Sector.PRIVATE, Sector.GOVERNMENT, Sector.ACADEMIA):
        ParticipantFactory(forum=forum, person__organisation=OrganisationFactory(sector=sector))
    page = coordinator.get("forums.scheduling.show", slug=forum.slug)
    assert "2 dari 3 kursi, termasuk" in page.words
    assert {mark["aria-label"] for mark in page.soup.select("tbody svg.sector")} == {
        "Swasta",
        "Pemerintah",
        "Akademisi",
    }


def test_what_changes_of_seats_and_sessions_shows_on_the_page_of_a_forum_at_once(coordinator):
    one = ParticipantFactory(person__name="Siti", person__position="Analis")
    session = SessionFactory(forum=one.forum, starts_at=NOW + timedelta(days=1))
    page = coordinator.get(f"/forums/{one.forum.slug}").words
    assert "Siti Analis" in page
    assert f"Sesi {session.number}" in page
    one.person.name, one.capacity, one.acting_as, one.basis = "Ani", Capacity.ACTING, "Kepala", "SK 1"
    one.seat.organisation.name = "Dinas Air"
    session.title, session.state, session.because = "Banjir", SessionState.CANCELLED, "Hujan deras"
    page = coordinator.get(f"/forums/{one.forum.slug}").words
    assert "Ani Plt. Kepala, berdasarkan SK 1" in page
    assert "Dinas Air" in page
    assert "Banjir" in page
    assert "Dibatalkan Hujan deras" in page
    one.left_at = NOW
    assert "belum ada nama" in coordinator.get(f"/forums/{one.forum.slug}").words


def test_the_page_of_an_organisation_names_its_forums_as_far_as_the_reader_may(coordinator):
    seat = ParticipantFactory(forum__name="Forum terbuka").seat
    secret = ForumFactory(name="Forum rahasia", circle__classification=Classification.SECRET)
    SeatFactory(circle=secret.circle, organisation=seat.organisation)
    page = coordinator.get("organisations.show", organisation_id=seat.organisation_id)
    assert "Forum terbuka" in page.words
    assert "Forum rahasia" not in page.words
