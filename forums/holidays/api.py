"""Deciding on many proposals at once, for programs; `/sessions?state=proposed` lists them."""

from __future__ import annotations

from app.api import Api
from forums.holidays import views
from forums.holidays.forms import ReviewForm

api = Api("holiday_review", area="forums", tag="Sessions")

api.act("/sessions/holidays", views.decide, takes=ReviewForm, changes=False)
