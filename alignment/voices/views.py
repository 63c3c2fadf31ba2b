"""The page of both directions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from alignment.voices import export, policies, queries
from alignment.voices.charts import Raised, voices_chart
from alignment.voices.labels import RAISERS
from alignment.voices.rules import Figures, Period, Raiser, figures, last_year, quarter, quarter_before
from app.charts.drawing import drawn
from app.clock import today, utc_now
from app.files.tables import wanted_format
from app.web.arguments import day_of
from app.web.pagination import page_of
from app.web.policies import guarded

bp = Blueprint("voices", __name__)


@bp.get("/alignment/voices")
@guarded(policies.list_voices)
def index() -> ResponseReturnValue:
    """Show what was raised from above and from below in a period, and what became of it."""
    day = today()
    period = chosen(request.args, day)
    voices = queries.voices(current_user, period, day)
    if kind := wanted_format():
        return export.sheet(voices, kind)
    found = figures(voices)
    spec = voices_chart(title_of(found), [_raised(one) for one in found])
    return render_template(
        "alignment/voices/index.html",
        period=period,
        periods=_periods(day),
        figures=found,
        title=title_of(found),
        drawing=drawn(spec, spec) if found else None,
        listed=page_of(voices),
        counted=queries.MOST if len(voices) == queries.MOST else None,
        now=utc_now(),
    )


def chosen(query: Mapping[str, str], day: date) -> Period:
    """Return the period in a query string; the last 365 days if it has none, or one that ends before it begins."""
    since, until = day_of(query.get("from")), day_of(query.get("until"))
    if since and until and since <= until:
        return Period(since, until)
    return last_year(day)


def title_of(found: Sequence[Figures]) -> str:
    """Return the finding: how much of what came from below came onto the agenda."""
    below = [one for one in found if one.raiser is not Raiser.LEADERSHIP]
    return ngettext(
        "%(some)s of %(num)d voice from below came onto the agenda",
        "%(some)s of %(num)d voices from below came onto the agenda",
        sum(one.raised for one in below),
        some=sum(one.taken_up for one in below),
    )


def _periods(day: date) -> list[tuple[str, Period]]:
    year = Period(date(day.year, 1, 1), date(day.year, 12, 31))
    return [
        (_("Last 12 months"), last_year(day)),
        (_("This quarter"), quarter(day)),
        (_("Last quarter"), quarter_before(day)),
        (_("This year"), year),
    ]


def _raised(one: Figures) -> Raised:
    words = _("%(some)s of %(all)s", some=one.taken_up, all=one.raised)
    return Raised(str(RAISERS[one.raiser]), one.raised, one.taken_up, words)
