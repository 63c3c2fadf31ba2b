"""Pages that list, show, create, write, release, discard, revise and answer digests, and their PDF."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.clock import today, utc_now
from app.errors import RuleViolation, require_version
from app.files import download as send_download
from app.web.i18n import language
from app.web.pages import done, page
from app.web.pagination import page_number
from app.web.policies import guarded
from insights.digests import actions, documents, policies, queries
from insights.digests.changes import changes
from insights.digests.findings import findings
from insights.digests.forms import AnswerForm, AskForm, LeadForm, PeriodForm, ReleaseForm, RevisionForm
from insights.digests.labels import period_name, scope_choices
from insights.digests.models import Digest
from insights.digests.rules import read_period
from insights.digests.scope import filter_of, named
from insights.outcomes.queries import outcomes_of

bp = Blueprint("digests", __name__)


@bp.route("/digests")
@guarded(policies.list_digests)
def index() -> ResponseReturnValue:
    """List the digests that the user may read, newest first."""
    number = page_number()
    found = queries.listed(current_user, number=number)
    rows = tuple((line, documents.title_of(line.kind, line.period, line.language)) for line in found[: queries.PAGE])
    return render_template("insights/digests/index.html", rows=rows, number=number, more=len(found) > queries.PAGE)


@bp.route("/digests/new", methods=["GET", "POST"])
@guarded(policies.make_digest)
def begin() -> ResponseReturnValue:
    """Choose a period and what to cover, and create the digest as a draft, or redirect to the existing one."""
    form, at = PeriodForm(), utc_now()
    form.offer(actions.periods_to_report(at=at), today())
    form.offer_scopes(scope_choices(current_user, today()))
    if form.validate_on_submit():
        try:
            about = named(form.scope.data)
            made = actions.draft(form.details(), about=about, by=current_user, at=at, language=language())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_begun(made, at), to=made)
    return page("insights/digests/begin.html", form)


def _begun(made: Digest, at: datetime) -> str:
    if made.created_at != at:
        return _("This period has a digest already. Here it is.")
    if made.snapshot.is_empty:
        return _("The digest was created.")
    return _("The digest was created as a draft. Add what leadership should know and decide, then release it.")


@bp.route("/digests/<uuid:digest_id>")
@guarded(policies.read_digest)
def show(digest: Digest) -> ResponseReturnValue:
    """Show a digest."""
    return page(
        "insights/digests/show.html",
        digest=digest,
        title=documents.full_title(digest),
        content=documents.content(digest),
        rows=documents.rows(digest),
        level=queries.level_of(digest),
        closed=queries.is_closed(digest),
        empty=digest.snapshot.is_empty,
        changes=changes(digest.snapshot.content),
        charts=findings(digest.snapshot.content),
        outcomes=outcomes_of(digest, current_user, today()),
        barriers_of=filter_of(digest.snapshot.scope),
    )


@bp.route("/digests/<uuid:digest_id>/pdf")
@guarded(policies.read_digest)
def download(digest: Digest) -> Response:
    """Download the PDF of a digest."""
    return send_download(documents.pdf(digest), media_type="application/pdf", name=documents.name(digest))


@bp.route("/digests/<uuid:digest_id>/one-page")
@guarded(policies.read_digest)
def one_page(digest: Digest) -> ResponseReturnValue:
    """Show what leadership needs of a digest at a glance."""
    return page(
        "insights/digests/one_page.html",
        digest=digest,
        title=documents.full_title(digest),
        content=documents.content(digest),
        rows=documents.rows(digest),
        empty=digest.snapshot.is_empty,
        **documents.summary(digest.snapshot.content),
    )


@bp.route("/digests/<uuid:digest_id>/one-page/pdf")
@guarded(policies.read_digest)
def download_one_page(digest: Digest) -> Response:
    """Download the one page of a digest."""
    made = documents.one_page(digest)
    return send_download(made, media_type="application/pdf", name=documents.name(digest, "-Satu-Halaman"))


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
    return done(_("The question was removed."), to=digest)


@bp.route("/digests/<uuid:digest_id>/release", methods=["GET", "POST"])
@guarded(policies.edit_digest)
def release(digest: Digest) -> ResponseReturnValue:
    """Show who receives the digest, then release it; 409 unless it is a draft with something to report."""
    actions.require_releasable(digest)
    form = ReleaseForm(version=digest.version)
    form.offer(queries.readers(digest), queries.previous_recipients(digest))
    if form.validate_on_submit():
        require_version(digest, request.form.get("version"))
        actions.release(digest, by=current_user, at=utc_now(), recipients=form.chosen)
        return done(_released(digest), to=digest)
    return page(
        "insights/digests/release.html",
        form,
        digest=digest,
        title=documents.full_title(digest),
        period=period_name(read_period(digest.snapshot.kind.value, digest.snapshot.period)),
        level=queries.level_of(digest),
        closed=queries.is_closed(digest),
    )


def _released(digest: Digest) -> str:
    chosen = len(digest.recipients or ())
    if not chosen:
        return _("Released. Nobody receives it by mail.")
    return ngettext(
        "Released. %(num)d person receives it by mail.", "Released. %(num)d people receive it by mail.", chosen
    )


@bp.route("/digests/<uuid:digest_id>/discard", methods=["GET", "POST"])
@guarded(policies.edit_digest)
def discard(digest: Digest) -> ResponseReturnValue:
    """Ask for confirmation, then delete a draft; 409 unless it is one."""
    if request.method == "GET":
        actions.require_draft(digest)
        return page("insights/digests/discard.html", digest=digest, title=documents.full_title(digest))
    code = digest.code
    actions.discard(digest, by=current_user, at=utc_now())
    return done(_("The draft %(code)s was discarded.", code=code), to=url_for(".index"))


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
            return done(
                _("The new edition was created as a draft. The released one stays valid until you release it."), to=made
            )
    return page("insights/digests/act.html", form, act="revise", digest=digest)


@bp.route("/digests/<uuid:digest_id>/asks/<int:number>/answer", methods=["GET", "POST"])
@guarded(policies.answer_digest)
def answer(digest: Digest, number: int) -> ResponseReturnValue:
    """Record the decision of leadership on a question: one of its options, words of its own, or both."""
    if not 1 <= number <= len(digest.asks):
        abort(404)
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            actions.answer(digest, form.details(), number=number, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Recorded. The coordinators are notified."), to=digest)
    return page("insights/digests/answer.html", form, digest=digest, number=number, ask=digest.asks[number - 1])
