"""The home page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.current import current_person
from app.accounts.models import Person
from app.clock import today, utc_now
from app.settings.first_steps.queries import unfinished
from app.web.arguments import member_of
from app.web.pages import page
from app.web.policies import public
from insights.dashboard import findings
from insights.dashboard.board import months_of
from insights.dashboard.scope import Scope
from insights.homes import queries
from insights.homes.corrections import open_minutes
from insights.homes.health import DAYS, health
from insights.homes.own_agreements import own_agreements
from insights.homes.own_commitments import own_commitments
from insights.homes.sources import all_of, gathered
from insights.homes.tasks import BY_DUE_DATE, KINDS, ActionItem, Kind, Reader
from insights.indicators.rules import Window

bp = Blueprint("homes", __name__)

LATELY = timedelta(days=2)
"""The past time whose activity is shown."""


@bp.route("/")
@public
def home() -> ResponseReturnValue:
    """Show the user's action items, week ahead and recent activity; redirects to sign-in if not signed in.

    With `?needs=`, shows all action items of that kind.
    """
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in"))
    person, day, now = current_person(), today(), utc_now()
    if kind := member_of(Kind, request.args.get("needs")):
        found = all_of(kind, Reader(person=person, today=day, now=now, digests=queries.latest_digests(person, day)))
        return page("insights/homes/action_items.html", kind=KINDS[kind], **_items_context(found))
    if person.is_administrator and not (person.is_coordinator or person.is_leadership):
        return page(
            "insights/homes/administrator.html",
            **_items_context(gathered(Reader(person=person, today=day, now=now))),
            **queries.instance()._asdict(),
            steps=unfinished(person),
        )
    if not (person.is_coordinator or person.is_leadership):
        return page("insights/homes/partner.html", **_partner_context(person, day, now))
    return page("insights/homes/home.html", **_leading_context(person, day, now))


def _leading_context(person: Person, day: date, now: datetime) -> dict[str, Any]:
    """Return the template variables of the home page of coordinators and leadership."""
    digests = queries.latest_digests(person, day)
    figures = health(person, day, now)
    months = months_of(Scope(person=person, window=Window.ending(day, DAYS), now=now), figures.figures["overdue"])
    return {
        **_items_context(gathered(Reader(person=person, today=day, now=now, digests=digests))),
        "week": queries.week_ahead(person, day, now),
        "lately": queries.lately(person, day, now - LATELY),
        "health": figures,
        "as_of": now,
        "months": months,
        "kept": findings.kept(months) if len(findings.points_of(months)) > 1 else None,
        "month_name": findings.month_name,
        "steps": unfinished(person),
    }


def _partner_context(person: Person, day: date, now: datetime) -> dict[str, Any]:
    """Return the template variables of a partner's home page."""
    items = gathered(Reader(person=person, today=day, now=now))
    return {
        **_items_context([item for item in items if item.kind not in BY_DUE_DATE]),
        "groups": own_commitments(person, day),
        "corrections": open_minutes(person, day, now),
        "agreements": own_agreements(person, day),
        "week": queries.sessions_ahead(person, day, now),
        "steps": unfinished(person),
    }


def _items_context(items: Sequence[ActionItem]) -> dict[str, Any]:
    """Return the template variables of action items: the items, and the number that they represent."""
    return {"action_items": items, "total": sum(item.stands_for for item in items)}
