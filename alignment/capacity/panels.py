"""Panels of capacity: levels on the page of an organisation, training on those of a forum and of a barrier."""

from __future__ import annotations

from flask import get_template_attribute, url_for
from flask_login import current_user
from markupsafe import Markup

from alignment.barriers.models import Barrier
from alignment.capacity import policies, queries, trainings
from app.clock import today, utc_now
from app.database import db
from app.organisations.models import Organisation
from forums.scheduling.models import Forum, ForumKind

PARTS = "alignment/capacity/panels.html"


def of_organisation(organisation: Organisation) -> Markup | None:
    """Return the levels of an organisation in one line; without any, a link for those who can fill them in."""
    levels = db.session.scalars(queries.counting_levels(organisation.id)).all()
    fills = policies.fill_levels(current_user, organisation)
    if not levels and not fills:
        return None
    lacking = [one for one in levels if one.held < one.needed]
    lacking.sort(key=lambda one: (one.held - one.needed, one.competence.position))
    draw = get_template_attribute(PARTS, "organisation_panel")
    return draw(levels, lacking, url_for("alignment.capacity.show", organisation_id=organisation.id), fills)


def of_forum(forum: Forum) -> Markup | None:
    """Return what the next sessions of a training forum teach."""
    if forum.kind is not ForumKind.TRAINING:
        return None
    found = trainings.of_forum(forum.id, utc_now())
    return get_template_attribute(PARTS, "forum_panel")(found) if found else None


def of_barrier(barrier: Barrier) -> Markup | None:
    """Return the trainings that answer a barrier, of those that the reader may read."""
    found = trainings.of_barrier(barrier.id, current_user, today())
    return get_template_attribute(PARTS, "barrier_panel")(found) if found else None
