"""The settings page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from app.accounts.people.forms import ROLE_NAMES
from app.accounts.people.queries import count_accounts, role_holders
from app.clock import utc_now
from app.settings import policies
from app.web.pages import page
from app.web.policies import can, guarded

bp = Blueprint("settings", __name__)


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the settings page, shown to those whom its policy allows."""

    endpoint: str
    policy: str
    label: Any
    about: Any
    icon: str

    @property
    def href(self) -> str:
        """The URL of the section."""
        return url_for(self.endpoint)


SECTIONS = (
    Section(
        "instance.edit",
        "instance:change",
        lazy_gettext("Organisation and letterhead"),
        lazy_gettext("Name, emblem, address and time zone"),
        "file",
    ),
    Section(
        "first_steps.index",
        "settings:read",
        lazy_gettext("First steps"),
        lazy_gettext("What a new instance needs, and what is done"),
        "check",
    ),
    Section(
        "people.index",
        "person:list",
        lazy_gettext("People and accounts"),
        lazy_gettext("Contacts, invitations, suspension"),
        "people",
    ),
    Section(
        "organisations.index",
        "organisation:list",
        lazy_gettext("Organisations"),
        lazy_gettext("Names, sectors, contacts"),
        "building",
    ),
    Section(
        "calendars.index",
        "holiday:list",
        lazy_gettext("Holidays"),
        lazy_gettext("Days off, joint leave, Ramadan"),
        "calendar",
    ),
    Section(
        "checks.index",
        "health:read",
        lazy_gettext("Health"),
        lazy_gettext("What does not work, and how to fix it"),
        "shield",
    ),
    Section(
        "outbox.index",
        "outbox:read",
        lazy_gettext("Outgoing mail"),
        lazy_gettext("Waiting and failed messages"),
        "send",
    ),
    Section(
        "mails.index",
        "mail:list",
        lazy_gettext("Mail status"),
        lazy_gettext("Who was sent what, and whether it arrived"),
        "mail",
    ),
    Section(
        "mail_links.index",
        "mail-link:list",
        lazy_gettext("Links in mails"),
        lazy_gettext("Who can act without signing in"),
        "link",
    ),
    Section(
        "inbox.index",
        "inbox:read",
        lazy_gettext("Incoming mail"),
        lazy_gettext("Messages that could not be processed"),
        "mail",
    ),
    Section(
        "circle_access.index",
        "circle-access:list",
        lazy_gettext("Access to secret forums and agreements"),
        lazy_gettext("Secret forums and agreements that nobody can open"),
        "lock",
    ),
    Section(
        "roles.index",
        "role_request:list",
        lazy_gettext("Requests for roles"),
        lazy_gettext("Roles that administrators ask for themselves"),
        "shield",
    ),
    Section("audit.index", "audit:read", lazy_gettext("Audit trail"), lazy_gettext("Who did what, when"), "history"),
    Section(
        "design.components",
        "settings:read",
        lazy_gettext("Components"),
        lazy_gettext("Every part of the pages, in every state"),
        "eye",
    ),
)


@bp.get("/settings")
@guarded(policies.read_settings)
def index() -> ResponseReturnValue:
    """Show the counts of accounts, the people with a platform role, and links to the sections."""
    known = current_app.view_functions
    sections = [one for one in SECTIONS if one.endpoint in known and can(one.policy)]
    return page(
        "settings/index.html",
        sections=sections,
        accounts=count_accounts(utc_now()),
        holders=role_holders(),
        role_names=ROLE_NAMES,
    )
