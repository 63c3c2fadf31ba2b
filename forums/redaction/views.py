"""Pages of redactions: marking parts of minutes, and the request that another person approves or refuses."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.models import Person
from app.clock import today, utc_now
from app.database import db
from app.errors import RuleViolation
from app.web.pages import done, page
from app.web.policies import guarded
from forums.minutes.models import Minutes, MinutesState
from forums.minutes.policies import publish_minutes
from forums.minutes.publishing import publication_of
from forums.redaction import actions, policies, queries
from forums.redaction.forms import MarksForm, RefuseForm
from forums.redaction.models import Redaction, RedactionState
from forums.redaction.pages import Marking, marking_of
from forums.redaction.rules import Mark

bp = Blueprint("redaction", __name__)


@bp.route("/minutes/<uuid:minutes_id>/redact", methods=["GET", "POST"])
@guarded(publish_minutes)
def mark(minutes: Minutes) -> ResponseReturnValue:
    """Mark what the public does not read; save it, or ask another person to approve it.

    `?panel=1` returns only the preview of the submitted marks, and saves nothing.
    """
    actions.require_markable(minutes)
    latest = queries.latest_redaction(minutes.id)
    actions.require_own_draft(latest, current_user)
    marks = actions.marks_of(latest)
    kept = latest.kept if latest else _published_names(minutes)
    marking = marking_of(minutes, marks, kept)
    form = MarksForm(marks=_rows(marking), kept=kept, reason=_reason(latest))
    form.offer(marking.parts, marking.mentioned, queries.approvers(minutes, besides=current_user.id))
    form.also_withhold(request.form.get("withhold", ""))
    if request.args.get("panel"):
        if form.validate_on_submit():
            marking = marking_of(minutes, form.details(), form.kept.data or ())
        return page("forums/redaction/preview.html", marking=marking, session=minutes.session)
    if form.validate_on_submit():
        try:
            return _saved(minutes, form)
        except RuleViolation as violation:
            form.refuse(violation)
    context = {"minutes": minutes, "session": minutes.session, "marking": marking, "latest": latest}
    context["replaces"] = actions.replaces_published(minutes)
    context["left_open"] = set(request.values.getlist("left_open"))
    return page("forums/redaction/mark.html", form, rows=_by_part(form, marking), **context)


@bp.get("/redactions/<uuid:redaction_id>")
@guarded(policies.read_redaction)
def show(redaction: Redaction) -> ResponseReturnValue:
    """Show what a redaction withholds, beside what the public reads or would read."""
    minutes = redaction.minutes
    marking = marking_of(minutes, actions.marks_of(redaction), redaction.kept)
    return page(
        "forums/redaction/show.html", redaction=redaction, minutes=minutes, session=minutes.session, marking=marking
    )


@bp.post("/redactions/<uuid:redaction_id>/approve")
@guarded(policies.approve_redaction)
def approve(redaction: Redaction) -> ResponseReturnValue:
    """Approve what is withheld, and publish the rest."""
    actions.approve(redaction, by=current_user, at=utc_now())
    return done(_("Approved and published."), to=redaction)


@bp.route("/redactions/<uuid:redaction_id>/refuse", methods=["GET", "POST"])
@guarded(policies.approve_redaction)
def refuse(redaction: Redaction) -> ResponseReturnValue:
    """Refuse what is withheld, with a reason."""
    form = RefuseForm()
    if form.validate_on_submit():
        try:
            actions.refuse(redaction, reason=form.reason.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Refused. The person who marked the parts is notified of the reason."), to=redaction)
    return page("forums/redaction/refuse.html", form, redaction=redaction, session=redaction.minutes.session)


@bp.post("/redactions/<uuid:redaction_id>/withdraw")
@guarded(policies.change_redaction)
def withdraw(redaction: Redaction) -> ResponseReturnValue:
    """Withdraw the request for approval."""
    actions.withdraw(redaction, by=current_user, at=utc_now())
    return done(_("The request was withdrawn. The marks are kept as a draft."), to=redaction)


@bp.post("/redactions/<uuid:redaction_id>/discard")
@guarded(policies.change_redaction)
def discard(redaction: Redaction) -> ResponseReturnValue:
    """Discard a draft."""
    actions.discard(redaction, by=current_user, at=utc_now())
    return done(_("The marks were discarded."), to=redaction)


def _saved(minutes: Minutes, form: MarksForm) -> ResponseReturnValue:
    """Save the marks, and request approval if the form asks for it. Raises RuleViolation."""
    now = utc_now()
    kept, reason = form.kept.data or (), form.reason.data or ""
    made = actions.mark(minutes, form.details(), kept=kept, reason=reason, by=current_user, at=now)
    if not form.ask.data:
        anchor = form.withheld_too.replace(":", "-") if form.withheld_too else None
        left_open = request.form.getlist("left_open")
        again = url_for(".mark", minutes_id=minutes.id, left_open=left_open, _anchor=anchor and f"part-{anchor}")
        return done(_("The marks are saved. The preview shows what the public would read."), to=again, made=made)
    approver = db.session.get_one(Person, form.approver.data)
    actions.propose(made, approver, by=current_user, at=now, today=today())
    notice = _("%(name)s is asked to approve. Nothing is published before that.", name=approver.name)
    return done(notice, to=made)


def _rows(marking: Marking) -> list[dict[str, Any]]:
    """Return the values of the form: a row for each part, filled with its mark."""
    return [_row(key, marking.marks.get(key)) for key in marking.parts]


def _row(key: str, mark: Mark | None) -> dict[str, Any]:
    if mark is None:
        return {"part": key, "sentences": [], "basis": ""}
    values = {name: getattr(mark, name) for name in ("part", "other_basis", "until", "instead")}
    return {**values, "sentences": list(mark.sentences), "basis": mark.basis or ""}


def _by_part(form: MarksForm, marking: Marking) -> dict[str, Any]:
    """Return the rows of the form by part; a row is added for each part that was not submitted."""
    rows = {entry.form.part.data: entry.form for entry in form.marks}
    for row in _rows(marking):
        if row["part"] not in rows:
            rows[row["part"]] = form.marks.append_entry(row).form
    return rows


def _reason(latest: Redaction | None) -> str:
    """Return the reason to begin with: that of a draft or a refused request."""
    return latest.reason if latest and latest.state is not RedactionState.IN_FORCE else ""


def _published_names(minutes: Minutes) -> Collection[str]:
    """Return the names that an edition published without a redaction has kept."""
    if minutes.state is not MinutesState.PUBLISHED:
        return ()
    published = str(minutes.published_content)
    return [one.name for one in publication_of(minutes).mentioned if one.name in published]
