"""What pages of upper packages share: the form that gives a disposition, and the part about dispositions of a page."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from app.accounts.models import Person
from app.clock import today, utc_now
from app.database import db
from app.dispositions import actions, queries
from app.dispositions.forms import DispositionForm
from app.dispositions.matters import matter_of
from app.dispositions.policies import may_give
from app.errors import RuleViolation
from app.web.pages import done, page


def give(thing: Any, *, back_to: object) -> ResponseReturnValue:
    """Give a disposition of a thing with a form, then return to the page of `back_to`."""
    actions.require_passable(thing)
    form = DispositionForm.of(current_user, thing)
    if form.validate_on_submit():
        receiver = db.session.get_one(Person, form.receiver.data)
        try:
            made = actions.give(
                thing,
                receiver,
                instruction=form.instruction.data,
                due=form.due.data,
                by=current_user,
                at=utc_now(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Passed on to %(name)s, who is notified.", name=receiver.name), to=back_to, made=made)
    return page(
        "dispositions/give.html",
        form,
        matter=matter_of(thing),
        thing=thing,
        back_to=back_to,
        held=queries.open_one(thing, current_user.organisation_id),
        nobody=len(form.receiver.choices) < 2,
    )


def panel(thing: Any, *, href: str) -> Markup | None:
    """Return the chain of dispositions of a thing within the reader's organisation, and the link that gives one.

    `href` gives a disposition, which is possible while the thing is open.
    """
    if not current_user.is_authenticated or not current_user.is_active:
        return None
    matter = matter_of(thing)
    if not matter.concerns(current_user, thing):
        return None
    standing = queries.standing_of(thing, current_user)
    gives = matter.is_open(thing) and may_give(current_user, thing, standing)
    if not standing.chain and not gives:
        return None
    return Markup(  # noqa: S704
        render_template("dispositions/panel.html", chain=standing.chain, href=href if gives else None, today=today())
    )
