"""What shared goals say of a programme: whether its parties want the same."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from alignment.five_c.rules import Aspect, Factor
from alignment.goals import queries
from alignment.goals.queries import Overview
from alignment.goals.rules import SILENT_AFTER
from app.accounts.models import Person

REGISTER = _l("Shared goals")
MOST = 4
"""Maximum number of factors."""
MOST_GOALS = 50
"""Maximum number of goals that are looked at."""


def factors(circle_ids: Collection[UUID], reader: Person, today: date) -> list[Factor]:
    """Return the findings of the shared goals of these circles that `reader` may read, the heaviest first.

    An acknowledged text supports the content; parties that acknowledge it form a coalition, parties that differ hinder
    it; parties that do not answer lack commitment.
    """
    found = queries.overviews(queries.readable_in(circle_ids, reader, today, MOST_GOALS), today)
    made = [one for one in (_acknowledged(found), _differing(found), _silent(found), _by_all(found)) if one]
    return sorted(made, key=lambda one: -one.weight)[:MOST]


def _acknowledged(found: Sequence[Overview]) -> Factor | None:
    """Return the goal that most parties acknowledge, but not all."""
    partly = [it for it in found if it.standing.acknowledging and not it.standing.by_all]
    if not partly:
        return None
    it = max(partly, key=lambda one: len(one.standing.acknowledging))
    some, parties = len(it.standing.acknowledging), it.standing.parties
    text = _(
        "%(some)s of %(all)s parties acknowledge version %(number)s of the shared goal of %(circle)s",
        some=some,
        all=parties,
        number=it.version.number,
        circle=it.goal.circle.name,
    )
    return _factor(Aspect.COALITIONS, text, it, supports=some * 2 > parties, weight=some)


def _by_all(found: Sequence[Overview]) -> Factor | None:
    whole = [it for it in found if it.standing.by_all]
    if not whole:
        return None
    text = ngettext(
        "The shared goal of %(num)d forum or agreement is acknowledged by all of its parties",
        "The shared goals of %(num)d forums or agreements are acknowledged by all of their parties",
        len(whole),
    )
    return _factor(Aspect.CONTENT, text, whole[0], supports=True, weight=len(whole) * 5)


def _differing(found: Sequence[Overview]) -> Factor | None:
    torn = [it for it in found if it.open]
    if not torn:
        return None
    number = sum(len(it.open) for it in torn)
    text = ngettext(
        "%(num)d difference about a shared goal has no outcome yet",
        "%(num)d differences about shared goals have no outcome yet",
        number,
    )
    return _factor(Aspect.COALITIONS, text, torn[0], supports=False, weight=number * 10)


def _silent(found: Sequence[Overview]) -> Factor | None:
    late = [(it, days) for it in found for _party, days in it.silent if days > SILENT_AFTER]
    if not late:
        return None
    text = ngettext(
        "%(num)d party has not answered to a shared goal for %(days)s days",
        "%(num)d parties have not answered to a shared goal for up to %(days)s days",
        len(late),
        days=max(days for _it, days in late),
    )
    return _factor(Aspect.COMMITMENT, text, late[0][0], supports=False, weight=len(late) * 5)


def _factor(aspect: Aspect, text: str, it: Overview, *, supports: bool, weight: int) -> Factor:
    href = url_for("alignment.goals.show", shared_goal_id=it.goal.id)
    return Factor(aspect, supports, text, REGISTER, href, weight)
