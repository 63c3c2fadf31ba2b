"""The search for reports in timelines of commitments, and for evidence."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy import ColumnElement, Select, case, func, or_, select

from app.accounts.models import Person
from app.files.lookup import documents
from app.files.models import StoredFile
from app.organisations.models import Organisation
from app.search.sources import Source
from commitments.delivery.models import Evidence, Update
from commitments.registry.lookup import KIND
from commitments.registry.models import Commitment
from commitments.registry.queries import visible_to


def reports() -> Select[Any]:
    """Select the texts of timelines: reports, remarks, and reasons of answers, barriers and extensions."""
    columns: tuple[Any, ...] = (Update.id, Update.text, Update.challenges, Update.commitment_id.label("object_id"))
    shown = (Commitment.circle_id, Commitment.code, Commitment.title)
    facts = (Commitment.current_due.label("on_date"), Commitment.delivery.label("state"), Organisation.sector)
    query = select(*columns, *shown, *facts).join(Commitment, Commitment.id == Update.commitment_id)
    query = query.join(Organisation, Organisation.id == Commitment.responsible_id)
    return query.where(or_(Update.text != "", Update.challenges != ""))


def _reports_of_organisations(ids: Collection[UUID]) -> Select[UUID]:
    mine = select(Commitment.id).where(Commitment.responsible_id.in_(ids))
    return select(Update.id).where(Update.commitment_id.in_(mine))


REPORTS = Source(
    name="reports",
    kind=KIND,
    model=Update,
    rows=reports,
    readable=lambda person, today: _of_readable(Update, person, today),
    text=lambda row: "\n".join(filter(None, (row.text, row.challenges))),
    follows={
        Commitment: lambda ids: select(Update.id).where(Update.commitment_id.in_(ids)),
        Organisation: _reports_of_organisations,
    },
    searches_title=False,
)


def evidence() -> Select[Any]:
    """Select evidence with the name of its file or its link, and the code and title of its commitment."""
    title = func.coalesce(StoredFile.name, Evidence.link).label("title")
    about = (Commitment.code + " " + Commitment.title).label("about")
    anchor = case((Evidence.file_id.is_(None), Commitment.id)).label("anchor")
    columns = (Evidence.id, Commitment.circle_id, title, about, Update.at.label("on_date"), anchor)
    query = select(*columns).select_from(Evidence)
    query = query.join(Commitment, Commitment.id == Evidence.commitment_id).join(
        Update, Update.id == Evidence.update_id
    )
    return query.outerjoin(StoredFile, StoredFile.id == Evidence.file_id)


def _opened(entry: Any) -> str:
    """Return the address of a file; for a link, that of the commitment, whose id is the anchor."""
    if entry.anchor:
        return url_for("commitments.registry.show", commitment_id=entry.anchor)
    return url_for("commitments.delivery.evidence", evidence_id=entry.object_id)


EVIDENCE = Source(
    name="evidence",
    kind=documents(_opened),
    model=Evidence,
    rows=evidence,
    readable=lambda person, today: _of_readable(Evidence, person, today),
    follows={Commitment: lambda ids: select(Evidence.id).where(Evidence.commitment_id.in_(ids))},
)


def _of_readable(part: type[Update] | type[Evidence], person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that a person may read the commitment of a part."""
    readable = select(Commitment.id).where(Commitment.id == part.commitment_id, visible_to(person, today))
    return readable.correlate(part).exists()
