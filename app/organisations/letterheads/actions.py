"""Actions on letterheads of organisations."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.database import db
from app.errors import RuleViolation
from app.files.models import StoredFile
from app.organisations.letterheads import queries
from app.organisations.letterheads.models import Letterhead
from app.organisations.models import Organisation
from app.settings.actions import require_printable


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterheadDetails:
    """The lines of a letterhead; its emblem is a file of its own."""

    unit: str
    above: str
    address: str
    city: str


def set_letterhead(
    organisation: Organisation,
    details: LetterheadDetails,
    *,
    emblem: StoredFile | None,
    without_emblem: bool,
    by: Person,
    at: datetime,
) -> Letterhead:
    """Set the letterhead from now on; without a new emblem it keeps the present one, unless that is removed.

    Raises RuleViolation for an emblem that cannot be printed.
    """
    if emblem:
        require_printable(emblem)
    present = queries.letterhead_of(organisation.id)
    kept = present.emblem_id if present and not without_emblem else None
    values = asdict(details)
    made = _add(organisation, values, emblem.id if emblem else kept, by=by, at=at)
    audit.record(
        "organisation.letterhead_set", organisation, by=by, at=at, letterhead=list(filter(None, values.values()))
    )
    return made


def remove(organisation: Organisation, *, by: Person, at: datetime) -> None:
    """Remove the letterhead: documents have that of the instance from now on. Raises RuleViolation if there is none."""
    if queries.letterhead_of(organisation.id) is None:
        raise RuleViolation(_l("This organisation has no letterhead of its own."))
    _add(organisation, {"unit": ""}, None, by=by, at=at)
    audit.record("organisation.letterhead_removed", organisation, by=by, at=at)


def _add(
    organisation: Organisation, values: dict[str, str], emblem_id: UUID | None, *, by: Person, at: datetime
) -> Letterhead:
    made = Letterhead(organisation_id=organisation.id, since=at, emblem_id=emblem_id, set_by_id=by.id, **values)
    db.session.add(made)
    db.session.flush()
    return made
