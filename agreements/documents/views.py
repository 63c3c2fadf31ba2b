"""Pages that list and add files of an agreement, and their download."""

from __future__ import annotations

import hashlib

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from agreements.documents import actions, policies, queries
from agreements.documents.forms import CheckForm, DocumentForm
from agreements.documents.models import Document, DocumentKind
from agreements.registry import queries as registry
from agreements.registry.models import Agreement
from agreements.registry.policies import change_agreement, read_whole
from app.clock import today, utc_now
from app.errors import RuleViolation
from app.files import store
from app.files.serve import serve
from app.web.pages import done, page
from app.web.policies import guarded

bp = Blueprint("documents", __name__)


@bp.get("/agreements/<uuid:agreement_id>/documents")
@guarded(read_whole)
def index(agreement: Agreement) -> ResponseReturnValue:
    """List the files that the user may read, in all versions, and the addenda."""
    return page(
        "agreements/documents/index.html",
        agreement=agreement,
        documents=queries.visible(agreement, current_user),
        family=registry.family(agreement, current_user, today()),
    )


@bp.route("/agreements/<uuid:agreement_id>/documents/new", methods=["GET", "POST"])
@guarded(policies.add_document)
def add(agreement: Agreement) -> ResponseReturnValue:
    """Add a file; members of a party add files for their own party."""
    form = DocumentForm()
    changes = change_agreement(current_user, agreement)
    form.offer(agreement, only=None if changes else agreement.side_of(current_user.organisation_id))
    if form.validate_on_submit():
        try:
            now = utc_now()
            filing = actions.Filing(
                kind=DocumentKind(form.kind.data),
                title=form.title.data or "",
                party=form.party(),
                file=store.save(form.file.data, by=current_user, at=now, field="file"),
            )
            made = actions.add(agreement, filing, by=current_user, at=now)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(
                _("The file was added."),
                to=url_for("agreements.documents.index", agreement_id=agreement.id),
                made=made,
            )
    return page("agreements/documents/add.html", form, agreement=agreement)


@bp.route("/agreements/<uuid:agreement_id>/documents/check", methods=["GET", "POST"])
@guarded(read_whole)
def check(agreement: Agreement) -> ResponseReturnValue:
    """Compare a file, which is not stored, with the versions that the user may read."""
    form, found, digest = CheckForm(), [], ""
    if form.validate_on_submit():
        digest = hashlib.file_digest(form.file.data.stream, "sha256").hexdigest()
        found = [one for one in queries.visible(agreement, current_user) if one.file.sha256 == digest]
    return page("agreements/documents/check.html", form, agreement=agreement, found=found, digest=digest)


@bp.get("/agreements/documents/<uuid:document_id>")
@guarded(policies.read_document)
def download(document: Document) -> ResponseReturnValue:
    """Download a file."""
    return serve(document.file)
