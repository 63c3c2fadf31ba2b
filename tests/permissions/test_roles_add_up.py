"""People with two platform roles have the rights of both, and no role removes a right of a member."""

from itertools import chain, combinations

import pytest

from app.accounts.models import Person
from app.database import db
from app.web.policies import load, object_parameter
from tests.permissions.matrix import MATRIX
from tests.permissions.routes import guarded_routes

pytestmark = [pytest.mark.one_database]

ROLES = ("administrator", "coordinator", "leadership")
SETS = [frozenset(held) for number in range(4) for held in combinations(ROLES, number)]
MEMBERS = ("other", "participant", "responsible", "party", "administrator")
"""Who is given the roles in turn: each has other rights without them."""


def asked(instance):
    """Return each policy with the objects of the permission table, by name; None for a policy without an object."""
    found = {}
    for rule, _method, policy in guarded_routes(instance.app):
        for row in MATRIX[policy.name]:
            if (policy.name, row.target) in found:
                continue
            values = instance.world.values(instance.app, rule, row.target)
            parameter = object_parameter(policy.model, values)[1] if policy.model else None
            obj = load(policy.model, parameter, values[parameter]) if parameter else None
            found[policy.name, row.target] = (policy, obj)
    return found


def answer(policy, person, obj):
    """Return whether a policy lets a person know of an object, and whether it allows the act.

    The two may come from different roles: who reads as a coordinator answers as leadership.
    """
    return policy.hidden_unless is None or policy.hidden_unless(person, obj), policy(person, obj)


def give(person, roles):
    for role in ROLES:
        setattr(person, f"is_{role}", role in roles)
    db.session.flush()


@pytest.mark.parametrize("member", MEMBERS)
def test_the_rights_of_several_roles_are_those_of_each(instance, member):
    person = db.session.get_one(Person, instance.world.people[member].id)
    policies = asked(instance)
    given = {}
    for roles in SETS:
        give(person, roles)
        given[roles] = {key: answer(policy, person, obj) for key, (policy, obj) in policies.items()}
    db.session.rollback()
    differences = [
        f"{name} of {obj} with {', '.join(sorted(roles)) or 'no role'}: {given[roles][name, obj]}, not {added}"
        for name, obj in policies
        for roles in SETS
        for added in [tuple(map(any, zip(*(given[one][name, obj] for one in parts(roles)), strict=True)))]
        if given[roles][name, obj] != added
    ]
    assert "\n".join(differences) == ""


def parts(roles):
    """Return the sets of at most one role whose rights add up to those of `roles`."""
    return list(chain([frozenset()], (frozenset([role]) for role in roles)))
