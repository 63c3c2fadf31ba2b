"""What should be talked about: wide gaps for which no training is planned."""

from __future__ import annotations

from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from alignment.capacity import policies, queries, trainings
from alignment.capacity.rules import Standing
from alignment.home.rules import Matter
from app.accounts.models import Person
from app.clock import utc_now

MOST = 2


def matters(reader: Person, today: date) -> list[Matter]:
    """Return the competences that most organisations lack by two levels or more, without a training ahead."""
    wide = sorted((one for one in queries.standings() if one.wide), key=lambda one: (-one.wide, one.name))
    if not wide:
        return []
    planned = trainings.planned_for(reader, today, utc_now())
    plans = policies.plan_training(reader)
    return [_matter(one, plans=plans) for one in wide if one.id not in planned][:MOST]


def _matter(standing: Standing, *, plans: bool) -> Matter:
    return Matter(
        tone="warn",
        mark=ngettext("%(num)d organisation", "%(num)d organisations", standing.wide),
        icon="align",
        title=ngettext(
            "%(name)s: %(num)d of %(all)s organisations lacks two levels or more",
            "%(name)s: %(num)d of %(all)s organisations lack two levels or more",
            standing.wide,
            name=standing.name,
            all=standing.count,
        ),
        href=url_for("alignment.capacity.index", lacks=standing.id),
        note=_("No training is planned for it yet."),
        act=_("Plan a training") if plans else "",
        act_href=url_for("alignment.capacity.plan", competence=standing.id) if plans else "",
        weight=standing.wide * 10,
    )
