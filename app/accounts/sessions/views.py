"""The page on which people review and end their sessions."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.models import AccountSession
from app.accounts.sessions import actions, cookies, policies, queries
from app.clock import utc_now
from app.database import db
from app.web.pages import done, page
from app.web.policies import guarded

bp = Blueprint("account_sessions", __name__)


@bp.get("/profile/sessions")
@guarded(policies.list_sessions)
def index() -> ResponseReturnValue:
    """List the person's sessions, the current one first."""
    found = db.session.scalars(queries.sessions_of(current_user, utc_now())).all()
    return page(
        "accounts/sessions.html",
        sessions=sorted(found, key=lambda one: not cookies.is_present(one)),
        is_present=cookies.is_present,
        device=device_name,
    )


@bp.post("/profile/sessions/<uuid:account_session_id>/end")
@guarded(policies.end_session)
def end(account_session: AccountSession) -> ResponseReturnValue:
    """End one session."""
    actions.end(account_session, by=current_user, at=utc_now())
    return done(_("The session has ended."), to=url_for(".index"))


@bp.post("/profile/sessions/end-all")
@guarded(policies.list_sessions)
def end_all() -> ResponseReturnValue:
    """Sign the person out on all devices; API tokens stay valid."""
    actions.end_everywhere(current_user, at=utc_now())
    return done(_("You are signed out on all devices."), to=url_for("accounts.sign_in"))


def device_name(account_session: AccountSession) -> str:
    """Return a display name for the device of a session, such as "Firefox on Android"."""
    browser, system = account_session.browser, account_session.system
    if browser and system:
        return _("%(browser)s on %(system)s", browser=browser, system=system)
    return browser or system or _("Unknown device")
