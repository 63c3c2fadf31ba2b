"""The search for regulations, and for the revisions that change them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, String, case, cast, func, select

from alignment.regulations.models import Regulation, Revision
from alignment.regulations.rules import PREFIXES, Level
from app.organisations.models import Organisation
from app.search.sources import Kind, Source, everyone

NAMES = {
    Level.LAW: "Undang-Undang, Law",
    Level.GOVERNMENT: "Peraturan Pemerintah, Government Regulation",
    Level.PRESIDENT: "Peraturan Presiden, Presidential Regulation",
    Level.MINISTER: "Peraturan Menteri, Ministerial Regulation",
    Level.REGION: "Peraturan Daerah, Regional Regulation",
    Level.GOVERNOR: "Peraturan Gubernur, Governor's Regulation",
    Level.GOVERNOR_DECISION: "Keputusan Gubernur, Governor's Decision",
    Level.AGENCY_DECISION: "Keputusan Kepala, Decision",
    Level.CIRCULAR: "Surat Edaran, Circular Letter",
}
"""What people write for a level when they search, in both languages."""


def _citation() -> ColumnElement[str]:
    """Return how a regulation is cited in short: `rules.citation` in SQL."""
    return func.trim(_of_level(PREFIXES) + " " + Regulation.number + "/" + cast(Regulation.year, String))


def _full_name() -> ColumnElement[str]:
    """Return its level in full, and "Nomor 95 Tahun 2018"."""
    number = " Nomor " + Regulation.number + " Tahun " + cast(Regulation.year, String)
    return _of_level(NAMES) + number


def _of_level(texts: Mapping[Level, str]) -> ColumnElement[str]:
    return case({level.value: text for level, text in texts.items()}, value=Regulation.level)


def regulations() -> Select[Any]:
    """Select regulations with subject, who can revise them, and who is to be consulted about it."""
    columns: tuple[Any, ...] = (Regulation.id, Regulation.title, _citation().label("code"))
    columns += (_full_name().label("names"), func.coalesce(Organisation.label, Regulation.issuer).label("about"))
    columns += (Organisation.sector, Regulation.subject, Regulation.issuer, Regulation.consulted)
    return select(*columns).outerjoin(Regulation.issuing)


def revisions() -> Select[Any]:
    """Select the titles of revisions, each as a part of its regulation."""
    columns: tuple[Any, ...] = (Revision.id, Revision.title.label("text"), Revision.regulation_id.label("object_id"))
    columns += (Regulation.title, _citation().label("code"))
    return select(*columns).join(Revision.regulation)


KIND = Kind(
    name="regulations",
    label=_l("Regulations"),
    word=_l("Regulation"),
    icon="file",
    href=lambda entry: url_for("alignment.regulations.show", regulation_id=entry.object_id),
)
REGULATIONS = Source(
    name="regulations",
    kind=KIND,
    model=Regulation,
    rows=regulations,
    readable=everyone,
    text=lambda row: "\n".join(filter(None, (row.subject, row.issuer, row.consulted))),
    follows={Organisation: lambda ids: select(Regulation.id).where(Regulation.issuer_id.in_(ids))},
)
REVISIONS = Source(
    name="revisions",
    kind=KIND,
    model=Revision,
    rows=revisions,
    readable=everyone,
    follows={Regulation: lambda ids: select(Revision.id).where(Revision.regulation_id.in_(ids))},
    searches_title=False,
)
