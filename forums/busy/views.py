"""The page on which people manage their external calendars."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from app.accounts.current import current_person
from app.accounts.models import Person
from app.clock import utc_now
from app.errors import RuleViolation
from app.web.pages import done, page
from app.web.policies import guarded
from forums.busy import actions, policies
from forums.busy.forms import FeedForm
from forums.busy.models import BusyFeed
from forums.busy.queries import feeds_of

bp = Blueprint("busy", __name__)


@bp.route("/profile/busy-times", methods=["GET", "POST"])
@guarded(policies.manage_feeds)
def index() -> ResponseReturnValue:
    """Add an external calendar, whose busy times are taken into account when finding times."""
    form, person = FeedForm(), current_person()
    if form.validate_on_submit():
        try:
            made = actions.add(person, form.wanted, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The calendar was added. It is being read."), to=url_for(".index"), made=made)
    return page("forums/busy/index.html", form, feeds=feeds_of(person.id), most=actions.MOST)


@bp.get("/profile/busy-times/list")
@guarded(policies.manage_feeds)
def list_part() -> ResponseReturnValue:
    """Return the list of calendars alone, for polling while they are read."""
    return render_template("forums/busy/list.html", feeds=feeds_of(current_user.id))


@bp.post("/profile/busy-times/<uuid:busy_feed_id>/read")
@guarded(policies.change_feed)
def read(busy_feed: BusyFeed) -> ResponseReturnValue:
    """Read a calendar within seconds instead of at its scheduled time."""
    actions.ask_again(busy_feed, current_person(), at=utc_now())
    return done(_("The calendar is being read."), to=url_for(".index"), made=busy_feed)


@bp.post("/profile/busy-times/<uuid:busy_feed_id>/forget")
@guarded(policies.change_feed)
def forget(busy_feed: BusyFeed) -> ResponseReturnValue:
    """Remove a calendar and its busy times."""
    actions.forget(busy_feed, current_person(), at=utc_now())
    return done(_("The calendar and its busy times were removed."), to=url_for(".index"))


def panel(_person: Person) -> Markup:
    """Return the panel about busy times on the profile."""
    return Markup(render_template("forums/busy/panel.html"))  # noqa: S704
