"""Calendar feeds, and the page on which people create and revoke their own."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import select

from app import audit
from app.accounts import tokens
from app.accounts.current import current_person
from app.accounts.models import Person, Token, TokenPurpose
from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.web.external_urls import external
from app.web.i18n import force_locale
from app.web.pages import done, page
from app.web.policies import guarded, public
from forums.invitations import feeds, policies
from forums.invitations.event_files import event_file, own_invitation
from forums.scheduling.models import Forum, Session, SessionState
from forums.scheduling.policies import read_session
from forums.scheduling.queries import forum_for_detail, own_forums

bp = Blueprint("feeds", __name__)

NARROWS = ("forum", "mine", "kind", "sector", "mode", "state", "invited")
"""Query arguments of a feed: the filters of the list of sessions, and `invited`."""


@bp.get("/calendar/<string:token>.ics")
@public
def personal(token: str) -> ResponseReturnValue:
    """Return a person's sessions as iCalendar, to every client that has the address."""
    found = tokens.find(token, TokenPurpose.FEED, at=utc_now())
    if found is None or found.person.suspended_at:
        abort(404)
    with force_locale(found.person.language):
        feed = feeds.personal(found.person, request.args)
        if feed is None:
            abort(404)
        return feeds.answer(feed, now=utc_now())


@bp.get("/public/calendar.ics")
@public
def everything() -> ResponseReturnValue:
    """Return the sessions of all public forums as iCalendar."""
    return feeds.answer(feeds.public(request.args), now=utc_now())


@bp.get("/public/forums/<string:slug>.ics")
@public
def of_forum(slug: str) -> ResponseReturnValue:
    """Return the sessions of one public forum as iCalendar; 404 for others."""
    forum = forum_for_detail(slug)
    if forum is None or forum.circle.classification is not Classification.PUBLIC:
        abort(404)
    return feeds.answer(feeds.public(request.args, forum), now=utc_now())


@bp.get("/sessions/<uuid:session_id>/calendar.ics")
@guarded(read_session)
def of_session(session: Session) -> ResponseReturnValue:
    """Download one session as iCalendar, for the user's own calendar."""
    return event_file(session, own_invitation(session, current_person()))


def session_action(session: Session) -> Markup | None:
    """Return the menu that adds a planned session to the user's calendar, or None once it is over."""
    if session.state is not SessionState.PLANNED or session.ends_at <= utc_now():
        return None
    address = url_for("forums.feeds.of_session", session_id=session.id)
    return Markup(render_template("forums/invitations/calendar_menu.html", address=address, session=session))  # noqa: S704


@bp.get("/profile/calendar")
@guarded(policies.subscribe)
def subscription() -> ResponseReturnValue:
    """Show whether the user's feed is active, since when, and which filters its address can have."""
    return _page(None)


@bp.post("/profile/calendar")
@guarded(policies.subscribe)
def subscribe() -> ResponseReturnValue:
    """Create a new address for the user's feed, shown only once; an earlier one is revoked."""
    return _page(open_address())


def open_address() -> str:
    """Return a new address for the user's feed, and revoke an earlier one."""
    now, person = utc_now(), current_person()
    tokens.revoke(person, TokenPurpose.FEED, at=now)
    secret = tokens.issue(person, TokenPurpose.FEED, at=now, lifetime=None)
    audit.record("feed.opened", person, by=person, at=now)
    return external("forums.feeds.personal", token=secret)


@bp.post("/profile/calendar/revoke")
@guarded(policies.subscribe)
def unsubscribe() -> ResponseReturnValue:
    """Revoke the user's feed."""
    person = current_person()
    tokens.revoke(person, TokenPurpose.FEED, at=utc_now())
    audit.record("feed.closed", person, by=person, at=utc_now())
    return done(_("The address no longer works."), to=url_for("forums.feeds.subscription"))


def panel(_person: Person) -> Markup:
    """Return the panel about the calendar feed on the profile."""
    return Markup(render_template("forums/invitations/calendar_panel.html"))  # noqa: S704


def _page(address: str | None) -> ResponseReturnValue:
    narrowed = urlencode({name: value for name in NARROWS if (value := request.args.get(name))})
    return page(
        "forums/invitations/subscription.html",
        feed=open_feed(),
        address=address,
        narrowed=narrowed,
        forums=own_forums(current_user.id),
    )


def forum_action(forum: Forum) -> Markup:
    """Return the button on a forum's page that leads to its calendar feed."""
    address = url_for("forums.feeds.subscription", forum=forum.slug)
    return Markup(render_template("forums/invitations/subscribe.html", address=address))  # noqa: S704


def open_feed() -> Token | None:
    """Return the token of the user's feed if it is active."""
    query = select(Token).where(
        Token.person_id == current_user.id, Token.purpose == TokenPurpose.FEED, Token.revoked_at.is_(None)
    )
    return db.session.scalar(query.order_by(Token.created_at.desc()).limit(1))
