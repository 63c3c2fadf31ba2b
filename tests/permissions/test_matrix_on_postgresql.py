"""A sample of the permission matrix on PostgreSQL: the queries that decide who may hold there too."""

from random import Random

import pytest

from tests.permissions.matrix import MATRIX, Row
from tests.permissions.test_matrix import differences, summary
from tests.support.world.instance import open_instance

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("plain")]


@pytest.fixture(scope="module")
def instance(databases, postgresql):
    with open_instance(databases.postgresql(postgresql)) as instance:
        yield instance


def sample():
    """Return of each policy one row with two roles, one of which may if anybody does: the same ones each time."""
    random = Random("permissions")
    chosen = {}
    for policy, rows in MATRIX.items():
        row = random.choice(rows)
        allowed = [role for role, answer in row.answers.items() if answer == "may"]
        roles = {random.choice(allowed or list(row.answers)), random.choice(list(row.answers))}
        chosen[policy] = [Row(policy, row.target, {role: row.answers[role] for role in roles})]
    return chosen


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
def test_a_sample_of_the_matrix_holds_there_too(instance, visitors, method):
    assert summary(differences(instance, visitors, sample(), method=method)) == ""
