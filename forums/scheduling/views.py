"""Pages of forums: the list, one forum, creating, changing and archiving."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.calendars.labels import describe
from app.calendars.shifts import HolidayRule
from app.calendars.zone_choices import zone_choices
from app.clock import today, utc_now
from app.errors import RuleViolation
from app.files.tables import MOST, wanted_format
from app.settings.queries import instance
from app.web.pages import done, page
from app.web.pagination import page_number
from app.web.policies import guarded
from commitments.registry import queries as commitments
from forums.scheduling import actions, choosing, listing, policies, queries
from forums.scheduling.export import forum_sheet
from forums.scheduling.filters import forum_filters
from forums.scheduling.forms import ForumForm
from forums.scheduling.horizon import recurrence_of
from forums.scheduling.labels import recurrence_label
from forums.scheduling.models import Capacity, Forum
from forums.scheduling.preview import Preview, preview
from forums.scheduling.rules import seats_needed

bp = Blueprint("scheduling", __name__)
EXAMPLE_SEATS = 12
"""Number of seats in the example of a quorum, for a forum without seats yet."""


@bp.get("/forums")
@guarded(policies.list_forums)
def index() -> ResponseReturnValue:
    """List the forums that the user may read, filtered by the URL."""
    filters = forum_filters(request.args)
    if kind := wanted_format():
        return forum_sheet(listing.exported_forums(current_user, filters, today(), utc_now(), MOST), kind)
    number = page_number()
    found = listing.forums(current_user, filters, today(), utc_now(), number)
    if number > 1 and not found.rows:
        abort(404)
    return render_template("forums/scheduling/index.html", found=found, number=number)


@bp.get("/forums/<string:slug>")
@guarded(policies.read_forum)
def show(forum: Forum) -> ResponseReturnValue:
    """Show one forum: its charter, participants, sessions and commitments."""
    upcoming, past = queries.around(forum.id, utc_now())
    series = queries.series_line(forum.id)
    people = queries.table(forum.id, forum.circle_id, today())
    voting = sum(one.first and not one.observer for one in people)
    return page(
        "forums/scheduling/show.html",
        forum=forum,
        series=series,
        recurrence=recurrence_label(series) if series else None,
        people=people,
        named=policies.read_people(current_user, forum),
        seats=sum(one.first for one in people),
        voting=voting,
        needed=seats_needed(voting, forum.quorum_share),
        upcoming=upcoming,
        past=past,
        commitments=commitments.first_owed(forum.circle_id, current_user, today()),
    )


@bp.route("/forums/new", methods=["GET", "POST"])
@guarded(policies.create_forum)
def create() -> ResponseReturnValue:
    """Create a forum with its charter, schedule and participants."""
    form = ForumForm(timezone=instance().timezone)
    form.offer(whole="whole" in request.form)
    if _arranged(form):
        return _form_page(form)
    if form.validate_on_submit(form.readable_by(current_user)):
        try:
            made = actions.create(form.details(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_with_notice(_("The forum was created."), form.people()), to=made)
    return _form_page(form)


@bp.route("/forums/<string:slug>/edit", methods=["GET", "POST"])
@guarded(policies.change_forum)
def edit(forum: Forum) -> ResponseReturnValue:
    """Change the charter, seats, participants and place; a forum without a schedule can get one."""
    own = [one for one in queries.participants(forum.id) if one.capacity is Capacity.OWN]
    form = ForumForm.of(forum, own)
    series = queries.current_series(forum.id)
    recurrence = describe(recurrence_of(series)) if series else ""
    if series and not series.ended_at:
        form.keep_to_charter()
    form.offer(whole="whole" in request.form)
    if _arranged(form):
        return _form_page(form, forum, recurrence)
    if form.is_submitted() and form.version.data != str(forum.version):
        form.catch_up(forum.version, queries.last_writer(forum.id) or _("Someone"))
        return make_response(_form_page(form, forum, recurrence), 409)
    if form.validate_on_submit(form.readable_by(current_user)):
        try:
            actions.change(forum, form.charter(), form.seated(), by=current_user, at=utc_now())
            if wanted := form.schedule():
                actions.schedule(forum, wanted, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            added = set(form.people()) - {one.person_id for one in own}
            return done(_with_notice(_("The forum was changed."), added), to=forum)
    return _form_page(form, forum, recurrence)


@bp.get("/forums/new/time-zones")
@guarded(policies.begin_session)
def time_zones() -> ResponseReturnValue:
    """Return all time zones as options for the form, which includes only a few by default."""
    return _choices(zone_choices())


@bp.get("/forums/new/organisations")
@guarded(policies.begin_session)
def organisations() -> ResponseReturnValue:
    """Return all organisations as options for the form, which includes only some by default."""
    return _choices(choosing.organisation_names())


@bp.post("/forums/preview")
@guarded(policies.begin_session)
def show_dates() -> ResponseReturnValue:
    """Return what follows from a form: the next dates, whether the first one fits, the chair and the quorum."""
    return render_template("forums/scheduling/previewed.html", **_computed(ForumForm()))


@bp.route("/forums/<string:slug>/archive", methods=["GET", "POST"])
@guarded(policies.change_forum)
def archive(forum: Forum) -> ResponseReturnValue:
    """Archive the forum, after confirmation."""
    if request.method == "POST":
        actions.archive(forum, by=current_user, at=utc_now())
        return done(_("The forum was archived."), to=forum)
    coming = queries.count_coming(forum.id, utc_now())
    return page("forums/scheduling/archive.html", forum=forum, coming=coming)


@bp.post("/forums/<string:slug>/take-up")
@guarded(policies.change_forum)
def take_up(forum: Forum) -> ResponseReturnValue:
    """Restore an archived forum."""
    actions.take_up(forum, by=current_user, at=utc_now())
    return done(_("The forum is active again. Give it a schedule to make sessions."), to=forum)


def _arranged(form: ForumForm) -> bool:
    """Whether a button other than "save" was pressed: adding or removing a row, or showing dates or all choices."""
    pressed = request.form
    if "add" in pressed:
        form.add_place()
    elif "remove" in pressed:
        form.remove(form.places, pressed["remove"])
    elif "add-item" in pressed:
        form.add_item()
    elif "remove-item" in pressed:
        form.remove(form.items, pressed["remove-item"])
    elif "offer" in pressed and "first_day" in form:
        form.take_up(pressed["offer"])
    return any(name in pressed for name in ("add", "remove", "add-item", "remove-item", "offer", "preview", "whole"))


def _with_notice(message: str, people: Collection[UUID | None]) -> str:
    """Return the message about a saved forum, with the number of people who are notified that they take part."""
    notified = queries.count_reachable(people, besides=current_user)
    if not notified:
        return message
    words = ngettext("%(num)d person is notified.", "%(num)d people are notified.", notified)
    return f"{message} {words}"


def _choices(named: list[tuple[str, str]]) -> ResponseReturnValue:
    """Return options in the format of a select's `data-options`; browsers cache them for an hour."""
    response = jsonify(named)
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _form_page(form: ForumForm, forum: Forum | None = None, recurrence: str = "") -> ResponseReturnValue:
    return page("forums/scheduling/form.html", form, forum=forum, recurrence=recurrence, **_computed(form))


def _computed(form: ForumForm) -> dict[str, Any]:
    """Return the template variables that are computed from the form, and change while it is filled in."""
    voting, share = form.voting_seats(), form.quorum_share.data or 0
    return {
        "preview": _preview(form),
        "first_date": form.first_date(today()),
        "chairs": form.chairs(),
        "seated": len(form.places),
        "voting": voting,
        "needed": seats_needed(voting, share),
        "example": seats_needed(EXAMPLE_SEATS, share),
        "example_seats": EXAMPLE_SEATS,
        "wanted_sectors": form.quorum_sectors.data or [],
        "share": share,
        "notified": queries.count_reachable(form.people(), besides=current_user),
    }


def _preview(form: ForumForm) -> Preview | None:
    """Return the preview of the schedule, or None if it is incomplete."""
    wanted = form.schedule()
    if wanted is None:
        return None
    return preview(
        wanted,
        timezone=form.timezone.data,
        minutes=form.minutes.data,
        holiday_rule=HolidayRule(form.holiday_rule.data),
        now=utc_now(),
    )
