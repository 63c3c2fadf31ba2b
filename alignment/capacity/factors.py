"""What levels say about the parties of forums and agreements, for the 5C view."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from alignment.capacity import queries
from alignment.capacity.rules import Standing
from alignment.five_c.rules import Aspect, Factor
from app.accounts.models import Person

MOST = 2
"""Maximum number of findings of each side."""


def factors(circle_ids: Collection[UUID], reader: Person, today: date) -> list[Factor]:
    """Return at most four findings: competences that parties lack most, and those that none of several lacks."""
    found = [one for one in queries.standings(queries.seated_in(circle_ids, reader, today)) if one.count]
    lacking = sorted((one for one in found if one.lacking), key=lambda one: (-one.wide, -one.lacking, one.name))
    enough = sorted((one for one in found if not one.lacking and one.count > 1), key=lambda one: (-one.count, one.name))
    return [
        *(_factor(one, supports=False, text=_lacks(one), weight=one.wide * 2 + one.lacking) for one in lacking[:MOST]),
        *(_factor(one, supports=True, text=_has(one), weight=one.count) for one in enough[:MOST]),
    ]


def _factor(standing: Standing, *, supports: bool, text: str, weight: int) -> Factor:
    lacks = None if supports else standing.id
    href = url_for("alignment.capacity.index", lacks=lacks)
    return Factor(Aspect.CAPACITY, supports, text, _l("Competences"), href, weight)


def _lacks(standing: Standing) -> str:
    return ngettext(
        "%(num)d of %(all)s parties that filled it in lacks %(name)s",
        "%(num)d of %(all)s parties that filled it in lack %(name)s",
        standing.lacking,
        all=standing.count,
        name=standing.name,
    )


def _has(standing: Standing) -> str:
    return _(
        "All %(number)s parties that filled it in have the level that they need in %(name)s",
        number=standing.count,
        name=standing.name,
    )
