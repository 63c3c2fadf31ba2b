"""Pages of the bases of a forum: what it rests on, entering, changing and renewing, and the signed document."""

from __future__ import annotations

from hashlib import sha256

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from app.clock import today, utc_now
from app.errors import RuleViolation
from app.files import store
from app.files.serve import serve
from app.web.forms import ANY_OUTCOME
from app.web.pages import done, page
from app.web.panels import linked_page
from app.web.policies import guarded
from forums.basis import actions, policies, queries
from forums.basis.forms import BasisForm, FileForm, RenewalForm
from forums.basis.models import Basis
from forums.basis.rows import foreseen_rows, rows_of, seats_beside
from forums.basis.rules import SeatChanges, basis_status, present
from forums.scheduling.models import Forum
from forums.scheduling.policies import change_forum, read_forum

bp = Blueprint("basis", __name__)


@bp.get("/forums/<string:slug>/basis")
@guarded(read_forum)
def index(forum: Forum) -> ResponseReturnValue:
    """Show what a forum rests on: the present basis with its members, and the others."""
    rows = rows_of(queries.with_members(forum.id), today())
    now = next((row for row in rows if row.is_present), None)
    beside = seats_beside(now.basis, queries.all_seats(forum), today()) if now else None
    return page("forums/basis/index.html", forum=forum, present=now, rows=rows, beside=beside)


@bp.route("/forums/<string:slug>/basis/new", methods=["GET", "POST"])
@guarded(change_forum)
def enter(forum: Forum) -> ResponseReturnValue:
    """Enter the basis of a forum; the form begins with the organisations that have a seat."""
    form = BasisForm(members=queries.seated_members(forum, today()))
    form.offer()
    if form.arrange(request.form):
        return _form_page(form, forum)
    if form.validate_on_submit():
        try:
            made = actions.enter(forum, form.details(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The basis was entered. Add the signed document."), to=_page_of(forum), made=made)
    return _form_page(form, forum)


@bp.route("/bases/<uuid:basis_id>/edit", methods=["GET", "POST"])
@guarded(policies.change_basis)
def edit(basis: Basis) -> ResponseReturnValue:
    """Correct a basis."""
    form = BasisForm.of(basis)
    form.offer()
    if form.arrange(request.form):
        return _form_page(form, basis.forum, basis)
    if form.validate_on_submit():
        try:
            version = form.version.data
            actions.change(basis, form.details(), version=version, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The basis was changed."), to=_page_of(basis.forum), made=basis)
    return _form_page(form, basis.forum, basis)


@bp.route("/bases/<uuid:basis_id>/renew", methods=["GET", "POST"])
@guarded(policies.change_basis)
def renew(basis: Basis) -> ResponseReturnValue:
    """Enter the basis that follows, after a preview of which organisations leave and join."""
    form, changes = RenewalForm.following(basis), None
    form.offer()
    if form.arrange(request.form):
        return _renewal_page(form, basis, None)
    if form.validate_on_submit():
        details, first_day = form.details(), form.seats_from.data or form.valid_from.data
        try:
            changes = actions.foreseen(basis, details, first_day)
            if _is_confirmed(changes):
                made = actions.renew(basis, details, first_day=first_day, by=current_user, at=utc_now())
                return done(_("The basis was renewed and the seats follow it."), to=_after(basis), made=made)
        except RuleViolation as violation:
            form.refuse(violation)
    return _renewal_page(form, basis, changes)


@bp.route("/bases/<uuid:basis_id>/file/add", methods=["GET", "POST"])
@guarded(policies.change_basis)
def add_file(basis: Basis) -> ResponseReturnValue:
    """Add the signed document, or replace it."""
    form = FileForm()
    if form.validate_on_submit():
        try:
            now = utc_now()
            file = store.save(form.file.data, by=current_user, at=now, field="file")
            actions.keep_file(basis, file, by=current_user, at=now)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The signed document was added."), to=_after(basis), made=basis)
    return page("forums/basis/add_file.html", form, forum=basis.forum, basis=basis)


@bp.get("/bases/<uuid:basis_id>/file")
@guarded(policies.read_file)
def download(basis: Basis) -> ResponseReturnValue:
    """Download the signed document."""
    return serve(basis.file) if basis.file else abort(404)


def panel(forum: Forum) -> Markup | None:
    """Return the present basis in the sidebar of a forum, or the link to enter one."""
    found = queries.bases(forum.id)
    now = present(found, today())
    if now is None and not change_forum(current_user, forum):
        return None
    shown = render_template(
        "forums/basis/panel.html", forum=forum, basis=now, status=basis_status(now, found, today()) if now else None
    )
    return Markup(shown)  # noqa: S704


def _is_confirmed(changes: SeatChanges) -> bool:
    """Whether a request applies a renewal: only after the page showed exactly these changes."""
    return "preview" not in request.form and request.form.get("seen") in {_digest(changes), ANY_OUTCOME}


def _digest(changes: SeatChanges) -> str:
    leaving = [str(one.id) for one in changes.leaving]
    joining = [str(organisation) for organisation, _last_day in changes.joining]
    ids = [str(changes.first_day), *leaving, "/", *joining]
    return sha256(" ".join(ids).encode()).hexdigest()


def _renewal_page(form: RenewalForm, basis: Basis, changes: SeatChanges | None) -> ResponseReturnValue:
    foreseen = foreseen_rows(changes, form) if changes and not form.refused else None
    return page(
        "forums/basis/renew.html",
        form,
        forum=basis.forum,
        basis=basis,
        foreseen=foreseen,
        seen=_digest(changes) if changes else "",
    )


def _form_page(form: BasisForm, forum: Forum, basis: Basis | None = None) -> ResponseReturnValue:
    return page("forums/basis/form.html", form, forum=forum, basis=basis)


def _after(basis: Basis) -> str:
    return linked_page(basis) or _page_of(basis.forum)


def _page_of(forum: Forum) -> str:
    return url_for("forums.basis.index", slug=forum.slug)
