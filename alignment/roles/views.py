"""Pages of role matrices."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from agreements.registry.models import Agreement
from alignment.agenda import AgendaForm, ahead, sessions_for
from alignment.roles import actions, export, paper, policies, queries
from alignment.roles.board import board_of, boards_of
from alignment.roles.forms import (
    AskForm,
    CirculateForm,
    ConsentForm,
    FillForm,
    MatrixForm,
    SettleForm,
)
from alignment.roles.models import RoleActivity, RoleMatrix
from app.circles.models import Circle
from app.clock import today, utc_now
from app.database import db
from app.errors import NotNow, RuleViolation
from app.files import download
from app.files.tables import wanted_format
from app.web.pages import done, page
from app.web.policies import authorise, guarded
from forums.agenda.policies import propose_item
from forums.scheduling.models import Forum, Session

bp = Blueprint("roles", __name__)

MATRIX = "/alignment/roles/<uuid:role_matrix_id>"
ACTIVITY = "/alignment/roles/activities/<uuid:role_activity_id>"


@bp.get("/alignment/roles")
@guarded(policies.list_matrices)
def index() -> ResponseReturnValue:
    """List the role matrices that the user may read, with what they lack."""
    day = today()
    listed = queries.readable(current_user, day)
    return render_template("alignment/roles/index.html", listed=listed, boards=boards_of(listed.rows, day))


@bp.get("/forums/<string:slug>/roles")
@guarded(policies.read_forum_roles)
def of_forum(forum: Forum) -> ResponseReturnValue:
    """Show the role matrix of a forum, or that there is none."""
    return _of_circle(forum.circle, url_for(".begin_for_forum", slug=forum.slug), forum)


@bp.post("/forums/<string:slug>/roles/begin")
@guarded(policies.begin_forum_roles)
def begin_for_forum(forum: Forum) -> ResponseReturnValue:
    """Begin the role matrix of a forum with its open commitments."""
    return _begun(actions.begin(forum.circle, None, by=current_user, at=utc_now()))


@bp.get("/agreements/<uuid:agreement_id>/roles")
@guarded(policies.read_agreement_roles)
def of_agreement(agreement: Agreement) -> ResponseReturnValue:
    """Show the role matrix of an agreement, or that there is none."""
    begin = url_for(".begin_for_agreement", agreement_id=agreement.id)
    return _of_circle(agreement.circle, begin, agreement)


@bp.post("/agreements/<uuid:agreement_id>/roles/begin")
@guarded(policies.begin_agreement_roles)
def begin_for_agreement(agreement: Agreement) -> ResponseReturnValue:
    """Begin the role matrix of an agreement with its obligations."""
    return _begun(actions.begin(agreement.circle, agreement, by=current_user, at=utc_now()))


def _of_circle(circle: Circle, begin: str, about: Forum | Agreement) -> ResponseReturnValue:
    if matrix := queries.of_circle(circle.id):
        return redirect(url_for(".show", role_matrix_id=matrix.id), code=303)
    may_begin = policies.leads(current_user, circle)
    return page("alignment/roles/none.html", circle=circle, begin=begin, about=about, may_begin=may_begin)


def _begun(matrix: RoleMatrix) -> ResponseReturnValue:
    notice = _("Look through the activities, then ask the parties for their views.")
    return done(notice, to=url_for(".edit", role_matrix_id=matrix.id), made=matrix)


@bp.get(MATRIX)
@guarded(policies.read_matrix)
def show(role_matrix: RoleMatrix) -> ResponseReturnValue:
    """Show a matrix: differences first, then the roles, what parties say of it, and its versions."""
    day = today()
    board = board_of(role_matrix, day, history=True)
    if kind := wanted_format():
        return export.sheet(board, kind)
    return page(
        "alignment/roles/show.html",
        board=board,
        matrix=role_matrix,
        items=ahead([line.activity.agenda_item_id for line in board.torn], current_user, day),
        owner=queries.owner_of(role_matrix.circle),
        fills=policies.fill_matrix(current_user, role_matrix),
        writes=policies.write_matrix(current_user, role_matrix),
    )


@bp.get(f"{MATRIX}/versions/<int(max=9999):number>")
@guarded(policies.read_matrix)
def show_version(role_matrix: RoleMatrix, number: int) -> ResponseReturnValue:
    """Show a version beside the one before."""
    shown = _version(role_matrix, number)
    if shown is None:
        return redirect(url_for(".show", role_matrix_id=role_matrix.id), code=303)
    return page("alignment/roles/version.html", matrix=role_matrix, **shown)


def _version(matrix: RoleMatrix, number: int) -> dict[str, Any] | None:
    """Return what pages show of a version, or None if there is none."""
    shown, before = queries.version(matrix.id, number), queries.version(matrix.id, number - 1)
    if shown is None:
        return None
    names = queries.names_in([shown, before])
    return {"version": shown, "changes": paper.changes(shown, before), "names": names}


@bp.get(f"{MATRIX}/pdf")
@guarded(policies.read_matrix)
def pdf(role_matrix: RoleMatrix) -> ResponseReturnValue:
    """Download the matrix for a meeting."""
    board = board_of(role_matrix, today())
    return download(paper.pdf(board, utc_now()), media_type="application/pdf", name=paper.name(board, today()))


@bp.route(f"{MATRIX}/edit", methods=["GET", "POST"])
@guarded(policies.write_matrix)
def edit(role_matrix: RoleMatrix) -> ResponseReturnValue:
    """Write the activities and the roles as they are proposed."""
    members = queries.members(role_matrix.circle_id, today())
    form = MatrixForm(obj=None, version=role_matrix.version)
    form.offer(queries.whole(role_matrix.id), members)
    if form.validate_on_submit():
        try:
            actions.write(role_matrix, form.rows(), version=form.version.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The role matrix was saved."), to=role_matrix)
    return page("alignment/roles/edit.html", form, matrix=role_matrix, members=members)


@bp.route(f"{MATRIX}/fill", methods=["GET", "POST"])
@guarded(policies.fill_matrix)
def fill(role_matrix: RoleMatrix) -> ResponseReturnValue:
    """Give the view of one's organisation."""
    members, activities = queries.members(role_matrix.circle_id, today()), queries.whole(role_matrix.id)
    form = FillForm()
    form.offer(activities, members, current_user.organisation_id)
    if form.validate_on_submit():
        actions.fill(role_matrix, form.beliefs(), by=current_user, at=utc_now())
        return done(_("The view of your organisation was saved."), to=role_matrix)
    texts = {one.id: one.text for one in activities}
    return page("alignment/roles/fill.html", form, matrix=role_matrix, members=members, texts=texts)


@bp.route(f"{MATRIX}/ask", methods=["GET", "POST"])
@guarded(policies.write_matrix)
def ask(role_matrix: RoleMatrix) -> ResponseReturnValue:
    """Ask the parties for their views."""
    form = AskForm()
    if form.validate_on_submit():
        try:
            count = actions.ask(role_matrix, until=form.until.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(ngettext("%(num)d person was asked.", "%(num)d people were asked.", count), to=role_matrix)
    return page("alignment/roles/act.html", form, act="ask", matrix=role_matrix)


@bp.route(f"{MATRIX}/circulate", methods=["GET", "POST"])
@guarded(policies.write_matrix)
def circulate(role_matrix: RoleMatrix) -> ResponseReturnValue:
    """Circulate the matrix as a new version."""
    form = CirculateForm(obj=role_matrix)
    if form.validate_on_submit():
        try:
            made = actions.circulate(
                role_matrix, note=form.note.data or "", version=form.version.data, by=current_user, at=utc_now()
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Version %(number)s was circulated.", number=made.number), to=role_matrix)
    return page("alignment/roles/act.html", form, act="circulate", matrix=role_matrix)


@bp.route(f"{MATRIX}/consent", methods=["GET", "POST"])
@guarded(policies.fill_matrix)
def consent(role_matrix: RoleMatrix) -> ResponseReturnValue:
    """Agree with the latest version, or object to it, for one's organisation."""
    latest = _version(role_matrix, role_matrix.number)
    if latest is None:
        raise NotNow(_("No version was circulated yet."))
    form = ConsentForm(data={"number": role_matrix.number})
    if form.validate_on_submit():
        told: dict[str, Any] = {"agrees": form.agrees.data == "yes", "words": form.words.data or ""}
        number = role_matrix.number if str(form.number.data) == str(role_matrix.number) else 0
        try:
            actions.consent(role_matrix, number=number, by=current_user, at=utc_now(), **told)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Recorded for %(name)s.", name=current_user.organisation.label), to=role_matrix)
    return page("alignment/roles/act.html", form, act="consent", matrix=role_matrix, **latest)


@bp.route(f"{ACTIVITY}/agenda", methods=["GET", "POST"])
@guarded(policies.propose_activity)
def put_on_agenda(role_activity: RoleActivity) -> ResponseReturnValue:
    """Propose a difference to the agenda of a session."""
    matrix = role_activity.matrix
    form = AgendaForm()
    form.offer(sessions_for(matrix.circle, current_user, today(), utc_now()))
    if form.validate_on_submit():
        session = db.session.get_one(Session, form.session.data)
        authorise(propose_item, session)
        try:
            actions.put_on_agenda(role_activity, session, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("It was proposed to %(forum)s.", forum=session.forum.name), to=matrix)
    return page("alignment/roles/act.html", form, act="agenda", matrix=matrix, activity=role_activity)


@bp.route(f"{ACTIVITY}/settle", methods=["GET", "POST"])
@guarded(policies.settle_activity)
def settle(role_activity: RoleActivity) -> ResponseReturnValue:
    """Record who is accountable, as was decided."""
    matrix = role_activity.matrix
    form = SettleForm()
    form.offer(queries.members(matrix.circle_id, today()))
    if form.validate_on_submit():
        try:
            organisation_id: UUID = form.organisation.data
            actions.settle(role_activity, organisation_id, words=form.words.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Saved. Circulate a new version, so that the parties agree with it."), to=matrix)
    return page("alignment/roles/act.html", form, act="settle", matrix=matrix, activity=role_activity)
