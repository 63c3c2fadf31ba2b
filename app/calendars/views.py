"""Pages of the list of holidays."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.calendars import actions, policies, queries
from app.calendars.forms import HolidayForm, HoursForm, RamadanForm, YearForm
from app.calendars.holidays import HolidayKind
from app.calendars.models import ListedHoliday, Ramadan
from app.database import db
from app.errors import RuleViolation
from app.web.pages import done, page
from app.web.policies import guarded

blueprint = Blueprint("calendars", __name__, url_prefix="/settings")

YEARS_BACK = 1


@blueprint.get("/holidays")
@guarded(policies.list_holidays)
def index() -> ResponseReturnValue:
    """Show the holidays of a year, and the Ramadans that overlap it."""
    return _year(_requested_year())


@blueprint.post("/holidays/fill")
@guarded(policies.edit_holidays)
def fill() -> ResponseReturnValue:
    """Add the known holidays of a year."""
    form = YearForm()
    if form.validate_on_submit():
        try:
            actions.fill([form.year.data], at=clock.utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            year = form.year.data
            return done(_("The holidays of %(year)s are listed.", year=year), to=_address(year))
    return _year(_requested_year(), form)


@blueprint.route("/holidays/new", methods=["GET", "POST"])
@guarded(policies.edit_holidays)
def add() -> ResponseReturnValue:
    """Add a day off."""
    form = HolidayForm()
    if form.validate_on_submit():
        try:
            row = actions.add(form.details(), by=current_user, at=clock.utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("%(name)s is a holiday now.", name=row.name), to=_address(row.day.year), made=row)
    return page("calendars/holiday.html", form, row=None, cancel=_address(_requested_year()))


@blueprint.route("/holidays/<uuid:holiday_id>/edit", methods=["GET", "POST"])
@guarded(policies.change_holiday)
def edit(listed_holiday: ListedHoliday) -> ResponseReturnValue:
    """Change a day off."""
    row = listed_holiday
    form = HolidayForm(data={"day": row.day, "name": row.name, "kind": row.kind.value, "estimated": row.estimated})
    if form.validate_on_submit():
        try:
            actions.change(row, form.details(), by=current_user, at=clock.utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("%(name)s has been saved.", name=row.name), to=_address(row.day.year), made=row)
    return page("calendars/holiday.html", form, row=row, cancel=_address(row.day.year))


@blueprint.post("/holidays/<uuid:holiday_id>/confirm")
@guarded(policies.change_holiday)
def confirm(listed_holiday: ListedHoliday) -> ResponseReturnValue:
    """Mark an estimated day as decreed on its date."""
    row = listed_holiday
    actions.confirm(row, by=current_user, at=clock.utc_now())
    return done(_("%(name)s is decreed now.", name=row.name), to=_address(row.day.year), made=row)


@blueprint.post("/holidays/<uuid:holiday_id>/remove")
@guarded(policies.change_holiday)
def remove(listed_holiday: ListedHoliday) -> ResponseReturnValue:
    """Make a listed day a working day."""
    row = listed_holiday
    actions.remove(row, by=current_user, at=clock.utc_now())
    return done(_("%(name)s is a working day now.", name=row.name), to=_address(row.day.year), made=row)


@blueprint.post("/holidays/<uuid:holiday_id>/put-back")
@guarded(policies.change_holiday)
def put_back(listed_holiday: ListedHoliday) -> ResponseReturnValue:
    """Make a removed day a day off again."""
    row = listed_holiday
    actions.put_back(row, by=current_user, at=clock.utc_now())
    return done(_("%(name)s is a holiday now.", name=row.name), to=_address(row.day.year), made=row)


@blueprint.route("/ramadans/new", methods=["GET", "POST"])
@guarded(policies.edit_holidays)
def enter_ramadan() -> ResponseReturnValue:
    """Add a fasting month."""
    form = RamadanForm()
    if form.validate_on_submit():
        try:
            made = actions.enter_ramadan(form.first_day.data, form.last_day.data, by=current_user, at=clock.utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Ramadan is entered."), to=_address(form.first_day.data.year), made=made)
    return page("calendars/ramadan.html", form, cancel=_address(_requested_year()))


@blueprint.post("/ramadans/<uuid:ramadan_id>/drop")
@guarded(policies.edit_holidays)
def drop_ramadan(ramadan_id: UUID) -> ResponseReturnValue:
    """Delete a fasting month."""
    row = db.session.get(Ramadan, ramadan_id) or abort(404)
    year = row.first_day.year
    actions.drop_ramadan(row, by=current_user, at=clock.utc_now())
    return done(_("Ramadan is taken away."), to=_address(year))


@blueprint.route("/working-hours", methods=["GET", "POST"])
@guarded(policies.edit_holidays)
def set_hours() -> ResponseReturnValue:
    """Set the hours that offices keep free."""
    form = HoursForm(data=asdict(queries.working_hours()))
    if form.validate_on_submit():
        try:
            actions.set_hours(form.details(), by=current_user, at=clock.utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The working hours are saved."), to=_address(_requested_year()))
    return page("calendars/hours.html", form, cancel=_address(_requested_year()))


def _year(year: int, form: YearForm | None = None) -> ResponseReturnValue:
    this_year, rows = clock.today().year, queries.holiday_rows(year)
    shown = {
        "year": year,
        "years": range(this_year - YEARS_BACK, this_year + actions.YEARS_AHEAD + 1),
        "holidays": rows,
        "decreed": any(row.kind is HolidayKind.GOVERNMENT and not row.removed for row in rows),
        "ramadans": queries.ramadans_of(year),
        "hours": queries.working_hours(),
    }
    return page("calendars/index.html", form, **shown)


def _requested_year() -> int:
    """Return ?year=, or the current year if it is invalid or out of range."""
    year = request.values.get("year", type=int)
    return year if year and 1970 <= year <= 2199 else clock.today().year


def _address(year: int) -> str:
    return url_for("calendars.index", year=year)
