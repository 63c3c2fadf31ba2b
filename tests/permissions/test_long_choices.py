"""No page holds hundreds of options: a select holds the first ones, and the address of the others."""

import pytest

from app.database import db
from app.organisations.models import Organisation
from app.web.selects import LONG
from tests.factories import OrganisationFactory, PersonFactory
from tests.permissions.conftest import OpenPage
from tests.support.visitors import Visitor

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.usefixtures("empty_papers"),
    pytest.mark.filterwarnings("ignore:Exception ignored in. <_io:pytest.PytestUnraisableExceptionWarning"),
]

MORE = LONG + 20


@pytest.fixture(scope="module")
def crowded(instance):
    """Many more organisations, and many more people in one that has a part in everything."""
    OrganisationFactory.create_batch(MORE)
    agency = db.session.get_one(Organisation, instance.world.objects["Organisation"]["agency"]["id"])
    PersonFactory.create_batch(MORE, organisation=agency)
    db.session.commit()
    db.session.expunge_all()


@pytest.mark.usefixtures("crowded")
def test_no_select_holds_more_than_a_hundred_options(
    open_pages: list[OpenPage], page_visitors: dict[str | None, Visitor]
):
    long, completed = [], 0
    for role, path in open_pages:
        page = page_visitors[role].get(path)
        for select in page.soup.select("select"):
            if len(select.select("option")) > LONG:
                long.append(f"{path} {select['name']}: {len(select.select('option'))}")
            if address := select.get("data-options"):
                offered = page_visitors[role].get(address).json
                assert {one["value"] for one in select.select("option")} <= {"", *(value for value, _words in offered)}
                completed += 1
    assert "\n".join(long) == ""
    assert completed > 3
