"""Previewing and confirming an act, shared by all pages of changes."""

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
from app.web.forms import ANY_OUTCOME, Form
from app.web.pages import page
from forums.changes import actions
from forums.changes.change_set import Outcome
from forums.changes.models import Change, ChangeKind
from forums.changes.rows import Foreseen, foreseen
from forums.scheduling.models import Forum


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An act on a forum's sessions, and its reason.

    If `shown_first`, nothing is applied without a preview, and an act without effect is refused; otherwise only acts
    that notify someone are previewed first.
    """

    forum: Forum
    kind: ChangeKind
    act: Callable[[], object]
    reason: str
    shown_first: bool = False


@dataclass(frozen=True, slots=True)
class Tried:
    """The result of submitting a plan: `is_made`, with the change if any row changed; else the preview."""

    is_made: bool = False
    change: Change | None = None
    outcome: Outcome | None = None
    foreseen: Foreseen | None = None


def attempted(form: Form, plan: Plan) -> Tried:
    """Run the act of a form; apply it if its outcome was confirmed or needs no preview, else add the errors."""
    previews, valid = is_preview(form), bool(form.validate_on_submit())
    if not valid and set(form.errors) != {"reason"}:
        return Tried()
    if previews and not valid:
        form.reason.errors = []  # a preview does not need the reason yet
    seen = request.form.get("seen", "")

    def keeps(outcome: Outcome) -> bool:
        if previews or not valid:
            return False
        if seen:
            return seen in {outcome.digest, ANY_OUTCOME}
        return not (plan.shown_first or outcome.notifies)

    context = {"by": current_user, "at": utc_now(), "reason": plan.reason}
    try:
        outcome, stands, change = actions.attempt(plan.forum, plan.kind, plan.act, keeps=keeps, **context)
        if plan.shown_first and not outcome.rows:
            raise RuleViolation(_l("This changes nothing. Choose something else"))
    except RuleViolation as violation:
        form.refuse(violation)
        return Tried()
    if stands:
        return Tried(True, change, outcome)
    if seen and valid and not previews:
        form.form_errors.append(_("Something has changed in the meantime. Check again, then confirm."))
    return Tried(outcome=outcome, foreseen=foreseen(plan.forum, outcome, reader=current_user))


def is_preview(form: Form) -> bool:
    """Whether a form requests only a preview."""
    return wants_panel() or "preview" in request.form


def wants_panel() -> bool:
    """Whether the page requests the preview panel while the form is being filled in."""
    return "panel" in request.args and request.method == "POST"


def shown(template: str, form: Form, tried: Tried, *, part: str, **context: Any) -> ResponseReturnValue:
    """Render a page with the preview; if only the panel is requested, render `part` with the preview and the errors."""
    if wants_panel():
        refused = [words for errors in form.errors.values() for words in errors]
        return render_template(part, form=form, foreseen=tried.foreseen, refused=refused, **context)
    return page(template, form, foreseen=tried.foreseen, refused=[], **context)
