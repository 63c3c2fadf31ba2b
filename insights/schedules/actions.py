"""Actions: have the digests of a kind of period drafted when it is over, and stop that."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from agreements.registry.models import Agreement
from app import audit
from app.accounts.models import Person
from app.database import db
from app.errors import RuleViolation
from app.organisations.models import Organisation
from forums.scheduling.models import Forum
from insights.digests.models import DigestKind
from insights.digests.scope import About, scope_of
from insights.schedules import queries
from insights.schedules.models import DigestSchedule


def schedule(kind: DigestKind, about: About, *, by: Person, at: datetime) -> DigestSchedule:
    """Have the digest of each period of `kind` about `about` drafted. Raises RuleViolation if it is already."""
    taken = RuleViolation(_l("This digest is drafted automatically already"), field="kind")
    if (kind is DigestKind.MONTHLY and about is None) or queries.of(kind, scope_of(about)):
        raise taken
    made = DigestSchedule(
        kind=kind,
        scope=scope_of(about),
        circle_id=about.circle_id if isinstance(about, Forum | Agreement) else None,
        organisation_id=about.id if isinstance(about, Organisation) else None,
        created_by_id=by.id,
        created_at=at,
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:  # somebody has just scheduled it
        raise taken from error
    _note("digest_schedule.added", made, by=by, at=at)
    return made


def stop(digest_schedule: DigestSchedule, *, by: Person, at: datetime) -> None:
    """Have no more digests drafted by a schedule; drafts that exist stay."""
    _note("digest_schedule.removed", digest_schedule, by=by, at=at)
    db.session.delete(digest_schedule)


def _note(act: str, schedule: DigestSchedule, *, by: Person, at: datetime) -> None:
    about = schedule.circle or schedule.organisation
    name = about.name if about else ""
    audit.record(act, schedule, by=by, at=at, kind=schedule.kind, scope=schedule.scope, about=name)
