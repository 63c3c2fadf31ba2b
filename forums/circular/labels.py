"""Labels of the votes and outcomes of circular decisions, and the marks of the chart."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.web.status_labels import KINDS as STATES
from forums.circular.models import Circular, CircularState
from forums.circular.rules import Choice, Outcome

CHOICES = {
    Choice.AGREE: _l("Agree"),
    Choice.AGREE_WITH_NOTE: _l("Agree with a note"),
    Choice.DISCUSS: _l("Wants it discussed in a session"),
    Choice.DISAGREE: _l("Disagree"),
    Choice.ABSTAIN: _l("Abstain"),
}
FOLLOWS = {
    Choice.AGREE: _l("With the text above"),
    Choice.AGREE_WITH_NOTE: _l("Counts as agreement; the note is on record"),
    Choice.DISCUSS: _l("It waits for the session unless you change your vote"),
    Choice.DISAGREE: _l("The reason is on record"),
    Choice.ABSTAIN: _l("Counts for the quorum only"),
}


OUTCOMES = {
    Outcome.ADOPTED: _l("Adopted"),
    Outcome.TO_DISCUSS: _l("A party wants it discussed or disagrees"),
    Outcome.NO_MAJORITY: _l("No majority"),
    Outcome.NO_QUORUM: _l("Quorum not met"),
}


def result(circular: Circular) -> str:
    """Return what became of a closed circular, in one word or two."""
    return str(STATES["circular"][circular.state.value].word)


def outcome_sentence(circular: Circular, outcome: str) -> str:
    """Return what became of a closed circular and why; `outcome` is the value of an Outcome, or "moved"."""
    if circular.state is CircularState.ADOPTED:
        return _(
            "The parties adopted it. It is in force from today as a decision of %(forum)s.", forum=circular.forum.name
        )
    why = "" if outcome == "moved" else f"{OUTCOMES[Outcome(outcome)]}. "
    if circular.state is CircularState.MOVED:
        return why + _("It is on the agenda of the next session, with the votes as material.")
    return why + _("No session is planned that could discuss it, so it lapsed.")


def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    app.jinja_env.globals.update(
        circular_choice=CHOICES.__getitem__,
        circular_choices=lambda: list(CHOICES.items()),
        circular_result=result,
        circular_outcome=outcome_sentence,
        circular_follows=FOLLOWS.__getitem__,
    )
