"""People and how they come in: accounts by invitation, sign-in by password or mailed link, roles."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from flask_login import LoginManager
from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import Person
from app.organisations.models import Organisation
from app.panels import Entry, add_address, registry
from app.statements import as_loaded, selected
from app.translation import lazy_gettext

SESSION_LIFETIME = timedelta(days=14)
"""How long someone who does nothing stays signed in."""


_people, _organisations = Person.__table__, Organisation.__table__
_BY_ID = (
    select(_people, _organisations).join_from(_people, _organisations).where(_people.c.id == bindparam("person_id"))
)
"""A person and their organisation, built once: every request of someone signed in asks it."""


def init_app(app: Flask) -> None:
    """Recognise signed-in people by their session cookie; open the pages of the door, of people and of one's own."""
    from app.accounts import commands
    from app.accounts import jobs as jobs
    from app.accounts.people import api as people_api
    from app.accounts.people import views as people
    from app.accounts.people.forms import ROLE_NAMES
    from app.accounts.profile import api as profile_api
    from app.accounts.profile import views as profile
    from app.accounts.programs import views as programs
    from app.accounts.sign_in import views as door
    from app.accounts.words import describe_acts
    from app.api.access import person_of

    manager = LoginManager()
    manager.login_view = "accounts.sign_in"
    manager.login_message = None
    manager.session_protection = None
    manager.user_loader(_recognise)
    manager.request_loader(person_of)
    manager.init_app(app)
    app.config["PERMANENT_SESSION_LIFETIME"] = SESSION_LIFETIME
    for blueprint in (door.bp, profile.bp, programs.bp, people.bp):
        app.register_blueprint(blueprint)
    for operations in (people_api.api, profile_api.api):
        operations.init_app(app)
    app.jinja_env.filters["dialled"] = dialled
    app.jinja_env.globals["role_names"] = ROLE_NAMES
    app.cli.add_command(commands.accounts)
    describe_acts()
    _offer_people(app)


def dialled(number: str) -> str:
    """Return a telephone number as a program dials it: "+62812…", a leading 0 being Indonesia's."""
    digits = "".join(character for character in number if character.isdigit())
    return f"+62{digits[1:]}" if digits.startswith("0") else f"+{digits}"


def _offer_people(app: Flask) -> None:
    """Say where a person has a page; offer people in the "New" menu and the quick lookup of those who manage them."""
    from app.accounts.people import lookup, policies

    add_address(app, Person, "people.show", person_id="id")
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
    known.searches.append(lookup.PEOPLE)


def _recognise(identity: str) -> Person | None:
    """Return the person of a cookie, unless the password changed or the account was suspended since."""
    person_id, _colon, stamp = identity.partition(":")
    try:
        rows = selected(_BY_ID, {"person_id": UUID(person_id)})
    except ValueError:
        return None
    person = _person(rows[0]) if rows else None
    return person if person and person.stamp == stamp and person.is_active else None


def _person(row: Row[*tuple[Any, ...]]) -> Person:
    columns = len(_people.columns)
    person = as_loaded(Person, row[:columns])
    set_committed_value(person, "organisation", as_loaded(Organisation, row[columns:]))
    return person
