"""What all pages of changes share: an act is tried, what it would do is shown, and it is made once that was seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.clock import utc_now
from app.errors import RuleViolation
from app.web.forms import Form
from app.web.pages import page
from forums.changes import actions
from forums.changes.change_set import Outcome
from forums.changes.models import Change, ChangeKind
from forums.changes.rows import Foreseen, foreseen
from forums.scheduling.models import Forum

WHATEVER = "*"
"""What a form sends as seen when its act is wanted whatever it does: programs look first only if they want to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a page asks for: an act on a forum's sessions, and why.

    `shown_first`: nothing is done that was not seen before, nor where nothing changes; else only what somebody would
    hear of is shown first.
    """

    forum: Forum
    kind: ChangeKind
    act: Callable[[], object]
    reason: str
    shown_first: bool = False


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of trying a plan: it `is_made`, as a change where it changed anything, or else what it would do."""

    is_made: bool = False
    change: Change | None = None
    outcome: Outcome | None = None
    foreseen: Foreseen | None = None


def attempted(form: Form, plan: Plan) -> Tried:
    """Try what a form asks for, and let it stand if exactly that was seen, or needs not be; say in the form why not."""
    looks, valid = only_looks(form), bool(form.validate_on_submit())
    if not valid and set(form.errors) != {"reason"}:
        return Tried()
    if looks and not valid:
        form.reason.errors = []  # who only looks need not say why yet
    seen = request.form.get("seen", "")

    def keeps(outcome: Outcome) -> bool:
        if looks or not valid:
            return False
        if seen:
            return seen in {outcome.digest, WHATEVER}
        return not (plan.shown_first or outcome.is_heard_of)

    asked = {"by": current_user, "at": utc_now(), "reason": plan.reason}
    try:
        outcome, stands, change = actions.attempt(plan.forum, plan.kind, plan.act, keeps=keeps, **asked)
        if plan.shown_first and not outcome.rows:
            raise RuleViolation(_l("Nothing would change: choose something else"))
    except RuleViolation as violation:
        form.refuse(violation)
        return Tried()
    if stands:
        return Tried(True, change, outcome)
    if seen and valid and not looks:
        form.form_errors.append(_("Something changed meanwhile. Look again, then confirm."))
    return Tried(outcome=outcome, foreseen=foreseen(plan.forum, outcome, reader=current_user))


def only_looks(form: Form) -> bool:
    """Whether a form only asks what would happen."""
    return wants_panel() or "preview" in request.form


def wants_panel() -> bool:
    """Whether a page that is being filled in asks for what would happen, to show it beside the form."""
    return "panel" in request.args and request.method == "POST"


def shown(template: str, form: Form, tried: Tried, *, part: str, **context: Any) -> ResponseReturnValue:
    """Render a page with what would happen; where only that `part` is asked for, the part, which says what is wrong."""
    if wants_panel():
        refused = [words for errors in form.errors.values() for words in errors]
        return render_template(part, form=form, foreseen=tried.foreseen, refused=refused, **context)
    return page(template, form, foreseen=tried.foreseen, refused=[], **context)
