"""Pages of the making of an agreement: its steps, its checklist, and who has it in hand."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from agreements.documents import queries as documents
from agreements.making import actions, policies, queries
from agreements.making.forms import ItemForm, OwnItemForm, PassOnForm
from agreements.registry.models import Agreement
from agreements.registry.policies import change_agreement, read_whole
from agreements.signing import queries as signing
from app.clock import utc_now
from app.errors import RuleViolation
from app.web.pages import done, page
from app.web.policies import guarded

bp = Blueprint("making", __name__)
PATH = "/agreements/<uuid:agreement_id>/making"


@bp.get(PATH)
@guarded(read_whole)
def show(agreement: Agreement) -> ResponseReturnValue:
    """Show the steps with their items, the signing log, and who had the agreement in hand for how long."""
    return page(
        "agreements/making/show.html",
        agreement=agreement,
        progress=queries.progress(agreement, current_user),
        holdings=queries.history(agreement.id),
        log=signing.log_of(agreement, current_user),
    )


@bp.route(f"{PATH}/item", methods=["GET", "POST"])
@guarded(change_agreement)
def settle(agreement: Agreement) -> ResponseReturnValue:
    """Say what became of an item (`?item=`): done, not needed, or open again."""
    items = queries.items_of(agreement, current_user)
    form = ItemForm.of(next((item for item in items if item.key == request.args.get("item")), None))
    form.offer(items, documents.visible(agreement, current_user))
    if form.validate_on_submit():
        try:
            actions.settle(agreement, form.item.data, form.details(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The checklist was changed."), to=_page_of(agreement), made=agreement)
    return page("agreements/making/act.html", form, act="settle", agreement=agreement)


@bp.route(f"{PATH}/items/new", methods=["GET", "POST"])
@guarded(change_agreement)
def add(agreement: Agreement) -> ResponseReturnValue:
    """Add an item to the checklist."""
    form = OwnItemForm()
    if form.validate_on_submit():
        try:
            actions.add_item(agreement, form.wanted(), form.text.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The item was added."), to=_page_of(agreement), made=agreement)
    return page("agreements/making/act.html", form, act="add", agreement=agreement)


@bp.route(f"{PATH}/hand-on", methods=["GET", "POST"])
@guarded(policies.pass_on)
def pass_on(agreement: Agreement) -> ResponseReturnValue:
    """Record who has the agreement in hand next, with a word on what is asked of them."""
    form = PassOnForm()
    form.offer(agreement)
    if form.validate_on_submit():
        try:
            desk, word = form.desk.data or "", form.word.data
            told = actions.pass_on(agreement, form.receiver(), desk=desk, word=word, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            if not told:
                nobody = _("Passed on. Nobody there could be told by mail: please tell them yourself.")
                return done(nobody, to=agreement, tone="warn")
            message = ngettext(
                "Passed on; %(num)d person is told by mail.", "Passed on; %(num)d people are told by mail.", len(told)
            )
            return done(message, to=agreement)
    return page("agreements/making/act.html", form, act="pass-on", agreement=agreement)


def _page_of(agreement: Agreement) -> str:
    return url_for("agreements.making.show", agreement_id=agreement.id)
