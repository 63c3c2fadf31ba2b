"""The guides to the pages of the platform."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.help.registry import Guide, add_guide

ACCOUNT = Guide(
    name="account",
    title=_l("Signing in and your account"),
    about=_l("Sign in, choose your language, change your password, and read your calendar elsewhere."),
    template="help/account.html",
    order=200,
    explains={
        "accounts": "sign-in",
        "first_run": "sign-in",
        "notifications": "notifications",
        "profile": "profile",
        "addresses": "address",
        "account_sessions": "devices",
        "programs": "programs",
        "api_guide": "programs",
    },
)
ORGANISATIONS = Guide(
    name="organisations",
    title=_l("Organisations and people"),
    about=_l("Find out whom to contact; add organisations, people and their accounts."),
    template="help/organisations.html",
    order=210,
    explains={
        "organisations": "",
        "letterheads": "",
        "organisation_succession": "successors",
        "people": "people",
        "people_import": "import",
        "roles": "roles",
        "succession": "succession",
    },
)
SEARCH = Guide(
    name="search",
    title=_l("Search and documents"),
    about=_l("Find anything that you may read, and check that a document is genuine."),
    template="help/search.html",
    order=220,
    explains={"search": "", "documents": "verify", "saved_views": "views"},
)
SETTINGS = Guide(
    name="settings",
    title=_l("Settings"),
    about=_l("Set up the instance, keep the holidays, and look after mail and the audit trail."),
    template="help/settings.html",
    order=230,
    explains={
        "settings": "",
        "first_steps": "first-steps",
        "instance": "letterhead",
        "calendars": "holidays",
        "checks": "health",
        "outbox": "mail",
        "mailbox": "mail",
        "mails": "mail",
        "mail_links": "mail",
        "inbox": "mail",
        "audit": "audit",
        "circle_access": "secret",
        "design": "",
    },
)


def register(app: Flask) -> None:
    """Register the guides."""
    for guide in (ACCOUNT, ORGANISATIONS, SEARCH, SETTINGS):
        add_guide(app, guide)
