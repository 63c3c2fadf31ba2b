"""Private notes: their author alone reads them, in every channel."""

from io import BytesIO

import pypdf
import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.database import db
from forums.pack.models import PackNote
from tests.factories import AdministratorFactory, PersonFactory
from tests.forums.pack.test_pack import circulate, fetched, latest, texts

SECRET = "Tanya angka perizinan yang berbeda"


def save(visitor, it, text=SECRET, status=None):
    return visitor.post("forums.pack.save_note", {"text": text}, agenda_item_id=it.budget.id, status=status)


def notes():
    return db.session.scalars(select(PackNote)).all()


def test_a_note_is_saved_changed_and_deleted_by_its_author(it, as_user):
    member = as_user(it.member)
    save(member, it)
    assert SECRET in member.get("forums.pack.show", session_id=it.session.id).text
    save(member, it, "Lain")
    assert [note.text for note in notes()] == ["Lain"]
    member.post("forums.pack.delete_note", agenda_item_id=it.budget.id)
    assert not notes()
    save(member, it)
    save(member, it, " ")
    assert not notes()


def test_a_note_that_is_too_long_is_refused_beside_its_field_and_nothing_is_lost(it, as_user):
    page = save(as_user(it.member), it, "a" * 20_000, status=422)
    field = page.soup.find(id=f"note-{it.budget.id}")
    assert field.text.strip() == "a" * 20_000
    assert page.soup.find(id=field["aria-describedby"])
    assert not notes()


@pytest.mark.parametrize("who", ["coordinator", "chair", "facilitator", "taker", "partner", "observer"])
def test_nobody_else_reads_a_note(it, as_user, as_program, who):
    save(as_user(it.member), it)
    circulate(as_user, it)
    other = getattr(it, who)
    assert SECRET not in as_user(other).get("forums.pack.show", session_id=it.session.id).text
    assert SECRET not in " ".join(texts(fetched(as_user, other, latest(), "with_notes")))
    program = as_program(other)
    assert SECRET not in program.get("/pack-notes").text
    assert SECRET not in program.get(f"/agenda-items/{it.budget.id}/pack-note").text


def test_notes_reach_neither_the_audit_trail_nor_administrators_nor_search(it, as_user):
    before = len(db.session.scalars(select(AuditRow)).all())
    save(as_user(it.member), it)
    assert len(db.session.scalars(select(AuditRow)).all()) == before
    as_user(AdministratorFactory()).get("forums.pack.show", session_id=it.session.id, status=404)
    for person in (it.coordinator, it.member):
        assert "Tanya" not in as_user(person).get("/search?q=angka+perizinan").text


def test_strangers_write_no_notes(it, as_user):
    save(as_user(PersonFactory()), it, status=404)


def test_the_author_downloads_the_pack_with_their_notes_after_the_item(it, as_user, app):
    save(as_user(it.member), it)
    circulate(as_user, it)
    content = fetched(as_user, it.member, latest(), "with_notes")
    pages = texts(content)
    assert len(pages) == latest().pages + 1
    assert SECRET in pages[3]
    assert "Urutan tiga layanan" in pages[2]
    assert pypdf.PdfReader(BytesIO(content)).outline
    papers = app.extensions["settings"].data_dir / "papers"
    assert all(SECRET not in " ".join(texts(path.read_bytes())) for path in papers.glob("*.pdf"))


def test_programs_read_and_write_own_notes(it, as_program):
    program = as_program(it.member)
    path = f"/agenda-items/{it.budget.id}/pack-note"
    assert program.get(path).json["text"] == ""
    assert program.post(path, {"text": SECRET}).json["text"] == SECRET
    assert [one["text"] for one in program.get("/pack-notes").json["items"]] == [SECRET]
    program.post(f"{path}/delete", status=204)
    assert program.get(path).json["saved_at"] is None
