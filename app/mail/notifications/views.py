"""Pages: what one was told, the topics that one gets mail about, and the link of a mail that switches one off."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.accounts.current import current_person
from app.accounts.people.actions import choose_language
from app.calendars.queries import working_hours
from app.calendars.working_hours import QuietHours
from app.clock import utc_now
from app.database.transactions import let_write
from app.errors import require_version
from app.mail.notifications import actions, links, listing, queries
from app.mail.notifications.forms import AT_ONCE, choices_form, field_of
from app.mail.notifications.models import Rhythm
from app.mail.notifications.policies import own_notifications, read_notification
from app.mail.notifications.topics import SUMMARIES, topic_named, topics
from app.mail.outbox.labels import lasting_labels
from app.mail.outbox.models import Mail
from app.web.i18n import force_locale, language
from app.web.pages import done, page, safe_next
from app.web.policies import guarded, public
from app.web.security import csrf

bp = Blueprint("notifications", __name__)
CHOSEN = _l("chose how to be told about topics")
SAVED = _l("Saved. It applies to mail from now on.")
HOURS_CHOSEN = _l("chose the times of mail")
OFFERED = {Rhythm.DAILY.value: Rhythm.DAILY, AT_ONCE: None}
"""What the link of a mail offers, beside switching its topic off."""


@bp.route("/notifications", methods=["GET", "POST"])
@guarded(own_notifications)
def index() -> ResponseReturnValue:
    """List what the user was told by mail, and choose how to be told, and when."""
    person, city = current_person(), working_hours().quiet
    form = choices_form(data=_present(city))
    if form.validate_on_submit():
        require_version(person, form.version.data)
        actions.choose(person, form.rhythms(), at=utc_now())
        actions.choose_times(person, form.quiet(), form["summary_at"].data, at=utc_now())
        choose_language(person, form.language.data, at=utc_now())
        return done(SAVED, to=url_for(".index"))
    listed = listing.told(person, wanted())
    pages = listing.pages_of(listed.rows, person)
    return page(
        "notifications/index.html",
        form,
        listed=listed,
        pages=pages,
        topics=topics(),
        topic_choices=[(one.name, one.label) for one in topics()],
        lasting=lasting_labels(),
        city=city,
        days=listing.KEPT.days,
        person=person,
    )


def wanted() -> listing.Wanted:
    """Return the filters in the address; a topic that does not exist counts as none."""
    topic = request.args.get("topic", "")
    known = topic == listing.ASKING or topic in {one.name for one in topics()}
    return listing.Wanted(topic if known else None, bool(request.args.get("unread")))


@bp.post("/notifications/read")
@guarded(own_notifications)
def read_all() -> ResponseReturnValue:
    """Mark everything that one was told as read."""
    actions.mark_read(current_person())
    return done(_("Everything is marked as read."), to=url_for(".index"))


@bp.before_request
def let_openings_be_recorded() -> None:
    """Let the GET request that opens a notification write, because it marks it as read."""
    if request.endpoint == f"{bp.name}.show":
        let_write()


@bp.get("/notifications/<uuid:mail_id>")
@guarded(read_notification)
def show(mail: Mail) -> ResponseReturnValue:
    """Mark one piece of what one was told as read, and open the page that it is about."""
    person = current_person()
    actions.mark_read(person, mail)
    about = listing.pages_of([mail], person).get(mail.about_id) if mail.about_id else None
    return redirect(about.href if about else url_for(".index"))


@bp.post("/notifications/<uuid:mail_id>/read")
@guarded(read_notification)
def read(mail: Mail) -> ResponseReturnValue:
    """Mark one piece of what one was told as read."""
    actions.mark_read(current_person(), mail)
    return done(_("Marked as read."), to=safe_next(url_for(".index")))


def _present(city: QuietHours) -> dict[str, Any]:
    """Return what the user chose, by the fields of the form."""
    chosen, times = queries.chosen(current_user.id), queries.times_of(current_user.id)
    quiet = times.quiet(city)
    return {
        "version": current_user.version,
        "summary_at": times.summary_at,
        "quiet_starts": quiet.starts,
        "quiet_ends": quiet.ends,
        "quiet_days_off": quiet.days_off,
        "language": current_user.language,
        **{field_of(one.name): chosen[one.name].value if one.name in chosen else AT_ONCE for one in topics()},
    }


@bp.route("/notifications/off/<string:token>", methods=["GET", "POST"])
@public
@csrf.exempt
def off(token: str) -> ResponseReturnValue:
    """Switch off the topic of a mail by its link, get it daily or at once; mail programs post without a form.

    See RFC 8058. The page is in the language of the person's mail unless the reader chose another.
    """
    found = links.opened(token)
    if found is None:
        abort(404)
    person, name = found
    rhythm = OFFERED.get(request.form.get("rhythm", ""), Rhythm.APP)
    if request.method == "POST":
        actions.tell(person, name, rhythm, at=utc_now(), by_link=True)
    topic = topic_named(name)
    with force_locale(language() if "lang" in request.args else person.language):
        shown = page(
            "notifications/off.html",
            topic=topic,
            summaries=topic is SUMMARIES,
            is_done=request.method == "POST",
            is_daily=rhythm is Rhythm.DAILY,
            is_at_once=rhythm is None,
            has_account=person.is_active,
        )
        return make_response(shown)
