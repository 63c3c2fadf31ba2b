"""Labels of directives and suggestions."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app import audit
from app.web.external_urls import external
from app.web.status_labels import KINDS as STATES
from forums.decisions.forms import shortened
from forums.directives.actions import takes_suggestions
from forums.directives.models import Directive, DirectiveKind
from forums.scheduling.models import Forum

KINDS = {
    DirectiveKind.DIRECTIVE.value: _l("Directive of leadership"),
    DirectiveKind.SUGGESTION.value: _l("Suggestion from outside"),
    "proposal": _l("Proposal of a participant"),
}
"""Labels of the kinds in the register; proposals of participants are agenda items."""


def init_app(app: Flask) -> None:
    """Register the labels as template globals and with the audit log."""
    app.jinja_env.globals.update(
        directive_kind=lambda kind: KINDS[kind.value if isinstance(kind, DirectiveKind) else kind],
        directive_kinds=lambda: list(KINDS.items()),
        directive_states=lambda: [(value, label.word) for value, label in STATES["directive"].items()],
        directive_title=title,
        suggestion_address=suggestion_address,
        takes_suggestions=takes_suggestions,
    )
    audit.call(Directive, _l("directive or suggestion"))
    audit.describe("directive.given", _l("gave a directive"))
    audit.describe("directive.suggested", _l("received a suggestion from outside"))
    audit.describe("directive.taken_up", _l("put a directive or suggestion on the agenda"))
    audit.describe("directive.replied", _l("answered a directive or suggestion"))
    audit.describe("directive.declined", _l("declined a directive or suggestion"))
    audit.describe("directive.merged", _l("merged a directive or suggestion into another one"))
    audit.describe("directive.committed", _l("proposed a commitment from a directive or suggestion"))
    audit.describe("directive.erased", _l("erased who sent a suggestion"))
    audit.label_details({"answer_due": _l("Answer by")})


def title(directive: Directive) -> str:
    """Return the text as one line, shortened to fit a title."""
    return shortened(directive.text)


def suggestion_address(forum: Forum) -> str:
    """Return the public URL for suggestions to a forum."""
    return external("forums.suggest.show", slug=forum.slug)
