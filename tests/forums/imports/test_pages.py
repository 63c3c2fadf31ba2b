"""An import through its pages: a file, what it would do, the confirmation."""

import io
import zipfile

import pytest
from sqlalchemy import func, select

from app.database import db
from app.files.models import StoredFile
from forums.imports.jobs import sweep
from forums.imports.models import CalendarImport
from forums.scheduling.models import Session, SessionState
from tests.factories import CoordinatorFactory, ParticipantFactory, SessionFactory
from tests.forums.imports.calendars import GONE, MOVED, SINGLE, WEEKLY, calendar, event

pytestmark = pytest.mark.one_database


def confirmed(coordinator, preview, *, status=None):
    button = next(one for one in preview.soup.find_all("form") if one.get("action", "").endswith("/confirm"))
    mark = button.find("input", attrs={"name": "plan"})["value"]
    return coordinator.post(button["action"], {"plan": mark}, status=status, follow=status is None)


def number_of(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_a_preview_says_what_would_happen_and_its_confirmation_does_it(coordinator, upload):
    days = ["UID:hari", "DTSTART;VALUE=DATE:20261211", "SUMMARY:Lokakarya"]
    bad = event("menit", "20261201T090000", "RRULE:FREQ=MINUTELY", title="Tiap menit")
    preview = upload(calendar(WEEKLY, MOVED, SINGLE, days, GONE, bad))
    for words in (
        "Impor “Kalender Kantor”",
        "Impor 8 sesi",
        "1 acara berlangsung sepanjang hari: diimpor pada pukul 08.00–16.00",
        "1 sesi sudah lewat dan diimpor sebagai direncanakan",
        "Setiap Selasa",
        "Tiap menit",
        "paling sering tiap jam",
    ):
        assert words in preview.words
    assert number_of(Session) == 0
    done = confirmed(coordinator, preview)
    assert "8 sesi diimpor" in done.soup.text
    assert db.session.scalar(select(func.count()).where(Session.state == SessionState.PLANNED)) == 8


def test_what_was_looked_at_is_done_although_the_file_is_forgotten(coordinator, upload):
    preview = upload(calendar(SINGLE))
    file = db.session.scalars(select(StoredFile)).one()
    assert (file.name, file.media_type) == ("kalender.ics", "text/calendar")
    confirmed(coordinator, preview)
    again = confirmed(coordinator, preview, status=422)
    assert "sudah diimpor" in again.words
    assert number_of(Session) == 1


def test_a_preview_that_no_longer_holds_is_shown_anew_and_nothing_is_done(coordinator, upload):
    first, second = upload(calendar(SINGLE, GONE)), upload(calendar(SINGLE))
    confirmed(coordinator, second)
    refused = confirmed(coordinator, first, status=422)
    assert "Forum berubah sejak Anda melihatnya" in refused.words
    assert number_of(Session) == 1
    confirmed(coordinator, refused)
    assert number_of(Session) == 2


def test_a_second_import_shows_what_changed_and_what_vanished(coordinator, upload):
    confirmed(coordinator, upload(calendar(SINGLE, WEEKLY)))
    preview = upload(calendar(event("satu@kantor", "20261210T100000", title="Audiensi")))
    assert "Berubah: waktu" in preview.words
    assert "Tidak ada lagi di kalender" in preview.words
    assert "Rapat Pimpinan" in preview.words
    assert "Perbarui acara" in preview.words
    same = upload(calendar(SINGLE, WEEKLY))
    assert "Tidak ada yang perlu diimpor" in same.words


def test_an_import_that_is_done_says_what_it_did(coordinator, upload):
    confirmed(coordinator, upload(calendar(SINGLE)))
    imported = db.session.scalars(select(CalendarImport)).one()
    assert imported.entries == []
    page = coordinator.get("forums.imports.show", calendar_import_id=imported.id)
    assert "Kalender ini diimpor pada" in page.words


@pytest.mark.parametrize(
    "content, name, words",
    [
        (b"", "a.ics", "kosong"),
        (b"\x00" * 50, "a.ics", "tidak cocok"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "a.ics", "terpotong"),
        (calendar(), "a.ics", "Tidak ada acara"),
        (calendar(SINGLE), "a.txt", "kalender"),
        (calendar(SINGLE), "a.exe", "tidak diterima"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused_beside_the_field(upload, content, name, words):
    refused = upload(content, name=name, status=422)
    (message,) = refused.soup.select("#file-error")
    assert words in message.text
    assert number_of(CalendarImport) == 0


def test_an_archive_with_a_calendar_is_refused(upload):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.ics", calendar(SINGLE))
    assert len(upload(packed.getvalue(), name="a.zip", status=422).soup.select("#file-error")) == 1


def test_hours_that_end_before_they_begin_are_refused(upload):
    refused = upload(calendar(SINGLE), day_starts="16.00", day_ends="08.00", status=422)
    assert "Pilih jam sesudah jam mulai" in refused.words


def test_days_are_left_out_where_they_are_not_wanted(upload):
    days = ["UID:hari", "DTSTART;VALUE=DATE:20261211", "SUMMARY:Libur"]
    preview = upload(calendar(SINGLE, days), whole_days="leave")
    assert "Impor 1 sesi" in preview.words
    assert "acara seperti itu tidak diminta" in preview.words


def test_who_may_not_change_the_forum_may_neither_import_nor_look(as_user, forum, upload):
    upload(calendar(SINGLE))
    imported = db.session.scalars(select(CalendarImport)).one()
    member = as_user(ParticipantFactory(forum=forum).person)
    member.get("forums.imports.add", slug=forum.slug, status=403)
    member.get("forums.imports.show", calendar_import_id=imported.id, status=404)
    assert "Impor kalender" not in member.get("forums.scheduling.show", slug=forum.slug).words
    as_user(CoordinatorFactory()).get("forums.imports.show", calendar_import_id=imported.id)


def test_a_preview_takes_the_same_number_of_statements_whatever_its_size(coordinator, upload, queries):
    upload(calendar(*(event(f"{number}@x", "20261210T090000") for number in range(30))))
    imported = db.session.scalars(select(CalendarImport)).one()
    with queries(at_most=5):
        coordinator.get("forums.imports.show", calendar_import_id=imported.id)


def test_importing_takes_the_same_number_of_statements_however_many_series(coordinator, upload, queries):
    taken = []
    for first, number in ((1, 2), (3, 12)):
        weekly = [
            event(f"rapat-{day}@kantor", f"202612{day:02}T090000", "RRULE:FREQ=WEEKLY;COUNT=3")
            for day in range(first, first + number)
        ]
        preview = upload(calendar(*weekly))
        with queries() as statements:
            confirmed(coordinator, preview)
        taken.append(len(statements))
    assert number_of(Session) == 42
    assert taken[1] <= taken[0] + 1


def test_previews_that_nobody_confirmed_go_after_a_week(coordinator, upload, clock):
    upload(calendar(SINGLE))
    assert sweep() == 0
    clock.move_to(clock_in(8))
    assert sweep() == 1
    assert number_of(CalendarImport) == number_of(StoredFile) == 0


def clock_in(days):
    from datetime import timedelta

    from tests.conftest import NOW

    return NOW + timedelta(days=days)


def test_sessions_of_the_forum_itself_are_left_alone(coordinator, upload, forum):
    own = SessionFactory(forum=forum, title="Milik forum")
    confirmed(coordinator, upload(calendar(SINGLE)))
    db.session.expire_all()
    assert own.title == "Milik forum"
    assert sorted(db.session.scalars(select(Session.number))) == sorted({own.number, own.number + 1})
