"""The dashboard: figures, charts with their tables, scopes, and who may read what it counts."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from agreements.registry.rules import Stage
from app import audit
from app.circles.models import Classification
from app.clock import local_date, midnight
from app.database import db
from app.organisations.models import Sector
from commitments.registry.rules import Delivery, Verification
from forums.attendance.models import Attendance, Presence
from forums.decisions.models import Decision, decision_commitments
from forums.scheduling.models import DecisionRule, Forum, SessionState
from insights.dashboard import findings, views
from insights.dashboard.rows import Key
from insights.indicators.jobs import store_daily_counts
from insights.indicators.models import DailyCount
from insights.indicators.rules import Month, Share, Window
from tests.factories import (
    AgreementFactory,
    CommitmentFactory,
    CoordinatorFactory,
    ForumFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SessionFactory,
)

pytestmark = pytest.mark.every_database
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
SHOW, DATA, ROWS = (f"insights.dashboard.{name}" for name in ("show", "figures", "rows"))


@pytest.fixture(autouse=True)
def still(app, clock):
    """The time is fixed at Tuesday, 24 November 2026."""


@pytest.fixture
def forum():
    """A forum whose session in this month one of two sectors attended, with a decision and its commitments."""
    made = ForumFactory(name="Forum Uji")
    came, away = (SeatFactory(circle=made.circle, sector=one) for one in (Sector.GOVERNMENT, Sector.PRIVATE))
    held = SessionFactory(
        forum=made, starts_at=NOW - timedelta(days=10), ends_at=NOW - timedelta(days=9.9), state=SessionState.HELD
    )
    taker = PersonFactory()
    db.session.flush()
    for seat, presence in ((came, Presence.REPRESENTED), (away, Presence.ABSENT)):
        row = Attendance(session_id=held.id, seat_id=seat.id, presence=presence)
        row.recorded_by_id, row.recorded_at = taker.id, NOW
        db.session.add(row)
    decision = Decision(code="KEP-2026-901", text="Data dibuka.", language="id", forum=made, session=held)
    decision.how, decision.quorum_met = DecisionRule.CONSENSUS, True
    decision.decided_at, decision.recorded_by_id = NOW - timedelta(days=10), taker.id
    db.session.add(decision)
    for number in range(6):
        kept(made, first_due=date(2026, 11, 20), met_on=date(2026, 11, 18 + number), decision=decision)
    late = CommitmentFactory(
        circle=made.circle, title="Yang terlambat", first_due=date(2026, 11, 14), delivery=Delivery.IN_PROGRESS
    )
    link(decision, late)
    return made


def kept(forum, *, first_due, met_on, decision=None):
    at = datetime.combine(met_on, datetime.min.time(), UTC) + timedelta(hours=3)
    one = CommitmentFactory(
        circle=forum.circle,
        first_due=first_due,
        met_on=met_on,
        delivery=Delivery.CLOSED,
        verification=Verification.MET,
        submitted_at=at,
        ended_at=at + timedelta(hours=20),
    )
    if decision:
        link(decision, one)


def link(decision, commitment):
    db.session.flush()
    values = {"decision_id": decision.id, "commitment_id": commitment.id}
    db.session.execute(decision_commitments.insert().values(values))
    db.session.commit()


def figures_of(visitor, **query):
    """Return the downloaded rows by their first cell, without the byte order mark."""
    text = visitor.get(DATA, **query).get_data().decode("utf-8-sig")
    return {row[0]: row[1:] for row in csv.reader(io.StringIO(text))}


def test_figures_are_counted_as_they_say(forum, as_user):
    rows = figures_of(as_user(CoordinatorFactory()))
    assert rows["Tepat waktu terhadap tenggat pertama"][:2] == ["3", "7"]
    assert rows["Komitmen terbuka yang terlambat"][:2] == ["1", "1"]
    assert rows["Dari keputusan sampai selesai (hari)"][:2] == ["7", "7"]
    assert rows["Kehadiran"][:2] == ["1", "2"]
    assert rows["Verifikasi (hari)"][:2] == ["1", "6"]
    assert rows["Kehadiran: Swasta"][:2] == ["0", "1"]


def test_the_page_tells_findings_with_their_tables_and_the_late_ones(forum, as_user):
    page = as_user(CoordinatorFactory()).get(SHOW, days=90)
    assert "Semua yang terlambat atau terkendala ada di Forum Uji" in page.words
    assert "Yang terlambat" in page.words
    assert "Swasta: 50 % dari kursi yang diundang, 0 % dari yang hadir" in page.words
    assert len(page.soup.select("figure.chart details table")) == 4


def test_a_scope_counts_its_own_and_one_that_is_unknown_is_not_found(forum, as_user):
    other = ForumFactory()
    kept(other, first_due=date(2026, 11, 20), met_on=date(2026, 11, 18))
    visitor, on_time = as_user(CoordinatorFactory()), "Tepat waktu terhadap tenggat pertama"
    assert figures_of(visitor)[on_time][:2] == ["4", "8"]
    assert figures_of(visitor, forum=other.slug)[on_time][:2] == ["1", "1"]
    assert figures_of(visitor, days="7")[on_time][:2] == ["4", "8"]
    for unknown in ({"forum": "tidak-ada"}, {"organisation": "x"}, {"agreement": str(other.id)}):
        visitor.get(SHOW, **unknown, status=404)


def test_a_secret_forum_is_counted_for_its_own_people_alone(forum, as_user):
    forum.circle.classification = Classification.SECRET
    db.session.commit()
    coordinator = as_user(CoordinatorFactory())
    assert figures_of(coordinator)["Kehadiran"][:2] == ["0", "0"]
    assert "Yang terlambat" not in coordinator.get(SHOW).text
    page = coordinator.get(SHOW, forum=forum.slug, status=404)
    assert "Forum Uji" not in page.text


def test_each_figure_leads_to_its_list(forum, as_user):
    coordinator = as_user(CoordinatorFactory())
    page = coordinator.get(SHOW, days=90)
    links = [a["href"] for a in page.soup.select("main a[href*='/dashboard/indicators/']")]
    assert all("days=90" in href for href in links)
    assert {key.value for key in Key} == {href.split("/")[-1].split("?")[0] for href in links} | {"agenda"}
    listed = coordinator.get(ROWS, indicator="on-time", days=90)
    assert listed.words.count("Tidak tepat waktu") == 4
    assert "43 % (3 dari 7)" in listed.words
    coordinator.get(ROWS, indicator="luck", status=404)


def test_what_a_scope_does_not_count_is_in_no_list_and_no_spreadsheet(forum, as_user):
    coordinator, own = as_user(CoordinatorFactory()), OrganisationFactory()
    db.session.commit()
    minutes, roles = "Notulen diedarkan setelah sesi (hari)", "Peran yang beda paham"
    assert {minutes, roles} <= figures_of(coordinator).keys()
    assert minutes not in figures_of(coordinator, organisation=own.id)
    coordinator.get(ROWS, indicator="minutes", organisation=own.id, status=404)
    assert roles not in figures_of(coordinator, on="2026-11-20")
    coordinator.get(ROWS, indicator="roles", on="2026-11-20", status=404)
    assert roles not in coordinator.get(SHOW, on="2026-11-20").words


def test_a_list_is_downloaded_as_a_spreadsheet(forum, as_user):
    text = as_user(CoordinatorFactory()).get(ROWS, indicator="late", format="csv").get_data().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["Judul"], row["Terhitung"]) for row in rows] == [("Yang terlambat", "1")]


def test_a_past_day_shows_the_record_of_its_end(forum, as_user):
    coordinator, on_time = as_user(CoordinatorFactory()), "Tepat waktu terhadap tenggat pertama"
    assert figures_of(coordinator, on="2026-11-20")[on_time][:2] == ["2", "3"]
    past = coordinator.get(SHOW, on="2026-11-20").words
    assert "sebagaimana adanya pada akhir 20 November 2026" in past
    assert "Nama, sektor, dan pengamat adalah yang berlaku hari ini." in past
    english = coordinator.get(SHOW, on="2026-11-20", lang="en").words
    assert "Names, sectors and observers are those of today." in english
    coordinator.get(SHOW, lang="id")
    assert "berlaku hari ini" not in coordinator.get(SHOW).words


def test_a_day_is_written_as_people_write_it_and_one_outside_the_record_is_refused(forum, as_user):
    coordinator = as_user(CoordinatorFactory())
    audit.record("forum.founded", forum, by=None, at=NOW - timedelta(days=60), circle_id=forum.circle_id)
    db.session.commit()
    page = coordinator.get(SHOW, on="20 November")
    assert "sebagaimana adanya pada akhir 20 November 2026" in page.words
    assert page.soup.select_one("form #on")["value"] == "20 November 2026"
    wrong = {"25 November 2026": "belum tiba", "1 Januari 2026": "Catatan dimulai pada 25 September 2026", "x": "x"}
    for written, error in wrong.items():
        page = coordinator.get(SHOW, on=written, status=422)
        assert error in page.soup.select_one("#on-error").get_text(" ", strip=True)
        assert page.soup.select_one("#on")["value"] == written
        assert "sebagaimana adanya" not in page.words
        coordinator.get(DATA, on=written, status=404)
        coordinator.get(ROWS, indicator="late", on=written, status=404)


def test_forums_beyond_those_of_a_menu_are_found_by_their_name(forum, as_user, monkeypatch):
    monkeypatch.setattr(views, "MOST_CHOICES", 2)
    for number in range(3):
        ForumFactory(name=f"Forum Z{number}")
    coordinator, own = as_user(CoordinatorFactory()), OrganisationFactory()
    db.session.commit()
    page = coordinator.get(SHOW, organisation=own.id)
    names = [one.text for one in page.soup.select("select#forum option")]
    assert names[1:] == ["Forum Uji", "Forum Z0", "Forum Z1", "Forum Z2"]
    kept = page.soup.select_one("select#forum").find_parent("form").select("input[type=hidden]")
    assert [(one["name"], one["value"]) for one in kept] == [("organisation", str(own.id))]
    assert not coordinator.get(SHOW, forum=forum.slug).soup.select("select#forum")


def test_an_agreement_is_a_scope_for_whom_it_is_readable(as_user):
    secret, known = (AgreementFactory(stage=Stage.SIGNED, title=title) for title in ("Rahasia", "Data Udara"))
    secret.circle.classification = Classification.SECRET
    for one in (secret, known):
        kept(one, first_due=date(2026, 11, 20), met_on=date(2026, 11, 18))
    coordinator, on_time = as_user(CoordinatorFactory()), "Tepat waktu terhadap tenggat pertama"
    kept(ForumFactory(), first_due=date(2026, 11, 20), met_on=date(2026, 11, 18))
    assert figures_of(coordinator, agreement=known.id)[on_time][:2] == ["1", "1"]
    coordinator.get(SHOW, agreement=secret.id, status=404)
    page = coordinator.get(SHOW, agreement=known.id)
    assert "Data Udara" in page.words
    assert "Rahasia" not in page.text


def test_a_forum_is_chosen_instead_of_an_agreement_and_the_reverse(forum, as_user):
    known, coordinator = AgreementFactory(stage=Stage.SIGNED, title="Data Udara"), as_user(CoordinatorFactory())
    db.session.commit()
    of_agreement, of_forum = {"agreement": known.id}, {"forum": forum.slug}
    page = coordinator.get(SHOW, **of_agreement, days=90)
    links = [a["href"] for a in page.soup.select("ul.chips a") if f"forum={forum.slug}" in a["href"]]
    assert links
    assert not any("agreement=" in href for href in links)
    page = coordinator.get(SHOW, **of_forum)
    assert not any("forum=" in a["href"] for a in page.soup.select(f"ul.chips a[href*='agreement={known.id}']"))
    coordinator.get(SHOW, **of_agreement, **of_forum, status=404)


def test_what_is_both_late_and_blocked_is_one_commitment(as_user, app):
    circle = ForumFactory(name="Forum Satu").circle
    CommitmentFactory(circle=circle, first_due=date(2026, 11, 10), delivery=Delivery.BLOCKED)
    coordinator = CoordinatorFactory()
    page = as_user(coordinator).get(SHOW)
    assert "Semua yang terlambat atau terkendala ada di Forum Satu" in page.words


def test_a_session_counts_on_its_day_in_the_city(as_user):
    seat = SeatFactory(circle=ForumFactory(name="Forum Satu").circle, sector=Sector.GOVERNMENT)
    forum, coordinator = db.session.scalars(select(Forum)).one(), CoordinatorFactory()
    first = midnight(Window.ending(local_date(NOW), 30).first)
    for starts_at in (first - timedelta(minutes=30), first + timedelta(minutes=30)):  # both on one day of UTC
        held = SessionFactory(forum=forum, starts_at=starts_at, state=SessionState.HELD)
        held.ends_at = starts_at + timedelta(hours=1)
        db.session.flush()
        row = Attendance(session_id=held.id, seat_id=seat.id, presence=Presence.PRESENT)
        row.recorded_by_id, row.recorded_at = coordinator.id, NOW
        db.session.add(row)
    db.session.commit()
    assert figures_of(as_user(coordinator))["Kehadiran"][:2] == ["1", "1"]


def test_sessions_of_a_forum_count_once_though_other_sectors_sat_in_each(as_user):
    forum, coordinator = ForumFactory(name="Forum Satu"), CoordinatorFactory()
    until, since = local_date(NOW - timedelta(days=15)), local_date(NOW - timedelta(days=14))
    seats = [
        SeatFactory(circle=forum.circle, sector=Sector.GOVERNMENT, until=until),
        SeatFactory(circle=forum.circle, sector=Sector.PRIVATE, since=since),
    ]
    for seat, days in zip(seats, (20, 10), strict=True):
        held = SessionFactory(forum=forum, starts_at=NOW - timedelta(days=days), state=SessionState.HELD)
        db.session.flush()
        row = Attendance(session_id=held.id, seat_id=seat.id, presence=Presence.PRESENT)
        row.recorded_by_id, row.recorded_at = coordinator.id, NOW
        db.session.add(row)
    db.session.commit()
    page = as_user(coordinator).get(SHOW)
    assert page.soup.select_one("section[aria-labelledby=who-comes] td[data-label=Sesi]").text == "2"


def test_what_was_overdue_then_counts_in_the_value_before(forum, as_user, app):
    commitment = CommitmentFactory(circle=forum.circle, first_due=date(2026, 10, 1), accepted_on=date(2026, 9, 1))
    commitment.delivery, commitment.proposed_at = Delivery.IN_PROGRESS, NOW - timedelta(days=80)
    db.session.commit()
    coordinator, on_time = as_user(CoordinatorFactory()), "Tepat waktu terhadap tenggat pertama"
    assert figures_of(coordinator)[on_time] == ["3", "8", "", ""]
    result = app.test_cli_runner().invoke(args=["indicators", "rebuild", "--since", "2026-10-20"])
    assert result.output == "35 days were counted.\n"
    assert figures_of(coordinator)[on_time] == ["3", "8", "0", "1"]


def test_the_job_counts_the_days_since_the_last_one(forum, app, clock):
    counted = lambda: db.session.scalars(select(DailyCount.day).distinct().order_by(DailyCount.day)).all()  # noqa: E731
    for days in (0, 3, 60):
        clock.move_to(NOW + timedelta(days=days))
        for _day in store_daily_counts():
            db.session.commit()
    assert len(counted()) == 1 + 3 + 31
    assert counted()[-1] == date(2027, 1, 22)


def test_partners_have_no_dashboard(as_user):
    as_user(PersonFactory()).get(SHOW, status=403)


def test_nothing_is_claimed_where_nothing_was(as_user):
    words = as_user(CoordinatorFactory()).get(SHOW).words
    assert "Belum ada kehadiran" in words
    assert "Belum ada keputusan yang memiliki komitmen" in words
    assert "Tidak ada tenggat dalam 90 hari ke depan" in words


def test_it_takes_the_same_few_statements_however_much_there_is(forum, as_user, queries):
    visitor = as_user(CoordinatorFactory())
    with queries(at_most=20) as few:
        visitor.get(SHOW)
    for number in range(5):
        other = ForumFactory()
        SeatFactory(circle=other.circle)
        kept(other, first_due=date(2026, 11, 20), met_on=date(2026, 11, 10 + number))
        CommitmentFactory(circle=other.circle, first_due=date(2026, 11, 10), delivery=Delivery.IN_PROGRESS)
    db.session.commit()
    with queries(at_most=len(few)):
        visitor.get(SHOW)


@pytest.mark.parametrize(
    "shares, told",
    [
        ((50, 80), "naik dari 50 % pada September 2026 menjadi 80 % pada Oktober 2026"),
        ((80, 100, 50), "turun dari 80 %"),
        ((80, 82, 78), "tetap sekitar 78 %"),
        ((80, 100, 78), "antara 78 % dan 100 % sejak September 2026, 78 % pada November 2026"),
    ],
)
def test_the_title_of_the_trend_is_true_of_all_its_months(app, shares, told):
    months = [Month(date(2026, 9 + number, 1), Share(share, 100)) for number, share in enumerate(shares)]
    with app.test_request_context():
        assert told in findings.kept(months).title
