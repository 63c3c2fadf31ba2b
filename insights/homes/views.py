"""The home page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.current import current_person
from app.clock import today, utc_now
from app.settings.first_steps.queries import unfinished
from app.web.arguments import member_of
from app.web.pages import page
from app.web.policies import public
from insights.homes import queries
from insights.homes.health import health
from insights.homes.sources import all_of, gathered
from insights.homes.tasks import KINDS, ActionItem, Kind, Reader

bp = Blueprint("homes", __name__)


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
        return page("insights/homes/needs.html", kind=KINDS[kind], **_items_context(found))
    if person.is_administrator and not (person.is_coordinator or person.is_leadership):
        return page(
            "insights/homes/administrator.html",
            **_items_context(gathered(Reader(person=person, today=day, now=now))),
            **queries.instance()._asdict(),
            steps=unfinished(person),
        )
    digests = queries.latest_digests(person, day)
    return page(
        "insights/homes/home.html",
        **_items_context(gathered(Reader(person=person, today=day, now=now, digests=digests))),
        week=queries.week_ahead(person, day, now),
        lately=queries.lately(person, day, now - timedelta(days=2)),
        health=health(person, day, now),
        steps=unfinished(person),
    )


def _items_context(needs: Sequence[ActionItem]) -> dict[str, Any]:
    """Return the template variables of action items: the items, and the number that they represent."""
    return {"needs": needs, "things": sum(need.stands_for for need in needs)}
