"""Files of a session: added by those who run it, read inside the forum, replaced and removed with a reason."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.audit.models import AuditRow
from app.circles.models import Classification
from app.database import db
from app.files import content_of
from forums.dossier import actions
from forums.dossier.models import SessionFile
from forums.minutes import actions as minutes_actions
from forums.papers.reports import actions as reports
from forums.papers.reports import texts as report_texts
from forums.scheduling.models import SessionState
from tests.factories import LeadershipFactory, PersonFactory
from tests.forums.papers.scenes import APPROVED_AT, approved, held
from tests.support.pdfs import blank_pdf

ADD, PHOTO, ASSIGNMENT = "forums.dossier.add", "forums.dossier.add_photo", "forums.dossier.add_assignment"
DATED = "26 November 2026"


@pytest.fixture
def it(app, clock):
    return held()


def scan(browser, it, kind="attendance", status=None, name="scan.pdf", content=None, **values):
    sent = {"file": (BytesIO(content or blank_pdf()), name), "kind": kind, "dated": DATED, "title": "", **values}
    return browser.post(ADD, sent, session_id=it.session.id, status=status)


def only():
    return db.session.scalars(select(SessionFile).options(joinedload(SessionFile.file))).one()


def test_the_minute_taker_adds_a_signed_list_that_the_forum_reads(it, as_user):
    scan(as_user(it.taker), it, number="005/DH/2026")
    file = only()
    for who in (it.member, it.observer, it.coordinator):
        page = as_user(who).get("forums.dossier.show", session_id=it.session.id)
        row = page.soup.select_one("#part-attendance")
        assert "Salinan bertanda tangan" in row.get_text()
        assert "005/DH/2026" in row.get_text()
        assert as_user(who).get("forums.dossier.download", session_file_id=file.id).data == blank_pdf()
    as_user(PersonFactory()).get("forums.dossier.download", session_file_id=file.id, status=404)


def test_members_and_observers_add_no_signed_documents(it, as_user):
    for who in (it.member, it.observer):
        scan(as_user(who), it, status=403)
    for who in (it.chair, it.facilitator, it.coordinator):
        scan(as_user(who), it)


@pytest.mark.parametrize(
    "name, content, field",
    [
        ("", b"", "file"),
        ("kunci.pdf", blank_pdf(password="rahasia"), "file"),
        ("rusak.pdf", b"%PDF-1.7\nrusak", "file"),
        ("tabel.csv", b"No,Nama\n1,Sari\n", "file"),
    ],
)
def test_a_file_that_cannot_be_printed_is_refused_beside_its_field(it, as_user, name, content, field):
    page = scan(as_user(it.taker), it, name=name, content=content or b" ", number="005", status=422)
    assert page.soup.select(f"#{field}-error")
    assert page.soup.find(id="number")["value"] == "005"
    assert not db.session.scalars(select(SessionFile)).all()


def test_a_receipt_needs_a_title_and_is_read_only_by_those_who_run_the_session(it, as_user):
    page = scan(as_user(it.taker), it, kind="receipt", status=422)
    assert page.soup.select("#title-error")
    scan(as_user(it.taker), it, kind="receipt", title="Kuitansi konsumsi", number="KW-12")
    file = only()
    assert "Kuitansi konsumsi" in as_user(it.chair).get("forums.dossier.show", session_id=it.session.id).words
    assert "Kuitansi" not in as_user(it.member).get("forums.dossier.show", session_id=it.session.id).words
    as_user(it.chair).get("forums.dossier.download", session_file_id=file.id)
    as_user(it.member).get("forums.dossier.download", session_file_id=file.id, status=404)


def photo_with_place() -> bytes:
    picture = Image.linear_gradient("L").resize((3000, 2000))
    exif = picture.getexif()
    exif[0x010F] = "Kamera rahasia"
    out = BytesIO()
    picture.convert("RGB").save(out, "JPEG", exif=exif)
    return out.getvalue()


def add_photo(browser, it, status=None, **values):
    sent = {"title": "Pembukaan", "alternative": "Delapan orang di meja", **values}
    file = {"file": (BytesIO(photo_with_place()), "IMG_1.jpg")}
    return browser.post(PHOTO, {**sent, **file}, session_id=it.session.id, status=status)


def test_photos_are_shrunk_and_lose_their_metadata(it, as_user):
    assert b"Kamera rahasia" in photo_with_place()
    add_photo(as_user(it.taker), it)
    content = content_of(only().file)
    assert b"Kamera rahasia" not in content
    with Image.open(BytesIO(content)) as picture:
        assert (picture.size, dict(picture.getexif())) == ((2400, 1600), {})
    page = as_user(it.member).get("forums.dossier.show", session_id=it.session.id)
    assert page.soup.select_one("#part-photos img")["alt"] == "Delapan orang di meja"


def test_a_photo_needs_a_caption_a_description_and_a_picture(it, as_user):
    page = add_photo(as_user(it.taker), it, title="", alternative="", status=422)
    assert page.soup.select("#title-error")
    assert page.soup.select("#alternative-error")
    sent = {"title": "Rapat", "alternative": "Rapat", "file": (BytesIO(blank_pdf()), "rapat.pdf")}
    page = as_user(it.taker).post(PHOTO, sent, session_id=it.session.id, status=422)
    assert page.soup.select("#file-error")


def test_a_file_is_replaced_with_a_reason_that_the_audit_trail_keeps(it, as_user):
    scan(as_user(it.taker), it)
    file, before = only(), only().file.sha256
    other = blank_pdf(2)
    sent = {"file": (BytesIO(other), "baru.pdf"), "reason": ""}
    page = as_user(it.taker).post("forums.dossier.replace", sent, session_file_id=file.id, status=422)
    assert page.soup.select("#reason-error")
    sent = {"file": (BytesIO(other), "baru.pdf"), "reason": "Halaman kedua tertinggal"}
    as_user(it.taker).post("forums.dossier.replace", sent, session_file_id=file.id)
    assert content_of(only().file) == other
    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "session_file.replaced")).one()
    assert (row.details["replaced"], row.details["reason"]) == (before, "Halaman kedua tertinggal")
    assert row.subject_id == it.session.id


def test_a_file_is_removed_with_a_reason(it, as_user):
    scan(as_user(it.taker), it)
    file_id = only().id
    as_user(it.member).post("forums.dossier.remove", {"reason": "Salah"}, session_file_id=file_id, status=403)
    page = as_user(it.taker).post("forums.dossier.remove", {"reason": ""}, session_file_id=file_id, status=422)
    assert page.soup.select("#reason-error")
    as_user(it.taker).post("forums.dossier.remove", {"reason": "Salah berkas"}, session_file_id=file_id)
    assert not db.session.scalars(select(SessionFile)).all()
    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "session_file.removed")).one()
    assert row.details["reason"] == "Salah berkas"


def test_nothing_is_added_to_a_cancelled_session(it, as_user):
    it.session.state = SessionState.CANCELLED
    db.session.commit()
    scan(as_user(it.taker), it, status=409)


def test_a_session_and_a_seat_have_limited_numbers_of_files(it, as_user, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 1)
    scan(as_user(it.taker), it)
    scan(as_user(it.taker), it, status=409)
    monkeypatch.setattr(actions, "MOST", 9)
    monkeypatch.setattr(actions, "MOST_OF_SEAT", 1)
    assign(as_user(it.partner), it, it.seats["company"])
    assign(as_user(it.partner), it, it.seats["company"], status=409)


def assign(browser, it, seat, status=None):
    sent = {"file": (BytesIO(blank_pdf()), "st.pdf"), "seat": str(seat.id), "number": "094/ST/2026", "dated": DATED}
    return browser.post(ASSIGNMENT, sent, session_id=it.session.id, status=status)


def test_a_represented_organisation_adds_its_own_letter_of_assignment(it, as_user):
    page = as_user(it.partner).get("forums.dossier.show", session_id=it.session.id)
    assert "MSK" in page.soup.select_one("#part-assignment").get_text()
    form = as_user(it.partner).get(ASSIGNMENT, session_id=it.session.id)
    assert [one["value"] for one in form.soup.select("#seat option")] == [str(it.seats["company"].id)]
    assign(as_user(it.partner), it, it.seats["agency"], status=422)
    assign(as_user(it.partner), it, it.seats["company"])
    page = as_user(it.member).get("forums.dossier.show", session_id=it.session.id)
    row = page.soup.select_one("#part-assignment")
    assert "Belum ada" not in row.get_text()
    assert "094/ST/2026" in row.get_text()
    own = only()
    as_user(it.member).get("forums.dossier.remove", session_file_id=own.id, status=403)
    as_user(it.partner).post("forums.dossier.remove", {"reason": "Salah"}, session_file_id=own.id)


def test_those_who_run_the_session_add_a_letter_for_any_seat(it, as_user):
    assign(as_user(it.taker), it, it.seats["company"])
    assert only().seat_id == it.seats["company"].id


def test_public_photos_are_shown_once_the_minutes_are_published(as_user, clock, app):
    it = held(circle__classification=Classification.PUBLIC)
    add_photo(as_user(it.taker), it, is_public="y")
    photo, stranger = only(), as_user(PersonFactory())
    stranger.get("forums.dossier.download", session_file_id=photo.id, status=404)
    minutes = approved(it)
    stranger.get("forums.dossier.download", session_file_id=photo.id, status=404)
    minutes_actions.publish(minutes, by=it.coordinator, at=APPROVED_AT + timedelta(days=1))
    db.session.commit()
    page = stranger.get("forums.sessions.show", session_id=it.session.id)
    assert page.soup.select_one("figure img")["alt"] == "Delapan orang di meja"
    stranger.get("forums.dossier.download", session_file_id=photo.id)
    for endpoint in ("dossier.show", "bundles.pdf", "bundles.archive", "bundles.show"):
        stranger.get(f"forums.{endpoint}", session_id=it.session.id, status=403)
    sent = {"title": "Pembukaan", "alternative": "Delapan orang di meja"}
    as_user(it.taker).post("forums.dossier.describe", sent, session_file_id=photo.id)
    stranger.get("forums.dossier.download", session_file_id=photo.id, status=404)


def test_only_photos_have_a_description(it, as_user):
    scan(as_user(it.taker), it)
    sent = {"title": "Daftar", "alternative": "Daftar"}
    as_user(it.taker).post("forums.dossier.describe", sent, session_file_id=only().id, status=409)


def test_the_page_costs_the_same_with_many_files(it, as_user, queries):
    taker = as_user(it.taker)

    def cost():
        with queries(at_most=30) as seen:
            taker.get("forums.dossier.show", session_id=it.session.id)
        return len(seen)

    scan(taker, it)
    assign(taker, it, it.seats["company"])
    few = cost()
    for kind in ("minutes", "agreement", "decisions", "attendance"):
        scan(taker, it, kind=kind)
    for name in ("agency", "secretariat"):
        assign(taker, it, it.seats[name])
    assert cost() == few


def test_a_program_lists_adds_describes_and_removes_files(it, as_program):
    taker, member = as_program(it.taker), as_program(it.member)
    path = f"/sessions/{it.session.id}/file"
    sent = {"file": (BytesIO(blank_pdf()), "scan.pdf"), "kind": "receipt", "title": "Kuitansi", "dated": "2026-11-26"}
    made = taker.ask("POST", f"{path}/files", status=201, data=sent).json
    assert (made["kind"], made["name"]) == ("receipt", "scan.pdf")
    assert [one["id"] for one in taker.get(f"{path}/files").json["items"]] == [made["id"]]
    assert member.get(f"{path}/files").json["items"] == []
    assert "receipts" not in {part["name"] for part in member.get(path).json["parts"]}
    parts = {part["name"]: part for part in taker.get(path).json["parts"]}
    assert (parts["receipts"]["status"], parts["receipts"]["files"]) == ("uploaded", 1)
    assert parts["assignment"]["missing"] == ["MSK"]
    picture = {"file": (BytesIO(photo_with_place()), "a.jpg"), "title": "Rapat", "alternative": "Meja"}
    photo = taker.ask("POST", f"{path}/photos", status=201, data=picture).json
    changed = taker.patch(f"/session-files/{photo['id']}", {"title": "Penutupan"}).json
    assert (changed["title"], changed["alternative"]) == ("Penutupan", "Meja")
    taker.post(f"/session-files/{made['id']}/remove", {"reason": "Salah"})
    assert [one["kind"] for one in taker.get(f"{path}/files").json["items"]] == ["photo"]


def test_a_signed_report_to_leadership_is_read_by_those_who_read_the_report(it, as_user):
    scan(as_user(it.taker), it, kind="memo", title="Nota dinas", status=422)
    scan(as_user(it.chair), it, kind="memo", title="Nota dinas")
    file, leader = only(), LeadershipFactory()
    assert "part-memo" in as_user(it.chair).get("forums.dossier.show", session_id=it.session.id).text
    assert "part-memo" not in as_user(it.member).get("forums.dossier.show", session_id=it.session.id).text
    as_user(it.chair).get("forums.dossier.download", session_file_id=file.id)
    for who in (it.member, it.taker, leader):
        as_user(who).get("forums.dossier.download", session_file_id=file.id, status=404)
    report = report_texts.standard(it.session, approved(it), it.session.ends_at)
    db.session.refresh(it.coordinator)
    reports.write(
        it.session, replace(report, number="ND/1"), version=None, texts={}, by=it.coordinator, at=it.session.ends_at
    )
    db.session.commit()
    as_user(leader).get("forums.dossier.download", session_file_id=file.id)
