"""Ways of deciding as the register's filter offers them, and the empty form of a decision."""

from __future__ import annotations

from flask import Flask

from forums.decisions.forms import DecisionForm
from forums.scheduling.labels import DECISION_RULES


def init_app(app: Flask) -> None:
    """Offer the words and the form to templates."""
    app.jinja_env.globals.update(
        decision_rule_choices=choices,
        blank_decision=lambda how: DecisionForm(formdata=None, how=how.value),
    )


def choices() -> list[tuple[str, str]]:
    """Return the value and the word of each way of deciding."""
    return [(rule.value, str(word)) for rule, word in DECISION_RULES.items()]
