"""A coordinator makes a forum on one page."""

from datetime import date

import pytest
from sqlalchemy import select

from app.circles.models import Seat, Steward, StewardRole
from app.database import db
from app.organisations.models import Contact, ContactRole, Sector
from forums.scheduling.models import Forum, ForumRole, Participant, Series, Session, SessionState
from tests.factories import CoordinatorFactory, OrganisationFactory, PersonFactory


@pytest.fixture
def coordinator(as_user, clock):
    return as_user(CoordinatorFactory())


@pytest.fixture
def people(app):
    private = OrganisationFactory(sector=Sector.PRIVATE)
    chair = PersonFactory()
    return {
        "chair": chair,
        "writer": PersonFactory(organisation=chair.organisation),
        "partner": PersonFactory(organisation=private),
        "observer": PersonFactory(),
    }


def made() -> Forum:
    return db.session.scalars(select(Forum)).one()


def sessions() -> list[Session]:
    return list(db.session.scalars(select(Session).order_by(Session.number)))


def test_a_year_of_monthly_sessions_is_made_at_once(coordinator, people, forum_form):
    answer = coordinator.post("forums.scheduling.create", forum_form((people["chair"], "chair")))
    assert answer.location == "/forums/forum-koordinasi-lintas-sektor"
    rows = sessions()
    assert [session.number for session in rows] == list(range(1, len(rows) + 1))
    assert len(rows) == 12
    local = [session.starts_at.astimezone(session.zone) for session in rows]
    assert all((start.weekday(), start.hour) == (3, 9) and 22 <= start.day <= 28 for start in local)
    assert {session.length.total_seconds() for session in rows} == {7200}
    assert local[0].date() == date(2026, 11, 26)


def test_a_session_on_a_holiday_keeps_its_date_until_somebody_decides(coordinator, people, forum_form):
    coordinator.post("forums.scheduling.create", forum_form((people["chair"], "chair")))
    december = sessions()[1]
    assert december.starts_at.astimezone(december.zone).date() == date(2026, 12, 24)
    assert december.proposed_starts_at.astimezone(december.zone).date() == date(2026, 12, 28)
    assert december.state is SessionState.PLANNED
    assert "Natal" in december.because


def test_with_the_rule_skip_a_holiday_cancels_the_session_and_says_why(coordinator, people, forum_form):
    coordinator.post("forums.scheduling.create", forum_form((people["chair"], "chair"), holiday_rule="skip"))
    december = sessions()[1]
    assert december.state is SessionState.CANCELLED
    assert "Natal" in december.because


def test_a_shift_onto_the_next_session_proposes_to_merge_it(coordinator, people, forum_form):
    form = forum_form((people["chair"], "chair"), repeat="weekly", weekday="tuesday", first_day="2/3/2027")
    coordinator.post("forums.scheduling.create", form)
    march = sessions()[1]
    assert march.starts_at.astimezone(march.zone).date() == date(2027, 3, 9)
    assert (march.state, march.proposed_starts_at, march.merge_proposed) == (SessionState.PLANNED, None, True)


def test_seats_participants_and_stewards_follow_the_form(coordinator, people, forum_form):
    rows = [(people["chair"], "chair"), (people["writer"], "minute_taker"), (people["partner"], "member")]
    coordinator.post("forums.scheduling.create", forum_form(*rows, (people["observer"], "observer")))
    forum = made()
    seats = db.session.scalars(select(Seat).where(Seat.circle_id == forum.circle_id).order_by(Seat.position)).all()
    assert [seat.organisation_id for seat in seats] == [
        people[name].organisation_id for name in ("chair", "partner", "observer")
    ]
    assert [seat.observer for seat in seats] == [False, False, True]
    assert seats[1].sector is Sector.PRIVATE
    roles = {one.person_id: one.role for one in db.session.scalars(select(Participant))}
    assert roles[people["writer"].id] is ForumRole.MINUTE_TAKER
    stewards = {(one.person_id, one.role) for one in db.session.scalars(select(Steward))}
    assert stewards == {
        (people["chair"].id, StewardRole.CHAIR),
        (people["writer"].id, StewardRole.MINUTE_TAKER),
    }
    assert {session.presider_id for session in sessions()} == {people["chair"].id}
    assert {session.minute_taker_id for session in sessions()} == {people["writer"].id}


def test_a_forum_may_meet_once_or_not_be_scheduled_at_all(coordinator, people, forum_form):
    once = forum_form((people["chair"], "chair"), repeat="once", first_day="3 Desember 2026", name="Sekali")
    coordinator.post("forums.scheduling.create", once)
    assert [session.uid is not None for session in sessions()] == [True]
    never = forum_form((people["chair"], "chair"), repeat="once", first_day="", name="Belum")
    coordinator.post("forums.scheduling.create", never)
    assert len(sessions()) == 1
    assert db.session.scalars(select(Series)).all() == []


@pytest.mark.parametrize(
    "wrong, field, words",
    [
        ({"goal": " "}, "goal", "Isi tujuan bersama forum"),
        ({"name": ""}, "name", "Tulis nama forum"),
        ({"first_day": "31/2/2027"}, "first_day", "31/2/2027"),
        ({"first_day": "23 November 2026"}, "first_day", "sudah lewat"),
        ({"first_day": ""}, "first_day", "Tulis tanggal mulai"),
        ({"time": "25.00"}, "time", "25.00"),
        ({"place": ""}, "place", "Tulis tempat bertemu"),
        ({"link": "bukan-tautan"}, "link", "https://"),
        ({"quorum_share": "101"}, "quorum_share", "0 sampai 100"),
        ({"timezone": "Mars/Olympus"}, "timezone", ""),
        ({"repeat": "FREQ=DAILY"}, "repeat", ""),
        ({"minutes": "999999999999999"}, "minutes", ""),
        ({"places-0-role": "member"}, "places", "Pilih satu pimpinan rapat"),
        ({"places-1-role": "chair"}, "places", "Pilih satu saja"),
    ],
)
def test_a_refused_form_says_why_beside_the_field_and_keeps_what_was_typed(
    coordinator, people, forum_form, wrong, field, words
):
    form = forum_form((people["chair"], "chair"), (people["partner"], "member"), **wrong)
    page = coordinator.post("forums.scheduling.create", form, status=422)
    errors = page.soup.select_one(".errors")
    assert words in errors.get_text()
    targets = {link["href"].removeprefix("#") for link in errors.select("a")}
    assert any(target == field or target.startswith(f"{field}-") for target in targets)
    assert page.soup.find(id="ground_rules").get_text().strip() == form["ground_rules"]
    assert len(page.soup.select("[name$=-person]")) == 2
    chosen = page.soup.select_one("[name=places-1-person] option[selected]")
    assert chosen["value"] == str(people["partner"].id)
    assert sessions() == []


def test_nobody_sits_twice(coordinator, people, forum_form):
    page = coordinator.post(
        "forums.scheduling.create", forum_form((people["chair"], "chair"), (people["chair"], "member")), status=422
    )
    assert "Satu orang cukup satu kali" in page.words


def test_adding_an_organisation_brings_its_focal_point_and_keeps_the_rest(coordinator, people, forum_form):
    focal = PersonFactory(organisation=people["partner"].organisation, name="Zulaikha")
    db.session.add(Contact(organisation_id=focal.organisation_id, role=ContactRole.FOCAL_POINT, person_id=focal.id))
    form = forum_form((people["chair"], "chair"), goal="", add="1", organisation=str(focal.organisation_id))
    page = coordinator.post("forums.scheduling.create", form, status=200)
    assert page.soup.select_one(".errors") is None
    assert page.soup.select_one("[name=places-1-person] option[selected]")["value"] == str(focal.id)
    assert page.soup.select_one("[name=places-0-role] option[selected]")["value"] == "chair"
    assert page.soup.find(id="name")["value"] == form["name"]
    again = coordinator.post(
        "forums.scheduling.create",
        forum_form((people["chair"], "chair"), (focal, "member"), add="1", organisation=str(focal.organisation_id)),
        status=200,
    )
    assert again.soup.select_one("[name=places-2-person] option[selected]")["value"] == str(people["partner"].id)


def test_an_organisation_that_was_chosen_and_not_added_is_asked_about(coordinator, people, forum_form):
    form = forum_form((people["chair"], "chair"), organisation=str(people["partner"].organisation_id))
    page = coordinator.post("forums.scheduling.create", form, status=422)
    assert "Tekan “Tambahkan”" in page.words


def test_a_secret_forum_is_saved_only_by_somebody_who_will_read_it(coordinator, as_user, people, forum_form):
    form = forum_form((people["chair"], "chair"), classification="secret")
    page = coordinator.post("forums.scheduling.create", form, status=422)
    assert "Hanya peserta yang membaca forum rahasia" in page.soup.select_one(".errors").get_text()
    own = CoordinatorFactory()
    visitor = as_user(own)
    answer = visitor.post(
        "forums.scheduling.create", forum_form((people["chair"], "chair"), (own, "member"), classification="secret")
    )
    visitor.get(answer.location)
    coordinator.get(answer.location, status=404)


def test_adding_nothing_asks_for_an_organisation(coordinator, forum_form):
    page = coordinator.post("forums.scheduling.create", forum_form(add="1"), status=422)
    assert "Pilih instansi" in page.soup.select_one(".errors").get_text()


def test_removing_a_row_keeps_the_others(coordinator, people, forum_form):
    rows = [(people["chair"], "chair"), (people["writer"], "minute_taker"), (people["partner"], "member")]
    page = coordinator.post("forums.scheduling.create", forum_form(*rows, remove="places-1"), status=200)
    kept = [option["value"] for option in page.soup.select("[name$=-person] option[selected]")]
    assert kept == [str(people["chair"].id), str(people["partner"].id)]


def test_the_usual_agenda_grows_and_shrinks_by_buttons(coordinator, people, forum_form):
    first = {"items-0-title": "Pembukaan", "items-0-purpose": "information", "items-0-minutes": "5"}
    page = coordinator.post("forums.scheduling.create", forum_form(**first, **{"add-item": "1"}), status=200)
    assert [field["value"] for field in page.soup.select("[name$=-title]")] == ["Pembukaan", ""]
    second = {"items-1-title": "Tindak lanjut", "items-1-purpose": "progress_monitoring", "items-1-minutes": "20"}
    coordinator.post("forums.scheduling.create", forum_form((people["chair"], "chair"), **first, **second))
    assert made().agenda_template == [
        {"title": "Pembukaan", "purpose": "information", "minutes": 5},
        {"title": "Tindak lanjut", "purpose": "progress_monitoring", "minutes": 20},
    ]
    gone = coordinator.post(
        "forums.scheduling.create", forum_form(**first, **second, **{"remove-item": "items-0"}), status=200
    )
    assert [field["value"] for field in gone.soup.select("[name$=-title]")] == ["Tindak lanjut"]


def test_the_preview_shows_six_dates_in_local_time_with_shifts_and_reasons(coordinator, forum_form):
    page = coordinator.post("forums.scheduling.show_dates", forum_form(), status=200)
    dates = [row.get_text(" ", strip=True) for row in page.soup.select("li")]
    assert len(dates) == 6
    assert dates[0] == "Kamis, 26 November 2026"
    assert "Kamis, 24 Desember 2026" in dates[1]
    assert "Senin, 28 Desember 2026" in dates[1]
    assert "Usul pindah" in dates[1]
    assert "Natal" in dates[1]
    assert "12 sesi dibuat" in page.soup.get_text()
    assert db.session.scalars(select(Forum)).all() == []


def test_without_script_a_button_computes_the_same_dates(coordinator, forum_form):
    region = coordinator.post("forums.scheduling.show_dates", forum_form(), status=200).soup
    page = coordinator.post("forums.scheduling.create", forum_form(preview="1"), status=200)
    for part in region.select("template"):
        assert part.decode_contents() == page.soup.select_one(part["data-into"]).decode_contents()
        part.extract()
    assert page.soup.find(id="preview").get_text(" ", strip=True) == region.get_text(" ", strip=True)


@pytest.mark.parametrize(
    "answers", [{"first_day": ""}, {"time": "x"}, {"timezone": "x"}, {"minutes": "7"}, {"repeat": ""}]
)
def test_the_preview_of_an_unfinished_form_says_what_is_missing(coordinator, forum_form, answers):
    page = coordinator.post("forums.scheduling.show_dates", forum_form(**answers), status=200)
    assert "Pilih pengulangan" in page.soup.get_text()


def test_without_script_a_button_brings_all_zones_and_organisations(coordinator, forum_form, monkeypatch):
    monkeypatch.setattr("forums.scheduling.choosing.SHOWN", 1)
    made = OrganisationFactory.create_batch(3)
    few = coordinator.post("forums.scheduling.create", forum_form(preview="1", timezone="Europe/Paris"), status=200)
    whole = coordinator.post("forums.scheduling.create", forum_form(whole="1", timezone="Europe/Paris"), status=200)
    for page, zones, organisations in ((few, 5, 2), (whole, 400, len(made) + 1)):
        offered = {name: page.soup.select(f"#{name} option") for name in ("timezone", "organisation")}
        assert zones <= len(offered["timezone"]) < 4 * zones
        assert len(offered["organisation"]) >= organisations
        assert page.soup.select_one("#timezone option[selected]")["value"] == "Europe/Paris"
    assert len(few.soup.select("#organisation option")) == 2
    names = [name for _id, name in coordinator.get("forums.scheduling.organisations").json]
    assert {one.name for one in made} <= set(names)


def test_a_series_keeps_its_hour_when_clocks_change(coordinator, people, forum_form):
    form = forum_form((people["chair"], "chair"), timezone="America/New_York", holiday_rule="keep", time="18.30")
    coordinator.post("forums.scheduling.create", form)
    rows = sessions()
    local = {session.starts_at.astimezone(session.zone).strftime("%H.%M") for session in rows}
    assert local == {"18.30"}
    assert len({session.starts_at.hour for session in rows}) == 2
    assert "18.30" in coordinator.get("forums.sessions.show", session_id=rows[0].id).words


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "=HYPERLINK(1)", "\u202eterbalik", "🏙️" * 60, "a\x00b"])
def test_odd_names_are_kept_as_text(coordinator, people, forum_form, text):
    coordinator.post("forums.scheduling.create", forum_form((people["chair"], "chair"), name=text))
    forum = made()
    page = coordinator.get("forums.scheduling.show", slug=forum.slug)
    assert page.soup.select_one("h1").get_text() == forum.name
    assert "\x00" not in forum.name


def test_a_name_too_long_is_refused_in_one_line(coordinator, people, forum_form):
    page = coordinator.post(
        "forums.scheduling.create",
        forum_form((people["chair"], "chair"), name="n" * 1000, goal="g" * 100_000),
        status=422,
    )
    assert len(page.soup.select(".errors li")) == 2


OWN = {"repeat": "own", "rule": "FREQ=MONTHLY;BYDAY=2WE,4WE", "time": "09.30", "first_day": "25 November 2026"}


def test_a_forum_meets_by_a_rule_of_ones_own_that_is_shown_in_words_before(coordinator, people, forum_form):
    form = forum_form((people["chair"], "chair"), **OWN)
    shown = coordinator.post("forums.scheduling.create", {**form, "preview": "1"}, status=200)
    dates = shown.soup.select("#preview li")
    assert "Setiap bulan, pada Rabu kedua dan Rabu keempat, pukul 09.30 WIB" in shown.words
    assert len(dates) == 6
    assert "Rabu, 25 November 2026" in dates[0].get_text()
    assert sessions() == []
    coordinator.post("forums.scheduling.create", form)
    (series,) = db.session.scalars(select(Series))
    assert (series.rule, series.ended_at) == ("FREQ=MONTHLY;BYDAY=2WE,4WE", None)
    local = [one.starts_at.astimezone(one.zone) for one in sessions()]
    assert all(start.weekday() == 2 and (start.hour, start.minute) == (9, 30) for start in local)
    assert len(local) == 24


def test_a_rule_with_an_end_makes_a_series_that_has_its_end(coordinator, people, forum_form):
    form = forum_form((people["chair"], "chair"), **{**OWN, "rule": "RRULE:freq=daily;interval=10;count=3"})
    coordinator.post("forums.scheduling.create", form)
    (series,) = db.session.scalars(select(Series))
    assert series.rule == "FREQ=DAILY;INTERVAL=10;COUNT=3"
    assert series.ended_at == sessions()[-1].ends_at
    assert len(sessions()) == 3
    page = coordinator.get("forums.scheduling.show", slug=made().slug)
    assert "Setiap 10 hari, pukul 09.30 WIB, 3 kali" in page.words


@pytest.mark.parametrize(
    "rule, message",
    [
        ("", "Tulis aturannya"),
        ("tiap Rabu", "Aturan belum dikenali; contoh: FREQ=MONTHLY;BYDAY=2WE,4WE"),
        ("FREQ=SECONDLY", "jam"),
        ("FREQ=WEEKLY;BYDAY=2TU", "BYDAY"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20270101T000000Z", "COUNT atau UNTIL"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "Tidak ada tanggal"),
        ("FREQ=YEARLY;BYMONTH=2;BYYEARDAY=200", "Tidak ada tanggal"),
        ("FREQ=DAILY;UNTIL=20200101T000000Z", "Tidak ada tanggal"),
        ("X" * 600, "500"),
    ],
)
def test_a_rule_that_is_none_is_refused_beside_its_field(coordinator, people, forum_form, rule, message):
    form = forum_form((people["chair"], "chair"), **{**OWN, "rule": rule})
    page = coordinator.post("forums.scheduling.create", form, status=422)
    field = page.soup.find("input", id="rule")
    assert field["value"] == rule
    told = page.soup.select(".wrong .message")
    assert len(told) == 1
    assert message in told[0].get_text()
    assert sessions() == []


def test_a_rule_counts_only_where_it_is_chosen(coordinator, people, forum_form):
    coordinator.post("forums.scheduling.create", forum_form((people["chair"], "chair"), rule="tiap Rabu"))
    assert len(sessions()) == 12
