"""Several sessions change at once: seen first, told once, undone within a minute."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from sqlalchemy import func, select

from app import events
from app.audit.models import AuditRow
from app.clock import utc_now
from app.database import db
from app.mail import outbox
from app.mail.outbox.models import Mail
from forums.agenda.models import AgendaItem
from forums.changes.change_set import ONLY_GROWS, WATCHED
from forums.changes.models import Change
from forums.invitations.models import AnswerState, ChangeNotice, Invitation, Via
from forums.invitations.queries import answer_of
from forums.invitations.rsvp import Channel, Reply, answer
from forums.invitations.rules import PATIENCE
from forums.scheduling.events import SessionsChanged
from forums.scheduling.models import Participant, Series, Session, SessionState
from tests.forums.changes.confirming import confirmed, looked

SHIFT, RELOCATE, RESCHEDULE = "forums.changes.shift", "forums.changes.relocate", "forums.changes.reschedule"


@pytest.fixture
def coordinator(as_user, course):
    return as_user(course.coordinator)


def everything():
    """All rows that changes may touch, without what only grows."""
    db.session.rollback()
    found = {}
    for name, watched in WATCHED.items():
        columns = [column for column in watched.table.columns if column.name not in ONLY_GROWS]
        rows = db.session.execute(select(*columns)).mappings().all()
        found[name] = {row["id"]: dict(row) for row in rows}
    return found


def shift_form(it, **answers):
    form = {"first": str(it.sessions[0].id), "last": "", "days": "", "weekday": "", "time": "", "minutes": ""}
    return {**form, "reason": "Gedung dipakai", **answers}


def reschedule_form(it, first=1, **answers):
    form = {"first": str(it.sessions[first].id), "repeat": "weekly", "position": "first", "weekday": "wednesday"}
    form |= {"time": "13.00", "minutes": "90", "first_day": "3 Desember 2026", "reason": "Permintaan peserta"}
    return {**form, "mode": "in_person", "place": "Balai Kota", "link": "", **answers}


def accept(it, person, session):
    invitation = db.session.scalars(
        select(Invitation).where(Invitation.session_id == session.id, Invitation.person_id == person.id)
    ).one()
    answer(invitation, Reply(answer=AnswerState.ATTENDING_IN_PERSON), through=Channel(via=Via.APP), at=utc_now())
    db.session.commit()


def starts():
    return [one.starts_at for one in db.session.scalars(select(Session).order_by(Session.number))]


def calendars(message):
    """The calendar objects attached to a message: METHOD, and the events by slot."""
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    read = [icalendar.Calendar.from_ical(part.get_content()) for part in parts]
    return [(str(one["METHOD"]), {event["RECURRENCE-ID"].dt: event for event in one.walk("VEVENT")}) for one in read]


def test_looking_changes_nothing_and_sends_nothing(course, coordinator):
    before, mails = everything(), db.session.scalar(select(func.count()).select_from(Mail))
    page = looked(coordinator, SHIFT, shift_form(course, days="1"), slug=course.forum.slug)
    assert "5 sesi pindah, 6 orang diberi tahu" in page.words
    assert everything() == before
    assert db.session.scalar(select(func.count()).select_from(Mail)) == mails
    assert db.session.scalar(select(func.count()).select_from(Change)) == 0
    assert "dipindahkan" not in " ".join(db.session.scalars(select(AuditRow.action)))


def test_what_was_shown_is_what_happens(course, coordinator, sent):
    before = starts()
    page = confirmed(coordinator, SHIFT, shift_form(course, weekday="friday", time="13.30"), slug=course.forum.slug)
    assert "5 sesi pindah, 6 orang diberi tahu" in page.words
    assert starts() == [one + timedelta(days=1, hours=4, minutes=30) for one in before]
    assert {one.slot for one in course.sessions} == set(before)
    mails = sent()
    assert len(mails) == 6
    ((method, events),) = calendars(mails[course.partner.email])
    assert (method, sorted(events)) == ("REQUEST", before[:4])


def test_what_changed_between_looking_and_confirming_is_shown_again(course, coordinator, as_user):
    form = shift_form(course, days="1")
    page = looked(coordinator, SHIFT, form, slug=course.forum.slug)
    cancelled = {"session_id": course.sessions[2].id}
    confirmed(as_user(course.chair), "forums.sessions.cancel", {"reason": "Banjir"}, **cancelled)
    seen = {**form, "seen": page.soup.find(id="seen")["value"]}
    again = coordinator.post(SHIFT, seen, slug=course.forum.slug, status=422)
    assert "Ada yang berubah sementara itu" in again.words
    assert "4 sesi pindah" in again.words
    assert db.session.scalar(select(func.count()).select_from(Change)) == 1


def test_nothing_is_done_that_was_not_seen(course, coordinator):
    before = everything()
    coordinator.post(SHIFT, shift_form(course, days="1"), slug=course.forum.slug, status=200)
    assert everything() == before


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({}, "Tulis jumlah hari"),
        ({"days": "-30"}, "Waktu ini sudah lewat"),
        ({"days": "1000"}, "-366 sampai 366"),
        ({"days": "1", "first": "x"}, ""),
    ],
)
def test_a_refused_shift_says_why_and_keeps_what_was_typed(course, coordinator, wrong, words):
    before = everything()
    page = coordinator.post(SHIFT, {**shift_form(course, **wrong), "preview": "1"}, slug=course.forum.slug, status=422)
    assert words in page.words
    assert page.soup.find(id="days")["value"] == wrong.get("days", "")
    assert everything() == before


def test_who_forgot_the_reason_is_asked_for_it_beside_what_would_happen(course, coordinator):
    before = everything()
    page = coordinator.post(SHIFT, shift_form(course, days="1", reason=""), slug=course.forum.slug, status=422)
    assert "Tulis alasannya" in page.words
    assert "5 sesi pindah" in page.words
    assert everything() == before


def test_a_change_is_undone_within_the_minute_as_if_it_had_not_been(course, coordinator, sent, clock):
    accept(course, course.partner, course.sessions[0])
    before = everything()
    page = confirmed(coordinator, SHIFT, shift_form(course, days="1"), slug=course.forum.slug)
    undo = page.soup.find("form", action=lambda action: action and action.endswith("/undo"))
    assert "Masih dapat diurungkan dalam 60 detik" in page.words
    versions = [one.version for one in course.sessions]
    clock.shift(timedelta(seconds=59))
    page = coordinator.post(undo["action"], follow=True)
    assert "Perubahan diurungkan" in page.words
    assert "orang diberi tahu" not in page.words
    assert everything() == before
    db.session.expire_all()
    assert all(one.version > version for one, version in zip(course.sessions, versions, strict=True))
    assert sent() == {}


def test_mails_that_others_write_because_of_a_change_wait_and_are_withdrawn_with_it(course, coordinator, monkeypatch):
    participant_id = course.participants["partner"].id
    db.session.commit()

    def write(_event):
        participant = db.session.get(Participant, participant_id)
        known = {"forum": participant.forum, "participant": participant, "by": participant.person, "link": "x"}
        outbox.enqueue("forums/scheduling/joined", participant.person, key="other", **known)

    monkeypatch.setitem(events.handlers, SessionsChanged, [*events.handlers[SessionsChanged], write])
    confirmed(coordinator, SHIFT, shift_form(course, days="1"), slug=course.forum.slug)
    (mail,) = db.session.scalars(select(Mail)).all()
    assert mail.next_try_at == utc_now() + PATIENCE
    change = db.session.scalars(select(Change)).one()
    coordinator.post("forums.changes.undo", change_id=change.id)
    assert db.session.scalars(select(Mail)).all() == []


def test_a_change_is_not_undone_once_the_minute_is_over(course, coordinator, clock):
    confirmed(coordinator, SHIFT, shift_form(course, days="1"), slug=course.forum.slug)
    change = db.session.scalars(select(Change)).one()
    clock.shift(timedelta(seconds=60))
    page = coordinator.post("forums.changes.undo", change_id=change.id, status=422)
    assert "Batas satu menit sudah lewat" in page.words
    assert change.undone_at is None


def test_a_change_is_not_undone_once_somebody_answered_to_the_new_date(course, coordinator, clock):
    confirmed(coordinator, SHIFT, shift_form(course, days="1"), slug=course.forum.slug)
    clock.shift(timedelta(seconds=10))
    accept(course, course.partner, course.sessions[0])
    change = db.session.scalars(select(Change)).one()
    page = coordinator.post("forums.changes.undo", change_id=change.id, status=422)
    assert "Sudah ada yang menjawab untuk tanggal baru" in page.words


def test_changes_are_undone_the_latest_first(course, coordinator):
    original = everything()
    confirmed(coordinator, SHIFT, shift_form(course, days="1"), slug=course.forum.slug)
    shifted = everything()
    confirmed(coordinator, "forums.sessions.cancel", {"reason": "Banjir"}, session_id=course.sessions[1].id)
    first, second = db.session.scalars(select(Change).order_by(Change.kind.desc()))
    page = coordinator.post("forums.changes.undo", change_id=first.id, status=422)
    assert "Urungkan perubahan yang terakhir" in page.words
    coordinator.post("forums.changes.undo", change_id=second.id)
    assert everything() == shifted
    coordinator.post("forums.changes.undo", change_id=first.id)
    assert everything() == original
    coordinator.post("forums.changes.undo", change_id=first.id, status=422)


@pytest.mark.parametrize("act", ["move", "cancel", "merge", "edit"])
def test_what_happens_to_one_session_is_undone_too(course, coordinator, act, sent):
    session, before = course.sessions[1], everything()
    form = {"reason": "Banjir", "version": str(session.version)}
    form |= {"day": "4/12/2026", "time": "10.00", "minutes": "60"} if act == "move" else {}
    if act == "edit":
        form |= {"mode": "in_person", "place": "Ruang 2", "link": "", "title": ""}
        form |= {"presider": str(session.presider_id), "minute_taker": str(session.minute_taker_id)}
    page = confirmed(coordinator, f"forums.sessions.{act}", form, session_id=session.id)
    undo = page.soup.find("form", action=lambda action: action and action.endswith("/undo"))
    assert everything() != before
    coordinator.post(undo["action"])
    assert everything() == before
    assert sent() == {}


def test_the_place_of_all_to_come_changes_and_answers_keep(course, coordinator, sent):
    accept(course, course.partner, course.sessions[1])
    form = {
        "first": str(course.sessions[1].id),
        "mode": "hybrid",
        "place": "Ruang 2",
        "link": "https://rapat.example/2",
    }
    page = confirmed(coordinator, RELOCATE, form, slug=course.forum.slug)
    assert "4 sesi berganti tempat" in page.words
    assert [one.place for one in course.sessions] == ["Balai Kota", *["Ruang 2"] * 4]
    assert course.forum.place == "Ruang 2"
    ((_method, events),) = calendars(sent()[course.partner.email])
    told = [event["ATTENDEE"].params for event in events.values()]
    assert [(one["PARTSTAT"], one["RSVP"]) for one in told] == [
        ("ACCEPTED", "FALSE"),
        ("NEEDS-ACTION", "TRUE"),
        ("NEEDS-ACTION", "TRUE"),
    ]
    assert all(event["CONFERENCE"] == "https://rapat.example/2" for event in events.values())


def test_a_merged_session_leaves_its_agenda_to_the_next_one(course, coordinator, sent):
    session, following = course.sessions[0], course.sessions[1]
    course.session = session
    own = course.item(proposed_by_id=course.partner.id)
    page = confirmed(coordinator, "forums.sessions.merge", {"reason": "Acara sedikit"}, session_id=session.id)
    assert "1 sesi digabung, 6 orang diberi tahu" in page.words
    db.session.expire_all()
    assert session.state is SessionState.MERGED
    assert session.because == "Digabung dengan Sesi 2. Acara sedikit"
    assert db.session.get(AgendaItem, own.id).session_id == following.id
    ((method, events),) = calendars(sent()[course.member.email])
    assert (method, list(events)) == ("CANCEL", [session.slot])
    confirmed(coordinator, "forums.sessions.restore", {}, session_id=session.id)
    assert session.state is SessionState.PLANNED
    ((method, _events),) = calendars(sent()[course.member.email])
    assert method == "REQUEST"


def test_the_last_session_is_merged_with_none(course, coordinator):
    form = {"preview": "1", "reason": ""}
    page = coordinator.post("forums.sessions.merge", form, session_id=course.sessions[-1].id, status=409)
    assert "Tidak ada sesi berikutnya" in page.words


def test_this_and_all_following_get_another_schedule_and_what_was_before_stays(course, coordinator, sent):
    accept(course, course.partner, course.sessions[1])
    past = dict(everything()["sessions"][course.sessions[0].id])
    old_uid = course.series.uid
    page = confirmed(coordinator, RESCHEDULE, reschedule_form(course), slug=course.forum.slug)
    assert "4 sesi pindah" in page.words
    assert everything()["sessions"][course.sessions[0].id] == past
    old, new = db.session.scalars(select(Series).order_by(Series.created_at))
    assert "UNTIL=20261126T020000Z" in old.rule
    assert (new.rule, new.uid != old_uid) == ("FREQ=WEEKLY;BYDAY=WE", True)
    moved = course.sessions[1]
    assert moved.slot == moved.starts_at == datetime(2026, 12, 9, 6, tzinfo=UTC)
    assert (moved.number, moved.series_id, moved.length) == (2, new.id, timedelta(minutes=90))
    mails = sent()
    mine = answer_of(moved, course.partner.id)
    assert (mine.answer, mine.previous) == (AnswerState.NEEDS_ACTION, AnswerState.ATTENDING_IN_PERSON)
    assert len(mails) == 6
    (asked, requests), (withdrawn, gone) = calendars(mails[course.partner.email])
    assert (asked, withdrawn) == ("REQUEST", "CANCEL")
    assert {str(event["UID"]) for event in requests.values()} == {new.uid}
    assert {str(event["UID"]) for event in gone.values()} == {old_uid}
    assert sorted(gone) == [datetime(2026, 12, 3, 2, tzinfo=UTC) + timedelta(weeks=week) for week in range(3)]


def test_all_following_sessions_may_go_by_a_rule_of_ones_own(course, coordinator):
    form = reschedule_form(course, repeat="own", rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", time="13.00")
    confirmed(coordinator, RESCHEDULE, form, slug=course.forum.slug)
    new = db.session.scalars(select(Series).order_by(Series.created_at)).all()[-1]
    assert new.rule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE"
    again = coordinator.get(RESCHEDULE, slug=course.forum.slug)
    assert again.soup.find("input", id="rule")["value"] == new.rule
    assert again.soup.find("input", attrs={"name": "repeat", "value": "own"}).has_attr("checked")


def test_a_schedule_that_only_changes_the_place_carries_every_answer(course, coordinator, sent):
    accept(course, course.partner, course.sessions[1])
    form = reschedule_form(course, weekday="thursday", time="09.00", minutes="120", place="Ruang 2")
    page = confirmed(coordinator, RESCHEDULE, form, slug=course.forum.slug)
    assert "4 sesi berganti tempat" in page.words
    (_asked, requests), (_withdrawn, gone) = calendars(sent()[course.partner.email])
    event = requests[course.sessions[1].slot]
    assert (event["ATTENDEE"].params["PARTSTAT"], event["ATTENDEE"].params["RSVP"]) == ("ACCEPTED", "FALSE")
    assert set(gone) == set(requests)
    assert answer_of(course.sessions[1], course.partner.id).answer is AnswerState.ATTENDING_IN_PERSON


def test_a_new_schedule_is_undone_with_all_that_it_made(course, coordinator, sent):
    accept(course, course.partner, course.sessions[1])
    before = everything()
    confirmed(coordinator, RESCHEDULE, reschedule_form(course, repeat="fortnightly"), slug=course.forum.slug)
    assert len(everything()["series"]) == 2
    change = db.session.scalars(select(Change)).one()
    coordinator.post("forums.changes.undo", change_id=change.id)
    assert everything() == before
    assert sent() == {}


def test_sessions_beyond_the_horizon_are_named_as_such_and_not_as_cancelled(course, coordinator, sent):
    form = reschedule_form(course, repeat="own", rule="FREQ=YEARLY;BYMONTH=12;BYDAY=1WE", first_day="2 Desember 2026")
    shown = coordinator.post(RESCHEDULE, {**form, "preview": "1"}, slug=course.forum.slug, status=200)
    assert "3 sesi di luar masa perencanaan" in shown.words
    assert "dibatalkan" not in shown.soup.find(id="foreseen").get_text().casefold()
    rows = [row.get_text(" ", strip=True) for row in shown.soup.select("#foreseen tbody tr")]
    assert ["Belum ada tanggal" in row and "Di luar masa perencanaan" in row for row in rows] == [
        False,
        True,
        True,
        True,
    ]
    confirmed(coordinator, RESCHEDULE, form, slug=course.forum.slug)
    change = db.session.scalars(select(Change)).one()
    page = coordinator.get("forums.changes.show", change_id=change.id)
    assert page.words.count("Di luar masa perencanaan") == 3
    later = course.sessions[2]
    assert later.because == "Di luar masa perencanaan: jadwal baru belum memuat tanggalnya. Permintaan peserta"
    acts = db.session.scalars(select(AuditRow.action).where(AuditRow.subject_id == later.id)).all()
    assert "session.beyond_horizon" in acts
    assert "session.cancelled" not in acts
    mail = sent()[course.partner.email].get_body(("plain",)).get_content()
    assert "tidak lagi ada di jadwal, tanggal baru belum ada" in " ".join(mail.split())
    assert "tidak akan berlangsung" not in mail


def test_the_only_session_beyond_the_horizon_has_a_mail_of_its_own(course, coordinator, sent):
    form = reschedule_form(course, 3, repeat="own", rule="FREQ=YEARLY;BYMONTH=1;BYDAY=1TH", first_day="6 Januari 2028")
    confirmed(coordinator, RESCHEDULE, form, slug=course.forum.slug)
    message = sent()[course.partner.email]
    assert message["Subject"].startswith("Belum ada tanggal baru:")
    mail = " ".join(message.get_body(("plain",)).get_content().split())
    assert "Belum ada tanggal baru untuk sesi ini. Alasan: Permintaan peserta" in mail


def test_sessions_left_by_a_schedule_that_ends_are_cancelled(course, coordinator):
    form = reschedule_form(course, repeat="own", rule="FREQ=WEEKLY;COUNT=2;BYDAY=WE", first_day="2 Desember 2026")
    shown = coordinator.post(RESCHEDULE, {**form, "preview": "1"}, slug=course.forum.slug, status=200)
    assert "2 sesi dibatalkan" in shown.words
    assert "di luar masa perencanaan" not in shown.words.casefold()


def test_a_cancelled_session_stays_cancelled_in_a_schedule_that_keeps_its_slot(course, coordinator):
    gone = course.sessions[2]
    confirmed(coordinator, "forums.sessions.cancel", {"reason": "Libur kantor"}, session_id=gone.id)
    form = reschedule_form(course, weekday="thursday", time="09.00", minutes="120", place="Ruang 2")
    confirmed(coordinator, RESCHEDULE, form, slug=course.forum.slug)
    new = db.session.scalars(select(Series).order_by(Series.created_at.desc())).first()
    assert (gone.state, gone.series_id, gone.because) == (SessionState.CANCELLED, new.id, "Libur kantor")


def test_a_shift_shows_conflicts_with_the_new_dates(course, coordinator):
    form = shift_form(course, last=str(course.sessions[0].id), days="1", time="11.00")
    page = looked(coordinator, SHIFT, form, slug=course.forum.slug)
    assert "Jumat" in page.words or "Salat" in page.words
    form = shift_form(course, first=str(course.sessions[3].id), last=str(course.sessions[3].id), days="8")
    page = looked(coordinator, SHIFT, form, slug=course.forum.slug)
    assert "Hari libur: Hari Raya Natal" in page.words


def test_the_record_and_the_list_tell_of_every_change(course, coordinator, as_user):
    confirmed(coordinator, SHIFT, shift_form(course, days="1"), slug=course.forum.slug)
    change = db.session.scalars(select(Change)).one()
    coordinator.post("forums.changes.undo", change_id=change.id)
    actions = db.session.scalars(select(AuditRow.action).order_by(AuditRow.id)).all()
    assert [one for one in actions if one.startswith("change")] == ["change.shifted", "change.undone"]
    assert actions.count("session.moved") == actions.count("session.put_back") == 5
    words = as_user(course.partner).get("forums.changes.index", slug=course.forum.slug).words
    assert "Beberapa sesi digeser Diurungkan Gedung dipakai" in words
    words = as_user(course.partner).get("forums.changes.show", change_id=change.id).words
    assert "Urungkan" not in words
    as_user(course.partner).post("forums.changes.undo", change_id=change.id, status=403)


def test_nothing_waits_for_announcement_once_it_was_announced(course, coordinator, sent):
    confirmed(coordinator, SHIFT, shift_form(course, days="1"), slug=course.forum.slug)
    assert db.session.scalar(select(func.count()).select_from(ChangeNotice)) == 4
    sent()
    assert db.session.scalar(select(func.count()).select_from(ChangeNotice)) == 0
