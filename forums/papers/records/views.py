"""The page that writes a session's record of agreement, and its download."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import utc_now
from app.errors import RuleViolation
from app.files import download
from app.pdf.languages import requested_language
from app.web.forms import both_texts
from app.web.pages import done, page
from app.web.policies import guarded
from forums.papers.records import actions, paper, policies, queries
from forums.papers.records.forms import RecordForm
from forums.papers.records.texts import current
from forums.scheduling.models import Session

bp = Blueprint("records", __name__)


@bp.route("/sessions/<uuid:session_id>/agreement-record", methods=["GET", "POST"])
@guarded(policies.write_record)
def agreement_record(session: Session) -> ResponseReturnValue:
    """Write the record of agreement."""
    known, offered = queries.record_of(session.id), queries.points_of(session.id)
    form = RecordForm.of(current(session, known), offered, known.version if known else 0)
    if form.validate_on_submit():
        try:
            texts = both_texts(form, known) if known else {}
            version = form.version.data
            actions.write(session, form.details(), version=version, texts=texts, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The record is saved."), to=url_for(".agreement_record", session_id=session.id))
    reworded = [one["code"] for one in known.points if one not in offered] if known else []
    return page("forums/papers/write_record.html", form, session=session, known=known, reworded=reworded)


@bp.get("/sessions/<uuid:session_id>/agreement-record/pdf")
@guarded(policies.read_record)
def agreement_record_pdf(session: Session) -> ResponseReturnValue:
    """Download the record of agreement."""
    content = paper.pdf(session, utc_now(), requested_language())
    return download(content, media_type="application/pdf", name=paper.name(session))
