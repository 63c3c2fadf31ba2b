"""A sample of the table of permissions, asked of a house on PostgreSQL: queries that decide who may hold there too."""

from random import Random

import pytest

from tests.doors import test_permissions
from tests.doors.conftest import opened
from tests.doors.table import Row
from tests.doors.test_permissions import TABLE, Asking, differences, summary

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("plain")]


@pytest.fixture(scope="module")
def house(databases, postgresql):
    with opened(databases.postgresql(postgresql)) as made:
        yield made


@pytest.fixture
def one_thing_and_two_roles(monkeypatch):
    """Of each policy one row, and of that two roles, one of which may if anybody does: the same ones each time."""
    dice = Random("doors")
    sample = {}
    for policy, told in TABLE.items():
        row = dice.choice(told)
        allowed = [role for role, answer in row.answers.items() if answer == "may"]
        roles = {dice.choice(allowed or list(row.answers)), dice.choice(list(row.answers))}
        sample[policy] = [Row(policy, row.thing, {role: row.answers[role] for role in roles})]
    monkeypatch.setattr(test_permissions, "TABLE", sample)


@pytest.mark.usefixtures("one_thing_and_two_roles")
@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
def test_a_sample_of_the_table_holds_there_too(house, method):
    visitors = {role: Asking(house.app, person) for role, person in house.world.people.items()}
    assert summary(differences(house, visitors, method=method)) == ""
