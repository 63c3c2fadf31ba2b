"""Pages of an agenda: the list of items, proposing, changing, copying and ordering them, and answering proposals."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import utc_now
from app.errors import RuleViolation
from app.web.pages import done, page
from app.web.panels import linked_page
from app.web.policies import guarded
from forums.agenda import actions, policies, queries
from forums.agenda.context import agenda_context, timing_of
from forums.agenda.forms import CopyForm, ItemForm, OrderForm, ReasonForm, ResolutionForm
from forums.agenda.models import AgendaItem, Purpose, Resolution
from forums.scheduling.models import Session
from forums.scheduling.policies import read_session
from forums.scheduling.queries import participants

bp = Blueprint("agenda", __name__)


@bp.route("/sessions/<uuid:session_id>/agenda")
@guarded(read_session)
def show(session: Session) -> ResponseReturnValue:
    """Show a session's agenda; before it is created, the items of the forum's template."""
    return page("forums/agenda/show.html", session=session, agenda=agenda_context(session, current_user, utc_now()))


@bp.route("/sessions/<uuid:session_id>/agenda/propose", methods=["GET", "POST"])
@guarded(policies.propose_item)
def propose(session: Session) -> ResponseReturnValue:
    """Propose an item, or add it directly if the user may arrange the agenda."""
    arranges = policies.arrange_agenda(current_user, session)
    directives_only = policies.proposes_directives_only(current_user, session)
    form = ItemForm(purpose=Purpose.DIRECTIVE.value) if directives_only else ItemForm()
    form.offer(participants(session.forum_id), directives_only=directives_only)
    if form.validate_on_submit():
        try:
            made = actions.propose(session, form.details(), by=current_user, at=utc_now(), accepted=arranges)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            notice = _("Added to the agenda.") if arranges else _("Proposed. You will be notified of the outcome.")
            return done(notice, to=_address(session), made=made)
    return _item_page(form, session, item=None, arranges=arranges)


@bp.route("/agenda-items/<uuid:agenda_item_id>/edit", methods=["GET", "POST"])
@guarded(policies.arrange_item)
def edit(agenda_item: AgendaItem) -> ResponseReturnValue:
    """Change an item."""
    session = agenda_item.session
    form = ItemForm.of(agenda_item)
    form.offer(participants(session.forum_id))
    if form.validate_on_submit():
        try:
            actions.change(agenda_item, form.details(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The item was changed."), to=_address(session))
    return _item_page(form, session, item=agenda_item, arranges=True)


@bp.route("/agenda-items/<uuid:agenda_item_id>/accept", methods=["POST"])
@guarded(policies.arrange_item)
def accept(agenda_item: AgendaItem) -> ResponseReturnValue:
    """Accept an item."""
    actions.accept(agenda_item, by=current_user, at=utc_now())
    return done(_("Accepted. It is on the agenda."), to=_address(agenda_item.session))


@bp.route("/agenda-items/<uuid:agenda_item_id>/accept-late", methods=["GET", "POST"])
@guarded(policies.arrange_item)
def accept_late(agenda_item: AgendaItem) -> ResponseReturnValue:
    """Accept an item that was proposed after the agenda had closed, with the reason."""
    return _with_reason(agenda_item, actions.accept_late, _("Accepted. It is on the agenda."), "accept_late")


@bp.route("/agenda-items/<uuid:agenda_item_id>/resolve", methods=["GET", "POST"])
@guarded(policies.arrange_item)
def resolve(agenda_item: AgendaItem) -> ResponseReturnValue:
    """Choose what happens to an item that was carried over several times."""
    form = ResolutionForm()
    if form.validate_on_submit():
        chosen = Resolution(form.resolution.data)
        try:
            actions.resolve(agenda_item, chosen, by=current_user, at=utc_now(), reason=form.reason.data or "")
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Your choice was saved."), to=_address(agenda_item.session))
    return page("forums/agenda/resolve.html", form, item=agenda_item, session=agenda_item.session)


@bp.route("/agenda-items/<uuid:agenda_item_id>/defer", methods=["GET", "POST"])
@guarded(policies.arrange_item)
def defer(agenda_item: AgendaItem) -> ResponseReturnValue:
    """Defer an item, with the reason."""
    return _with_reason(agenda_item, actions.defer, _("Deferred to the next session."), "defer")


@bp.route("/agenda-items/<uuid:agenda_item_id>/decline", methods=["GET", "POST"])
@guarded(policies.arrange_item)
def decline(agenda_item: AgendaItem) -> ResponseReturnValue:
    """Decline an item, with the reason."""
    return _with_reason(agenda_item, actions.decline, _("Declined. The proposer is notified of the reason."), "decline")


@bp.route("/agenda-items/<uuid:agenda_item_id>/move-up", methods=["POST"])
@guarded(policies.arrange_item)
def move_up(agenda_item: AgendaItem) -> ResponseReturnValue:
    """Move an item up by one place."""
    return _moved(agenda_item, up=True)


@bp.route("/agenda-items/<uuid:agenda_item_id>/move-down", methods=["POST"])
@guarded(policies.arrange_item)
def move_down(agenda_item: AgendaItem) -> ResponseReturnValue:
    """Move an item down by one place."""
    return _moved(agenda_item, up=False)


@bp.post("/sessions/<uuid:session_id>/agenda/order")
@guarded(policies.arrange_agenda)
def order(session: Session) -> ResponseReturnValue:
    """Put the items of an agenda in the submitted order."""
    form = OrderForm()
    if form.validate_on_submit():
        actions.reorder(session, form.order.data, by=current_user, at=utc_now())
        return done(_("The order was saved."), to=_address(session), made=session)
    return page(
        "forums/agenda/show.html", form, session=session, agenda=agenda_context(session, current_user, utc_now())
    )


@bp.route("/sessions/<uuid:session_id>/agenda/copy", methods=["GET", "POST"])
@guarded(policies.arrange_agenda)
def copy(session: Session) -> ResponseReturnValue:
    """Copy items of an earlier session; the page lists the sessions, and with ?from=NUMBER the items of one."""
    number = request.args.get("from", type=int)
    form, items = CopyForm(), queries.earlier_items(session, number)
    form.offer(items)
    if form.validate_on_submit():
        chosen = [item for item in items if item.id in form.items.data]
        actions.copy(session, chosen, by=current_user, at=utc_now())
        return done(_("The items were added to the agenda."), to=_address(session), made=session)
    return page("forums/agenda/copy.html", form, session=session, number=number, items=items)


def _item_page(form: ItemForm, session: Session, *, item: AgendaItem | None, arranges: bool) -> ResponseReturnValue:
    now = utc_now()
    closes_at = None if arranges else queries.closes_at(session)
    return page(
        "forums/agenda/propose.html",
        form,
        session=session,
        item=item,
        arranges=arranges,
        timing=timing_of(session, now),
        closes_at=closes_at,
        closed=closes_at is not None and now > closes_at,
    )


def _moved(item: AgendaItem, *, up: bool) -> ResponseReturnValue:
    actions.move(item, up=up, by=current_user, at=utc_now())
    return done(_("“%(title)s” was moved.", title=item.title), to=_address(item.session, f"item-{item.id}"))


def _with_reason(item: AgendaItem, act: Callable[..., None], notice: str, kind: str) -> ResponseReturnValue:
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            act(item, by=current_user, at=utc_now(), reason=form.reason.data)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(notice, to=_address(item.session))
    return page("forums/agenda/reason.html", form, item=item, session=item.session, kind=kind)


def _address(session: Session, anchor: str | None = None) -> str:
    return linked_page(session) or url_for("forums.agenda.show", session_id=session.id, _anchor=anchor)
