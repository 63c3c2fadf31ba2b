"""Pages of templates, and of filling an agreement from one."""

from __future__ import annotations

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from agreements.boilerplates import actions, policies, queries, rules
from agreements.boilerplates.forms import BoilerplateForm, FillForm
from agreements.boilerplates.models import Boilerplate
from agreements.registry.models import Agreement
from agreements.registry.policies import change_agreement, read_whole
from agreements.registry.queries import for_detail
from app.clock import utc_now
from app.errors import RuleViolation
from app.web.arguments import uuid_of
from app.web.pages import done, page
from app.web.policies import guarded

bp = Blueprint("boilerplates", __name__)
ONE = "/agreements/templates/<uuid:boilerplate_id>"


@bp.get("/agreements/templates")
@guarded(policies.list_boilerplates)
def index() -> ResponseReturnValue:
    """List the templates that are offered or, with `?retired=1`, those that were retired."""
    retired = "retired" in request.args
    return page("agreements/boilerplates/index.html", found=queries.boilerplates(retired=retired), retired=retired)


@bp.route("/agreements/templates/new", methods=["GET", "POST"])
@guarded(policies.list_boilerplates)
def create() -> ResponseReturnValue:
    """Create a template; with `?agreement=`, the form starts with the clauses of that agreement."""
    earlier = _named()
    form = BoilerplateForm.of(actions.pattern_of(earlier)) if earlier else BoilerplateForm()
    if form.validate_on_submit():
        try:
            made = actions.create(form.pattern(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The template was created."), to=made)
    return _form_page(form)


@bp.get(ONE)
@guarded(policies.use_boilerplate)
def show(boilerplate: Boilerplate) -> ResponseReturnValue:
    """Show a template as its clauses, with its variables."""
    return page(
        "agreements/boilerplates/show.html",
        boilerplate=boilerplate,
        parts=actions.parts_of(boilerplate),
        own=rules.own_variables(boilerplate.variables),
    )


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@guarded(policies.use_boilerplate)
def edit(boilerplate: Boilerplate) -> ResponseReturnValue:
    """Change a template."""
    form = BoilerplateForm.of(boilerplate, boilerplate.version)
    if form.validate_on_submit():
        try:
            version = form.version.data
            actions.change(boilerplate, form.pattern(), version=version, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The template was changed."), to=boilerplate)
    return _form_page(form, boilerplate)


@bp.post(f"{ONE}/retire")
@guarded(policies.use_boilerplate)
def retire(boilerplate: Boilerplate) -> ResponseReturnValue:
    """Stop offering a template, or offer it again."""
    actions.retire(boilerplate, by=current_user, at=utc_now())
    message = _("The template was retired.") if boilerplate.retired_at else _("The template is offered again.")
    return done(message, to=boilerplate)


@bp.route("/agreements/<uuid:agreement_id>/fill", methods=["GET", "POST"])
@guarded(change_agreement)
def fill(agreement: Agreement) -> ResponseReturnValue:
    """Add the clauses of a template (`?template=`) to a draft, after a preview."""
    offered = queries.boilerplates()
    form = FillForm()
    form.offer(offered)
    wanted = uuid_of(request.args.get("template"))
    chosen = next((one for one in offered if one.id == (form.boilerplate.data or wanted)), None)
    if chosen and not form.is_submitted():
        form.ask(chosen)
    parts = []
    try:
        if chosen:
            parts = actions.preview(agreement, chosen, form.answers.data if form.is_submitted() else "")
        if form.validate_on_submit() and chosen and "look" not in request.form:
            count = actions.fill(agreement, chosen, form.answers.data or "", by=current_user, at=utc_now())
            return done(ngettext("%(num)d clause was added.", "%(num)d clauses were added.", count), to=agreement)
    except RuleViolation as violation:
        form.refuse(violation)
    return page(
        "agreements/boilerplates/fill.html", form, agreement=agreement, offered=offered, chosen=chosen, parts=parts
    )


def _form_page(form: BoilerplateForm, boilerplate: Boilerplate | None = None) -> ResponseReturnValue:
    shown = form.language.data if form.language.data in rules.WORDS else "id"
    return page(
        "agreements/boilerplates/form.html",
        form,
        boilerplate=boilerplate,
        known=rules.KNOWN,
        sample=rules.written(rules.SAMPLE, shown),
        often=rules.FREQUENCIES[shown].values(),
    )


def _named() -> Agreement | None:
    """Return the agreement of `?agreement=`, or None without one; aborts with 404 if the user may not read it."""
    wanted = uuid_of(request.args.get("agreement"))
    if wanted is None:
        return None
    found = for_detail(wanted)
    return found if found and read_whole(current_user, found) else abort(404)
