"""Policies of templates: coordinators keep and use them."""

from __future__ import annotations

from agreements.boilerplates import queries
from agreements.boilerplates.models import Boilerplate
from app.accounts.models import Person
from app.web.policies import loads, policy

loads("boilerplate_id", Boilerplate)(queries.for_detail)


@policy("boilerplate:list", opened_by=("coordinator",))
def list_boilerplates(user: Person) -> bool:
    """Coordinators, who also create them."""
    return user.is_active and user.is_coordinator


@policy("boilerplate:use", Boilerplate, opened_by=("coordinator",))
def use_boilerplate(user: Person, _boilerplate: Boilerplate) -> bool:
    """Coordinators read and change every template."""
    return user.is_active and user.is_coordinator
