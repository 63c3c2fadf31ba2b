"""Labels of the votes and outcomes of circular decisions, and the marks of the chart."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from forums.circular.rules import Choice

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

def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    app.jinja_env.globals.update(
        circular_choice=CHOICES.__getitem__,
        circular_choices=lambda: list(CHOICES.items()),
        circular_follows=FOLLOWS.__getitem__,
    )
