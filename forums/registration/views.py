"""Pages for organisers: the terms, the list of registrations, checking in, and the CSV download."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from markupsafe import Markup

from app.circles.models import Classification
from app.clock import utc_now
from app.errors import RuleViolation
from app.files import download
from app.web.csv_export import as_csv
from app.web.pages import done, page
from app.web.policies import guarded
from config import Settings
from forums.registration import actions, policies, queries
from forums.registration.forms import CheckForm, TermsForm
from forums.registration.labels import STATES
from forums.registration.models import RegistrationState
from forums.scheduling.models import Forum, Session

bp = Blueprint("registration", __name__)


@bp.get("/sessions/<uuid:session_id>/registration")
@guarded(policies.check_off)
def show(session: Session) -> ResponseReturnValue:
    """Show the registrations of a session, the waiting list, and who attended."""
    opening = queries.opening_of(session.id)
    listed = queries.registered(opening.id, *RegistrationState) if opening else []
    return page(
        "forums/registration/show.html",
        CheckForm(),
        session=session,
        opening=opening,
        figures=queries.figures(opening) if opening else None,
        listed=listed,
        is_open=opening is not None and actions.is_open(opening, at=utc_now()),
    )


@bp.route("/sessions/<uuid:session_id>/registration/open", methods=["GET", "POST"])
@guarded(policies.keep_registration)
def open_(session: Session) -> ResponseReturnValue:
    """Open registration, or change its terms."""
    known = queries.opening_of(session.id)
    form = TermsForm(**({"capacity": known.capacity, "retention_days": known.retention_days} if known else {}))
    if form.validate_on_submit():
        try:
            actions.open_(session, form.terms(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Registration is open to everyone."), to=_list(session), made=session)
    return page("forums/registration/open.html", form, session=session, known=known)


@bp.post("/sessions/<uuid:session_id>/registration/close")
@guarded(policies.keep_registration)
def close(session: Session) -> ResponseReturnValue:
    """Close registration."""
    actions.close(session, by=current_user, at=utc_now())
    return done(_("Registration is closed. Those registered keep their places."), to=_list(session), made=session)


@bp.post("/sessions/<uuid:session_id>/registration/check")
@guarded(policies.check_off)
def check(session: Session) -> ResponseReturnValue:
    """Record which registrations attended."""
    form, opening = CheckForm(), queries.opening_of(session.id)
    if opening is None:
        raise RuleViolation(_("Registration is not open"))
    came = actions.check_off(opening, set(form.came.data or []), by=current_user, at=utc_now())
    notice = ngettext("%(num)d of those registered came.", "%(num)d of those registered came.", came)
    return done(notice, to=_list(session), made=session)


@bp.get("/sessions/<uuid:session_id>/registration/table.csv")
@guarded(policies.keep_registration)
def table(session: Session) -> ResponseReturnValue:
    """Download the registrations as CSV."""
    opening = queries.opening_of(session.id)
    rows = [
        (
            one.turn,
            one.name,
            one.organisation,
            one.email or "",
            str(STATES[one.state]),
            int(one.came) if one.came is not None else "",
        )
        for one in (queries.registered(opening.id, *RegistrationState) if opening else ())
    ]
    columns = (_("No."), _("Name"), _("Organisation"), _("E-mail address"), _("Status"), _("Came"))
    name = f"registration-{session.number}.csv"
    return download(as_csv(columns, rows), media_type="text/csv; charset=utf-8", name=name)


def panel(session: Session) -> Markup | None:
    """Return the numbers of registrations and attendances, below the attendance of a session open to everyone."""
    found = queries.measured(session.id) if session.forum.circle.classification is Classification.PUBLIC else None
    if found is None:
        return None
    shown = render_template("forums/registration/panel.html", session=session, figures=found[1])
    return Markup(shown)  # noqa: S704


def overview(session: Session) -> Markup | None:
    """Return the number of registrations on the overview of a public session, for those who record attendance."""
    if not policies.offers_registration(current_user, session):
        return None
    opening, figures = queries.measured(session.id) or (None, None)
    shown = render_template(
        "forums/registration/overview.html",
        session=session,
        opening=opening,
        figures=figures,
        is_open=opening is not None and actions.is_open(opening, at=utc_now()),
    )
    return Markup(shown)  # noqa: S704


def for_everyone(forum: Forum) -> Markup | None:
    """Return the link from a public forum to its public sessions."""
    if forum.circle.classification is not Classification.PUBLIC or forum.archived_at:
        return None
    return Markup(render_template("forums/registration/for_everyone.html", forum=forum))  # noqa: S704


def way_in(_settings: Settings) -> Markup:
    """Return the link to public sessions, below the sign-in form."""
    return Markup(render_template("forums/registration/way_in.html"))  # noqa: S704


def _list(session: Session) -> str:
    return url_for("forums.registration.show", session_id=session.id)
