"""The first steps of a new instance: a checklist that ticks itself, and the test mail."""

import email
import email.policy
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from app.accounts.models import Token
from app.audit.models import AuditRow
from app.clock import utc_now
from app.database import db
from app.mail.outbox.delivery import deliver
from app.settings.actions import InstanceDetails, change_instance
from app.settings.first_steps import queries as first_steps
from forums.invitations.models import Invitation
from tests.factories import (
    AdministratorFactory,
    CoordinatorFactory,
    ForumFactory,
    LeadershipFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SessionFactory,
)

TEST_MAIL = "Kirim surel uji ke diri sendiri"
STEPS = [
    "Atur kop surat dan zona waktu",
    TEST_MAIL,
    "Undang administrator kedua",
    "Tunjuk koordinator",
    "Tunjuk pimpinan",
    "Tambahkan instansi",
    "Buat forum pertama",
    "Undang mitra pertama",
]
LETTERHEAD = InstanceDetails(unit="Diskominfo", above="", address="Jalan 1", city="Kota Contoh", timezone="UTC")


def states(page):
    """Return the titles of the steps with whether they are done, as the page shows them."""
    section = page.soup.find("section", attrs={"aria-labelledby": "first-steps"})
    return {one.find("strong").text: "Selesai" in one.find(class_="state").text for one in section.find_all("li")}


def invite(organisation=None):
    """Invite the office of an organisation to a session."""
    session = SessionFactory()
    seat = SeatFactory(circle=session.forum.circle, organisation=organisation or OrganisationFactory())
    invitation = Invitation(session_id=session.id, seat_id=seat.id, organisation_id=seat.organisation_id)
    invitation.digest, invitation.sent_at = f"{seat.id.hex * 2}", utc_now()
    db.session.add(invitation)
    db.session.commit()


def link_in(message):
    return re.search(r"http://localhost(/test-mail/\S+)", message.get_body(("plain",)).get_content())[1]


def test_a_new_administrator_finds_the_steps_at_home(as_user):
    home = as_user(AdministratorFactory()).get("/")
    assert list(states(home)) == STEPS
    assert not any(states(home).values())
    assert "0 dari 8 selesai" in home.words
    assert "Tidak ada yang perlu Anda kerjakan saat ini" not in home.words


def test_steps_tick_themselves(as_user):
    admin = AdministratorFactory()
    visitor = as_user(admin)
    change_instance(LETTERHEAD, version=1, confirmed_zone=True, by=admin, at=utc_now())
    assert states(visitor.get("/"))["Atur kop surat dan zona waktu"]
    AdministratorFactory(organisation=admin.organisation)
    assert states(visitor.get("/"))["Undang administrator kedua"]
    coordinator = CoordinatorFactory(organisation=admin.organisation)
    assert states(visitor.get("/"))["Tunjuk koordinator"]
    LeadershipFactory(organisation=admin.organisation)
    assert states(visitor.get("/"))["Tunjuk pimpinan"]
    assert not states(visitor.get("/"))["Tambahkan instansi"]
    OrganisationFactory()
    assert states(visitor.get("/"))["Tambahkan instansi"]
    ForumFactory()
    done = states(visitor.get("/"))
    assert done["Buat forum pertama"]
    assert not done["Undang mitra pertama"]
    invite(coordinator.organisation)
    assert not states(visitor.get("/"))["Undang mitra pertama"]
    invite()
    assert states(visitor.get("/"))["Undang mitra pertama"]


def test_people_who_cannot_sign_in_do_not_count(as_user):
    admin = AdministratorFactory()
    CoordinatorFactory(joined_at=None)
    CoordinatorFactory(suspended_at=utc_now())
    assert not states(as_user(admin).get("/"))["Tunjuk koordinator"]


def test_a_step_of_somebody_else_names_them_and_has_no_link(as_user):
    admin = AdministratorFactory()
    home = as_user(admin).get("/")
    assert "Belum ada koordinator di sini. Anda dapat memberikan peran itu kepada seseorang." in home.words
    assert home.soup.find("a", href="/forums/new") is None
    CoordinatorFactory(name="Siti Aminah")
    assert "Hubungi Siti Aminah (koordinator)." in as_user(admin).get("/").words


def test_every_link_of_a_step_opens(as_user):
    admin = AdministratorFactory(is_coordinator=True)
    visitor = as_user(admin)
    section = visitor.get("/").soup.find("section", attrs={"aria-labelledby": "first-steps"})
    links = {one["href"] for one in section.find_all("a")}
    assert {"/settings/test-mail", "/people/new", "/organisations/new", "/forums/new"} <= links
    for link in links:
        visitor.get(link)


def test_coordinators_see_their_own_steps(as_user):
    home = as_user(CoordinatorFactory()).get("/")
    assert list(states(home)) == ["Buat forum pertama", "Undang mitra pertama"]
    assert home.soup.find("a", href="/forums/new") is not None


@pytest.mark.parametrize("factory", [PersonFactory, LeadershipFactory])
def test_others_see_none(as_user, factory):
    visitor = as_user(factory())
    assert visitor.get("/").soup.find(id="first-steps") is None
    visitor.get("/settings/first-steps", status=403)


def test_the_steps_leave_the_home_when_all_are_done_and_stay_under_settings(as_user):
    coordinator = CoordinatorFactory()
    invite()
    visitor = as_user(coordinator)
    assert visitor.get("/").soup.find(id="first-steps") is None
    assert all(states(visitor.get("/settings/first-steps")).values())
    assert visitor.get("/settings").soup.find("a", href="/settings/first-steps") is not None


def test_the_checklist_takes_one_statement(app, queries):
    admin = AdministratorFactory()
    for _ in range(3):
        invite()
    db.session.commit()
    assert admin.is_administrator
    with queries(at_most=1):
        assert len(first_steps.checklist(admin)) == len(STEPS)


def test_the_test_mail_ticks_its_step_once_its_link_is_opened(as_user, smtp_sink):
    admin = AdministratorFactory()
    visitor = as_user(admin)
    visitor.post("/settings/test-mail")
    deliver()
    [message] = smtp_sink.messages
    assert message["To"] == admin.email
    assert not states(visitor.get("/"))[TEST_MAIL]
    assert "Surel uji dibuat" in visitor.get("/settings/test-mail").words
    assert "Surel uji sudah sampai" in as_user().get(link_in(message)).words
    assert "Surel uji sudah sampai" in as_user().get(link_in(message)).words
    assert states(visitor.get("/"))[TEST_MAIL]
    assert "Surel uji Anda sudah sampai" in visitor.get("/settings/test-mail").words
    assert db.session.scalars(db.select(AuditRow.action)).all() == ["mail.test_sent", "mail.test_received"]


def test_a_newer_test_mail_ends_the_link_of_the_earlier_one(as_user, smtp_sink, clock):
    visitor = as_user(AdministratorFactory())
    for _ in range(2):
        visitor.post("/settings/test-mail")
        deliver()
        clock.shift(timedelta(minutes=1))
    older, newer = map(link_in, smtp_sink.messages)
    as_user().get(older, status=410)
    as_user().get(newer)


def test_the_link_works_for_a_week(as_user, smtp_sink, clock):
    as_user(AdministratorFactory()).post("/settings/test-mail")
    deliver()
    clock.shift(timedelta(days=7))
    as_user().get(link_in(smtp_sink.messages[0]), status=410)
    as_user().get("/test-mail/salah", status=410)


@pytest.fixture
def held(app, monkeypatch):
    """MAIL_URL is “none”."""
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], mail_waits=True))


def test_where_mail_waits_for_a_server_the_page_says_so(held, as_user):
    visitor = as_user(AdministratorFactory())
    page = visitor.get("/settings/test-mail")
    assert "Server surel belum diatur" in page.words
    assert page.soup.find("form", class_="form") is None
    assert "Server surel belum diatur" in visitor.post("/settings/test-mail", status=409).words
    assert not db.session.scalar(db.select(Token))


def test_where_mail_waits_for_a_server_the_step_says_what_to_set_and_offers_nothing_that_would_fail(held, as_user):
    page = as_user(AdministratorFactory()).get("/settings/first-steps")
    [step] = [one for one in page.soup.select("ol.needs li") if TEST_MAIL in one.text]
    assert "Belum dapat dilakukan" in step.find(class_="state").text
    assert "MAIL_URL" in step.text
    assert "MAIL_FROM" in step.text
    assert step.find("a") is None


def test_where_mail_goes_to_files_the_step_says_where_and_counts_until_a_server_is_set(app, as_user, request):
    folder = app.extensions["settings"].data_dir / "mail"
    visitor = as_user(AdministratorFactory())
    assert f"berkas terbaru di {folder}" in visitor.get("/").words
    visitor.post("/settings/test-mail")
    assert f"berkas terbaru di {folder}" in visitor.get("/settings/test-mail").words
    deliver()
    [path] = folder.glob("*.eml")
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert not states(visitor.get("/"))[TEST_MAIL]
    assert "Tautan surel uji berfungsi" in as_user().get(link_in(message)).words
    assert states(visitor.get("/"))[TEST_MAIL]
    assert "lewat server surel belum diuji" in visitor.get("/settings/test-mail").words
    request.getfixturevalue("smtp_sink")
    assert not states(visitor.get("/"))[TEST_MAIL]
    assert "dibuka" not in visitor.get("/settings/test-mail").words


def test_the_letterhead_needs_an_address_and_no_emblem(as_user):
    admin = AdministratorFactory()
    without_address = replace(LETTERHEAD, address="")
    change_instance(without_address, version=1, confirmed_zone=True, by=admin, at=utc_now())
    visitor = as_user(admin)
    assert not states(visitor.get("/"))["Atur kop surat dan zona waktu"]
    assert "lambang (jika ada)" in visitor.get("/").words


def test_people_and_organisations_can_be_imported(as_user):
    section = as_user(AdministratorFactory()).get("/").soup.find("section", attrs={"aria-labelledby": "first-steps"})
    offering = [one.find("strong").text for one in section.find_all("li") if one.find("a", href="/people/import")]
    assert offering == ["Undang administrator kedua", "Tunjuk koordinator", "Tunjuk pimpinan", "Tambahkan instansi"]


def test_the_demo_shows_the_steps_under_settings_alone(app, as_user, monkeypatch):
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], demo=True))
    visitor = as_user(AdministratorFactory())
    assert visitor.get("/").soup.find(id="first-steps") is None
    assert list(states(visitor.get("/settings/first-steps"))) == STEPS
