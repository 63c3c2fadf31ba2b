"""Pages that list, show, create, write, release, revise and answer digests, and their PDF."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import utc_now
from app.errors import RuleViolation
from app.mail import outbox
from app.web.i18n import language
from app.web.pages import done, page
from app.web.pagination import asked_page
from app.web.policies import guarded
from insights.digests import actions, documents, policies, queries
from insights.digests.forms import AnswerForm, AskForm, LeadForm, PeriodForm, RevisionForm
from insights.digests.models import Digest

bp = Blueprint("digests", __name__)


@bp.route("/digests")
@guarded(policies.list_digests)
def index() -> ResponseReturnValue:
    """List the digests that the user may read, newest first."""
    number = asked_page()
    found = queries.listed(current_user, number=number)
    rows = tuple((line, documents.title_of(line.kind, line.period, line.language)) for line in found[: queries.PAGE])
    return render_template("insights/digests/index.html", rows=rows, number=number, more=len(found) > queries.PAGE)


@bp.route("/digests/new", methods=["GET", "POST"])
@guarded(policies.make_digest)
def begin() -> ResponseReturnValue:
    """Freeze a period and draft its digest, or redirect to the existing one."""
    form = PeriodForm()
    if form.validate_on_submit():
        try:
            made = actions.draft(form.details(), forum=None, by=current_user, at=utc_now(), language=language())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            said = _("The record is frozen. Add what leadership should know and decide, then release it.")
            return done(_("The record is frozen.") if made.snapshot.is_empty else said, to=made)
    return page("insights/digests/begin.html", form)


@bp.route("/digests/<uuid:digest_id>")
@guarded(policies.read_digest)
def show(digest: Digest) -> ResponseReturnValue:
    """Show a digest."""
    return page(
        "insights/digests/show.html",
        digest=digest,
        title=documents.title(digest),
        said=documents.content(digest),
        rows=documents.rows(digest),
        level=queries.level_of(digest),
        closed=queries.is_closed(digest),
        empty=digest.snapshot.is_empty,
    )


@bp.route("/digests/<uuid:digest_id>/pdf")
@guarded(policies.read_digest)
def download(digest: Digest) -> Response:
    """Download the PDF of a digest."""
    response = make_response(documents.pdf(digest))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{documents.name(digest)}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@bp.route("/digests/<uuid:digest_id>/lead", methods=["GET", "POST"])
@guarded(policies.edit_digest)
def write(digest: Digest) -> ResponseReturnValue:
    """Write the lead, which leadership reads first."""
    form = LeadForm(lead=digest.lead)
    if form.validate_on_submit():
        try:
            actions.write(digest, lead=form.lead.data or "", by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Saved."), to=digest)
    return page("insights/digests/act.html", form, act="lead", digest=digest)


@bp.route("/digests/<uuid:digest_id>/asks/new", methods=["GET", "POST"])
@guarded(policies.edit_digest)
def ask(digest: Digest) -> ResponseReturnValue:
    """Add a question for leadership."""
    form = AskForm()
    if form.validate_on_submit():
        try:
            actions.ask(digest, form.details(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The question was added."), to=digest)
    return page("insights/digests/act.html", form, act="ask", digest=digest)


@bp.route("/digests/<uuid:digest_id>/asks/<int:number>/withdraw", methods=["POST"])
@guarded(policies.edit_digest)
def withdraw(digest: Digest, number: int) -> ResponseReturnValue:
    """Remove a question."""
    if not 1 <= number <= len(digest.asks):
        abort(404)
    actions.withdraw(digest, number=number, by=current_user, at=utc_now())
    return done(_("The question was taken back."), to=digest)


@bp.route("/digests/<uuid:digest_id>/release", methods=["POST"])
@guarded(policies.edit_digest)
def release(digest: Digest) -> ResponseReturnValue:
    """Release the digest to leadership; 409 if it has nothing to report."""
    actions.release(digest, by=current_user, at=utc_now())
    if queries.is_closed(digest):
        return done(outbox.announce(_("Released. The people of the forum receive it by mail.")), to=digest)
    return done(outbox.announce(_("Released. Leadership receives it by mail.")), to=digest)


@bp.route("/digests/<uuid:digest_id>/revise", methods=["GET", "POST"])
@guarded(policies.edit_digest)
def revise(digest: Digest) -> ResponseReturnValue:
    """Create a draft of the next edition, with the reason."""
    form = RevisionForm()
    if form.validate_on_submit():
        try:
            made = actions.revise(digest, reason=form.reason.data or "", by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("A new edition was begun. The released one stands until you release this one."), to=made)
    return page("insights/digests/act.html", form, act="revise", digest=digest)


@bp.route("/digests/<uuid:digest_id>/asks/<int:number>/answer", methods=["GET", "POST"])
@guarded(policies.answer_digest)
def answer(digest: Digest, number: int) -> ResponseReturnValue:
    """Record the decision of leadership on a question."""
    if not 1 <= number <= len(digest.asks):
        abort(404)
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            actions.answer(digest, number=number, text=form.answer.data or "", by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(outbox.announce(_("Recorded. The coordinators are told.")), to=digest)
    return page("insights/digests/act.html", form, act="answer", digest=digest, asked=digest.asks[number - 1])
