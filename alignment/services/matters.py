"""Matters of services to talk about: targets and steps whose quarter passed."""

from __future__ import annotations

from datetime import date

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from alignment.home.rules import Matter
from alignment.services.labels import quarter_name
from alignment.services.models import RoadmapStep, Service
from alignment.services.policies import write_service
from alignment.services.rules import Integration, Quarter, quarter_of
from app.accounts.models import Person
from app.database import db

MOST = 5
"""Maximum number of matters of each kind."""


def matters(reader: Person, today: date) -> list[Matter]:
    """Return the oldest targets that were missed, and the oldest steps that were not done in their quarters."""
    now = quarter_of(today)
    late = [_target(one, reader, now) for one in _missed(now)]
    return [*late, *(_step(one, reader, now) for one in _steps(now))]


def _missed(now: Quarter) -> list[Service]:
    open_ones = Service.archived_at.is_(None), Service.status != Integration.INTEGRATED
    query = select(Service).where(*open_ones, Service.target < now.first).options(joinedload(Service.owner))
    return list(db.session.scalars(query.order_by(Service.target, Service.name, Service.id).limit(MOST)))


def _steps(now: Quarter) -> list[RoadmapStep]:
    in_use = Service.archived_at.is_(None), Service.status != Integration.INTEGRATED
    query = select(RoadmapStep).join(RoadmapStep.service).where(*in_use)
    query = query.where(RoadmapStep.done_on.is_(None), RoadmapStep.ends < now.first)
    service = contains_eager(RoadmapStep.service).joinedload(Service.owner)
    query = query.options(service, joinedload(RoadmapStep.waits_for))
    return list(db.session.scalars(query.order_by(RoadmapStep.ends, RoadmapStep.text, RoadmapStep.id).limit(MOST)))


def _target(service: Service, reader: Person, now: Quarter) -> Matter:
    assert service.target, "only services with a target are found"
    passed = quarter_of(service.target)
    may = write_service(reader, service)
    return Matter(
        tone="bad",
        mark=quarter_name(passed),
        icon="late",
        title=_("%(service)s was to be integrated by now", service=service.name),
        href=url_for("alignment.services.show", service_id=service.id),
        note=service.owner.name,
        act=_("Set a new target") if may else "",
        act_href=url_for("alignment.services.edit", service_id=service.id) if may else "",
        weight=30 + 10 * passed.until(now),
    )


def _step(step: RoadmapStep, reader: Person, now: Quarter) -> Matter:
    service, passed = step.service, quarter_of(step.ends)
    may = write_service(reader, service)
    waits = _("waits for %(name)s", name=step.waits_for.label) if step.waits_for else ""
    return Matter(
        tone="warn",
        mark=quarter_name(passed),
        icon="clock",
        title=_("Step not done: %(step)s", step=step.text),
        href=url_for("alignment.services.show", service_id=service.id),
        note=" · ".join(filter(None, (service.name, service.owner.label, waits))),
        act=_("Plan the step anew") if may else "",
        act_href=url_for("alignment.services.edit_step", roadmap_step_id=step.id) if may else "",
        weight=20 + 10 * passed.until(now),
    )
