"""Search for people, for those who manage accounts."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select

from app.accounts.models import Person
from app.accounts.people.policies import list_people
from app.accounts.people.queries import ACCOUNT, Wanted, people
from app.database import db
from app.organisations.models import Organisation
from app.web.panels import Hit, Lookup
from app.web.status_labels import status_label


def find(_person: Person, text: str, _today: date) -> Select[Person]:
    """Select the people whose name, address, position or organisation contains a text, by name."""
    return people(Wanted(text=text))


def hits(query: Select[Person], _person: Person) -> list[Hit]:
    """Return hits with position, organisation and account status, in one statement."""
    columns: tuple[Any, ...] = (Person.id, Person.name, Person.position, Organisation.name.label("organisation"))
    query = query.with_only_columns(*columns, ACCOUNT.label("account"), maintain_column_froms=True)
    return [_hit(row) for row in db.session.execute(query.join(Person.organisation))]


def _hit(row: Any) -> Hit:
    facts = (row.position, row.organisation, str(status_label("account", row.account).word))
    href = url_for("people.show", person_id=row.id)
    return Hit(_("Person"), None, row.name, href, tuple(filter(None, facts)))


PEOPLE = Lookup("people", _l("People"), find, hits, (Person.name, Person.id), may=list_people)
