"""`forums import`: what becomes of every kind of event, the first time and later."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditRow
from app.database import db
from app.mail.outbox.models import Mail
from forums.imports.models import CalendarImport, ImportedEvent
from forums.invitations.jobs import send_change_notices, send_invitations
from forums.scheduling.jobs import fill
from forums.scheduling.models import Mode, Series, Session, SessionState
from tests.factories import ChairFactory, ForumFactory, ParticipantFactory
from tests.forums.imports.calendars import GONE, MOVED, SINGLE, WEEKLY, calendar, event


def sessions(**wanted):
    query = select(Session).order_by(Session.starts_at).filter_by(**wanted)
    return list(db.session.scalars(query))


def starts(found):
    return [one.starts_at.strftime("%m%d %H%M") for one in found]


def test_a_series_comes_with_its_rule_and_exceptions(forum, run):
    said = run(calendar(WEEKLY, MOVED)).said
    series = db.session.scalars(select(Series)).one()
    assert (series.rule, series.timezone, series.first_start) == (
        "FREQ=WEEKLY;COUNT=6;BYDAY=TU",
        "Asia/Jakarta",
        datetime(2026, 12, 1, 9),
    )
    found = sessions()
    assert starts(found) == ["1201 0200", "1209 0600", "1215 0200", "1222 0200", "1229 0200", "0105 0200"]
    assert [one.state for one in found] == [
        SessionState.CANCELLED if one.slot == datetime(2026, 12, 15, 2, tzinfo=UTC) else SessionState.PLANNED
        for one in found
    ]
    assert found[1].slot == datetime(2026, 12, 8, 2, tzinfo=UTC)
    assert [one.title for one in found[:3]] == ["Rapat Pimpinan", "Rapat dipindah", "Rapat Pimpinan"]
    assert {one.place for one in found} == {"Ruang Rapat 1"}
    assert (said["new"], said["sessions"]) == (1, 5)


def test_slots_that_meet_a_holiday_are_proposed_to_move_as_in_any_series(forum, run):
    run(calendar(event("a", "20261224T090000", "RRULE:FREQ=MONTHLY;COUNT=2")))
    proposed = sessions()[0]
    assert proposed.proposed_starts_at == datetime(2026, 12, 28, 2, tzinfo=UTC)
    assert "Natal" in proposed.because


def test_single_events_days_and_times_without_a_zone_become_sessions(forum, run):
    days = ["UID:hari", "DTSTART;VALUE=DATE:20261211", "SUMMARY:Lokakarya"]
    floating = ["UID:apung", "DTSTART:20261214T133000", "LOCATION:https://meet.example/x"]
    said = run(calendar(SINGLE, days, floating)).said
    single, day, online = sessions()
    assert (single.starts_at, single.length, single.series_id) == (
        datetime(2026, 12, 10, 2, tzinfo=UTC),
        timedelta(hours=2),
        None,
    )
    assert (single.mode, single.place) == (Mode.IN_PERSON, "Balai Kota")
    assert (day.starts_at, day.length) == (datetime(2026, 12, 11, 1, tzinfo=UTC), timedelta(hours=8))
    assert (online.starts_at, online.length) == (datetime(2026, 12, 14, 6, 30, tzinfo=UTC), timedelta(minutes=90))
    assert (online.mode, online.link, online.place) == (Mode.ONLINE, "https://meet.example/x", "")
    assert said["assumed"] == {"all_day": 1, "floating": 1, "length": 1}


def test_zones_by_their_windows_names_and_by_their_own_definition_are_understood(forum, run):
    own = [
        *("BEGIN:VTIMEZONE", "TZID:Waktu Papua", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
        *("TZOFFSETFROM:+0900", "TZOFFSETTO:+0900", "TZNAME:WIT", "END:STANDARD", "END:VTIMEZONE"),
    ]
    weekly = "RRULE:FREQ=WEEKLY;COUNT=2"
    run(
        calendar(
            ["UID:w", "DTSTART;TZID=SE Asia Standard Time:20261201T090000", "DURATION:PT1H", weekly],
            ["UID:p", "DTSTART;TZID=Waktu Papua:20261201T090000", "DURATION:PT1H", weekly],
            head=tuple(own),
        )
    )
    zones = {one.timezone for one in db.session.scalars(select(Series))}
    assert "Asia/Jakarta" in zones
    (other,) = zones - {"Asia/Jakarta"}
    assert datetime(2026, 12, 1, tzinfo=sessions()[0].zone).utcoffset() is not None
    assert starts(sessions()) == ["1201 0000", "1201 0200", "1208 0000", "1208 0200"]
    assert other != "Waktu Papua"


def test_listed_dates_without_a_rule_become_a_series_of_those_dates(forum, run):
    run(calendar(event("r", "20261201T090000", "RDATE;TZID=Asia/Jakarta:20261203T090000,20261207T100000")))
    assert starts(sessions()) == ["1201 0200", "1203 0200", "1207 0300"]
    assert len({one.series_id for one in sessions()}) == 1


def test_what_cannot_be_used_is_listed_with_line_and_reason_and_hinders_nothing(forum, run):
    content = calendar(
        event("zona", "20261201T090000", "RECURRENCE-ID;TZID=Entah/Mana:20261201T090000"),
        SINGLE,
        event("menit", "20261201T090000", "RRULE:FREQ=MINUTELY"),
        event("dua", "20261201T090000", "RRULE:FREQ=DAILY;COUNT=2", "RRULE:FREQ=WEEKLY;COUNT=2"),
        event("panjang", "20261201T090000", hours=24 * 9),
        event("lalu", "19650101T090000"),
        event("kembali", "20261201T090000", "DTEND;TZID=Asia/Jakarta:20261130T090000"),
        event("ganda", "20261201T090000", "RRULE:FREQ=DAILY;COUNT=3;UNTIL=20261231T000000Z"),
    )
    said = run(content).said
    begun = [number for number, line in enumerate(content.decode().splitlines(), 1) if line == "BEGIN:VEVENT"]
    assert [one["line"] for one in said["left_out"]] == [begun[0], *begun[2:]]
    assert all(one["reason"].endswith(".") and len(one["reason"]) < 200 for one in said["left_out"])
    assert "detik atau menit" in said["left_out"][1]["reason"]
    assert [one.title for one in sessions()] == ["Audiensi"]


ONWARD = event(
    "rapat@kantor",
    "20261223T130000",
    "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Asia/Jakarta:20261222T090000",
    hours=1,
    title="Rapat siang",
)


def test_a_change_from_one_date_on_moves_all_that_follow(forum, run):
    said = run(calendar(WEEKLY, ONWARD)).said
    found = [one for one in sessions() if one.state is SessionState.PLANNED]
    assert starts(found) == ["1201 0200", "1208 0200", "1223 0600", "1230 0600", "0106 0600"]
    assert [(one.title, one.length) for one in found[2:]] == [("Rapat siang", timedelta(hours=1))] * 3
    assert found[-1].slot == datetime(2027, 1, 5, 2, tzinfo=UTC)
    assert {one.proposed_starts_at for one in found[2:]} == {None}
    assert (said["left_out"], said["sessions"]) == ([], 5)


def test_sessions_that_such_a_series_makes_later_are_moved_as_well(forum, run, clock):
    endless = [line for line in WEEKLY if not line.startswith("RRULE")]
    run(calendar([*endless, "RRULE:FREQ=WEEKLY"], ONWARD))
    before = len(sessions())
    clock.shift(timedelta(days=30))
    for _series in fill():
        db.session.commit()
    later = sessions()[before:]
    assert later
    assert {(one.starts_at - one.slot, one.title) for one in later} == {(timedelta(days=1, hours=4), "Rapat siang")}


def test_a_change_that_calls_off_all_that_follow_leaves_them_cancelled(forum, run):
    said = run(calendar(WEEKLY, [*ONWARD, "STATUS:CANCELLED"])).said
    assert said["sessions"] == 2
    assert [one.state for one in sessions() if one.slot >= datetime(2026, 12, 22, tzinfo=UTC)] == [
        SessionState.CANCELLED
    ] * 3


def test_a_change_from_one_date_on_that_comes_later_is_followed(forum, run):
    run(calendar(WEEKLY))
    identities = {one.id for one in sessions()}
    (changed,) = run(calendar(WEEKLY, ONWARD)).said["changed"]
    assert changed["what"] == "tanggal tertentu"
    assert {one.id for one in sessions()} == identities
    planned = [one for one in sessions() if one.state is SessionState.PLANNED]
    assert starts(planned) == ["1201 0200", "1208 0200", "1223 0600", "1230 0600", "0106 0600"]


def test_a_zone_that_no_place_has_keeps_its_offsets(forum, run):
    own = [
        *("BEGIN:VTIMEZONE", "TZID:Kantor", "BEGIN:STANDARD", "DTSTART:20261208T000000"),
        *("TZOFFSETFROM:+0720", "TZOFFSETTO:+0640", "END:STANDARD", "END:VTIMEZONE"),
    ]
    rule, exdate = "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;TZID=Kantor:20261215T090000"
    repeated = ["UID:k", "DTSTART;TZID=Kantor:20261201T090000", "DURATION:PT1H", rule, exdate]
    endless = ["UID:e", "DTSTART;TZID=Kantor:20261201T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY"]
    said = run(calendar(repeated, endless, head=tuple(own))).said
    planned = [one for one in sessions() if one.state is SessionState.PLANNED]
    assert starts(planned) == ["1201 0140", "1208 0220", "1222 0220"]
    assert [one["event"] for one in said["left_out"]] == ["e"]
    assert said["sessions"] == 3


def test_the_same_event_twice_in_a_file_comes_in_once(forum, run):
    nameless = [line for line in SINGLE if not line.startswith("UID")]
    two = calendar(nameless, nameless, SINGLE) + calendar([*SINGLE[:3], "SUMMARY:Audiensi baru"])
    said = run(two).said
    assert sorted(one.title for one in sessions()) == ["Audiensi", "Audiensi baru"]
    assert len(said["left_out"]) == 2


def test_a_left_out_date_that_the_rule_never_gave_is_no_session(forum, run):
    run(calendar(event("a", "20261201T090000", "RRULE:FREQ=WEEKLY;COUNT=2", "EXDATE:20261208T000000Z")))
    assert starts(sessions()) == ["1201 0200", "1208 0200"]


def test_an_event_whose_rule_ended_before_it_began_stays_out(forum, run):
    said = run(calendar(event("a", "20261201T090000", "RRULE:FREQ=WEEKLY;UNTIL=20261130T000000Z"), SINGLE)).said
    assert (said["cancelled"], said["sessions"]) == (1, 1)


@pytest.mark.parametrize(
    "past, states",
    [
        ("planned", [SessionState.PLANNED, SessionState.PLANNED]),
        ("held", [SessionState.HELD, SessionState.PLANNED]),
        ("left_out", [SessionState.PLANNED]),
    ],
)
def test_what_is_over_comes_in_as_planned_as_held_or_not_at_all(forum, run, past, states):
    run(calendar(GONE, SINGLE), "--past", past)
    assert [one.state for one in sessions()] == states


def test_past_sessions_of_a_series_ignore_holidays_and_its_rule_continues(forum, run, clock):
    said = run(calendar(event("a", "20261020T090000", "RRULE:FREQ=WEEKLY")), "--past", "held").said
    gone = [one for one in sessions() if one.state is SessionState.HELD]
    assert starts(gone) == ["1020 0200", "1027 0200", "1103 0200", "1110 0200", "1117 0200"]
    assert said["past"] == 5
    before = len(sessions())
    clock.shift(timedelta(days=30))
    for _series in fill():
        db.session.commit()
    later = sessions()[before:]
    assert later
    assert {one.title for one in later} == {"Rapat Pimpinan"}


def test_an_event_cancelled_over_there_stays_out(forum, run):
    said = run(calendar([*SINGLE, "STATUS:CANCELLED"])).said
    assert (said["cancelled"], said["sessions"]) == (1, 0)
    assert sessions() == []


def test_a_dry_run_changes_nothing(forum, run):
    said = run(calendar(WEEKLY, MOVED, SINGLE), "--dry-run").said
    assert (said["dry_run"], said["new"], said["sessions"]) == (True, 2, 6)
    assert sessions() == []
    assert db.session.scalar(select(func.count()).select_from(CalendarImport)) == 0
    assert db.session.scalar(select(AuditRow.id).where(AuditRow.action == "forum.calendar_imported")) is None


def test_the_same_file_again_changes_nothing(forum, run):
    content = calendar(WEEKLY, MOVED, SINGLE, GONE)
    run(content)
    before = [(one.id, one.version) for one in sessions()]
    said = run(content).said
    assert (said["unchanged"], said["new"], said["sessions"], said["changed"]) == (3, 0, 0, [])
    assert [(one.id, one.version) for one in sessions()] == before


def test_two_forums_may_take_the_same_calendar(forum, run):
    ForumFactory(slug="forum-lain")
    run(calendar(WEEKLY, SINGLE))
    run(calendar(WEEKLY, SINGLE), slug="forum-lain")
    assert len(sessions()) == 14


def test_what_changed_over_there_is_brought_up_to_date_and_nothing_else(forum, run):
    run(calendar(WEEKLY, MOVED, SINGLE))
    mine = next(one for one in sessions() if one.slot == datetime(2026, 12, 22, 2, tzinfo=UTC))
    mine.title, mine.starts_at = "Kami pindahkan", mine.starts_at + timedelta(hours=3)
    mine.ends_at += timedelta(hours=3)
    db.session.commit()
    identities = {one.id for one in sessions()}
    said = run(
        calendar(
            [*WEEKLY, "EXDATE;TZID=Asia/Jakarta:20270105T090000"],
            event("rapat@kantor", "20261210T080000", "RECURRENCE-ID;TZID=Asia/Jakarta:20261208T090000"),
            event("satu@kantor", "20261211T100000", title="Audiensi pelaku bisnis"),
        )
    ).said
    assert [(one["uid"], one["what"]) for one in said["changed"]] == [
        ("rapat@kantor", "tanggal yang dikecualikan, tanggal tertentu"),
        ("satu@kantor", "nama, waktu"),
    ]
    found = {one.slot or "satu": one for one in sessions()}
    assert {one.id for one in found.values()} == identities
    assert found["satu"].starts_at == datetime(2026, 12, 11, 3, tzinfo=UTC)
    assert found["satu"].title == "Audiensi pelaku bisnis"
    moved = found[datetime(2026, 12, 8, 2, tzinfo=UTC)]
    assert (moved.starts_at, moved.title) == (datetime(2026, 12, 10, 1, tzinfo=UTC), "Rapat Pimpinan")
    last = found[datetime(2027, 1, 5, 2, tzinfo=UTC)]
    assert last.state is SessionState.CANCELLED
    assert "Kalender Kantor" in last.because
    assert found[datetime(2026, 12, 22, 2, tzinfo=UTC)].title == "Kami pindahkan"


def test_another_rule_lets_the_old_series_end_and_a_new_one_begin(forum, run):
    run(calendar(event("a", "20261103T090000", "RRULE:FREQ=WEEKLY;COUNT=8")))
    run(calendar(event("a", "20261104T100000", "RRULE:FREQ=WEEKLY;COUNT=8")))
    planned = [one for one in sessions() if one.state is SessionState.PLANNED]
    assert starts(planned) == [
        *("1103 0200", "1110 0200", "1117 0200", "1124 0200"),
        *("1125 0300", "1202 0300", "1209 0300", "1216 0300", "1223 0300"),
    ]
    assert db.session.scalar(select(func.count()).select_from(Series)) == 2


def test_a_rule_with_a_later_end_creates_the_additional_sessions(forum, run):
    run(calendar(event("a", "20261201T090000", "RRULE:FREQ=WEEKLY;COUNT=2")))
    run(calendar(event("a", "20261201T090000", "RRULE:FREQ=WEEKLY;COUNT=4")))
    assert starts(sessions()) == ["1201 0200", "1208 0200", "1215 0200", "1222 0200"]
    run(calendar(event("a", "20261201T090000", "RRULE:FREQ=WEEKLY;COUNT=3")))
    assert [one.state.value for one in sessions()] == ["planned", "planned", "planned", "cancelled"]


def test_an_event_that_is_called_off_later_and_taken_up_again_follows(forum, run):
    run(calendar(SINGLE))
    run(calendar([*SINGLE, "STATUS:CANCELLED"]))
    assert sessions()[0].state is SessionState.CANCELLED
    run(calendar(SINGLE))
    assert sessions()[0].state is SessionState.PLANNED


def test_what_vanished_is_reported_and_stays(forum, run):
    run(calendar(SINGLE, WEEKLY, GONE))
    said = run(calendar(WEEKLY)).said
    assert [one["uid"] for one in said["gone"]] == ["satu@kantor"]
    assert run(calendar(WEEKLY, name="Kalender lain")).said["gone"] == []
    assert "Audiensi" in {one.title for one in sessions() if one.state is SessionState.PLANNED}


def test_an_event_without_a_uid_is_known_again_as_long_as_it_stays_the_same(forum, run):
    nameless = [line for line in SINGLE if not line.startswith("UID")]
    run(calendar(nameless))
    assert run(calendar(nameless)).said["unchanged"] == 1
    assert len(sessions()) == 1


def test_nobody_is_written_to_but_by_the_usual_job_about_what_is_to_come(forum, run, clock):
    ChairFactory(forum=forum)
    ParticipantFactory(forum=forum)
    db.session.execute(Mail.__table__.delete())
    db.session.commit()
    run(calendar(GONE, SINGLE, WEEKLY))
    assert db.session.scalar(select(func.count()).select_from(Mail)) == 0
    clock.move_to(datetime(2026, 12, 9, 2, tzinfo=UTC))
    send_invitations()
    db.session.commit()
    invited = {one.title for one in sessions() if one.invited_at}
    assert "Audiensi" in invited
    assert "Sudah lewat" not in invited


def test_invitees_are_notified_of_a_moved_event(forum, run, clock):
    ChairFactory(forum=forum)
    run(calendar(SINGLE))
    clock.move_to(datetime(2026, 12, 9, 2, tzinfo=UTC))
    send_invitations()
    db.session.commit()
    mails = db.session.scalar(select(func.count()).select_from(Mail))
    run(calendar(event("satu@kantor", "20261210T130000", title="Audiensi")))
    clock.shift(timedelta(minutes=2))
    for _forum in send_change_notices():
        db.session.commit()
    assert db.session.scalar(select(func.count()).select_from(Mail)) == mails + 1


def test_the_record_says_what_was_imported(forum, run):
    run(calendar(SINGLE, WEEKLY))
    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "forum.calendar_imported")).one()
    assert row.subject_id == forum.id
    assert row.details == {"calendar": "Kalender Kantor", "new": 2, "changed": 0, "sessions": 6}


@pytest.mark.one_database
def test_an_unknown_forum_an_archived_one_and_a_missing_file_are_one_line_each(app, forum, run, clock):
    forum.archived_at = datetime(2026, 11, 1, tzinfo=UTC)
    refused = [run(calendar(SINGLE)), run(calendar(SINGLE), slug="tidak-ada"), run(b""), run(calendar())]
    refused.append(app.test_cli_runner().invoke(args=["forums", "import", "/tidak/ada.ics", "--forum", "x"]))
    for one in refused:
        assert one.exit_code == 1
        assert one.stdout == ""
        assert one.stderr.count("\n") == 1
    assert db.session.scalar(select(func.count()).select_from(ImportedEvent)) == 0
