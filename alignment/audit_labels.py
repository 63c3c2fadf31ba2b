"""Labels of the audit trail of alignment."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from alignment.barriers.models import Barrier
from alignment.capacity.models import Competence, CompetenceRound, Training
from alignment.five_c.models import Synopsis
from alignment.goals.labels import STATES
from alignment.goals.models import SharedGoal
from alignment.roles.models import RoleMatrix
from alignment.services.labels import INTEGRATIONS
from alignment.services.models import Service
from app import audit
from commitments.status_labels import BARRIERS

ACTS = {
    "five_c.written": _l("wrote the sentence of the 5C review and the directives wanted"),
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
    "barrier.entered": _l("recorded this barrier"),
    "barrier.joined": _l("joined a blocked commitment to this barrier"),
    "barrier.corrected": _l("corrected the barrier: %(title)s"),
    "barrier.owned": _l("named %(organisation)s as the one that can remove it"),
    "barrier.passed_to_successor": _l("named the successor %(organisation)s as the one that can remove it"),
    "barrier.unowned": _l("recorded that nobody is known who can remove it"),
    "barrier.effect_added": _l("added what it hinders"),
    "barrier.effect_corrected": _l("corrected what it hinders"),
    "barrier.effect_removed": _l("removed what it does not hinder"),
    "barrier.regulation_linked": _l("linked a regulation: %(title)s"),
    "barrier.head_told": _l("told %(organisation)s about it"),
    "barrier.put_on_agenda": _l("proposed it to the agenda of a session"),
    "barrier.escalated": _l("put it before leadership"),
    "barrier.directed": _l("gave a directive about it"),
    "barrier.resolved": _l("resolved it"),
    "barrier.reopened": _l("reopened it"),
    "service.entered": _l("entered the service %(service)s: %(status)s"),
    "service.changed": _l("changed the service %(service)s"),
    "service.status_set": _l("recorded the status of %(service)s: %(status)s"),
    "service.archived": _l("archived the service %(service)s"),
    "service.restored": _l("took the service %(service)s out of the archive"),
    "service.exchange_saved": _l("wrote a data exchange of %(service)s: %(what)s"),
    "service.exchange_removed": _l("removed a data exchange of %(service)s: %(what)s"),
    "service.step_saved": _l("wrote a step for %(service)s: %(step)s"),
    "service.step_done": _l("recorded that a step for %(service)s is done: %(step)s"),
    "service.step_removed": _l("removed a step for %(service)s: %(step)s"),
    "service.commitment_linked": _l("linked it with the service %(service)s"),
    "service.commitment_unlinked": _l("ended its link with the service %(service)s"),
    "service.linked": _l("linked the service %(service)s"),
    "service.unlinked": _l("ended the link with the service %(service)s"),
    "service.succeeded": _l("let %(organisation)s take over the place of its predecessor in %(service)s"),
    "competence.added": _l("added the competence %(name)s"),
    "competence.changed": _l("changed the competence %(after)s"),
    "competence.archived": _l("archived the competence"),
    "competence.restored": _l("uses the competence again"),
    "capacity.filled": _l("filled in %(levels)s levels of competences"),
    "capacity.raised": _l("raised the level of %(name)s to %(level)s after a training"),
    "capacity.asked": _l("asked organisations for their levels: %(people)s people"),
    "training.planned": _l("planned a training for %(name)s"),
    "training.changed": _l("changed the training for %(name)s"),
    "training.removed": _l("removed the training for %(name)s"),
    "training.evaluated": _l("evaluated the training"),
    "training.gap_closed": _l("raised the level of %(organisations)s organisations"),
}


def describe_acts() -> None:
    """Register the labels."""
    audit.call(SharedGoal, _l("shared goal"))
    audit.label_values("goal", ("outcome",), STATES)
    audit.call(RoleMatrix, _l("role matrix"))
    audit.call(Barrier, _l("barrier"))
    audit.label_details({"activities": _l("Activities"), "activity": _l("Activity"), "office": _l("Office")})
    audit.label_values("barrier", ("kind",), BARRIERS)
    audit.call(Synopsis, _l("5C review"))
    audit.label_details({"sentence": _l("In one sentence"), "wanted": _l("Directives wanted")})
    audit.call(Service, _l("service"))
    audit.label_details({"service": _l("Service"), "target": _l("Target"), "what": _l("Data")})
    audit.label_details({"status": _l("Status"), "step": _l("Step")})
    audit.label_values("service", ("status", "before"), INTEGRATIONS)
    audit.call(Competence, _l("competence"))
    audit.call(CompetenceRound, _l("round of levels"))
    audit.call(Training, _l("training"))
    audit.label_details({"levels": _l("Levels"), "level": _l("Level"), "organisations": _l("Organisations")})
    audit.label_details({"activities": _l("Activities"), "activity": _l("Activity")})
    for action, label in ACTS.items():
        audit.describe(action, label)
