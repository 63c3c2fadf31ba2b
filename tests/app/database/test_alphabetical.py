"""Lists by name are sorted without regard to case."""

import pytest

from tests.factories import AdministratorFactory, CoordinatorFactory, ForumFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.every_database

NAMES = ["Bappeda", "Biro Hukum", "BLUD Kota", "Dinas Kesehatan", "DPMPTSP", "kecamatan Gambir"]


@pytest.mark.parametrize("page", ["organisations.index", "people.index"])
def test_organisations_and_people(as_user, page):
    for name in sorted(NAMES):
        OrganisationFactory(name=name, short_name="")
        PersonFactory(name=name)
    shown = [cell.a.text for cell in as_user(AdministratorFactory()).get(page).soup.select("tbody th")]
    assert [name for name in shown if name in NAMES] == NAMES


@pytest.mark.parametrize("order", ["name", "-name"])
def test_forums(as_user, order):
    for name in sorted(NAMES):
        ForumFactory(name=name)
    page = as_user(CoordinatorFactory()).get(f"/forums?sort={order}")
    shown = [cell.a.text for cell in page.soup.select("tbody th")]
    assert shown == (NAMES if order == "name" else NAMES[::-1])
