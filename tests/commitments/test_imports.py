"""Registers of follow-ups: uploaded, assigned, previewed, and imported as a whole."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

import openpyxl
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DisconnectionError

from app.audit.models import AuditRow
from app.database import db
from app.files.sheet_import.stages import Stage
from app.mail.outbox.models import Mail
from commitments.delivery.models import Act, Update
from commitments.imports import actions
from commitments.imports.jobs import work
from commitments.imports.models import ImportedCommitment, RegisterImport
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery
from tests.commitments.test_registry import wish

HEAD = [
    "Nomor",
    "Tindak lanjut",
    "Kriteria",
    "Penanggung jawab",
    "Verifikator",
    "Tenggat",
    "Kemajuan",
    "Keadaan",
    "Ket.",
]
LIST = ("TL-1", "Daftar layanan", "Memuat 9 layanan\nTanpa galat", "dinas  kesehatan", "Dinas Kominfotik")
LIST = (*LIST, "12 Nopember 2027", "40%", "proses", "Dari rapat Mei")
SENSOR = ("TL-2", "Katalog sensor", "", "Dinas Kesehatan", "Dinas Kominfotik", date(2027, 1, 29), 0.25, "", "")
SHOW = "commitments.imports.show"


def workbook(*rows, head=HEAD):
    book = openpyxl.Workbook()
    for row in (head, *rows):
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def upload(town, as_user, clock):
    """`upload(content)` uploads a register and returns the import and the page of its columns."""

    def send(content, *, by=None, name="register.xlsx"):
        clock.shift(60)
        person = by or town.coordinator
        fields = {"file": (io.BytesIO(content), name)}
        shown = as_user(person).post("commitments.imports.add", fields, circle_id=town.circle.id, follow=True)
        return newest(), shown

    return send


def newest():
    return db.session.scalars(select(RegisterImport).order_by(RegisterImport.created_at.desc())).first()


def chosen(page, **changes):
    """Return what the form of the columns would send."""
    form = page.soup.find("form", attrs={"method": "post", "enctype": False})
    sent = {}
    for field in page.soup.select("main form select"):
        option = field.find("option", selected=True) or field.find("option")
        sent[field["name"]] = option["value"]
    sent["recorded"] = "proposed"
    assert form is not None or sent
    return {name: value for name, value in {**sent, **changes}.items() if value is not None}


@pytest.fixture
def preview(upload, town, as_user):
    """`preview(rows …)` uploads a register and assigns its columns as proposed; returns the import and its preview."""

    def look(*rows, content=None, by=None, name="register.xlsx", head=HEAD, **changes):
        person = by or town.coordinator
        made, page = upload(workbook(*rows, head=head) if content is None else content, by=by, name=name)
        sent = chosen(page, **changes)
        if not person.is_coordinator:
            sent = {key: value for key, value in sent.items() if key not in {"recorded", "source", "said_on"}}
        shown = as_user(person).post("commitments.imports.columns", sent, register_import_id=made.id, follow=True)
        return newest(), shown

    return look


@pytest.fixture
def confirm(as_user, town):
    def send(made, *, by=None, status=None, **fields):
        sent = {"seen": made.outcome["mark"], **fields}
        ask = as_user(by or town.coordinator)
        more = {"follow": True} if status is None else {"status": status}
        return ask.post("commitments.imports.confirm", sent, register_import_id=made.id, **more)

    return send


def number_of(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_a_register_becomes_proposals_and_each_organisation_gets_one_mail(town, preview, confirm):
    made, shown = preview(LIST, SENSOR)
    assert "Daftar layanan" in shown.words
    assert (number_of(Commitment), number_of(Mail)) == (0, 0)
    confirm(made)
    first, second = db.session.scalars(select(Commitment).order_by(Commitment.code)).all()
    assert (first.code, first.title, first.delivery) == ("KMT-2026-0001", "Daftar layanan", Delivery.PROPOSED)
    assert first.criteria == "Memuat 9 layanan\nTanpa galat"
    assert (first.responsible, first.verifier) == (town.health, town.it)
    assert first.current_due == first.first_due == date(2027, 11, 12)
    assert (second.current_due, second.criteria, second.progress) == (date(2027, 1, 29), "Katalog sensor", 0)
    (mail,) = db.session.scalars(select(Mail))
    assert (mail.recipient, mail.kind) == (town.owner.email, "commitments/imported")
    assert mail.text.count("/by-link/") == 2
    update = db.session.scalars(select(Update).where(Update.commitment_id == first.id)).one()
    assert (update.act, update.text) == (Act.PROPOSED, "Dari rapat Mei")
    actions = db.session.scalars(select(AuditRow.action).order_by(AuditRow.id)).all()
    assert actions == ["register_import.uploaded", *["commitment.proposed"] * 2, "register_import.done"]
    done = db.session.scalars(select(AuditRow).where(AuditRow.action == "register_import.done")).one()
    assert done.details["different"] == 0  # "changed" are names of fields
    assert (newest().stage, newest().outcome["counts"]["new"]) == (Stage.DONE, 2)


def test_the_same_register_again_enters_nothing_twice_and_shows_what_differs(preview, confirm):
    made, _shown = preview(LIST, SENSOR)
    confirm(made)
    again, shown = preview(LIST, (*SENSOR[:5], date(2027, 2, 26), *SENSOR[6:]))
    counts = again.outcome["counts"]
    assert (counts["new"], counts["changed"], counts["unchanged"]) == (0, 1, 1)
    assert "29 Januari 2027 → 26 Februari 2027" in shown.words
    confirm(again, status=422)
    assert number_of(Commitment) == 2


def test_without_numbers_a_line_is_recognised_by_what_it_says(preview, confirm):
    rows = [("", *LIST[1:]), (None, *SENSOR[1:])]
    confirm(preview(*rows)[0])
    again, _shown = preview(*rows, ("", "Hal lain", *LIST[2:]))
    assert again.outcome["counts"]["new"] == 1


def test_what_the_parties_accepted_is_recorded_on_their_behalf_with_its_progress(town, preview, confirm):
    accepted = {"recorded": "accepted", "source": "letter", "said_on": "20 November 2026"}
    late = (*LIST[:5], "1 Maret 2026", *LIST[6:])
    made, _shown = preview(late, SENSOR, **accepted)
    assert made.outcome["counts"]["new"] == 2
    confirm(made)
    first, second = db.session.scalars(select(Commitment).order_by(Commitment.code)).all()
    assert (first.delivery, first.progress, first.accepted_on) == (Delivery.IN_PROGRESS, 40, date(2026, 11, 24))
    assert (second.delivery, second.progress) == (Delivery.IN_PROGRESS, 25)
    acts = select(Update.act).where(Update.commitment_id == first.id).order_by(Update.at)
    assert db.session.scalars(acts).all() == [Act.PROPOSED, Act.ACCEPTED, Act.PROGRESS]
    behalf = select(AuditRow.on_behalf_of_id).where(AuditRow.action == "commitment.accepted")
    assert set(db.session.scalars(behalf)) == {town.health.id}
    (mail,) = db.session.scalars(select(Mail))
    assert (mail.recipient, mail.kind) == (town.owner.email, "commitments/imported_on_behalf")
    again, _shown = preview((*late[:6], "90%", *late[7:]), SENSOR, **accepted)
    assert (again.outcome["counts"]["reports"], again.outcome["counts"]["unchanged"]) == (1, 1)
    confirm(again)
    db.session.refresh(first)
    assert (first.progress, number_of(Commitment)) == (90, 2)


def test_lines_with_errors_block_unless_they_are_left_out(preview, confirm):
    wrong = ("TL-3", "Tanpa instansi", "", "Dinas Kesehatn", "Dinas Kominfotik", "akhir November", "", "", "")
    made, shown = preview(LIST, wrong)
    assert "Dinas Kesehatan" in shown.words
    refused = confirm(made, status=422)
    assert "Perbaiki baris yang bermasalah" in refused.words
    assert number_of(Commitment) == 0
    confirm(made, leaves_out="y")
    assert db.session.scalars(select(Commitment.title)).all() == ["Daftar layanan"]


def test_nothing_is_imported_if_something_changed_after_the_preview(preview, confirm):
    made, _shown = preview(LIST)
    other, _shown = preview(LIST)
    confirm(other)
    assert "Ada yang berubah" in confirm(made).words
    assert (number_of(Commitment), db.session.get_one(RegisterImport, made.id).outcome["counts"]["unchanged"]) == (1, 1)


def test_columns_are_assigned_by_hand_and_remembered_for_the_same_headings(town, preview, upload, as_user):
    head = ["No", "Janji", "Siapa", "Kapan"]
    rows = [("1", "Daftar layanan", "Dinas Kesehatan", "12/11/27")]
    made, page = upload(workbook(*rows, head=head))
    sent = chosen(page)
    as_user(town.coordinator).post("commitments.imports.columns", sent, register_import_id=made.id, status=422)
    sent |= {"title": 1, "responsible": 2, "due": 3, "usual_verifier": town.it.id}
    as_user(town.coordinator).post("commitments.imports.columns", sent, register_import_id=made.id)
    again, page = upload(workbook(*rows, *rows, head=head))
    assert again.places == {"title": 1, "responsible": 2, "due": 3}
    assert again.verifier_id == town.it.id


def test_a_member_imports_proposals_alone_and_others_do_not_see_the_import(town, preview, confirm, as_user):
    made, _shown = preview(LIST, by=town.member, recorded=None)
    assert made.source is None
    confirm(made, by=town.member)
    assert number_of(ImportedCommitment) == 1
    as_user(town.owner).get(SHOW, register_import_id=made.id, status=404)
    as_user(town.stranger).get("commitments.imports.add", circle_id=town.circle.id, status=404)
    assert "register.xlsx" in as_user(town.coordinator).get("commitments.imports.index").words
    assert "register.xlsx" not in as_user(town.owner).get("commitments.imports.index").words


def test_programs_list_imports_and_no_page_asks_more_as_registers_grow(
    town, preview, confirm, as_user, as_program, queries
):
    few, _shown = preview(LIST)
    with queries(at_most=100) as first:
        as_user(town.coordinator).get(SHOW, register_import_id=few.id)
        as_user(town.coordinator).get("commitments.imports.index")
    many, _shown = preview(*[(f"X-{n}", f"Hal {n}", *LIST[2:]) for n in range(60)])
    with queries(at_most=len(first)):
        as_user(town.coordinator).get(SHOW, register_import_id=many.id)
        as_user(town.coordinator).get("commitments.imports.index")
    confirm(many)
    items = as_program(town.coordinator).get("/commitments/imports", sort="-created_at").json["items"]
    assert [(one["stage"], one["lines"]["new"]) for one in items] == [("done", 60), ("preview", 1)]
    assert as_program(town.owner).get("/commitments/imports").json["items"] == []


def csv_of(number):
    lines = "\n".join(f"TL-{n};Hal ke-{n};Dinas Kesehatan;Dinas Kominfotik;12/11/2027;" for n in range(number))
    return f"Nomor;Tindak lanjut;Penanggung jawab;Verifikator;Tenggat;Keterangan\n{lines}\n".encode()


def test_a_long_register_is_read_and_stored_by_the_job_and_the_page_tells_how_far_it_is(
    town, preview, confirm, as_user
):
    number = 6000
    made, shown = preview(content=csv_of(number), name="register.csv")
    assert made.stage is Stage.READING
    assert shown.soup.find(attrs={"data-poll": f"/commitments/imports/{made.id}/progress"})
    db.session.commit()
    work()
    db.session.expire_all()
    assert (newest().stage, newest().outcome["counts"]["new"]) == (Stage.PREVIEW, number)
    shown = confirm(newest())
    assert (newest().stage, number_of(Commitment)) == (Stage.STORING, 0)
    db.session.commit()
    work()
    db.session.expire_all()
    assert (newest().stage, number_of(Commitment)) == (Stage.DONE, number)
    told = db.session.scalars(select(Mail.kind).where(Mail.recipient == town.coordinator.email)).all()
    assert told == ["commitments/import_worked"] * 2
    assert number_of(Mail) == 3
    assert number_of(Update) == number
    assert "siap" in as_user(town.coordinator).get(f"/commitments/imports/{made.id}/progress").words.lower()


def test_a_register_is_stored_by_the_next_run_if_the_database_was_away(preview, confirm, monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    preview(LIST, SENSOR)
    db.session.commit()
    work()
    db.session.expire_all()
    confirm(newest())
    db.session.commit()
    with monkeypatch.context() as outage:
        outage.setattr(actions, "plan_of", _fails)
        with pytest.raises(DisconnectionError):
            work()
    db.session.expire_all()
    assert (newest().stage, newest().failure, number_of(Commitment)) == (Stage.STORING, "", 0)
    db.session.commit()
    work()
    db.session.expire_all()
    assert (newest().stage, number_of(Commitment)) == (Stage.DONE, 2)


def _fails(*_arguments, **_more):
    raise DisconnectionError


@pytest.mark.every_database
def test_others_propose_while_a_register_is_imported(town, preview, confirm, as_user, app, monkeypatch):
    if db.engine.dialect.name == "sqlite":
        pytest.skip("has one writer, for which others wait")
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    preview(LIST, SENSOR)
    db.session.commit()
    work()
    db.session.expire_all()
    confirm(newest())
    proposer = as_user(town.coordinator)
    token, circle, proposal = proposer.csrf_token(), town.circle.id, wish(town)
    db.session.commit()
    begun, goes_on, plan_of = Event(), Event(), actions.plan_of

    def waits(*arguments, **more):
        begun.set()
        goes_on.wait(60)
        return plan_of(*arguments, **more)

    def imports():
        with app.app_context():
            work()

    def proposes():
        headers = {"X-CSRFToken": token}
        return proposer.client.post(f"/commitments/new/{circle}", data=proposal, headers=headers).status_code

    monkeypatch.setattr(actions, "plan_of", waits)
    with ThreadPoolExecutor(2) as pool:
        importing = pool.submit(imports)
        assert begun.wait(60)
        try:
            assert pool.submit(proposes).result(20) == 303
        finally:
            goes_on.set()
        importing.result(60)
    db.session.expire_all()
    assert (newest().stage, number_of(Commitment)) == (Stage.DONE, 3)


@pytest.mark.one_database
def test_fifty_thousand_lines_get_their_errors_and_sqlite_stores_none_of_them(preview, confirm):
    wrong = csv_of(50_000).replace(b"TL-7;Hal ke-7;Dinas Kesehatan", b"TL-7;Hal ke-7;Dinas Keseatan", 1)
    _made, _page = preview(content=wrong, name="register.csv")
    db.session.commit()
    work()
    db.session.expire_all()
    assert newest().outcome["counts"] | {"new": 49_999, "wrong": 1} == newest().outcome["counts"]
    refused = confirm(newest(), leaves_out="y", status=422)
    assert "paling banyak" in refused.words
    assert number_of(Commitment) == 0
