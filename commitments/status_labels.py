"""How acts, sources, barriers and visibilities are said and drawn."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Flask
from flask_babel import lazy_gettext as _l

from commitments.blockers.models import BlockerKind
from commitments.delivery.forms import CommentForm, ReportForm
from commitments.delivery.models import Act, Source
from commitments.registry.rules import Visibility


class Tale(NamedTuple):
    """How the timeline tells of an act."""

    word: Any
    icon: str
    tone: str


ACTS = {
    Act.PROPOSED: Tale(_l("Proposed"), "send", "none"),
    Act.ACCEPTED: Tale(_l("Accepted"), "check", "good"),
    Act.DECLINED: Tale(_l("Declined"), "no", "none"),
    Act.COUNTER_PROPOSED: Tale(_l("Another date proposed"), "swap", "warn"),
    Act.DATE_AGREED: Tale(_l("Date agreed"), "check", "good"),
    Act.PROGRESS: Tale(_l("Progress"), "half", ""),
    Act.SUBMITTED: Tale(_l("Handed over"), "send", ""),
    Act.MET: Tale(_l("Criteria met"), "done", "good"),
    Act.PARTIALLY_MET: Tale(_l("Partly met"), "half", "warn"),
    Act.RETURNED: Tale(_l("Sent back"), "back", "warn"),
    Act.EXTENSION_ASKED: Tale(_l("Later date asked for"), "clock", "warn"),
    Act.EXTENSION_APPROVED: Tale(_l("Later date granted"), "clock", ""),
    Act.EXTENSION_DENIED: Tale(_l("Date kept"), "clock", "none"),
    Act.BLOCKED: Tale(_l("Blocked"), "blocked", "bad"),
    Act.UNBLOCKED: Tale(_l("Barrier removed"), "done", "good"),
    Act.CLOSED: Tale(_l("Closed as partly met"), "half", "warn"),
    Act.CANCELLED: Tale(_l("Cancelled"), "no", "none"),
    Act.COMMENT: Tale(_l("Remark"), "chat", "none"),
    Act.VISIBILITY_CHANGED: Tale(_l("Readers changed"), "eye", "none"),
}

SOURCES = {
    Source.TELEPHONE: _l("telephone"),
    Source.MESSAGE: _l("message"),
    Source.LETTER: _l("letter"),
    Source.MEETING: _l("in a meeting"),
}

BARRIERS = {
    BlockerKind.REGULATION: _l("Regulation"),
    BlockerKind.SYSTEM: _l("System"),
    BlockerKind.BUDGET: _l("Budget"),
    BlockerKind.PHYSICAL_VERIFICATION: _l("Physical verification"),
    BlockerKind.SKILLS: _l("Skills"),
    BlockerKind.COORDINATION: _l("Coordination"),
}

VISIBILITIES = {
    Visibility.PARTIES: _l("Only the parties"),
    Visibility.CIRCLE: _l("Everyone in the circle"),
    Visibility.PUBLIC: _l("Everyone"),
}


def init_app(app: Flask) -> None:
    """Give the words to templates, and the empty forms of a commitment's page."""
    app.jinja_env.globals.update(
        act_look=ACTS.__getitem__,
        source_word=SOURCES.__getitem__,
        blocker_word=lambda kind: BARRIERS[BlockerKind(kind)],
        visibility_word=VISIBILITIES.__getitem__,
        blank_remark=lambda: CommentForm(formdata=None),
        blank_report=lambda it: ReportForm.made(on_behalf=it.on_behalf, progress=it.progress, formdata=None),
    )
