"""The sheet of seats and participants for programs: out, looked at, and in again."""

from __future__ import annotations

from app.api import Api
from forums.rosters import views
from forums.rosters.forms import SheetForm, TakeInForm
from forums.rosters.shapes import RosterShape

api = Api("rosters", area="forums", tag="Members")
MEMBERS = "/forums/<string:slug>/members"

api.download(f"{MEMBERS}/sheet.xlsx", views.as_workbook)
api.download(f"{MEMBERS}/sheet.csv", views.as_table)
api.act(f"{MEMBERS}/import", views.add, takes=SheetForm, gives=RosterShape, changes=False)
api.act(f"{MEMBERS}/import/confirm", views.confirm, takes=TakeInForm, gives=RosterShape, changes=False)
