"""API of holidays, Ramadans and working hours."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from marshmallow import fields, pre_dump
from sqlalchemy import Select, select

from app.api import Api, ApiSchema, Id, PageQuery, member, query_args
from app.calendars import policies, queries, views
from app.calendars.forms import HolidayForm, HoursForm, RamadanForm, YearForm
from app.calendars.holidays import HolidayKind
from app.calendars.models import ListedHoliday, Ramadan
from app.calendars.working_hours import WorkingHours
from app.web.policies import guarded

api = Api(
    "holidays",
    area="holidays",
    tag="Holidays",
    about="Holidays, fasting months and working hours, around which sessions are scheduled.",
)
HOLIDAY = "/holidays/<uuid:holiday_id>"


class HolidayQuery(PageQuery):
    """Filters of the list of holidays."""

    since = fields.Date(metadata={"description": "This day or later."})
    until = fields.Date(metadata={"description": "This day or earlier."})


class HolidaySchema(ApiSchema):
    """A holiday. A removed one counts as a working day; an estimated one is not decreed yet."""

    id = Id("the holiday")
    day = fields.Date(required=True)
    name = fields.String(required=True)
    kind = member(HolidayKind, required=True)
    estimated = fields.Boolean(required=True)
    removed = fields.Boolean(required=True)


class RamadanSchema(ApiSchema):
    """A fasting month, from its first to its last day."""

    id = Id("the fasting month")
    first_day = fields.Date(required=True)
    last_day = fields.Date(required=True)


class HoursSchema(ApiSchema):
    """The hours that offices keep free, and those in which mail waits, as local times such as 11:30."""

    friday_prayer_starts = fields.String(required=True)
    friday_prayer_ends = fields.String(required=True)
    ramadan_day_ends = fields.String(required=True)
    quiet_starts = fields.String(required=True)
    quiet_ends = fields.String(required=True)

    @pre_dump
    def write(self, hours: WorkingHours, **_options: object) -> dict[str, str]:
        """Return the hours as strings."""
        return {name: value.strftime("%H:%M") for name, value in asdict(hours).items()}


@api.list(
    "/holidays",
    policies.list_holidays,
    HolidaySchema,
    sorts={"day": (ListedHoliday.day, ListedHoliday.id)},
    query=HolidayQuery,
)
def index() -> Select[ListedHoliday]:
    """List the holidays by which sessions are moved, including removed ones."""
    found, wanted = select(ListedHoliday), query_args()
    if since := wanted.get("since"):
        found = found.where(ListedHoliday.day >= since)
    if until := wanted.get("until"):
        found = found.where(ListedHoliday.day <= until)
    return found


api.act(
    "/holidays",
    views.add,
    takes=HolidayForm,
    example={"day": "2027-06-22", "name": "Hari Ulang Tahun Kota"},
    gives=HolidaySchema,
    creates=True,
    summary="Add a holiday.",
)
api.resource(HOLIDAY, policies.read_holiday, HolidaySchema, summary="Read one holiday.")
api.act(
    HOLIDAY,
    views.edit,
    takes=HolidayForm,
    example={"name": "Hari Ulang Tahun Kota"},
    gives=HolidaySchema,
    method="PATCH",
    summary="Change a holiday.",
)
api.act(f"{HOLIDAY}/confirm", views.confirm, gives=HolidaySchema, summary="Mark an estimated holiday as decreed.")
api.act(f"{HOLIDAY}/remove", views.remove, gives=HolidaySchema, summary="Make a holiday a working day.")
api.act(f"{HOLIDAY}/put-back", views.put_back, gives=HolidaySchema, summary="Restore a removed holiday.")
api.act("/holidays/fill", views.fill, takes=YearForm, example={"year": 2027}, changes=False)


@api.list(
    "/ramadans",
    policies.list_holidays,
    RamadanSchema,
    sorts={"first_day": (Ramadan.first_day, Ramadan.id)},
)
def ramadans() -> Select[Ramadan]:
    """List the fasting months."""
    return select(Ramadan)


@guarded(policies.list_holidays)
def hours() -> Any:
    """Read the hours that offices keep free: sessions at these times get a warning."""
    return queries.working_hours()


api.act(
    "/ramadans",
    views.enter_ramadan,
    takes=RamadanForm,
    example={"first_day": "2028-01-28", "last_day": "2028-02-25"},
    gives=RamadanSchema,
    creates=True,
)
api.act("/ramadans/<uuid:ramadan_id>/drop", views.drop_ramadan, changes=False)
api.act("/working-hours", hours, gives=HoursSchema, method="GET")
HOURS = ("friday_prayer_starts", "friday_prayer_ends", "ramadan_day_ends", "quiet_starts", "quiet_ends")
api.act(
    "/working-hours",
    views.set_hours,
    takes=HoursForm,
    example={"friday_prayer_starts": "11:30", "friday_prayer_ends": "13:00"},
    optional=HOURS,
    changes=False,
)
