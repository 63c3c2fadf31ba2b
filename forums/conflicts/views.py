"""Pages that declare and withdraw a conflict of interest on an agenda item."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import utc_now
from app.errors import RuleViolation
from app.web.pages import done, page
from app.web.panels import linked_page
from app.web.policies import guarded
from forums.agenda.models import AgendaItem
from forums.agenda.policies import run_item
from forums.conflicts import actions, policies
from forums.conflicts.forms import ConflictForm
from forums.conflicts.models import ConflictOfInterest
from forums.scheduling.models import Participant
from forums.scheduling.queries import participants

bp = Blueprint("conflicts", __name__)


@bp.route("/agenda-items/<uuid:agenda_item_id>/conflicts/new", methods=["GET", "POST"])
@guarded(policies.declare_conflict)
def declare(agenda_item: AgendaItem) -> ResponseReturnValue:
    """Declare a conflict of interest: one's own, or on behalf of a participant."""
    on_behalf = run_item(current_user, agenda_item)
    form = ConflictForm()
    form.offer(_people(agenda_item, on_behalf=on_behalf))
    if form.validate_on_submit():
        try:
            made = actions.declare(agenda_item, form.details(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The conflict of interest was declared."), to=_agenda(agenda_item), made=made)
    return page("forums/conflicts/declare.html", form, item=agenda_item, session=agenda_item.session, behalf=on_behalf)


@bp.post("/conflicts/<uuid:conflict_id>/withdraw")
@guarded(policies.withdraw_conflict)
def withdraw(conflict_of_interest: ConflictOfInterest) -> ResponseReturnValue:
    """Withdraw a conflict of interest."""
    item = conflict_of_interest.item
    actions.withdraw(conflict_of_interest, by=current_user, at=utc_now())
    return done(_("The conflict of interest was withdrawn."), to=_agenda(item), made=item)


def _people(item: AgendaItem, *, on_behalf: bool) -> Sequence[Participant]:
    everyone = participants(item.session.forum_id)
    return everyone if on_behalf else [one for one in everyone if one.person_id == current_user.id]


def _agenda(item: AgendaItem) -> str:
    session = item.session
    return linked_page(session) or url_for("forums.agenda.show", session_id=session.id, _anchor=f"item-{item.id}")
