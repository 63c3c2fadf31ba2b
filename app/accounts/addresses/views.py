"""Pages to change the address of an account, and to confirm and stop a change."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.addresses import actions, policies, queries
from app.accounts.addresses.forms import AddressForm, OwnAddressForm
from app.accounts.addresses.models import AddressChange
from app.accounts.addresses.rules import OPEN, AddressState, may_be_undone
from app.accounts.current import current_person
from app.accounts.models import Person
from app.accounts.people.policies import edit_profile
from app.accounts.sign_in.forms import ButtonForm
from app.clock import utc_now
from app.errors import RuleViolation, error_page
from app.mail import outbox
from app.web.pages import done, page
from app.web.policies import guarded, public

bp = Blueprint("addresses", __name__)


@bp.route("/profile/address", methods=["GET", "POST"])
@guarded(edit_profile)
def own() -> ResponseReturnValue:
    """Request another address for one's own account."""
    form, person = OwnAddressForm(), current_person()
    if form.validate_on_submit():
        try:
            actions.ask_own(person, form.email.data, password=form.password.data, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(
                outbox.announce(
                    _("A link is on its way to %(email)s. Open it there to confirm.", email=form.email.data),
                    unsent=_("A link for %(email)s has been prepared.", email=form.email.data),
                ),
                to=url_for(".own"),
            )
    return page("accounts/addresses/own.html", form, change=queries.open_change_of(person))


@bp.route("/people/<uuid:person_id>/address", methods=["GET", "POST"])
@guarded(policies.change_address)
def change(person: Person) -> ResponseReturnValue:
    """Change the address of another person's account, with a reason."""
    form = AddressForm()
    if form.validate_on_submit():
        try:
            made = actions.ask_for(person, form.email.data, reason=form.reason.data, by=current_person(), at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_message(made), to=person, made=made)
    return page("accounts/addresses/change.html", form, person=person)


@bp.get("/address-changes/<uuid:address_change_id>")
@guarded(policies.read_change)
def show(address_change: AddressChange) -> ResponseReturnValue:
    """Show a change and the actions that are possible."""
    return page("accounts/addresses/show.html", change=address_change, is_open=address_change.state in OPEN)


@bp.post("/address-changes/<uuid:address_change_id>/confirm")
@guarded(policies.confirm_change)
def confirm_as_second(address_change: AddressChange) -> ResponseReturnValue:
    """Confirm a change as the second administrator."""
    actions.confirm_as_second(address_change, by=current_user, at=utc_now())
    return done(_("The address has been changed."), to=address_change)


@bp.post("/address-changes/<uuid:address_change_id>/stop")
@guarded(policies.stop_change)
def stop_change(address_change: AddressChange) -> ResponseReturnValue:
    """Stop a change that has no effect yet."""
    actions.stop(address_change, by=current_user, at=utc_now())
    return done(_("The change was stopped; the address stays the same."), to=address_change)


@bp.route("/address/confirm/<string:token>", methods=["GET", "POST"])
@public
def confirm(token: str) -> ResponseReturnValue:
    """Complete the change when the button is pressed on the page of the link mailed to the new address."""
    found = queries.by_confirm_link(token)
    if found is None or found.state is not AddressState.UNCONFIRMED or not found.until or utc_now() >= found.until:
        return _dead_link()
    form = ButtonForm()
    if form.validate_on_submit():
        actions.confirm_own(found, at=utc_now())
        return done(_("Your address has been changed. Sign in with the new one."), to=url_for("accounts.sign_in"))
    return page("accounts/addresses/confirm.html", form, change=found)


@bp.route("/address/stop/<string:token>", methods=["GET", "POST"])
@public
def stop(token: str) -> ResponseReturnValue:
    """Stop or undo the change when the button is pressed on the page of the link mailed to the previous address."""
    found, now = queries.by_stop_link(token), utc_now()
    if found is None:
        return _dead_link()
    undoes = may_be_undone(found.state, by_owner=found.by_owner, ended_at=found.ended_at, now=now)
    if found.state not in OPEN and not undoes:
        return _dead_link()
    form = ButtonForm()
    if not form.validate_on_submit():
        return page("accounts/addresses/stop.html", form, change=found, undoes=undoes)
    if undoes:
        actions.undo(found, at=now)
        return done(_("The previous address is restored. Choose a new password now."), to=url_for("accounts.forgotten"))
    actions.stop(found, by=None, at=now)
    return done(_("The change was stopped; the address stays the same."), to=url_for("accounts.sign_in"))


def _message(made: AddressChange) -> str:
    if made.state is AddressState.NEEDS_SECOND:
        return _("Another administrator is asked to confirm this.")
    if made.state is AddressState.WAITING:
        return _("The change takes effect in 24 hours unless it is stopped.")
    return _("The address has been changed.")


def _dead_link() -> ResponseReturnValue:
    return error_page(410, detail=_("It has already been used or has expired. Ask the administrator if in doubt."))
