"""A select of hundreds of organisations keeps the page small, and each of them can be chosen."""

import pytest
from playwright.sync_api import expect

from app.database import db
from app.organisations.models import Organisation
from app.web.selects import FIRST, LONG
from tests.factories import CoordinatorFactory, OrganisationFactory

pytestmark = pytest.mark.one_database

PAGE = "/organisations/new"


@pytest.fixture
def coordinator():
    for number in range(LONG + 5):
        OrganisationFactory(name=f"Dinas {number:03}")
    return CoordinatorFactory(language="en", organisation__name="Aaa Sekretariat")


def options(page):
    return page.soup.select("select[name=parent_id] option")


def test_a_long_select_holds_its_first_options_and_names_where_the_others_are(as_user, coordinator):
    visitor = as_user(coordinator)
    page = visitor.get(PAGE)
    assert len(options(page)) == FIRST
    offered = visitor.get(page.soup.select_one("select[name=parent_id]")["data-options"]).json
    assert [words for _value, words in offered][-1] == f"Dinas {LONG + 4:03}"


def test_the_chosen_option_stays_however_far_behind_it_stands(as_user, coordinator):
    last = db.session.scalars(db.select(Organisation).order_by(Organisation.name.desc())).first()
    page = as_user(coordinator).post(PAGE, {"name": "", "parent_id": str(last.id)}, status=422)
    assert [one.text for one in options(page) if one.has_attr("selected")] == [last.name]


def test_without_script_a_button_shows_all_and_does_nothing_else(as_user, coordinator):
    before = db.session.scalar(db.select(db.func.count(Organisation.id)))
    page = as_user(coordinator).post(PAGE, {"name": "Dinas Baru", "whole": "1"}, status=200)
    assert len(options(page)) > LONG
    assert page.soup.select_one("input[name=name]")["value"] == "Dinas Baru"
    assert not page.soup.select(".is-invalid")
    assert db.session.scalar(db.select(db.func.count(Organisation.id))) == before


@pytest.mark.parametrize("name", ["name", "nonsense", ""])
def test_only_selects_have_options(as_user, coordinator, name):
    as_user(coordinator).get(f"{PAGE}?options={name}", status=404)


def test_an_option_that_the_page_left_out_is_found_with_the_keyboard(pages, axe, coordinator):
    page = pages(coordinator, width=320)
    page.goto(PAGE)
    field = page.get_by_role("combobox", name="Parent organisation")
    field.focus()
    page.keyboard.type(f"{LONG + 4:03}")
    expect(page.get_by_role("option", name=f"Dinas {LONG + 4:03}")).to_be_visible()
    axe(page)
    page.keyboard.press("Enter")
    expect(field).to_have_value(f"Dinas {LONG + 4:03}")


def test_a_list_to_narrow_by_is_cut_too(as_user):
    visitor = as_user(CoordinatorFactory())
    page = visitor.get("/settings/audit")
    select = page.soup.select_one("select[name=action]")
    offered = visitor.get(select["data-options"]).json
    assert len(select.select("option")) == FIRST < LONG < len(offered)
    assert len(visitor.get("/settings/audit?whole=1").soup.select("select[name=action] option")) == len(offered)
    last = offered[-1][0]
    chosen = visitor.get(f"/settings/audit?action={last}").soup.select_one("select[name=action] option[selected]")
    assert chosen["value"] == last
