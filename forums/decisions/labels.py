"""Labels of the decision rules, of votes and of the quorum kept with a decision, and the blank form of a decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.web.status_labels import sector_name
from forums.attendance.rules import quorum_from
from forums.decisions.rules import FollowUp, VoteChoice
from forums.scheduling.labels import DECISION_RULES

VOTE_CHOICES = {
    VoteChoice.FOR: _l("In favour"),
    VoteChoice.AGAINST: _l("Against"),
    VoteChoice.ABSTAINED: _l("Abstained"),
}
FOLLOW_UPS = {
    FollowUp.NONE: _l("Without follow-up"),
    FollowUp.OPEN: _l("Follow-up open"),
    FollowUp.DONE: _l("Follow-up done"),
}


def init_app(app: Flask) -> None:
    """Register the labels and the blank form as template globals."""
    from forums.decisions.forms import RecordForm  # which needs the labels of votes

    app.jinja_env.globals.update(
        decision_rule_choices=choices,
        follow_up_choices=lambda: [(one.value, word) for one, word in FOLLOW_UPS.items()],
        vote_choice=VOTE_CHOICES.__getitem__,
        quorum_of_decision=quorum_of_decision,
        blank_decision=lambda how, seats: RecordForm(formdata=None, how=how.value).offer(seats),
    )


def choices() -> list[tuple[str, str]]:
    """Return the value and label of each decision rule."""
    return [(rule.value, str(word)) for rule, word in DECISION_RULES.items()]


def quorum_of_decision(met: bool, kept: Mapping[str, Any] | None) -> str:
    """Return the quorum with which a decision was taken: "with quorum, 9 of 12 seats".

    `kept` is None for decisions recorded before it was stored.
    """
    if kept is None:
        return _("with quorum") if met else _("without quorum")
    quorum = quorum_from(kept)
    counts = {"taken": quorum.taken, "seats": quorum.seats, "needed": quorum.needed}
    if quorum.is_met:
        return _("with quorum, %(taken)s of %(seats)s seats", **counts)
    words = _("without quorum, %(taken)s of %(seats)s seats, %(needed)s needed", **counts)
    absent = ", ".join(str(sector_name(sector)) for sector in quorum.missing_sectors)
    return _("%(words)s; no one from %(sectors)s", words=words, sectors=absent) if absent else words
