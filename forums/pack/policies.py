"""Policies of meeting packs and of private notes."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import loads, policy
from forums.agenda.models import AgendaItem
from forums.agenda.policies import arrange_agenda, read_item
from forums.pack import queries
from forums.pack.models import PackVersion
from forums.preparation.policies import read_documents
from forums.scheduling.models import Session
from forums.scheduling.policies import read_names, read_session

loads("pack_version_id", PackVersion)(queries.version_for_act)


@policy("pack:read", Session, hidden_unless=read_session, opened_by=("coordinator",))
def read_pack(user: Person, session: Session) -> bool:
    """Those who may read the documents of the agenda: the participants of the forum; not everyone if it is public."""
    return read_names(user, session)


@policy("pack:circulate", Session, hidden_unless=read_session, opened_by=("coordinator",))
def circulate_pack(user: Person, session: Session) -> bool:
    """Those who arrange the agenda."""
    return arrange_agenda(user, session)


@policy("pack:read_openings", Session, hidden_unless=read_session, opened_by=("coordinator",))
def read_openings(user: Person, session: Session) -> bool:
    """Coordinators."""
    return user.is_coordinator


@policy("pack_version:read", PackVersion)
def read_version(user: Person, version: PackVersion) -> bool:
    """Those who may read the pack of the session."""
    return read_session(user, version.session) and read_pack(user, version.session)


@policy("pack_version:read_openings", PackVersion, hidden_unless=read_version, opened_by=("coordinator",))
def read_version_openings(user: Person, version: PackVersion) -> bool:
    """Coordinators."""
    return read_openings(user, version.session)


@policy("pack_note:list")
def list_notes(user: Person) -> bool:
    """Everyone who is signed in; the list has their own notes alone."""
    return user.is_active


@policy("pack_note:write", AgendaItem, hidden_unless=read_item, opened_by=("coordinator",))
def write_note(user: Person, item: AgendaItem) -> bool:
    """Those who may read the documents of the item, for themselves alone."""
    return read_documents(user, item)
