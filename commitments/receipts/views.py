"""Pages of the record of a delivery."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from app.clock import utc_now
from app.errors import RuleViolation
from app.files import download, store
from app.pdf.languages import requested_language
from app.web.forms import both_texts
from app.web.pages import done, page
from app.web.policies import guarded
from commitments.receipts import actions, paper, policies, queries
from commitments.receipts.forms import RecordForm, SignedForm
from commitments.receipts.rules import is_delivered
from commitments.receipts.texts import items_of
from commitments.registry.models import Commitment

bp = Blueprint("receipts", __name__)


@bp.route("/commitments/<uuid:commitment_id>/delivery-record", methods=["GET", "POST"])
@guarded(policies.write_receipt)
def write(commitment: Commitment) -> ResponseReturnValue:
    """Write the record of the delivery, with links to download it."""
    known, now = queries.record_of(commitment.id), utc_now()
    offered = items_of(commitment)
    form = RecordForm.of(paper.details_of(commitment, known, now), offered, known.version if known else 0)
    if form.validate_on_submit():
        try:
            details = form.details(queries.evidence_of(commitment.id))
            texts = both_texts(form, known) if known else {}
            actions.write(commitment, details, version=form.version.data, texts=texts, by=current_user, at=now)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            address = url_for(".write", commitment_id=commitment.id)
            return done(_("The record is saved."), to=address, made=commitment)
    return page("commitments/receipts/write.html", form, commitment=commitment, known=known)


@bp.get("/commitments/<uuid:commitment_id>/delivery-record/pdf")
@guarded(policies.read_receipt)
def pdf(commitment: Commitment) -> ResponseReturnValue:
    """Download the record of the delivery."""
    content = paper.pdf(commitment, utc_now(), requested_language())
    return download(content, media_type="application/pdf", name=paper.name(commitment))


@bp.route("/commitments/<uuid:commitment_id>/delivery-record/signed", methods=["GET", "POST"])
@guarded(policies.write_receipt)
def add_signed(commitment: Commitment) -> ResponseReturnValue:
    """Add the signed copy of the record, as evidence of the criteria that it covers."""
    form, now = SignedForm(), utc_now()
    if form.validate_on_submit():
        try:
            file = store.save(form.file.data, by=current_user, at=now, field="file")
            actions.add_signed(commitment, file, by=current_user, at=now)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The signed record was added to the evidence."), to=commitment)
    return page("commitments/receipts/sign.html", form, commitment=commitment)


def panel(commitment: Commitment) -> Markup | None:
    """Return the part about the record on the page of a commitment that was delivered."""
    if not current_user.is_authenticated or not is_delivered(commitment.delivery, commitment.verification):
        return None
    writes = policies.write_receipt(current_user, commitment)
    if not writes and not policies.read_receipt(current_user, commitment):
        return None
    record = queries.record_of(commitment.id)
    return Markup(  # noqa: S704
        render_template("commitments/receipts/panel.html", commitment=commitment, record=record, writes=writes)
    )
