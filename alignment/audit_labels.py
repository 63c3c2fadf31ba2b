"""Labels of the audit trail of alignment."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from alignment.capacity.models import Competence, CompetenceRound, Training
from alignment.roles.models import RoleMatrix
from app import audit

ACTS = {
    "roles.begun": _l("began the role matrix with %(activities)s activities"),
    "roles.written": _l("wrote the activities and roles"),
    "roles.asked": _l("asked the parties for their views until %(until)s"),
    "roles.filled": _l("gave the view of %(organisation)s"),
    "roles.circulated": _l("circulated version %(number)s"),
    "roles.agreed": _l("agreed with version %(number)s for %(organisation)s"),
    "roles.objected": _l("objected to version %(number)s for %(organisation)s"),
    "roles.put_on_agenda": _l("proposed a difference to the agenda: %(activity)s"),
    "roles.settled": _l("recorded who is accountable: %(activity)s"),
    "competence.added": _l("added the competence %(name)s"),
    "competence.changed": _l("changed the competence %(after)s"),
    "competence.archived": _l("archived the competence"),
    "competence.restored": _l("uses the competence again"),
    "capacity.filled": _l("filled in %(levels)s levels of competences"),
    "capacity.raised": _l("raised the level of %(name)s to %(level)s after a training"),
    "capacity.asked": _l("asked organisations for their levels: %(people)s people"),
    "training.planned": _l("planned a training for %(name)s"),
    "training.changed": _l("changed the training for %(name)s"),
    "training.evaluated": _l("evaluated the training"),
    "training.gap_closed": _l("raised the level of %(organisations)s organisations"),
}


def describe_acts() -> None:
    """Register the labels."""
    audit.call(RoleMatrix, _l("role matrix"))
    audit.call(Competence, _l("competence"))
    audit.call(CompetenceRound, _l("round of levels"))
    audit.call(Training, _l("training"))
    audit.label_details({"levels": _l("Levels"), "level": _l("Level"), "organisations": _l("Organisations")})
    audit.label_details({"activities": _l("Activities"), "activity": _l("Activity")})
    for action, label in ACTS.items():
        audit.describe(action, label)
