"""The guides by role, and those to home pages and digests."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.help.registry import Guide, add_guide

DASHBOARD = Guide(
    name="dashboard",
    title=_l("Dashboard"),
    about=_l("See whether commitments are kept, where they are held up, who comes, and what comes."),
    template="insights/help/dashboard.html",
    order=172,
    explains={"insights.dashboard": ""},
)
COORDINATOR = Guide(
    name="coordinator",
    title=_l("For coordinators"),
    about=_l("You schedule forums, see that commitments are kept, and report to leadership."),
    template="insights/help/coordinator.html",
    order=10,
    is_for_role=True,
)
OFFICERS = Guide(
    name="chair-and-minute-taker",
    title=_l("For chairs, facilitators and minute-takers"),
    about=_l("You lead the sessions of a forum and record what they decide."),
    template="insights/help/officers.html",
    order=20,
    is_for_role=True,
)
PARTNER = Guide(
    name="partner",
    title=_l("For partners"),
    about=_l("You take part in forums on behalf of your organisation, and keep its commitments."),
    template="insights/help/partner.html",
    order=30,
    is_for_role=True,
)
VERIFIER = Guide(
    name="verifier",
    title=_l("For verifiers"),
    about=_l("You confirm that another organisation has delivered what it promised."),
    template="insights/help/verifier.html",
    order=40,
    is_for_role=True,
)
LEADERSHIP = Guide(
    name="leadership",
    title=_l("For leadership"),
    about=_l("You read the digest, and decide what is asked of you."),
    template="insights/help/leadership.html",
    order=50,
    is_for_role=True,
)
ADMINISTRATOR = Guide(
    name="administrator",
    title=_l("For administrators"),
    about=_l("You set up the instance, manage accounts and look after its mail."),
    template="insights/help/administrator.html",
    order=60,
    is_for_role=True,
)
HOME = Guide(
    name="home",
    title=_l("Home"),
    about=_l("The page that opens after you sign in: what needs you now, and what comes next."),
    template="insights/help/home.html",
    order=100,
    explains={"insights.homes": ""},
)
DIGESTS = Guide(
    name="digests",
    title=_l("Digests"),
    about=_l("Report a week, a month or a quarter to leadership, and record what it decides."),
    template="insights/help/digests.html",
    order=180,
    explains={
        "insights.digests": "",
        "insights.digests.answer": "decide",
        "insights.outcomes": "",
        "insights.schedules": "automatic",
    },
)


def register(app: Flask) -> None:
    """Register the guides."""
    for guide in (COORDINATOR, OFFICERS, PARTNER, VERIFIER, LEADERSHIP, ADMINISTRATOR, HOME, DASHBOARD, DIGESTS):
        add_guide(app, guide)
