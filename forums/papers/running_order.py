"""The running order for the presider: times, questions, and what is still open on each item."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import CTE, select

from app.accounts.models import Person
from app.database import db
from app.organisations.models import Organisation
from app.pdf.document import PdfDocument, file_name, produce
from app.web.i18n import plain_day
from commitments.registry.models import IS_OPEN, Commitment
from commitments.registry.queries import visible_to
from forums.agenda.models import AgendaItem
from forums.agenda.queries import agenda, template
from forums.agenda.rows import ItemRow, TemplateItem
from forums.attendance.queries import expected, quorum_of
from forums.conflicts.queries import of_session as conflicts_of
from forums.decisions.models import Decision, decision_commitments
from forums.papers.convener.queries import issuer_of
from forums.papers.queries import ON_AGENDA
from forums.preparation.queries import preparations_of
from forums.scheduling.labels import session_label
from forums.scheduling.models import Session


class OpenCommitment(NamedTuple):
    """An open commitment from a decision on an item, or on one that the item continues."""

    code: str
    title: str
    responsible: str
    current_due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One item with its planned time and what the presider should know of it."""

    item: ItemRow | TemplateItem
    starts_at: datetime
    ends_at: datetime
    awaited: Sequence[Any]
    conflicts: Sequence[Any]
    commitments: Sequence[OpenCommitment]


def pdf(session: Session, reader: Person, now: datetime, language: str) -> bytes:
    """Return the running order as `reader` may read it, as of `now`."""
    return produce(
        _sheet(session, now, language),
        "forums/papers/running_order.html",
        session=session,
        steps=_steps(session, reader, now.astimezone(session.zone).date()),
        quorum=quorum_of(session, expected(session), None),
    )


def name(session: Session) -> str:
    """Return the file name."""
    return file_name("Susunan-Acara-Pimpinan", session.forum.slug, session.day, version=1)


def _steps(session: Session, reader: Person, today: date) -> list[Step]:
    items = [item for item in agenda(session.id) if item.state in ON_AGENDA]
    preparations, conflicts = preparations_of(session.id), conflicts_of(session.id)
    commitments = open_commitments([item.id for item in items], reader, today)
    steps, at = [], session.starts_at
    for item in items or template(session.forum):
        until = at + timedelta(minutes=item.minutes)
        key = item.id if isinstance(item, ItemRow) else None
        steps.append(
            Step(
                item=item,
                starts_at=at,
                ends_at=until,
                awaited=[one for one in preparations.get(key, ()) if one.received_at is None] if key else [],
                conflicts=[one for one in conflicts if one.agenda_item_id == key],
                commitments=commitments.get(key, ()) if key else (),
            )
        )
        at = until
    return steps


def open_commitments(
    item_ids: Collection[UUID], reader: Person, today: date
) -> Mapping[UUID, Sequence[OpenCommitment]]:
    """Return the open commitments that `reader` may read, by item, soonest due date first; in one query."""
    if not item_ids:
        return {}
    chain = _chain(item_ids)
    shown = (Commitment.code, Commitment.title, Organisation.label, Commitment.current_due)
    query = (
        select(chain.c.root, *shown)
        .join(Decision, Decision.agenda_item_id == chain.c.item)
        .join(decision_commitments, decision_commitments.c.decision_id == Decision.id)
        .join(Commitment, Commitment.id == decision_commitments.c.commitment_id)
        .join(Organisation, Organisation.id == Commitment.responsible_id)
        .where(IS_OPEN, visible_to(reader, today))
        .order_by(Commitment.current_due, Commitment.code)
    )
    found: dict[UUID, list[OpenCommitment]] = {}
    for root, *values in db.session.execute(query):
        found.setdefault(root, []).append(OpenCommitment._make(values))
    return found


def _chain(item_ids: Collection[UUID]) -> CTE:
    """Return the rows (root, item) of agenda items and those of earlier sessions that they continue."""
    own = (AgendaItem.id.label("root"), AgendaItem.id.label("item"), AgendaItem.carried_from_id.label("before"))
    chain = select(*own).where(AgendaItem.id.in_(item_ids)).cte("chain", recursive=True)
    earlier = select(chain.c.root, AgendaItem.id, AgendaItem.carried_from_id)
    return chain.union_all(earlier.join(AgendaItem, AgendaItem.id == chain.c.before))


def _sheet(session: Session, now: datetime, language: str) -> PdfDocument:
    with force_locale(language):
        title = _(
            "Running order of %(session)s, %(forum)s, %(day)s",
            session=session_label(session),
            forum=session.forum.name,
            day=plain_day(session.starts_at, session.timezone),
        )
    return PdfDocument(
        title=title,
        as_of=now.replace(second=0, microsecond=0),
        classification=session.forum.circle.classification,
        language=language,
        issuer=issuer_of(session.forum_id),
    )
