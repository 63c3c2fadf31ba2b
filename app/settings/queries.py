"""The unit that runs this instance: read once per request, job or command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flask import current_app, g
from sqlalchemy import Row, Select, select
from sqlalchemy.exc import DBAPIError

from app.database import db
from app.database.service_errors import is_missing_table
from app.files.models import StoredFile
from app.settings.models import INSTANCE_ID, Instance, PastInstance
from app.settings.rules import Emblem, InstanceProfile


def instance() -> InstanceProfile:
    """Return the unit that runs this instance.

    Where there is no row yet, no table yet, or an error page is made without the database, it is what the environment
    says. The result stays the same until the application context ends or `forget_instance` is called.
    """
    known: InstanceProfile | None = g.get("instance")
    if known is None:
        known = g.instance = from_environment() if g.get("database_is_away") else _stored() or from_environment()
    return known


def forget_instance() -> None:
    """Let the next call of `instance` read the database again."""
    g.pop("instance", None)


def instance_at(moment: datetime) -> InstanceProfile:
    """Return what `instance` returned at an earlier moment."""
    past = _profiles(PastInstance).where(PastInstance.until > moment).order_by(PastInstance.until).limit(1)
    found = db.session.execute(past).first()
    return _profile(found) if found else instance()


@contextmanager
def as_instance(profile: InstanceProfile) -> Iterator[None]:
    """Let `instance` return `profile` in the block: for papers that are made again as they were issued."""
    present, g.instance = instance(), profile
    try:
        yield
    finally:
        g.instance = present


def instance_row() -> Instance:
    """Return the row of the instance, or one with the values of the environment that is not in the session."""
    found = db.session.get(Instance, INSTANCE_ID)
    return found or Instance(id=INSTANCE_ID, version=1, **columns_of(from_environment()))


def columns_of(profile: InstanceProfile) -> dict[str, Any]:
    """Return a profile by the columns of its row."""
    names = ("unit", "above", "address", "city", "timezone")
    emblem_id = profile.emblem.file_id if profile.emblem else None
    return {name: getattr(profile, name) for name in names} | {"emblem_id": emblem_id}


def from_environment() -> InstanceProfile:
    """Return what the environment says: the values before anybody saved others."""
    settings = current_app.extensions["settings"]
    return InstanceProfile(
        unit=settings.unit_name,
        above=settings.unit_above,
        address=settings.unit_address,
        city=settings.unit_city,
        timezone=settings.timezone,
        emblem=None,
    )


def _stored() -> InstanceProfile | None:
    """Return what the database holds, if there is a row."""
    try:
        with db.session.no_autoflush:
            row = db.session.execute(_profiles(Instance).where(Instance.id == INSTANCE_ID)).first()
    except DBAPIError as error:
        if not is_missing_table(error):
            raise
        db.session.rollback()  # PostgreSQL answers nothing more in a transaction that failed
        return None
    return _profile(row) if row else None


def _profiles(model: type[Instance] | type[PastInstance]) -> Select[Any]:
    """Select the columns of a profile and of its emblem."""
    own: list[Any] = [model.unit, model.above, model.address, model.city, model.timezone, model.emblem_id]
    emblem = StoredFile.id == model.emblem_id
    return select(*own, StoredFile.sha256, StoredFile.media_type).outerjoin(StoredFile, emblem)


def _profile(row: Row[Any]) -> InstanceProfile:
    return InstanceProfile(
        unit=row.unit,
        above=row.above,
        address=row.address,
        city=row.city,
        timezone=row.timezone,
        emblem=Emblem(row.emblem_id, row.sha256, row.media_type) if row.emblem_id else None,
    )
