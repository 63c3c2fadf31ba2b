"""Ways of deciding as the register's filter offers them."""

from __future__ import annotations

from flask import Flask

from forums.scheduling.words import DECISION_RULES


def init_app(app: Flask) -> None:
    """Offer the words to templates."""
    app.jinja_env.globals["decision_rule_choices"] = choices


def choices() -> list[tuple[str, str]]:
    """Return the value and the word of each way of deciding."""
    return [(rule.value, str(word)) for rule, word in DECISION_RULES.items()]
