"""Pages of competences and levels."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from alignment.capacity import actions, export, overview, policies, queries, trainings
from alignment.capacity.forms import AskForm, CompetenceForm, FillForm
from alignment.capacity.models import Competence
from app.clock import today, utc_now
from app.errors import RuleViolation
from app.files.tables import wanted_format
from app.organisations.models import Organisation
from app.web.arguments import uuid_of
from app.web.pages import done, page
from app.web.panels import linked_page
from app.web.policies import guarded

bp = Blueprint("capacity", __name__)

ORGANISATION = "/alignment/capacity/<uuid:organisation_id>"


@bp.get("/alignment/capacity")
@guarded(policies.list_competences)
def index() -> ResponseReturnValue:
    """Show what is needed and what there is, training, barriers of skills, and the level of each organisation."""
    if kind := wanted_format():
        return export.sheet(kind)
    day, now = today(), utc_now()
    gaps = overview.gaps()
    listed = queries.filled(uuid_of(request.args.get("lacks")))
    return page(
        "alignment/capacity/index.html",
        gaps=gaps,
        listed=listed,
        lines=overview.lines(listed, gaps.standings),
        missing=queries.missing(),
        coming=trainings.coming(current_user, day, now),
        held=trainings.held(current_user, day),
        barriers=queries.skills_barriers(current_user, day, now),
        plans=policies.plan_training(current_user),
        writes=policies.write_competences(current_user),
    )


@bp.get(ORGANISATION)
@guarded(policies.read_levels)
def show(organisation: Organisation) -> ResponseReturnValue:
    """Show the levels of an organisation and how they came about."""
    return page(
        "alignment/capacity/show.html",
        organisation=organisation,
        competences=queries.competences(),
        levels=queries.levels_of([organisation.id]),
        history=queries.history(organisation.id, current_user, today()),
        fills=policies.fill_levels(current_user, organisation),
        plans=policies.plan_training(current_user),
    )


@bp.route(f"{ORGANISATION}/fill", methods=["GET", "POST"])
@guarded(policies.fill_levels)
def fill(organisation: Organisation) -> ResponseReturnValue:
    """Fill in the levels of an organisation."""
    known = queries.competences()
    form = FillForm(seen=queries.number_of_rows(organisation.id))
    form.offer(known, queries.levels_of([organisation.id]), organisation.id)
    if form.validate_on_submit():
        told = {"seen": form.seen.data, "source": form.source.data or ""}
        try:
            added = actions.fill(organisation, form.filled(), by=current_user, at=utc_now(), **told)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            words = ngettext("%(num)d level was saved.", "%(num)d levels were saved.", added)
            page_after = linked_page(organisation) or url_for(
                "alignment.capacity.show", organisation_id=organisation.id
            )
            return done(words, to=page_after, made=organisation)
    names = {one.id: one.name for one in known}
    own = current_user.organisation_id == organisation.id
    return page("alignment/capacity/fill.html", form, organisation=organisation, names=names, own=own)


@bp.route("/alignment/capacity/ask", methods=["GET", "POST"])
@guarded(policies.write_competences)
def ask() -> ResponseReturnValue:
    """Ask the focal points of all organisations for their levels."""
    form = AskForm()
    if form.validate_on_submit():
        try:
            count = actions.ask(by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(
                ngettext("%(num)d person was asked for levels.", "%(num)d people were asked for levels.", count),
                to=url_for("alignment.capacity.index"),
            )
    people = queries.speakers()
    return page("alignment/capacity/ask.html", form, people=people, last=queries.last_round())


@bp.route("/alignment/capacity/competences", methods=["GET", "POST"])
@guarded(policies.write_competences)
def competences() -> ResponseReturnValue:
    """List the competences, and add one."""
    form = CompetenceForm()
    if form.validate_on_submit():
        try:
            made = actions.add_competence(form.name.data, form.position.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(
                _("%(name)s was added.", name=made.name), to=url_for("alignment.capacity.competences"), made=made
            )
    return page("alignment/capacity/competences.html", form, competences=queries.every_competence())


@bp.route("/alignment/capacity/competences/<uuid:competence_id>", methods=["GET", "POST"])
@guarded(policies.edit_competence)
def edit_competence(competence: Competence) -> ResponseReturnValue:
    """Rename, move or archive a competence."""
    form = CompetenceForm(obj=competence, archived=competence.archived_at is not None)
    if form.validate_on_submit():
        told = {"position": form.position.data, "archived": form.archived.data, "version": form.version.data}
        try:
            actions.change_competence(competence, name=form.name.data, by=current_user, at=utc_now(), **told)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Saved."), to=url_for("alignment.capacity.competences"), made=competence)
    return page("alignment/capacity/competence.html", form, competence=competence)
