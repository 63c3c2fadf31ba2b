"""Pages of services."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from alignment.regulations import queries as regulations
from alignment.services import actions, board, export, policies, queries
from alignment.services.forms import (
    ArchiveForm,
    EntryForm,
    ExchangeForm,
    ServiceForm,
    StatusForm,
    StepForm,
    written_exchange,
    written_service,
    written_step,
)
from alignment.services.models import DataExchange, RoadmapStep, Service
from alignment.services.rules import Integration, suggested
from app.charts.drawing import drawn
from app.clock import today, utc_now
from app.errors import RuleViolation
from app.files.tables import wanted_format
from app.web.arguments import member_of
from app.web.pages import done, page
from app.web.pagination import page_of
from app.web.policies import guarded
from commitments.registry.models import Commitment
from commitments.registry.rules import Verification

bp = Blueprint("services", __name__)

SERVICE = "/alignment/services/<uuid:service_id>"
EXCHANGE = "/alignment/services/exchanges/<uuid:data_exchange_id>"
STEP = "/alignment/services/steps/<uuid:roadmap_step_id>"


@bp.get("/alignment/services")
@guarded(policies.list_services)
def index() -> ResponseReturnValue:
    """List services below the coverage, its growth, the squares by agency, and the roadmap."""
    day = today()
    lines = queries.lines(current_user, day)
    found = board.listed(lines, board.Filters.of(request.args))
    if kind := wanted_format():
        return export.sheet(found, *board.beside(found, current_user, day), kind)
    listed = page_of(found)
    exchanges, effects = board.beside(listed.rows, current_user, day)
    shown = board.board_of(lines, day)
    title, wide, slim = board.drawing_of(shown)
    return render_template(
        "alignment/services/index.html",
        board=shown,
        chart_title=title,
        drawing=drawn(wide, slim) if shown.lines else None,
        roads=board.roads_of(lines, day),
        quarters=board.headings(day),
        listed=listed,
        archived=sum(bool(one.archived_at) for one in lines),
        exchanges=exchanges,
        effects=effects,
    )


@bp.route("/alignment/services/new", methods=["GET", "POST"])
@guarded(policies.enter_service)
def enter() -> ResponseReturnValue:
    """Enter a service."""
    form = EntryForm(data={"owner": None if current_user.is_coordinator else current_user.organisation_id})
    form.offer(current_user)
    if form.validate_on_submit():
        try:
            made = actions.enter(
                form.details(),
                Integration(form.integration.data),
                since=form.since.data,
                by=current_user,
                at=utc_now(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The service was entered."), to=made)
    return page("alignment/services/act.html", form, act="enter", service=None)


@bp.get(SERVICE)
@guarded(policies.read_service)
def show(service: Service) -> ResponseReturnValue:
    """Show a service: its status, exchanges, roadmap and barriers, and the commitments that serve it."""
    day = today()
    commitments = queries.commitments_of(service.id, current_user, day)
    return page(
        "alignment/services/show.html",
        service=service,
        statuses=queries.statuses(service.id),
        effects=queries.effects_on([service.id], current_user, day, still=False).get(service.id, []),
        commitments=commitments,
        by_id={one.id: one for one in commitments},
        places=queries.places_of(service.id, current_user, day),
        writes=policies.write_service(current_user, service),
        suggestion=_suggestion(service, commitments),
        day=day,
    )


def _suggestion(service: Service, commitments: Any) -> tuple[Integration, Commitment] | None:
    """Return the status that may follow, with the commitment that was met since the last change, or None."""
    met = [one for one in commitments if one.verification is Verification.MET and one.met_on]
    fresh = [one for one in met if one.met_on >= service.status_since]
    if not fresh or service.archived_at:
        return None
    left = sum(step.done_on is None for step in service.steps)
    status = suggested(service.status, all_met=len(met) == len(commitments), steps_left=left)
    return (status, max(fresh, key=lambda one: one.met_on)) if status else None


@bp.route(f"{SERVICE}/edit", methods=["GET", "POST"])
@guarded(policies.write_service)
def edit(service: Service) -> ResponseReturnValue:
    """Change what is written of a service."""
    form = ServiceForm(data=written_service(service))
    form.offer(current_user, service)
    if form.validate_on_submit():
        try:
            actions.change(service, form.details(), version=form.version.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The service was changed."), to=service)
    return page("alignment/services/act.html", form, act="edit", service=service)


@bp.route(f"{SERVICE}/status", methods=["GET", "POST"])
@guarded(policies.write_service)
def set_status(service: Service) -> ResponseReturnValue:
    """Record a status since a day; ?status= chooses one."""
    wanted = member_of(Integration, request.args.get("status"))
    form = StatusForm(data={"version": service.version, "integration": wanted.value if wanted else None})
    if form.validate_on_submit():
        try:
            actions.set_status(
                service,
                Integration(form.integration.data),
                since=form.since.data,
                note=form.note.data or "",
                version=form.version.data,
                by=current_user,
                at=utc_now(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The status was recorded."), to=service)
    return page("alignment/services/act.html", form, act="status", service=service)


@bp.route(f"{SERVICE}/archive", methods=["GET", "POST"])
@guarded(policies.write_service)
def archive(service: Service) -> ResponseReturnValue:
    """Archive a service with a reason."""
    form = ArchiveForm(data={"version": service.version})
    if form.validate_on_submit():
        try:
            told: dict[str, Any] = {"reason": form.reason.data, "version": form.version.data}
            actions.archive(service, **told, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The service was archived."), to=service)
    return page("alignment/services/act.html", form, act="archive", service=service)


@bp.post(f"{SERVICE}/restore")
@guarded(policies.write_service)
def restore(service: Service) -> ResponseReturnValue:
    """Take a service out of the archive."""
    actions.restore(service, by=current_user, at=utc_now())
    return done(_("The service counts again."), to=service)


@bp.route(f"{SERVICE}/exchanges", methods=["GET", "POST"])
@guarded(policies.write_service)
def add_exchange(service: Service) -> ResponseReturnValue:
    """Add a data exchange that a service needs."""
    return _exchange(service, None, ExchangeForm(data={"version": service.version}))


@bp.route(EXCHANGE, methods=["GET", "POST"])
@guarded(policies.write_exchange)
def edit_exchange(data_exchange: DataExchange) -> ResponseReturnValue:
    """Change a data exchange."""
    return _exchange(data_exchange.service, data_exchange, ExchangeForm(data=written_exchange(data_exchange)))


def _exchange(service: Service, exchange: DataExchange | None, form: ExchangeForm) -> ResponseReturnValue:
    form.offer(regulations.choices())
    if form.validate_on_submit():
        try:
            told: dict[str, Any] = {"version": form.version.data, "by": current_user, "at": utc_now()}
            actions.save_exchange(service, exchange, form.details(), **told)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The data exchange was saved."), to=service)
    return page("alignment/services/act.html", form, act="exchange", service=service, part=exchange)


@bp.post(f"{EXCHANGE}/remove")
@guarded(policies.write_exchange)
def remove_exchange(data_exchange: DataExchange) -> ResponseReturnValue:
    """Remove a data exchange."""
    service = data_exchange.service
    actions.remove_exchange(data_exchange, by=current_user, at=utc_now())
    return done(_("The data exchange was removed."), to=service)


@bp.route(f"{SERVICE}/steps", methods=["GET", "POST"])
@guarded(policies.write_service)
def add_step(service: Service) -> ResponseReturnValue:
    """Add a step of the roadmap of a service."""
    return _step(service, None, StepForm(data={"version": service.version}))


@bp.route(STEP, methods=["GET", "POST"])
@guarded(policies.write_step)
def edit_step(roadmap_step: RoadmapStep) -> ResponseReturnValue:
    """Change a step of the roadmap."""
    return _step(roadmap_step.service, roadmap_step, StepForm(data=written_step(roadmap_step)))


def _step(service: Service, step: RoadmapStep | None, form: StepForm) -> ResponseReturnValue:
    form.offer(queries.commitments_of(service.id, current_user, today()), step)
    if form.validate_on_submit():
        try:
            told: dict[str, Any] = {"version": form.version.data, "by": current_user, "at": utc_now()}
            actions.save_step(service, step, form.details(), **told)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The step was saved."), to=service)
    return page("alignment/services/act.html", form, act="step", service=service, part=step)


@bp.post(f"{STEP}/done")
@guarded(policies.write_step)
def finish_step(roadmap_step: RoadmapStep) -> ResponseReturnValue:
    """Record that a step of the roadmap is done."""
    service = roadmap_step.service
    actions.finish_step(roadmap_step, by=current_user, at=utc_now())
    return done(_("The step is done."), to=service)


@bp.post(f"{STEP}/remove")
@guarded(policies.write_step)
def remove_step(roadmap_step: RoadmapStep) -> ResponseReturnValue:
    """Remove a step of the roadmap."""
    service = roadmap_step.service
    actions.remove_step(roadmap_step, by=current_user, at=utc_now())
    return done(_("The step was removed."), to=service)
