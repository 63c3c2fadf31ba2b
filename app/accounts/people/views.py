"""Pages about people."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.addresses.queries import open_change_of
from app.accounts.models import Person
from app.accounts.people import actions, policies, queries
from app.accounts.people.export import sheet
from app.accounts.people.forms import ROLE_HINTS, ROLE_NAMES, MemberForm, NewPersonForm, PersonForm, RolesForm
from app.accounts.roles.actions import give, set_roles
from app.accounts.roles.queries import open_request_of
from app.clock import utc_now
from app.errors import RuleViolation
from app.files.tables import wanted_format
from app.mail import outbox
from app.organisations.forms import CONTACT_ROLES
from app.web.forms import both_texts, options
from app.web.pages import done, page
from app.web.policies import can, guarded

bp = Blueprint("people", __name__)


@bp.get("/people")
@guarded(policies.list_people)
def index() -> ResponseReturnValue:
    """List people, filtered by text, organisation, role and account state."""
    wanted = queries.Wanted(
        text=request.args.get("q", "").strip()[:100],
        organisation_id=request.args.get("organisation", type=UUID),
        role=request.args.get("role"),
        account=request.args.get("account"),
    )
    if kind := wanted_format():
        return sheet(queries.exported(wanted), kind)
    return render_template("people/index.html", listed=queries.listed(wanted), wanted=wanted)


@bp.get("/people/<uuid:person_id>")
@guarded(policies.read_person)
def show(person: Person) -> ResponseReturnValue:
    """Show a person's contact details and the state of the account."""
    invitation = queries.invitation_of(person)
    return page(
        "people/show.html",
        person=person,
        invitation=invitation,
        state=queries.account_state(person, invitation is not None),
        contact_roles=[CONTACT_ROLES[role.value] for role in queries.contact_roles_of(person)],
        roles_held=[ROLE_NAMES[role] for role in person.roles],
        change=open_change_of(person) if can("person:address", person) else None,
        roles_asked=open_request_of(person) if can("person:roles", person) else None,
    )


@bp.route("/people/new", methods=["GET", "POST"])
@guarded(policies.create_person)
def create() -> ResponseReturnValue:
    """Add a person, with roles if the user may give them, and invite them immediately if requested."""
    chosen = {"organisation_id": request.args.get("organisation", type=UUID), "invite": True}
    form = NewPersonForm(data=chosen, gives_roles=can("role_request:list"))
    if form.validate_on_submit():
        try:
            person = actions.add(form.details(), by=current_user, at=utc_now())
            if form.roles and form.roles.data:
                give(person, form.roles.data, by=current_user, at=utc_now())
            if form.invite.data:
                actions.invite(person, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(
                _invited(person) if form.invite.data else _("%(name)s has been added.", name=person.name), to=person
            )
    return page("people/new.html", form, hints=ROLE_HINTS)


@bp.route("/people/<uuid:person_id>/edit", methods=["GET", "POST"])
@guarded(policies.edit_person)
def edit(person: Person) -> ResponseReturnValue:
    """Change a person's details."""
    form = MemberForm(obj=person) if person.joined_at else PersonForm(obj=person)
    if not can("person:create"):  # members may not move a contact to another organisation
        form.organisation_id.choices = options([(str(person.organisation_id), person.organisation.name)])
        form.organisation_id.data = person.organisation_id
    if form.validate_on_submit():
        try:
            actions.update(
                person,
                form.details(),
                version=form.version.data,
                texts=both_texts(form, person),
                by=current_user,
                at=utc_now(),
                among_own=not can("person:list"),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("%(name)s has been saved.", name=person.name), to=person)
    return page("people/edit.html", form, person=person)


@bp.route("/people/<uuid:person_id>/roles", methods=["GET", "POST"])
@guarded(policies.give_roles)
def roles(person: Person) -> ResponseReturnValue:
    """Set platform roles."""
    form = RolesForm(data={"version": person.version, "roles": person.roles})
    if form.validate_on_submit():
        try:
            request = set_roles(
                person, set(form.roles.data or ()), version=form.version.data, by=current_user, at=utc_now()
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            saved = _("The roles of %(name)s have been saved.", name=person.name)
            return done(_("Another administrator has to confirm it now.") if request else saved, to=person)
    return page("people/roles.html", form, person=person, hints=ROLE_HINTS, own=person.id == current_user.id)


@bp.post("/people/<uuid:person_id>/invite")
@guarded(policies.invite_person)
def invite(person: Person) -> ResponseReturnValue:
    """Mail an invitation, or mail it again."""
    try:
        actions.invite(person, by=current_user, at=utc_now())
    except RuleViolation as violation:
        return done(violation.message, to=person, tone="bad")
    return done(_invited(person), to=person)


@bp.post("/people/<uuid:person_id>/revoke-invitation")
@guarded(policies.invite_person)
def revoke_invitation(person: Person) -> ResponseReturnValue:
    """Revoke an invitation."""
    try:
        actions.revoke_invitation(person, by=current_user, at=utc_now())
    except RuleViolation as violation:
        return done(violation.message, to=person, tone="bad")
    return done(_("The invitation no longer works."), to=person)


@bp.route("/people/<uuid:person_id>/suspend", methods=["GET", "POST"])
@guarded(policies.suspend_person)
def suspend(person: Person) -> ResponseReturnValue:
    """Ask for confirmation, then suspend an account."""
    if request.method == "GET":
        return page("people/suspend.html", person=person)
    try:
        actions.suspend(person, by=current_user, at=utc_now())
    except RuleViolation as violation:
        return done(violation.message, to=person, tone="bad")
    return done(_("%(name)s can no longer sign in.", name=person.name), to=person)


@bp.post("/people/<uuid:person_id>/restore")
@guarded(policies.suspend_person)
def restore(person: Person) -> ResponseReturnValue:
    """Allow a suspended person to sign in again."""
    try:
        actions.restore(person, by=current_user, at=utc_now())
    except RuleViolation as violation:
        return done(violation.message, to=person, tone="bad")
    return done(_("%(name)s can sign in again.", name=person.name), to=person)


def _invited(person: Person) -> str:
    return outbox.announce(
        _("An invitation is on its way to %(email)s.", email=person.email),
        unsent=_("The invitation to %(email)s has been prepared.", email=person.email),
    )
