"""Pages on which officers confirm or refuse guests."""

from __future__ import annotations

import hashlib

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from app.clock import utc_now
from app.errors import RuleViolation
from app.web.pages import done, page
from app.web.policies import guarded
from forums.attendance.policies import record_attendance
from forums.attendance.queries import Expected, expected, takes_attendance
from forums.checkin import actions, policies, queries
from forums.checkin.forms import ConfirmForm
from forums.checkin.models import Guest
from forums.checkin.rules import Entered, Place, Suggestion, suggested
from forums.scheduling.models import Session
from forums.scheduling.policies import read_names

bp = Blueprint("guests", __name__)


@bp.get("/sessions/<uuid:session_id>/guests/waiting")
@guarded(record_attendance)
def banner_part(session: Session) -> ResponseReturnValue:
    """Return the line that says how many guests wait, for polling; 304 if it has not changed."""
    response = make_response(_banner("forums/checkin/banner.html", session))
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:16])
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response


@bp.route("/guests/<uuid:guest_id>/confirm", methods=["GET", "POST"])
@guarded(policies.receive_guest)
def confirm(guest: Guest) -> ResponseReturnValue:
    """Confirm a guest as participant, as representative of a seat, or as a guest without a seat."""
    session = guest.session
    rows = expected(session)
    form = ConfirmForm.of(rows, _suggestion(guest, rows))
    if form.validate_on_submit():
        try:
            actions.confirm(guest, form.expected, in_person=bool(form.in_person.data), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            notice = _("%(name)s is recorded as present.", name=guest.name)
            return done(notice, to=_list(session), made=guest)
    return page("forums/checkin/confirm.html", form, guest=guest, session=session, back=_list(session))


@bp.post("/guests/<uuid:guest_id>/refuse")
@guarded(policies.receive_guest)
def refuse(guest: Guest) -> ResponseReturnValue:
    """Refuse a guest."""
    actions.refuse(guest, by=current_user, at=utc_now())
    return done(_("%(name)s was refused.", name=guest.name), to=_list(guest.session), made=guest)


def banner(session: Session) -> Markup | None:
    """Return the line about waiting guests on the pages of a session, for those who record attendance."""
    if not queries.is_open(session, utc_now()) or not record_attendance(current_user, session):
        return None
    return _banner("forums/checkin/banner_frame.html", session)


def panel(session: Session) -> Markup | None:
    """Return the guests below the attendance: those who wait for who records it, the confirmed ones for members."""
    if not read_names(current_user, session):
        return None
    records = record_attendance(current_user, session)
    waiting, confirmed = queries.listed_guests(session.id)
    rows = expected(session) if waiting and records else []
    offers = [(guest, _named(_suggestion(guest, rows), rows)) for guest in waiting] if records else []
    if not records and not confirmed:
        return None
    shown = render_template(
        "forums/checkin/guests.html",
        session=session,
        offers=offers,
        confirmed=confirmed,
        records=records and takes_attendance(session),
    )
    return Markup(shown)  # noqa: S704


def _banner(template: str, session: Session) -> Markup:
    waiting = queries.count_waiting(session.id)
    return Markup(render_template(template, session=session, waiting=waiting))  # noqa: S704


def _suggestion(guest: Guest, rows: list[Expected]) -> Suggestion | None:
    places = (
        Place(
            row.key,
            row.participant.person.name if row.participant else None,
            row.seat.organisation.name,
            row.seat.organisation.label,
            row.record is not None and row.record.came,
        )
        for row in rows
    )
    return suggested(Entered(guest.name, guest.organisation, guest.representing), places)


def _named(suggestion: Suggestion | None, rows: list[Expected]) -> tuple[Suggestion, Expected] | None:
    if suggestion is None:
        return None
    return suggestion, next(row for row in rows if row.key == suggestion.key)


def _list(session: Session) -> str:
    return url_for("forums.attendance.show", session_id=session.id, _anchor="guests")
