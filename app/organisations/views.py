"""Pages about organisations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.people.actions import PersonDetails
from app.accounts.people.actions import add as add_person
from app.accounts.people.policies import read_person
from app.clock import utc_now
from app.errors import RuleViolation
from app.files.tables import wanted_format
from app.organisations import actions, policies, queries
from app.organisations.export import sheet
from app.organisations.forms import (
    CONTACT_ROLES,
    SECTOR_CHOICES,
    ContactsForm,
    NewContactForm,
    NewOrganisationForm,
    OrganisationForm,
    SectorForm,
)
from app.organisations.models import ContactRole, Organisation, Sector
from app.organisations.rows import member_line
from app.web.forms import both_texts
from app.web.pages import done, page
from app.web.policies import can, guarded, loads

bp = Blueprint("organisations", __name__)


@loads("organisation_id", Organisation)
def load_organisation(organisation_id: UUID) -> Organisation | None:
    """Return the organisation in the URL, with its parent and children."""
    return queries.with_family(organisation_id)


@bp.get("/organisations")
@guarded(policies.list_organisations)
def index() -> ResponseReturnValue:
    """List organisations, filtered by text and sector."""
    sector = request.args.get("sector", "")
    wanted = queries.Wanted(
        text=request.args.get("q", "").strip()[:100],
        sector=Sector(sector) if sector in {one.value for one in Sector} else None,
        archived=request.args.get("archived") == "1",
    )
    if kind := wanted_format():
        return sheet(queries.exported(wanted), kind)
    filters = [(str(name), "sector", value) for value, name in SECTOR_CHOICES]
    return render_template(
        "organisations/index.html",
        listed=queries.listed(wanted),
        wanted=wanted,
        filters=(*filters, (_("Archived"), "archived", "1")),
    )


@bp.get("/organisations/<uuid:organisation_id>")
@guarded(policies.read_organisation)
def show(organisation: Organisation) -> ResponseReturnValue:
    """Show an organisation: its details, contacts and people, and the panels of other packages."""
    people = queries.people_of(organisation)
    once = list(dict.fromkeys(person for person, _role in people))[: queries.PEOPLE_SHOWN]
    reader = current_user
    is_reached = policies.reach_people(reader, organisation)
    is_linked = bool(once) and read_person(reader, once[0])  # they all belong to one organisation
    return page(
        "organisations/show.html",
        organisation=organisation,
        contacts={role.value: person for person, role in people if role},
        members=[member_line(person, is_linked=is_linked, is_reached=is_reached) for person in once],
        reaches=is_reached,
        more_people=len(people) > queries.PEOPLE_SHOWN,
        sector_changes=queries.sector_changes_of(organisation),
        contact_roles=CONTACT_ROLES,
    )


@bp.route("/organisations/new", methods=["GET", "POST"])
@guarded(policies.create_organisation)
def create() -> ResponseReturnValue:
    """Add an organisation."""
    form = NewOrganisationForm()
    if form.validate_on_submit():
        try:
            made = actions.add(form.details(), sector=Sector(form.sector.data), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("%(name)s has been added.", name=made.name), to=made)
    return page("organisations/new.html", form)


@bp.route("/organisations/<uuid:organisation_id>/edit", methods=["GET", "POST"])
@guarded(policies.edit_organisation)
def edit(organisation: Organisation) -> ResponseReturnValue:
    """Change an organisation's details."""
    form = OrganisationForm(obj=organisation)
    if form.validate_on_submit():
        try:
            actions.update(
                organisation,
                form.details(),
                version=form.version.data,
                texts=both_texts(form, organisation),
                by=current_user,
                at=utc_now(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("%(name)s has been saved.", name=organisation.name), to=organisation)
    return page("organisations/edit.html", form, organisation=organisation)


@bp.route("/organisations/<uuid:organisation_id>/sector", methods=["GET", "POST"])
@guarded(policies.edit_organisation)
def correct_sector(organisation: Organisation) -> ResponseReturnValue:
    """Correct the sector, with a reason and a date."""
    form = SectorForm(obj=organisation)
    if form.validate_on_submit():
        try:
            actions.correct_sector(
                organisation,
                form.chosen(),
                reason=form.reason.data,
                effective_on=form.effective_on.data,
                version=form.version.data,
                by=current_user,
                at=utc_now(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The sector of %(name)s has been corrected.", name=organisation.name), to=organisation)
    return page("organisations/sector.html", form, organisation=organisation)


@bp.route("/organisations/<uuid:organisation_id>/contacts", methods=["GET", "POST"])
@guarded(policies.edit_contacts)
def edit_contacts(organisation: Organisation) -> ResponseReturnValue:
    """Set the contacts of an organisation."""
    form = ContactsForm(organisation, data=_present_contacts(organisation))
    if form.validate_on_submit():
        try:
            actions.set_contacts(organisation, form.details(), version=form.version.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The contacts of %(name)s have been saved.", name=organisation.name), to=organisation)
    return page("organisations/contacts.html", form, organisation=organisation)


@bp.route("/organisations/<uuid:organisation_id>/contacts/new", methods=["GET", "POST"])
@guarded(policies.edit_contacts)
def add_contact(organisation: Organisation) -> ResponseReturnValue:
    """Add a person without an account to the organisation."""
    form = NewContactForm()
    if form.validate_on_submit():
        details = PersonDetails(
            name=form.name.data,
            organisation_id=organisation.id,
            position=form.position.data or "",
            email=form.email.data or None,
            phone=form.phone.data or None,
        )
        try:
            person = add_person(details, by=current_user, at=utc_now(), among_own=not can("person:list"))
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            target = url_for("organisations.edit_contacts", organisation_id=organisation.id)
            return done(_("%(name)s has been added. Choose the role below.", name=person.name), to=target, made=person)
    return page("organisations/new-contact.html", form, organisation=organisation)


@bp.route("/organisations/<uuid:organisation_id>/archive", methods=["GET", "POST"])
@guarded(policies.edit_organisation)
def archive(organisation: Organisation) -> ResponseReturnValue:
    """Ask for confirmation, then archive."""
    if request.method == "GET":
        return page("organisations/archive.html", organisation=organisation)
    try:
        actions.archive(organisation, by=current_user, at=utc_now())
    except RuleViolation as violation:
        return done(violation.message, to=organisation, tone="bad")
    return done(_("%(name)s has been archived.", name=organisation.name), to=organisation)


@bp.post("/organisations/<uuid:organisation_id>/restore")
@guarded(policies.edit_organisation)
def restore(organisation: Organisation) -> ResponseReturnValue:
    """Restore an archived organisation."""
    try:
        actions.restore(organisation, by=current_user, at=utc_now())
    except RuleViolation as violation:
        return done(violation.message, to=organisation, tone="bad")
    return done(_("%(name)s has been restored.", name=organisation.name), to=organisation)


def _present_contacts(organisation: Organisation) -> dict[str, Any]:
    contacts = queries.contacts_of(organisation.id)
    people = {role.value: contacts[role].person_id for role in ContactRole if role in contacts}
    facts = {name: getattr(organisation, name) for name in ("version", "secretariat_email", "phone")}
    return {**people, **facts}
