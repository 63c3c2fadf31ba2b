"""Where the form of a forum puts its reader, and what it asks for."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.database import db
from app.mail.outbox.models import Mail
from app.organisations.models import Contact, ContactRole
from tests.factories import CoordinatorFactory, OrganisationFactory, PersonFactory, SeriesFactory, SessionFactory

SEEN = "(element) => { const box = element.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; }"
"""Whether an element is within the window."""


@pytest.fixture
def coordinator(app):
    return CoordinatorFactory()


@pytest.fixture
def organisation(app):
    organisation = OrganisationFactory(name="Dinas Perhubungan")
    person = PersonFactory(organisation=organisation)
    db.session.add(Contact(organisation_id=organisation.id, person_id=person.id, role=ContactRole.FOCAL_POINT))
    return organisation


def add_organisation(page, script=True):
    if script:
        page.locator("#organisation").fill("Dinas Perhubungan")
        page.locator("#organisation").press("Enter")
    else:
        page.locator("#organisation").select_option(label="Dinas Perhubungan")
    page.locator("[name=add]").click()


def test_a_new_row_has_the_focus_and_no_url_leads_elsewhere(coordinator, organisation, as_user, forum_form):
    answers = forum_form(add="1", organisation=str(organisation.id))
    page = as_user(coordinator).post("forums.scheduling.create", answers, status=200)
    assert [one["id"] for one in page.soup.select("[autofocus]")] == ["places-0-person"]
    assert page.soup.select_one("form[data-preview]")["action"] == "/forums/new"
    assert page.soup.select_one("[name=add]")["formaction"] == "/forums/new"


def test_a_new_agenda_item_has_the_focus(coordinator, as_user, forum_form):
    page = as_user(coordinator).post("forums.scheduling.create", forum_form(**{"add-item": "1"}), status=200)
    assert [one["id"] for one in page.soup.select("[autofocus]")] == ["items-0-title"]


@pytest.mark.parametrize("width", [360, 1280])
def test_after_a_row_was_added_the_summary_of_a_refusal_is_seen(coordinator, organisation, pages, width):
    page = pages(coordinator, width=width)
    page.goto("/forums/new")
    add_organisation(page)
    page.locator("#places-0-person:focus").wait_for()
    page.wait_for_function(f"({SEEN})(document.activeElement)")
    page.get_by_role("button", name="Simpan forum").click()
    page.locator(".errors:focus").wait_for()
    page.locator(".errors a").last.click()
    page.get_by_role("button", name="Simpan forum").click()
    page.wait_for_url("**/forums/new")
    page.locator(".errors:focus").wait_for()
    page.wait_for_function("document.activeElement.getBoundingClientRect().top >= 0")
    assert page.locator(".errors h2").evaluate(SEEN)


def test_without_script_a_new_row_has_the_focus_as_well(coordinator, organisation, pages):
    page = pages(coordinator, script=False)
    page.goto("/forums/new")
    add_organisation(page, script=False)
    page.locator("#places-0-person:focus").wait_for()


def test_the_custom_rule_opens_when_it_is_chosen(coordinator, pages):
    series = SeriesFactory()
    SessionFactory(forum=series.forum, series=series, starts_at=datetime.now(UTC) + timedelta(days=20))
    slug = series.forum.slug
    page = pages(coordinator)
    for address in ("/forums/new", f"/forums/{slug}/reschedule"):
        page.goto(address)
        assert page.locator("#rule").is_hidden()
        page.locator("[name=repeat][value=own]").check()
        page.locator("#rule").fill("tiap Rabu")
        page.locator("[name=repeat][value=weekly]").check()
        assert page.locator("#rule").is_hidden()


def test_without_script_the_custom_rule_is_closed_until_it_is_chosen(coordinator, as_user, forum_form):
    page = as_user(coordinator).get("forums.scheduling.create")
    assert page.soup.find("input", id="rule").find_parent("details").get("open") is None
    page = as_user(coordinator).post("forums.scheduling.create", forum_form(repeat="own", preview="1"), status=200)
    assert page.soup.find("input", id="rule").find_parent("details").get("open") is not None


def summary(page):
    return [one.get_text(strip=True) for one in page.soup.select(".errors li")]


def test_all_errors_of_a_forum_are_shown_at_once(coordinator, as_user, forum_form):
    wrong = {"name": "", "first_day": "2 November 2026", "place": "", "link": "rapat", "quorum_share": "120"}
    answers = forum_form(classification="secret", **wrong)
    page = as_user(coordinator).post("forums.scheduling.create", answers, status=422)
    found = summary(page)
    for words in (
        *("Tulis nama forum", "Forum rahasia", "sudah lewat", "Tulis ", "https://", "0 sampai 100"),
        "Tambahkan instansi yang ikut serta",
    ):
        assert [one for one in found if words in one], (words, found)


def test_a_date_that_is_none_has_one_error(coordinator, as_user, forum_form):
    page = as_user(coordinator).post(
        "forums.scheduling.create", forum_form(first_day="kapan saja", time="kapan saja"), status=422
    )
    assert len(page.soup.select_one("#first_day").find_parent("div", "field").select(".message")) == 1


def test_all_errors_of_a_session_are_shown_at_once(coordinator, as_user, clock):
    slug = SeriesFactory().forum.slug
    answers = {"day": "2 November 2026", "time": "10.00", "minutes": "", "mode": "online", "link": "rapat"}
    page = as_user(coordinator).post("forums.sessions.add", answers, slug=slug, status=422)
    assert len(summary(page)) == 3
    assert page.soup.find(id="day-error")


def test_the_form_says_how_many_people_saving_notifies_and_so_does_the_message(coordinator, as_user, forum_form, clock):
    chair, member, silent = PersonFactory(), PersonFactory(), PersonFactory(email=None)
    answers = forum_form((chair, "chair"), (member, "member"), (silent, "member"), (coordinator, "member"))
    visitor = as_user(coordinator)
    assert "tidak mengirim pemberitahuan" in visitor.get("forums.scheduling.create").soup.find(id="notified").get_text()
    preview = visitor.post("forums.scheduling.show_dates", answers, status=200)
    words = "Menyimpan akan mengirim pemberitahuan kepada 2 orang"
    assert words in preview.soup.select_one("[data-into='#notified']").get_text()
    assert words in visitor.post("forums.scheduling.create", {**answers, "preview": "1"}, status=200).words
    page = visitor.post("forums.scheduling.create", answers, follow=True)
    assert "2 orang diberi tahu" in page.words
    mails = db.session.scalars(select(Mail).where(Mail.kind == "forums/scheduling/joined")).all()
    assert {mail.recipient for mail in mails} == {chair.email, member.email}


def test_a_change_names_only_the_people_it_adds(coordinator, as_user, forum_form, clock):
    chair, member = PersonFactory(), PersonFactory()
    visitor = as_user(coordinator)
    slug = visitor.post("forums.scheduling.create", forum_form((chair, "chair"))).location.rpartition("/")[2]
    visitor.get("forums.scheduling.show", slug=slug)
    answers = forum_form((chair, "chair"), (member, "member"), version="1")
    answers["version"] = visitor.get("forums.scheduling.edit", slug=slug).soup.find(id="version")["value"]
    page = visitor.post("forums.scheduling.edit", answers, slug=slug, follow=True)
    assert "1 orang diberi tahu" in page.words
    answers["version"] = visitor.get("forums.scheduling.edit", slug=slug).soup.find(id="version")["value"]
    assert "diberi tahu" not in visitor.post("forums.scheduling.edit", answers, slug=slug, follow=True).words


def test_pages_and_the_mail_say_the_same_about_invitations(coordinator, as_user, forum_form, clock):
    chair = PersonFactory()
    visitor = as_user(coordinator)
    words = "Undangan dikirim otomatis 14 hari sebelum setiap sesi, atau lebih awal jika dikirim oleh penyelenggara."
    assert words in visitor.get("forums.scheduling.create").words
    slug = visitor.post("forums.scheduling.create", forum_form((chair, "chair"))).location.rpartition("/")[2]
    assert words in visitor.get("forums.sessions.add", slug=slug).words
    mail = db.session.scalars(select(Mail).where(Mail.kind == "forums/scheduling/joined")).one()
    assert words in " ".join(mail.text.split())
