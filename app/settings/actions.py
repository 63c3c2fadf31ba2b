"""Changing the name, letterhead and time zone of the instance."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from app import audit
from app.accounts.models import Person
from app.audit.rules import differing
from app.database import db
from app.errors import RuleViolation, require_version
from app.files import path_of
from app.files.models import StoredFile
from app.settings import queries, rules
from app.settings.models import INSTANCE_ID, Instance, PastInstance


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceDetails:
    """What was typed; the emblem comes as a file of its own."""

    unit: str
    above: str
    address: str
    city: str
    timezone: str


def change_instance(
    details: InstanceDetails,
    *,
    emblem: StoredFile | None = None,
    without_emblem: bool = False,
    confirmed_zone: bool = False,
    version: str | int | None,
    texts: dict[str, str] | None = None,
    by: Person | None,
    at: datetime,
) -> Instance:
    """Change what is known of the unit that runs the instance; `emblem` replaces the one before.

    Papers issued until `at` keep what they showed. Raises Conflict on a stale version, and RuleViolation for an emblem
    that cannot be printed or another time zone that was not confirmed.
    """
    row = _row_to_change(at)
    require_version(row, version, **(texts or {}))
    if details.timezone != row.timezone and not confirmed_zone:
        raise RuleViolation(_("Confirm the change of the time zone"), field="confirm_timezone")
    if emblem:
        require_printable(emblem)
    values: dict[str, Any] = asdict(details) | {"emblem_id": row.emblem_id}
    if emblem or without_emblem:
        values["emblem_id"] = emblem.id if emblem else None
    before = {name: getattr(row, name) for name in values}
    if changed := differing(before, values):
        db.session.add(PastInstance(until=at, **before))
        for name in changed:
            setattr(row, name, values[name])
        row.changed_at = at
        changes = {name: {"before": before[name], "after": values[name]} for name in changed}
        audit.record("instance.changed", row, by=by, at=at, changes=changes)
        db.session.flush()
    queries.forget_instance()
    return row


def _row_to_change(at: datetime) -> Instance:
    """Return the row, locked until the transaction ends; it is made of the environment's values where there is none."""
    insert = (postgresql if db.engine.dialect.name == "postgresql" else sqlite).insert(Instance)
    values = queries.columns_of(queries.from_environment())
    first = insert.values(id=INSTANCE_ID, version=1, changed_at=at, **values)
    db.session.execute(first.on_conflict_do_nothing(index_elements=["id"]))
    query = select(Instance).where(Instance.id == INSTANCE_ID).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def require_printable(file: StoredFile) -> None:
    """Raise RuleViolation unless a picture can be shown in every document."""
    from PIL import Image

    if file.media_type not in rules.EMBLEM_NAMES:
        raise RuleViolation(_l("Choose a PNG or JPEG picture: documents can show no other"), field="emblem")
    if file.size > rules.LARGEST_EMBLEM:
        raise RuleViolation(_l("Choose a picture of at most 1 MB"), field="emblem")
    with Image.open(path_of(file.sha256)) as picture:
        if picture.width * picture.height > rules.MOST_PIXELS:
            raise RuleViolation(_l("Choose a picture of at most 2000 by 2000 pixels"), field="emblem")
        if picture.mode not in rules.PRINTED_MODES:
            raise RuleViolation(_l("Save the picture in RGB colours: documents can show no other"), field="emblem")
