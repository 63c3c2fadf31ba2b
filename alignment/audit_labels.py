"""Labels of the audit trail of alignment."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from alignment.goals.labels import STATES
from alignment.goals.models import SharedGoal
from alignment.roles.models import RoleMatrix
from app import audit

ACTS = {
    "goal.begun": _l("wrote the shared goal"),
    "goal.written": _l("wrote version %(number)s of the shared goal"),
    "goal.reminded": _l("asked once more about version %(number)s"),
    "goal.interest_written": _l("wrote the interest of %(organisation)s"),
    "goal.acknowledged": _l("acknowledged version %(number)s for %(organisation)s"),
    "goal.differs": _l("differed about version %(number)s for %(organisation)s"),
    "goal.mediation_recorded": _l("recorded the mediation with %(organisation)s"),
    "goal.option_added": _l("added an option in the mediation with %(organisation)s"),
    "goal.responses_asked": _l("asked for responses to the options until %(until)s"),
    "goal.responded": _l("responded to the options for %(organisation)s"),
    "goal.difference_ended": _l("ended a mediation: %(outcome)s"),
    "goal.followed_up": _l("proposed the commitment that follows from a mediation"),
    "goal.put_on_agenda": _l("proposed the difference with %(organisation)s to the agenda"),
    "roles.begun": _l("began the role matrix with %(activities)s activities"),
    "roles.written": _l("wrote the activities and roles"),
    "roles.asked": _l("asked the parties for their views until %(until)s"),
    "roles.filled": _l("gave the view of %(organisation)s"),
    "roles.circulated": _l("circulated version %(number)s"),
    "roles.agreed": _l("agreed with version %(number)s for %(organisation)s"),
    "roles.objected": _l("objected to version %(number)s for %(organisation)s"),
    "roles.put_on_agenda": _l("proposed a difference to the agenda: %(activity)s"),
    "roles.settled": _l("recorded who is accountable: %(activity)s"),
}


def describe_acts() -> None:
    """Register the labels."""
    audit.call(SharedGoal, _l("shared goal"))
    audit.label_values("goal", ("outcome",), STATES)
    audit.call(RoleMatrix, _l("role matrix"))
    audit.label_details({"activities": _l("Activities"), "activity": _l("Activity")})
    for action, label in ACTS.items():
        audit.describe(action, label)
