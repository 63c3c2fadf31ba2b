"""Pages: what one was told, the topics that one gets mail about, and the link of a mail that switches one off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.accounts.current import current_person
from app.accounts.models import Person
from app.calendars.queries import working_hours
from app.calendars.working_hours import QuietHours
from app.clock import utc_now
from app.database import db
from app.mail.notifications import actions, links, listing, queries
from app.mail.notifications.forms import ChoicesForm
from app.mail.notifications.policies import own_notifications
from app.mail.notifications.topics import topic_named, topics
from app.web.pages import done, page
from app.web.policies import guarded, public
from app.web.security import csrf

bp = Blueprint("notifications", __name__)
KEPT = timedelta(days=90)
"""How long what one was told is listed."""
CHOSEN = _l("chose the topics of mail")
HOURS_CHOSEN = _l("chose the quiet hours of mail")


@bp.route("/notifications", methods=["GET", "POST"])
@guarded(own_notifications)
def index() -> ResponseReturnValue:
    """List what the user was told by mail, and choose the topics of mail and the quiet hours."""
    city = working_hours().quiet
    form = ChoicesForm(data=_present(city))
    if form.validate_on_submit():
        actions.choose(current_user, form.topics.data or (), at=utc_now())
        actions.choose_hours(current_user, form.quiet(), at=utc_now())
        return done(_("Saved. It applies to mail from now on."), to=url_for(".index"))
    person = current_person()
    listed = listing.told(person, utc_now() - KEPT)
    pages = listing.pages_of(listed, person)
    shown = {"topics": topics(), "days": KEPT.days, "city": city}
    return page("notifications/index.html", form, listed=listed, pages=pages, person=person, **shown)


def _present(city: QuietHours) -> dict[str, Any]:
    """Return what the user chose, by the fields of the form."""
    off, times = queries.switched_off(current_user.id), queries.times_of(current_user.id)
    quiet = times.quiet(city) if times else city
    wanted = [one.name for one in topics() if one.name not in off]
    hours = {"quiet_starts": quiet.starts, "quiet_ends": quiet.ends, "quiet_days_off": quiet.days_off}
    return {"topics": wanted, **hours}


@bp.route("/notifications/off/<string:token>", methods=["GET", "POST"])
@public
@csrf.exempt
def off(token: str) -> ResponseReturnValue:
    """Switch off the topic of a mail by its link; a mail program posts it without a form (RFC 8058)."""
    found = links.opened(token)
    person = db.session.get(Person, found[0]) if found else None
    if found is None or person is None:
        abort(404)
    if request.method == "POST":
        actions.switch_off(person, found[1], at=utc_now())
    return page("notifications/off.html", topic=topic_named(found[1]), is_off=request.method == "POST")
