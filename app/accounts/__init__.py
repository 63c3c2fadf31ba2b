"""People and accounts: accounts by invitation, sign-in by password or mailed link, sessions, tokens and roles."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Request, current_app, request
from flask_babel import lazy_gettext
from flask_login import LoginManager

from app.accounts.models import Person
from app.web.panels import Entry, add_address, registry

PersonLoader = Callable[[Request], Person | None]


def init_app(app: Flask) -> None:
    """Register sign-in, and the pages and API operations for people and the profile."""
    from app.accounts import commands, role_holders, succession
    from app.accounts import jobs as jobs
    from app.accounts.addresses import api as addresses_api
    from app.accounts.addresses import handlers as handlers
    from app.accounts.addresses import views as addresses
    from app.accounts.first_run import views as first_run
    from app.accounts.labels import describe_acts
    from app.accounts.people import api as people_api
    from app.accounts.people import views as people
    from app.accounts.people.forms import ROLE_NAMES
    from app.accounts.people_import import api as people_import_api
    from app.accounts.people_import import views as people_import
    from app.accounts.profile import api as profile_api
    from app.accounts.profile import views as profile
    from app.accounts.programs import views as programs
    from app.accounts.roles import api as roles_api
    from app.accounts.roles import views as roles
    from app.accounts.sessions import api as sessions_api
    from app.accounts.sessions import views as sessions
    from app.accounts.sign_in import views as sign_in

    _configure_login(app)
    for pages in (sign_in, profile, programs, sessions, people, people_import, addresses, roles, first_run):
        app.register_blueprint(pages.bp)
    for operations in (people_api, people_import_api, profile_api, sessions_api, addresses_api, roles_api):
        operations.api.init_app(app)
    app.jinja_env.filters["dialled"] = dialled
    app.jinja_env.filters["role_name"] = ROLE_NAMES.__getitem__
    app.jinja_env.globals["role_names"] = ROLE_NAMES
    app.cli.add_command(commands.accounts)
    role_holders.init_app(app)
    succession.init_app(app)
    describe_acts()
    _offer_people(app)


def _configure_login(app: Flask) -> None:
    """Load the current user from the session cookie, or else by one of the functions added with `load_person_with`."""
    from app.accounts.sessions import cookies
    from app.accounts.sessions.rules import LIFETIME
    from app.mail import links

    manager = LoginManager()
    manager.login_view = "accounts.sign_in"
    manager.login_message = None
    manager.session_protection = None
    manager.user_loader(lambda key: None if links.is_link_request(request) else cookies.recognise(key))
    manager.request_loader(_person_of)
    manager.init_app(app)
    app.extensions["person_loaders"] = []
    app.jinja_env.globals["unread_news"] = cookies.unread_news
    app.config["PERMANENT_SESSION_LIFETIME"] = LIFETIME
    app.after_request(cookies.note_visit)


def load_person_with(app: Flask, loader: PersonLoader) -> None:
    """Identify the current user by `loader` too: it returns the person whose credentials a request has, or None."""
    app.extensions["person_loaders"].append(loader)


def _person_of(asked: Request) -> Person | None:
    loaders: list[PersonLoader] = current_app.extensions["person_loaders"]
    return next((person for load in loaders if (person := load(asked))), None)


def dialled(number: str) -> str:
    """Return a telephone number in international format: "+62812…"; a leading 0 is replaced by Indonesia's code."""
    digits = "".join(character for character in number if character.isdigit())
    return f"+62{digits[1:]}" if digits.startswith("0") else f"+{digits}"


def _offer_people(app: Flask) -> None:
    """Register the pages of people and address changes, the entry in the "New" menu, and the search for people."""
    from app.accounts.addresses.models import AddressChange
    from app.accounts.people import lookup, policies
    from app.saved_views import add_list
    from app.search import sources

    add_list(app, "people", lazy_gettext("People"), "people.index", "q", "organisation", "role", "account")
    add_address(app, Person, "people.show", person_id="id")
    add_address(app, AddressChange, "addresses.show", address_change_id="id")
    known = registry(app)
    known.creation.append(
        Entry(
            "people.create",
            lazy_gettext("Person"),
            "person",
            order=90,
            may=lambda user: user.is_authenticated and policies.create_person(user),
        )
    )
    sources.register(app, lookup.PEOPLE)
