"""The unit that runs the instance: what pages, mails and programs say of it, and who changes it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from flask_babel import get_timezone
from PIL import Image
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from app import clock
from app.audit.models import AuditRow
from app.database import db, service_errors
from app.errors import Conflict, RuleViolation
from app.files.models import StoredFile
from app.settings.actions import InstanceDetails, change_instance
from app.settings.models import INSTANCE_ID, Instance, PastInstance
from app.settings.queries import forget_instance, instance, instance_at
from app.settings.rules import LARGEST_EMBLEM
from tests.factories import AdministratorFactory, CoordinatorFactory

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TYPED = {
    "version": "1",
    "unit": "Sekretariat Daerah Kota Makassar",
    "above": "Pemerintah Kota Makassar",
    "address": "Jalan Contoh 1\nsekretariat@makassar.example",
    "city": "Makassar",
    "timezone": "Asia/Jakarta",
}
PAGE = "instance.edit"


def details(**changes):
    given = {name: text for name, text in TYPED.items() if name != "version"}
    return InstanceDetails(**{**given, **changes})


def picture(kind="PNG", mode="RGBA", size=(40, 40), **settings) -> bytes:
    made = BytesIO()
    Image.new(mode, size).save(made, kind, **settings)
    return made.getvalue()


def sent(content: bytes, name="lambang.png"):
    return {**TYPED, "emblem": (BytesIO(content), name)}


@pytest.fixture
def administrator(app, clock):
    return AdministratorFactory()


@pytest.mark.every_database
def test_until_somebody_saves_it_the_environment_says_who_runs_the_instance(app):
    app.extensions["settings"] = replace(app.extensions["settings"], unit_name="Kota Contoh", timezone="Asia/Makassar")
    assert (instance().unit, clock.zone().key) == ("Kota Contoh", "Asia/Makassar")
    change_instance(details(), version=1, confirmed_zone=True, by=None, at=AT)
    app.extensions["settings"] = replace(app.extensions["settings"], unit_name="Kota Lain", timezone="Asia/Jayapura")
    forget_instance()
    assert (instance().unit, clock.zone().key) == ("Sekretariat Daerah Kota Makassar", "Asia/Jakarta")


@pytest.mark.every_database
def test_what_was_saved_is_shown_by_every_page(administrator, as_user):
    visitor = as_user(administrator)
    before = visitor.get(PAGE)
    assert before.soup.find("input", id="unit")["value"] == "BLUD Jakarta Smart City"
    visitor.post(PAGE, TYPED)
    page = visitor.get(PAGE)
    assert "Pemerintah Kota Makassar" in page.soup.select_one(".letterhead").get_text()
    assert page.soup.find("input", attrs={"name": "version"})["value"] == "2"
    for where in ("accounts.sign_in", "settings.index"):
        assert "Sekretariat Daerah Kota Makassar" in (as_user() if "sign" in where else visitor).get(where).text
    footer = visitor.get("/settings?lang=en").soup.select_one("footer.foot").get_text()
    assert "Selaras at Sekretariat Daerah Kota Makassar" in footer


def test_each_change_is_audited_with_the_previous_values(administrator, as_user):
    as_user(administrator).post(PAGE, TYPED)
    row = db.session.scalars(db.select(AuditRow).where(AuditRow.action == "instance.changed")).one()
    assert (row.actor_id, row.subject_id) == (administrator.id, INSTANCE_ID)
    assert row.details["changes"]["city"] == {"before": "Jakarta", "after": "Makassar"}
    assert "timezone" not in row.details["changes"]
    as_user(administrator).post(PAGE, TYPED | {"version": "2"})
    assert db.session.scalar(db.select(db.func.count()).where(AuditRow.action == "instance.changed")) == 1
    assert "mengubah lembaga dan kop surat" in as_user(administrator).get("audit.index").words


@pytest.mark.parametrize(
    "wrong", [{"unit": " "}, {"city": ""}, {"unit": "x" * 201}, {"address": "y" * 401}, {"timezone": "Asia/Nowhere"}]
)
def test_what_is_wrong_is_shown_beside_the_field_and_nothing_is_lost(administrator, as_user, wrong):
    answer = as_user(administrator).post(PAGE, TYPED | {"above": "Yang saya tulis"} | wrong, status=422)
    (name,) = wrong
    assert answer.soup.select_one(f"#{name}-error")
    assert answer.soup.find("input", id="above")["value"] == "Yang saya tulis"
    assert db.session.get(Instance, INSTANCE_ID) is None


def test_who_saves_second_sees_both_texts(administrator, as_user):
    as_user(administrator).post(PAGE, TYPED)
    answer = as_user(AdministratorFactory()).post(PAGE, TYPED | {"unit": "Milik saya"}, status=409)
    assert "Milik saya" in answer.text
    assert "Sekretariat Daerah Kota Makassar" in answer.text
    with pytest.raises(Conflict):
        change_instance(details(), version=1, by=None, at=AT)


def test_only_administrators_change_it(app, as_user, as_program):
    coordinator = CoordinatorFactory()
    as_user(coordinator).get(PAGE, status=403)
    as_user(coordinator).post(PAGE, TYPED, status=403)
    as_user(coordinator).get("instance.sample_letter", status=403)
    as_program(coordinator).get("/instance", status=403)
    assert "Kop surat" not in as_user(coordinator).get("settings.index").words


def test_another_time_zone_is_confirmed_first(administrator, as_user, clock):
    clock.move_to(datetime(2026, 11, 24, 16, 30, tzinfo=UTC))  # 23.30 in Jakarta, 01.30 of the next day in Jayapura
    visitor, wanted = as_user(administrator), TYPED | {"timezone": "Asia/Jayapura"}
    asked = visitor.post(PAGE, wanted, status=422)
    assert "Rabu, 25 November 2026 pukul 01.30 WIT" in asked.words
    assert "tenggat" in asked.words
    assert asked.soup.find("input", id="confirm_timezone")
    visitor.post(PAGE, wanted | {"confirm_timezone": "y"})
    assert "WIT" in visitor.get(PAGE).soup.footer.get_text()


@pytest.mark.every_database
def test_today_and_the_times_on_pages_follow_the_zone(app):
    with clock.pretend(datetime(2026, 11, 24, 16, 30, tzinfo=UTC)):
        assert day_and_zone() == (24, "Asia/Jakarta")
        change_instance(details(timezone="Asia/Jayapura"), confirmed_zone=True, version=1, by=None, at=AT)
        assert day_and_zone() == (25, "Asia/Jayapura")
        with app.test_request_context():
            assert str(get_timezone()) == "Asia/Jayapura"


def day_and_zone():
    assert clock.midnight(clock.today()).astimezone(clock.zone()).hour == 0
    return clock.today().day, clock.zone().key


def test_an_emblem_is_kept_without_metadata_and_shown(administrator, as_user):
    visitor = as_user(administrator)
    visitor.get("instance.emblem", status=404)
    visitor.post(PAGE, sent(picture("JPEG", "RGB", comment=b"rahasia"), "lambang.jpg"))
    address = visitor.get(PAGE).soup.select_one(".letterhead img")["src"]
    shown = visitor.get(address)
    assert shown.mimetype == "image/jpeg"
    assert b"rahasia" not in shown.get_data()
    visitor.post(PAGE, TYPED | {"version": "2", "without_emblem": "y"})
    assert visitor.get(PAGE).soup.select_one(".letterhead img") is None


@pytest.mark.parametrize(
    "content, name, said",
    [
        (picture("GIF", "P"), "lambang.gif", "Pilih gambar PNG atau JPEG"),
        (b"%PDF-1.7", "lambang.pdf", "Pilih gambar PNG atau JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "lambang.svg", "tidak diterima"),
        (b"no picture", "lambang.png", "tidak cocok"),
        (picture(size=(2001, 2000)), "lambang.png", "2000 × 2000"),
        (picture("JPEG", "CMYK"), "lambang.jpg", "RGB"),
    ],
)
def test_only_pictures_that_papers_can_print_become_emblems(administrator, as_user, content, name, said):
    answer = as_user(administrator).post(PAGE, sent(content, name), status=422)
    assert said in answer.soup.select_one("#emblem-error").get_text()
    assert db.session.scalar(db.select(db.func.count()).select_from(StoredFile)) == 0


@pytest.mark.every_database
def test_what_was_is_kept_for_papers_of_that_time(app):
    change_instance(details(unit="Kedua"), version=1, by=None, at=AT)
    change_instance(details(unit="Ketiga"), version=2, by=None, at=AT + timedelta(days=2))
    units = [instance_at(AT + timedelta(days=days)).unit for days in (-1, 0, 1, 2)]
    assert units == ["BLUD Jakarta Smart City", "Kedua", "Kedua", "Ketiga"]
    assert db.session.scalar(db.select(db.func.count()).select_from(PastInstance)) == 2


@pytest.mark.parametrize("facts", [{"size": LARGEST_EMBLEM + 1}, {"media_type": "image/webp"}], ids=["large", "webp"])
def test_an_emblem_that_cannot_be_printed_changes_nothing(app, facts):
    given = {"sha256": "0" * 64, "name": "a.png", "media_type": "image/png", "size": 1, "uploaded_at": AT}
    file = StoredFile(**given | facts)
    db.session.add(file)
    db.session.flush()
    with pytest.raises(RuleViolation) as refused:
        change_instance(details(), emblem=file, version=1, by=None, at=AT)
    assert refused.value.field == "emblem"
    db.session.rollback()
    forget_instance()
    assert instance().unit == "BLUD Jakarta Smart City"


@pytest.mark.every_database
def test_it_is_read_once_per_context(app, as_user, queries):
    administrator = AdministratorFactory()
    change_instance(details(), version=1, by=None, at=AT)
    visitor = as_user(administrator)
    with queries(at_most=2) as seen:  # the other asks whether anybody has an account
        as_user().get("accounts.sign_in")
    with queries() as page:
        visitor.get("settings.index")
    assert [len([one for one in some if "instances" in one]) for some in (seen, page)] == [1, 1]


@pytest.mark.every_database
def test_before_the_table_exists_the_environment_is_read_and_the_transaction_continues(app):
    db.session.execute(db.text("DROP TABLE instances"))
    db.session.flush()
    forget_instance()
    assert instance().unit == "BLUD Jakarta Smart City"
    assert db.session.scalar(db.text("SELECT 1")) == 1
    if db.engine.dialect.name == "sqlite":
        db.session.rollback()


@pytest.mark.every_database
def test_while_the_database_is_away_the_environment_is_asked(app, as_user):
    visitor = as_user(AdministratorFactory())
    visitor.post(PAGE, TYPED)
    statements = []

    def fail(_connection, _cursor, statement, *_rest):
        statements.append(statement)
        raise OperationalError("SELECT 1", None, Exception("server closed the connection unexpectedly"))

    event.listen(db.engine, "before_cursor_execute", fail)
    try:
        answer = visitor.get("settings.index", status=503)
        with app.test_request_context():
            service_errors.stop_using_database()
            assert instance().unit == "BLUD Jakarta Smart City"
    finally:
        event.remove(db.engine, "before_cursor_execute", fail)
    assert "Coba lagi semenit lagi." in answer.words
    assert not any("instances" in one for one in statements)


def test_programs_read_and_change_it(administrator, as_program):
    program = as_program(administrator)
    assert program.get("/instance").json["unit"] == "BLUD Jakarta Smart City"
    changed = program.patch("/instance", {"city": "Bogor", "address": "Jalan A\nJalan B"}).json
    assert changed == {
        "unit": "BLUD Jakarta Smart City",
        "above": "",
        "address": "Jalan A\nJalan B",
        "city": "Bogor",
        "timezone": "Asia/Jakarta",
        "has_emblem": False,
    }
    faults = program.patch("/instance", {"timezone": "Asia/Makassar"}, status=422).json["errors"]
    assert [one["path"] for one in faults] == ["/confirm_timezone"]
    program.patch("/instance", {"timezone": "Asia/Makassar", "confirm_timezone": True})
    program.patch("/instance", {"city": "Depok"}, match='"1-x"', status=412)
    assert program.get("/instance").json == changed | {"timezone": "Asia/Makassar"}
