"""Labels of acts, sources, barriers and visibilities."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Flask
from flask_babel import lazy_gettext as _l

from commitments.blockers.models import BlockerKind
from commitments.delivery.forms import SITUATIONS, CommentForm, ReportForm
from commitments.delivery.models import Act, Source
from commitments.delivery.rules import offered_progress
from commitments.disputes.rules import OutcomeKind
from commitments.registry.rules import Visibility
from commitments.reminders.labels import HEADINGS, ICONS
from commitments.verification.labels import FINDINGS
from commitments.verification.rules import TARGET, Finding


class ActLabel(NamedTuple):
    """Label, icon and tone of an act in the timeline."""

    word: Any
    icon: str
    tone: str


ACTS = {
    Act.PROPOSED: ActLabel(_l("Proposed"), "send", "none"),
    Act.ACCEPTED: ActLabel(_l("Accepted"), "check", "good"),
    Act.DECLINED: ActLabel(_l("Declined"), "no", "none"),
    Act.COUNTER_PROPOSED: ActLabel(_l("Another date proposed"), "swap", "warn"),
    Act.DATE_AGREED: ActLabel(_l("Date agreed"), "check", "good"),
    Act.PROGRESS: ActLabel(_l("Progress"), "half", ""),
    Act.SUBMITTED: ActLabel(_l("Submitted"), "send", ""),
    Act.MET: ActLabel(_l("Criteria met"), "done", "good"),
    Act.PARTIALLY_MET: ActLabel(_l("Partly met"), "half", "warn"),
    Act.RETURNED: ActLabel(_l("Returned"), "back", "warn"),
    Act.EXTENSION_ASKED: ActLabel(_l("Extension requested"), "clock", "warn"),
    Act.EXTENSION_APPROVED: ActLabel(_l("Extension granted"), "clock", ""),
    Act.EXTENSION_DENIED: ActLabel(_l("Due date kept"), "clock", "none"),
    Act.BLOCKED: ActLabel(_l("Blocked"), "blocked", "bad"),
    Act.UNBLOCKED: ActLabel(_l("Barrier removed"), "done", "good"),
    Act.CLOSED: ActLabel(_l("Closed as partly met"), "half", "warn"),
    Act.CANCELLED: ActLabel(_l("Cancelled"), "no", "none"),
    Act.COMMENT: ActLabel(_l("Remark"), "chat", "none"),
    Act.VISIBILITY_CHANGED: ActLabel(_l("Visibility changed"), "eye", "none"),
    Act.ON_TRACK: ActLabel(_l("On plan"), "check", "good"),
    Act.SNOOZED: ActLabel(_l("Reminders snoozed until"), "pause", "none"),
    Act.DISPUTED: ActLabel(_l("Finding disputed"), "flag", "bad"),
    Act.DISPUTE_WITHDRAWN: ActLabel(_l("Dispute withdrawn"), "back", "none"),
    Act.SETTLED: ActLabel(_l("Dispute settled"), "check", "good"),
    Act.HANDOVER_ASKED: ActLabel(_l("Hand-over requested"), "forward", "warn"),
    Act.HANDOVER_DECLINED: ActLabel(_l("Hand-over declined"), "no", "none"),
    Act.HANDOVER_WITHDRAWN: ActLabel(_l("Hand-over withdrawn"), "back", "none"),
    Act.HANDED_OVER: ActLabel(_l("Handed over"), "forward", "good"),
    Act.SUCCEEDED: ActLabel(_l("Passed to the successor of an organisation"), "forward", "none"),
    Act.RECORD_SIGNED: ActLabel(_l("Record of delivery signed"), "attach", "good"),
    Act.AMENDED: ActLabel(_l("Changed by an amendment"), "pen", ""),
    Act.SUPERSEDED: ActLabel(_l("Superseded"), "merge", "none"),
}

SOURCES = {
    Source.TELEPHONE: _l("telephone"),
    Source.MESSAGE: _l("message"),
    Source.LETTER: _l("letter"),
    Source.MEETING: _l("meeting"),
}

BARRIERS = {
    BlockerKind.REGULATION: _l("Regulation"),
    BlockerKind.SYSTEM: _l("System"),
    BlockerKind.BUDGET: _l("Budget"),
    BlockerKind.PHYSICAL_VERIFICATION: _l("Physical verification"),
    BlockerKind.SKILLS: _l("Skills"),
    BlockerKind.COORDINATION: _l("Coordination"),
}

OUTCOMES = {
    OutcomeKind.CRITERION: _l("New criterion"),
    OutcomeKind.DATE: _l("New date"),
    OutcomeKind.FOLLOW_UP: _l("Follow-up commitment"),
    OutcomeKind.STAYS: _l("Finding stays"),
    OutcomeKind.MET: _l("Criteria met"),
}

VISIBILITIES = {
    Visibility.PARTIES: _l("Only the parties"),
    Visibility.CIRCLE: _l("Everyone in the circle"),
    Visibility.PUBLIC: _l("Everyone"),
}


def init_app(app: Flask) -> None:
    """Register template globals: the labels, and the empty forms of a commitment's page."""
    app.jinja_env.globals.update(
        act_label=ACTS.__getitem__,
        step_heading=HEADINGS.__getitem__,
        step_icon=ICONS.__getitem__,
        source_label=SOURCES.__getitem__,
        blocker_label=lambda kind: BARRIERS[BlockerKind(kind)],
        visibility_label=VISIBILITIES.__getitem__,
        finding_label=lambda finding: FINDINGS[Finding(finding)],
        finding_choices=lambda: list(FINDINGS.items()),
        verification_target=lambda: TARGET,
        outcome_label=OUTCOMES.__getitem__,
        blank_remark=lambda: CommentForm(formdata=None),
        blank_report=lambda it: ReportForm.of(
            it, it.milestones, on_behalf=it.on_behalf, hand_over=False, formdata=None
        ),
        offered_progress=offered_progress,
        situation_label=lambda situation: dict(SITUATIONS)[situation.value],
    )
