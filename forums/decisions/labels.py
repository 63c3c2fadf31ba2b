"""Labels of the decision rules, and the blank form of a decision."""

from __future__ import annotations

from flask import Flask

from forums.decisions.forms import DecisionForm
from forums.scheduling.labels import DECISION_RULES


def init_app(app: Flask) -> None:
    """Register the labels and the blank form as template globals."""
    app.jinja_env.globals.update(
        decision_rule_choices=choices,
        blank_decision=lambda how: DecisionForm(formdata=None, how=how.value),
    )


def choices() -> list[tuple[str, str]]:
    """Return the value and label of each decision rule."""
    return [(rule.value, str(word)) for rule, word in DECISION_RULES.items()]
