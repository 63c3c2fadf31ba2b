"""Labels of the audit trail of regulations."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from alignment.regulations.labels import RELATIONS, STAGES
from alignment.regulations.models import Regulation
from app import audit

ACTS = {
    "regulation.entered": _l("entered the regulation"),
    "regulation.corrected": _l("corrected the regulation"),
    "regulation.related": _l("recorded its relation to %(other)s"),
    "regulation.unrelated": _l("deleted its relation to %(other)s"),
    "regulation.placed": _l("changed which forums and agreements work under it"),
    "regulation.marked": _l("marked it for review"),
    "regulation.lifted": _l("lifted the mark for review"),
    "regulation.revision_begun": _l("began a revision: %(title)s"),
    "regulation.revision_moved": _l("moved the revision to its next stage: %(stage)s"),
    "regulation.revision_planned": _l("changed the plan of the revision"),
    "regulation.revision_abandoned": _l("abandoned the revision"),
    "regulation.committed": _l("proposed a commitment for the revision"),
    "regulation.put_on_agenda": _l("proposed it to the agenda of a session"),
    "regulation.passed_to_successor": _l("passed the right to revise it to %(organisation)s"),
    "regulation.revision_passed_to_successor": _l("handed the revision on to %(organisation)s"),
    "decision.regulations_named": _l("changed the regulations that the decision names"),
}


def describe_acts() -> None:
    """Register the labels."""
    audit.call(Regulation, _l("regulation"))
    audit.label_details(
        {
            "regulation": _l("Regulation"),
            "regulations": _l("Regulations"),
            "relation": _l("Relation"),
            "other": _l("Other regulation"),
            "stage": _l("Stage"),
            "on": _l("Day"),
        }
    )
    audit.label_values("regulation", ("relation",), RELATIONS)
    audit.label_values("regulation", ("stage",), STAGES)
    for action, label in ACTS.items():
        audit.describe(action, label)
