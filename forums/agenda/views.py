"""Pages of an agenda: the items in order, proposing one, answering a proposal."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import utc_now
from app.pages import done, page, settled
from app.policy import guarded
from forums.agenda import actions, policies, queries
from forums.agenda.forms import ItemForm, ReasonForm
from forums.agenda.models import AgendaItem
from forums.agenda.timing import timing
from forums.scheduling.models import Session
from forums.scheduling.policies import read_session
from forums.scheduling.queries import participants

bp = Blueprint("agenda", __name__)


@bp.route("/sessions/<uuid:session_id>/agenda")
@guarded(read_session)
def show(session: Session) -> ResponseReturnValue:
    """Show a session's agenda; before it is begun, what the forum's template will make of it."""
    items = queries.agenda(session.id)
    return page("forums/agenda/show.html", session=session, items=items, timing=timing(session, items, utc_now()))


@bp.route("/sessions/<uuid:session_id>/agenda/propose", methods=["GET", "POST"])
@guarded(policies.propose_item)
def propose(session: Session) -> ResponseReturnValue:
    """Propose an item, or add one when the person arranges the agenda."""
    arranges = policies.arrange_agenda(current_user, session)
    form = _item_form(session)

    def act() -> None:
        actions.propose(session, form.details(), by=current_user, at=utc_now(), accepted=arranges)

    if settled(form, act):
        said = _("Added to the agenda.") if arranges else _("Proposed. You hear what becomes of it.")
        return done(said, to=_address(session))
    return page("forums/agenda/propose.html", form, session=session, item=None, arranges=arranges)


@bp.route("/agenda-items/<uuid:agenda_item_id>/edit", methods=["GET", "POST"])
@guarded(policies.arrange_item)
def edit(agenda_item: AgendaItem) -> ResponseReturnValue:
    """Write an item anew."""
    session = agenda_item.session
    form = _item_form(session)
    if not form.is_submitted():
        form.show(agenda_item)
    if settled(form, lambda: actions.change(agenda_item, form.details(), by=current_user, at=utc_now())):
        return done(_("The item was changed."), to=_address(session))
    return page("forums/agenda/propose.html", form, session=session, item=agenda_item, arranges=True)


@bp.route("/agenda-items/<uuid:agenda_item_id>/accept", methods=["POST"])
@guarded(policies.arrange_item)
def accept(agenda_item: AgendaItem) -> ResponseReturnValue:
    """Take a proposal into the agenda."""
    actions.accept(agenda_item, by=current_user, at=utc_now())
    return done(_("Accepted. It stands on the agenda."), to=_address(agenda_item.session))


@bp.route("/agenda-items/<uuid:agenda_item_id>/defer", methods=["GET", "POST"])
@guarded(policies.arrange_item)
def defer(agenda_item: AgendaItem) -> ResponseReturnValue:
    """Put an item off, with the reason."""
    return _with_reason(agenda_item, actions.defer, _("Put off to the next session."), "defer")


@bp.route("/agenda-items/<uuid:agenda_item_id>/decline", methods=["GET", "POST"])
@guarded(policies.arrange_item)
def decline(agenda_item: AgendaItem) -> ResponseReturnValue:
    """Leave an item out, with the reason."""
    return _with_reason(agenda_item, actions.decline, _("Declined. Whoever proposed it is told why."), "decline")


@bp.route("/agenda-items/<uuid:agenda_item_id>/move-up", methods=["POST"], defaults={"up": True})
@bp.route("/agenda-items/<uuid:agenda_item_id>/move-down", methods=["POST"], defaults={"up": False})
@guarded(policies.arrange_item)
def move(agenda_item: AgendaItem, up: bool) -> ResponseReturnValue:
    """Let an item change places with its neighbour."""
    actions.move(agenda_item, up=up, by=current_user, at=utc_now())
    said = _("“%(title)s” was moved.", title=agenda_item.title)
    return done(said, to=_address(agenda_item.session, f"item-{agenda_item.id}"))


def _item_form(session: Session) -> ItemForm:
    form = ItemForm()
    directives_only = policies.proposes_directives_only(current_user, session)
    form.offer(participants(session.forum_id), directives_only=directives_only)
    return form


def _with_reason(item: AgendaItem, act: Callable[..., None], said: str, kind: str) -> ResponseReturnValue:
    form = ReasonForm()
    if settled(form, lambda: act(item, by=current_user, at=utc_now(), reason=form.reason.data)):
        return done(said, to=_address(item.session))
    return page("forums/agenda/reason.html", form, item=item, session=item.session, kind=kind)


def _address(session: Session, anchor: str | None = None) -> str:
    return url_for("forums.agenda.show", session_id=session.id, _anchor=anchor)
