"""What the register of services says about forums and agreements, for the 5C view."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import Select, func, select

from alignment.five_c.rules import Aspect, Factor
from alignment.services import queries
from alignment.services.models import RoadmapStep, Service, service_circles
from alignment.services.queries import Line
from alignment.services.rules import Coverage, coverage, quarter_of
from app.accounts.models import Person
from app.circles.queries import knows_of
from app.database import db

REGISTER = _l("Services")


def factors(circle_ids: Collection[UUID], reader: Person, today: date) -> list[Factor]:
    """Return the findings about the services that these circles are linked with, as far as `reader` may know of them.

    What hinders services as a barrier is said by the register of barriers.
    """
    known = linked_with(circle_ids, reader, today)
    entries = queries.entries(Service.id.in_(known))
    lines = [one for one in queries.lines(reader, today, Service.id.in_(known)) if not one.archived_at]
    if not lines:
        return []
    now, then = coverage(entries.values(), today), coverage(entries.values(), date(today.year - 1, 12, 31))
    told = [_reached(now, then)]
    missing = sum(one.lacks_budget for one in lines)
    if missing:
        text = ngettext(
            "%(num)d of %(all)s services has no source of funds for its integration",
            "%(num)d of %(all)s services have no source of funds for their integration",
            missing,
            all=len(lines),
        )
        told.append(_factor(Aspect.CAPACITY, text, missing, supports=False, budget="none"))
    return [*told, *_targets(lines, today), *_late(known, today)]


def linked_with(circle_ids: Collection[UUID], reader: Person, today: date) -> Select[UUID]:
    """Select the services that these circles are linked with, as far as `reader` may know of them."""
    linked = service_circles.c
    return select(linked.service_id).where(linked.circle_id.in_(circle_ids), knows_of(linked.circle_id, reader, today))


def _reached(now: Coverage, then: Coverage) -> Factor:
    """Return how many services are integrated: that supports, unless none is."""
    text = _(
        "%(some)s of %(all)s services are integrated; at the end of last year %(before)s were",
        some=now.integrated,
        all=now.total,
        before=then.integrated,
    )
    return _factor(Aspect.CONTENT, text, now.integrated or now.total, supports=now.integrated > 0)


def _targets(lines: Sequence[Line], today: date) -> list[Factor]:
    """Return that targets passed, if any did."""
    passed = sum(one.is_open and bool(one.target and one.target < quarter_of(today).first) for one in lines)
    if not passed:
        return []
    text = ngettext(
        "%(num)d of %(all)s services missed the quarter of its target",
        "%(num)d of %(all)s services missed the quarter of their target",
        passed,
        all=len(lines),
    )
    return [_factor(Aspect.COMMITMENT, text, passed, supports=False)]


def _late(known: Select[UUID], today: date) -> list[Factor]:
    """Return that steps of roadmaps wait for other organisations, if any do."""
    begun = RoadmapStep.begins <= today, RoadmapStep.done_on.is_(None), RoadmapStep.waits_for_id.is_not(None)
    in_use = Service.archived_at.is_(None)
    query = select(func.count()).select_from(RoadmapStep).join(RoadmapStep.service)
    waiting = db.session.scalar(query.where(RoadmapStep.service_id.in_(known), in_use, *begun)) or 0
    if not waiting:
        return []
    text = ngettext(
        "%(num)d step of the roadmap waits for another organisation",
        "%(num)d steps of the roadmap wait for another organisation",
        waiting,
    )
    return [_factor(Aspect.COALITIONS, text, waiting, supports=False)]


def _factor(aspect: Aspect, text: str, weight: int, *, supports: bool, **filters: Any) -> Factor:
    return Factor(aspect, supports, text, REGISTER, url_for("alignment.services.index", **filters), weight)
