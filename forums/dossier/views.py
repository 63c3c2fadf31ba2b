"""Pages of a session's file: its parts and their state, and adding, replacing and removing files."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import utc_now
from app.errors import RuleViolation
from app.files import download as send
from app.files import store
from app.files.serve import serve
from app.pdf.document import made
from app.pdf.languages import requested_language
from app.web.forms import Form
from app.web.pages import done, page
from app.web.policies import guarded
from forums.dossier import actions, policies, queries, roll_paper
from forums.dossier.contents import contents_of
from forums.dossier.forms import (
    ENTERED,
    AssignmentForm,
    BundleForm,
    DescriptionForm,
    PhotoForm,
    ReasonForm,
    ReplacementForm,
    ScanForm,
)
from forums.dossier.models import FileKind, SessionFile
from forums.dossier.parts import parts_for
from forums.invitations.policies import read_invitations
from forums.scheduling.models import Session

bp = Blueprint("dossier", __name__)
SESSION = "/sessions/<uuid:session_id>/file"
FILE = "/session-files/<uuid:session_file_id>"


@bp.get(SESSION)
@guarded(policies.read_dossier)
def show(session: Session) -> ResponseReturnValue:
    """Show every part of a session's file with its state, and the form that assembles them."""
    contents = contents_of(session, current_user)
    form = BundleForm()
    form.offer(contents)
    rows = [(part, part.state(contents)) for part in parts_for(contents)]
    return page("forums/dossier/show.html", form, session=session, contents=contents, rows=rows)


@bp.route(f"{SESSION}/add", methods=["GET", "POST"])
@guarded(policies.keep_dossier)
def add(session: Session) -> ResponseReturnValue:
    """Add a signed document or a receipt."""
    wanted = request.args.get("kind", "")
    known = {kind.value for kind in ENTERED}
    form = ScanForm(dated=session.day, kind=wanted if wanted in known else FileKind.ATTENDANCE.value)
    form.offer(policies.hidden_kinds(current_user, session))
    if form.validate_on_submit():
        try:
            now = utc_now()
            file = store.save(form.file.data, by=current_user, at=now, field="file")
            made = actions.add(session, file, form.details(), by=current_user, at=now)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The file was added."), to=_page_of(session), made=made)
    return _form_page("forums/dossier/add.html", form, session)


@bp.route(f"{SESSION}/assignments/add", methods=["GET", "POST"])
@guarded(policies.add_assignment)
def add_assignment(session: Session) -> ResponseReturnValue:
    """Add the letter of assignment of a representative."""
    own = None if policies.keep_dossier(current_user, session) else policies.own_seat(current_user, session)
    form = AssignmentForm(dated=session.day)
    form.offer([own] if own else queries.seats(session))
    if form.validate_on_submit():
        try:
            now = utc_now()
            file = store.save(form.file.data, by=current_user, at=now, field="file")
            made = actions.add(session, file, form.details(form.chosen), by=current_user, at=now)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The letter was added."), to=_page_of(session), made=made)
    return _form_page("forums/dossier/add-assignment.html", form, session)


@bp.route(f"{SESSION}/photos/add", methods=["GET", "POST"])
@guarded(policies.keep_dossier)
def add_photo(session: Session) -> ResponseReturnValue:
    """Add a photo; it is shrunk, and its metadata are removed."""
    form = PhotoForm()
    if form.validate_on_submit():
        try:
            now = utc_now()
            file = store.save(form.file.data, by=current_user, at=now, field="file", shrinks=True)
            made = actions.add(session, file, form.details(session.day), by=current_user, at=now)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The photo was added."), to=_page_of(session), made=made)
    return _form_page("forums/dossier/add-photo.html", form, session)


@bp.get(f"{SESSION}/invitations/pdf")
@guarded(read_invitations)
def roll(session: Session) -> ResponseReturnValue:
    """Download the list of those invited, with their answers, without contacts."""
    content = made(roll_paper.job(session, queries.changed_at(session), requested_language()))
    return send(content, media_type="application/pdf", name=roll_paper.name(session))


@bp.get(FILE)
@guarded(policies.read_file)
def download(session_file: SessionFile) -> ResponseReturnValue:
    """Download a file of a session."""
    return serve(session_file.file)


@bp.route(f"{FILE}/replace", methods=["GET", "POST"])
@guarded(policies.change_file)
def replace(session_file: SessionFile) -> ResponseReturnValue:
    """Replace the content of a file; the reason is recorded."""
    form, session = ReplacementForm(), session_file.session
    if form.validate_on_submit():
        try:
            now, is_photo = utc_now(), session_file.kind is FileKind.PHOTO
            file = store.save(form.file.data, by=current_user, at=now, field="file", shrinks=is_photo)
            actions.replace(session_file, file, reason=form.reason.data, by=current_user, at=now)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The file was replaced."), to=_page_of(session), made=session_file)
    return _form_page("forums/dossier/replace.html", form, session, session_file)


@bp.route(f"{FILE}/remove", methods=["GET", "POST"])
@guarded(policies.change_file)
def remove(session_file: SessionFile) -> ResponseReturnValue:
    """Remove a file from its session; the reason is recorded."""
    form, session = ReasonForm(), session_file.session
    if form.validate_on_submit():
        try:
            actions.remove(session_file, reason=form.reason.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The file was removed."), to=_page_of(session), made=session)
    return _form_page("forums/dossier/remove.html", form, session, session_file)


@bp.route(f"{FILE}/describe", methods=["GET", "POST"])
@guarded(policies.change_file)
def describe(session_file: SessionFile) -> ResponseReturnValue:
    """Change what is said about a photo, and whether it is public."""
    form, session = DescriptionForm.of(session_file), session_file.session
    if form.validate_on_submit():
        try:
            actions.describe(
                session_file,
                title=form.title.data,
                alternative=form.alternative.data,
                is_public=bool(form.is_public.data),
                by=current_user,
                at=utc_now(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The photo was changed."), to=_page_of(session), made=session_file)
    return _form_page("forums/dossier/describe.html", form, session, session_file)


def _form_page(
    template: str, form: Form, session: Session, session_file: SessionFile | None = None
) -> ResponseReturnValue:
    return page(template, form, session=session, file=session_file, back=_page_of(session))


def _page_of(session: Session) -> str:
    return url_for("forums.dossier.show", session_id=session.id)
