"""No page carries hundreds of options: a select holds the first ones, and knows where the others are."""

import pytest

from app.database import db
from app.organisations.models import Organisation
from app.web.selects import LONG
from tests.doors.conftest import Door
from tests.factories import OrganisationFactory, PersonFactory
from tests.support.visitors import Visitor

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.usefixtures("papers_are_empty"),
    pytest.mark.filterwarnings("ignore:Exception ignored in. <_io:pytest.PytestUnraisableExceptionWarning"),
]

MORE = LONG + 20


@pytest.fixture(scope="module")
def crowded(house):
    """Many more organisations, and many more people in one that has a part in everything."""
    OrganisationFactory.create_batch(MORE)
    agency = db.session.get_one(Organisation, house.world.things["Organisation"]["agency"]["id"])
    PersonFactory.create_batch(MORE, organisation=agency)
    db.session.commit()
    db.session.expunge_all()


@pytest.mark.usefixtures("crowded")
def test_no_select_holds_more_than_a_hundred_options(house, doors: list[Door]):
    visitors = {role: Visitor(house.app, house.world.people.get(role or "")) for role in {door.role for door in doors}}
    long, completed = [], 0
    for door in doors:
        page = visitors[door.role].get(door.path)
        for select in page.soup.select("select"):
            if len(select.select("option")) > LONG:
                long.append(f"{door.path} {select['name']}: {len(select.select('option'))}")
            if address := select.get("data-options"):
                offered = visitors[door.role].get(address).json
                assert {one["value"] for one in select.select("option")} <= {"", *(value for value, _words in offered)}
                completed += 1
    assert "\n".join(long) == ""
    assert completed > 3
