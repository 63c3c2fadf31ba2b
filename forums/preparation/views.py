"""Pages that add documents to agenda items, ask parties to prepare something, and take what they hand in."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import today, utc_now
from app.errors import RuleViolation
from app.files import store
from app.files.serve import serve
from app.web.pages import done, page
from app.web.panels import linked_page
from app.web.policies import guarded
from forums.agenda.models import AgendaItem
from forums.agenda.policies import arrange_item
from forums.preparation import actions, policies, queries
from forums.preparation.forms import DocumentForm, PreparationForm
from forums.preparation.models import AgendaDocument, Preparation

bp = Blueprint("preparation", __name__)


@bp.route("/agenda-items/<uuid:agenda_item_id>/documents/new", methods=["GET", "POST"])
@guarded(policies.add_document)
def add(agenda_item: AgendaItem) -> ResponseReturnValue:
    """Add a document to an item, and return to the page that opened the form."""
    form = DocumentForm()
    session_id, item_id = agenda_item.session_id, agenda_item.id
    live = url_for("forums.live.show", session_id=session_id, item=item_id)
    back = live if request.args.get("live") else _agenda(agenda_item)
    if form.validate_on_submit():
        try:
            now = utc_now()
            file = store.save(form.file.data, by=current_user, at=now, field="file")
            made = actions.add_document(agenda_item, file, title=form.title.data or "", by=current_user, at=now)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The document was added."), to=back, made=made)
    return page("forums/preparation/document.html", form, item=agenda_item, session=agenda_item.session, back=back)


@bp.get("/agenda-items/documents/<uuid:agenda_document_id>")
@guarded(policies.read_document)
def download(agenda_document: AgendaDocument) -> ResponseReturnValue:
    """Download a document."""
    return serve(agenda_document.file)


@bp.post("/agenda-items/documents/<uuid:agenda_document_id>/remove")
@guarded(policies.remove_document)
def remove(agenda_document: AgendaDocument) -> ResponseReturnValue:
    """Remove a document."""
    item = agenda_document.item
    actions.remove_document(agenda_document, by=current_user, at=utc_now())
    return done(_("The document was removed."), to=_agenda(item), made=item)


@bp.route("/agenda-items/<uuid:agenda_item_id>/preparations/new", methods=["GET", "POST"])
@guarded(arrange_item)
def ask(agenda_item: AgendaItem) -> ResponseReturnValue:
    """Ask a party to prepare something for an item."""
    form = PreparationForm()
    form.offer(queries.parties(agenda_item.session))
    if form.validate_on_submit():
        try:
            made = actions.ask(agenda_item, form.details(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            notice = _("%(organisation)s is asked to prepare it.", organisation=made.seat.organisation.label)
            return done(notice, to=_agenda(agenda_item), made=made)
    return page("forums/preparation/ask.html", form, item=agenda_item, session=agenda_item.session)


@bp.get("/preparations/<uuid:preparation_id>")
@guarded(policies.read_preparation)
def show(preparation: Preparation) -> ResponseReturnValue:
    """Show what a party is asked to prepare, and what was handed in."""
    return page(
        "forums/preparation/show.html",
        preparation=preparation,
        item=preparation.item,
        session=preparation.item.session,
        documents=queries.received_for(preparation.id),
        late=preparation.is_late(today()),
    )


@bp.route("/preparations/<uuid:preparation_id>/hand-in", methods=["GET", "POST"])
@guarded(policies.hand_in)
def hand_in(preparation: Preparation) -> ResponseReturnValue:
    """Hand in a requested document."""
    form, item = DocumentForm(), preparation.item
    if form.validate_on_submit():
        try:
            now = utc_now()
            file = store.save(form.file.data, by=current_user, at=now, field="file")
            made = actions.hand_in(preparation, file, title=form.title.data or "", by=current_user, at=now)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Thank you. It was received."), to=preparation, made=made)
    return page("forums/preparation/hand-in.html", form, preparation=preparation, item=item, session=item.session)


@bp.post("/preparations/<uuid:preparation_id>/withdraw")
@guarded(policies.withdraw)
def withdraw(preparation: Preparation) -> ResponseReturnValue:
    """Withdraw a request."""
    item = preparation.item
    actions.withdraw(preparation, by=current_user, at=utc_now())
    return done(_("The request was withdrawn."), to=_agenda(item), made=item)


def _agenda(item: AgendaItem) -> str:
    session = item.session
    return linked_page(session) or url_for("forums.agenda.show", session_id=session.id, _anchor=f"item-{item.id}")
