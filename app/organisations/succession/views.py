"""Pages on which an organisation is renamed, and what it holds passes to its successors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from flask import Blueprint, get_template_attribute, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from markupsafe import Markup

from app.clock import utc_now
from app.errors import RuleViolation
from app.organisations.models import Organisation
from app.organisations.succession import actions, policies, queries
from app.organisations.succession.forms import ChosenForm, NameForm, SuccessionForm
from app.web.pages import done, page
from app.web.policies import guarded

bp = Blueprint("organisation_succession", __name__)


class Line(NamedTuple):
    """An object on the page: its text, and the successors to whom it cannot pass, with the reason."""

    id: UUID
    text: Any
    obstacles: dict[UUID, Any]


class Group(NamedTuple):
    """The objects of one kind."""

    name: str
    label: Any
    lines: list[Line]


@bp.route("/organisations/<uuid:organisation_id>/rename", methods=["GET", "POST"])
@guarded(policies.name_successors)
def rename(organisation: Organisation) -> ResponseReturnValue:
    """Give an organisation a new official name; its past keeps the former one."""
    form = NameForm(obj=organisation)
    if form.validate_on_submit():
        try:
            actions.rename(organisation, form.details(), version=form.version.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("It is called %(name)s from now on.", name=organisation.name), to=organisation)
    return page("organisations/succession/rename.html", form, organisation=organisation)


@bp.get("/organisations/<uuid:organisation_id>/successors")
@guarded(policies.name_successors)
def choose(organisation: Organisation) -> ResponseReturnValue:
    """Choose the successors whose list is shown next."""
    form = ChosenForm(organisation.id, formdata=request.args if "first" in request.args else None)
    if "first" in request.args and form.validate() and organisation.id not in form.ids():
        return redirect(url_for(".pass_on", organisation_id=organisation.id, to=form.ids()), code=303)
    return page("organisations/succession/choose.html", form, organisation=organisation)


@bp.route("/organisations/<uuid:organisation_id>/pass-on", methods=["GET", "POST"])
@guarded(policies.name_successors)
def pass_on(organisation: Organisation) -> ResponseReturnValue:
    """Show what an organisation holds, and pass it to the successors in the query string or in the lines."""
    form = SuccessionForm()
    receivers = form.receivers()
    successors = [one for one in _successors(receivers) if one.id != organisation.id]
    if form.validate_on_submit():
        decision = actions.Decision(
            successors=successors, receivers=receivers, basis=form.basis.data, archives=form.archives.data
        )
        try:
            count = actions.pass_on(organisation, decision, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_passed_on(count, successors), to=successors[0])
    groups = _groups(organisation, successors)
    form.suggest((line.id, _suggested(line, successors)) for group in groups for line in group.lines)
    return page(
        "organisations/succession/pass_on.html",
        form,
        organisation=organisation,
        successors=successors,
        groups=groups,
        rows={line.form.object_id.data: line.form for line in form.lines},
    )


def panel(organisation: Organisation) -> Markup | None:
    """Return the former names, predecessors and successors of an organisation for its page, or None."""
    names, successions = queries.former_names(organisation.id), queries.successions(organisation.id)
    if not names and not successions:
        return None
    return get_template_attribute("organisations/succession/panel.html", "succession")(organisation, names, successions)


def _successors(receivers: dict[UUID, UUID | None]) -> list[Organisation]:
    """Return the successors: those in the query string, then others that the lines name."""
    asked = request.args.getlist("to", type=UUID)
    return queries.in_use([*asked, *(one for one in receivers.values() if one)])


def _groups(organisation: Organisation, successors: Sequence[Organisation]) -> list[Group]:
    found = []
    for kind, objects in actions.held(organisation, current_user):
        lines = []
        for obj in objects:
            obstacles = {one.id: kind.obstacle(obj, organisation, one) for one in successors}
            lines.append(Line(obj.id, kind.line(obj), {key: why for key, why in obstacles.items() if why}))
        found.append(Group(kind.name, kind.label, lines))
    return found


def _suggested(line: Line, successors: Sequence[Organisation]) -> UUID | None:
    return next((one.id for one in successors if one.id not in line.obstacles), None)


def _passed_on(count: int, successors: Sequence[Organisation]) -> str:
    return ngettext(
        "%(num)d object passed to %(names)s.",
        "%(num)d objects passed to %(names)s.",
        count,
        names=", ".join(one.label for one in successors),
    )
