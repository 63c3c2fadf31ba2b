"""The list of holidays for programs."""

from __future__ import annotations

from marshmallow import fields
from sqlalchemy import Select, select

from app.api import Api, PageQuery, Shape, asked, member
from app.calendars import policies, views
from app.calendars.forms import HolidayForm
from app.calendars.holidays import HolidayKind
from app.calendars.models import ListedHoliday

api = Api("holidays", area="holidays", tag="Holidays")
HOLIDAY = "/holidays/<uuid:holiday_id>"


class HolidayQuery(PageQuery):
    """Which days."""

    since = fields.Date(metadata={"description": "This day or later."})
    until = fields.Date(metadata={"description": "This day or earlier."})


class HolidayShape(Shape):
    """A day off. One that was removed counts as a working day; an estimated one is still to be decreed."""

    id = fields.UUID(required=True)
    day = fields.Date(required=True)
    name = fields.String(required=True)
    kind = member(HolidayKind, required=True)
    estimated = fields.Boolean(required=True)
    removed = fields.Boolean(required=True)


@api.list(
    "/holidays",
    policies.list_holidays,
    HolidayShape,
    sorts={"day": (ListedHoliday.day, ListedHoliday.id)},
    query=HolidayQuery,
)
def index() -> Select[ListedHoliday]:
    """List the holidays by which sessions are moved, removed ones included."""
    found, wanted = select(ListedHoliday), asked()
    if since := wanted.get("since"):
        found = found.where(ListedHoliday.day >= since)
    if until := wanted.get("until"):
        found = found.where(ListedHoliday.day <= until)
    return found


api.act("/holidays", views.add, takes=HolidayForm, gives=HolidayShape, creates=True)
api.thing(HOLIDAY, policies.read_holiday, HolidayShape, summary="Read one day off.")
api.act(HOLIDAY, views.edit, takes=HolidayForm, gives=HolidayShape, method="PATCH")
api.act(f"{HOLIDAY}/confirm", views.confirm, gives=HolidayShape)
api.act(f"{HOLIDAY}/remove", views.remove, gives=HolidayShape)
api.act(f"{HOLIDAY}/put-back", views.put_back, gives=HolidayShape)
