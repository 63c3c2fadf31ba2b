"""Pages for viewing and recording attendance."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.clock import utc_now
from app.errors import RuleViolation
from app.web.pages import done, page
from app.web.policies import guarded
from forums.attendance import actions, policies, queries
from forums.attendance.banner import banner_response
from forums.attendance.forms import NowForm, entries, rows_of_sheet, sheet_form
from forums.attendance.suggestions import suggestions
from forums.scheduling.models import Session
from forums.scheduling.policies import read_names, read_session

bp = Blueprint("attendance", __name__)


@bp.route("/sessions/<uuid:session_id>/attendance")
@guarded(read_session)
def show(session: Session) -> ResponseReturnValue:
    """Show attendance by organisation, and the quorum; those outside the forum see numbers only."""
    if not read_names(current_user, session):
        quorum = queries.current_quorum(session, utc_now())
        return page("forums/attendance/numbers.html", session=session, quorum=quorum)
    return _shown(session)


@bp.post("/sessions/<uuid:session_id>/attendance/now")
@guarded(policies.record_attendance)
def now(session: Session) -> ResponseReturnValue:
    """Record an arrival or a departure."""
    form = NowForm.of(queries.expected(session))
    if form.validate_on_submit():
        act = actions.note_arrival if form.what.data == "arrived" else actions.note_departure
        try:
            act(session, form.expected.place, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            to = url_for("forums.attendance.show", session_id=session.id, _anchor=f"row-{form.expected.key}")
            return done(_("Recorded."), to=to, made=session)
    return _shown(session, form)


def _shown(session: Session, form: NowForm | None = None) -> ResponseReturnValue:
    rows = queries.expected(session)
    quorum = queries.quorum_of(session, rows, queries.measured_at(session, utc_now()))
    return page("forums/attendance/show.html", form, session=session, rows=rows, quorum=quorum)


@bp.route("/sessions/<uuid:session_id>/attendance/band")
@guarded(read_session)
def banner_part(session: Session) -> ResponseReturnValue:
    """Return the attendance banner alone, for polling pages."""
    return banner_response(session)


@bp.route("/sessions/<uuid:session_id>/attendance/record", methods=["GET", "POST"])
@guarded(policies.record_attendance)
def record(session: Session) -> ResponseReturnValue:
    """Record attendance in one form, pre-filled from the answers to the invitation.

    With `everyone` in the form, empty rows are recorded as present and the sheet is shown again.
    """
    rows, everyone = queries.expected(session), "everyone" in request.form
    if request.method == "POST":
        rows = rows_of_sheet(rows, request.form)
    else:
        actions.require_recordable(session)
    form = sheet_form(session, rows, suggestions(session, rows))
    changed = 0
    if form.validate_on_submit():
        try:
            changed = actions.record(
                session, entries(form, session, rows, everyone=everyone), by=current_user, at=utc_now()
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            notice = ngettext("%(num)d row was recorded.", "%(num)d rows were recorded.", changed)
            if not changed:
                notice = _("No row was changed.")
            if everyone:
                notice += " " + _("Now change the exceptions.")
            return done(notice, to=url_for(".record" if everyone else ".show", session_id=session.id))
    return page("forums/attendance/record.html", form, session=session, rows=rows)
