"""Who proposes and presents the items of a forum's agendas, by sector, on the page of the forum."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from flask import render_template
from markupsafe import Markup
from sqlalchemy import ColumnElement, CompoundSelect, Select, case, func, literal, select, union_all
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.circles.models import Seat
from app.circles.queries import is_taken
from app.clock import today
from app.database import db
from app.organisations.models import Organisation, Sector
from forums.agenda.models import AgendaItem, ItemState
from forums.scheduling.models import Forum, Session, SessionState

SESSIONS = 6
"""The number of sessions that are counted."""
COUNTED = (ItemState.ACCEPTED, ItemState.DISCUSSED, ItemState.CARRIED)


class SectorShare(NamedTuple):
    """A sector's seats of today, and the items that it proposed and presented in the last sessions."""

    sector: Sector
    seats: int
    proposed: int
    presented: int


def shares(forum: Forum, on: date) -> list[SectorShare]:
    """Return the share of each sector with a seat or an item, in the order of the sectors, in one statement."""
    found = {row.sector: SectorShare._make(row) for row in db.session.execute(_shares(forum, on))}
    return [found[sector] for sector in Sector if sector in found]


def panel(forum: Forum) -> Markup | None:
    """Return the table for the page of a forum, or None while no items were proposed or presented."""
    rows = shares(forum, today())
    if not any(row.proposed or row.presented for row in rows):
        return None
    return Markup(render_template("forums/agenda/sectors.html", rows=rows, sessions=SESSIONS))  # noqa: S704


def _shares(forum: Forum, on: date) -> Select[*tuple[Any, ...]]:
    counted = _organisations(forum, on).subquery()
    sector = func.coalesce(_sector_of_seat(forum, counted.c.organisation_id), Organisation.sector)
    own = select(sector.label("sector"), counted.c.what).join(
        Organisation, Organisation.id == counted.c.organisation_id
    )
    rows = own.subquery()
    numbers = (func.sum(case((rows.c.what == what, 1), else_=0)) for what in ("seat", "proposed", "presented"))
    return select(rows.c.sector.label("sector"), *numbers).group_by(rows.c.sector)


def _organisations(forum: Forum, on: date) -> CompoundSelect[*tuple[Any, ...]]:
    """Select an organisation for each seat, each proposed item and each presented item."""
    last = select(Session.id).where(Session.forum_id == forum.id, Session.state == SessionState.HELD)
    last = last.order_by(Session.starts_at.desc()).limit(SESSIONS)
    held = (AgendaItem.session_id.in_(last), AgendaItem.state.in_(COUNTED))
    proposer, presenter = aliased(Person), aliased(Person)
    seats = select(Seat.organisation_id.label("organisation_id"), literal("seat").label("what"))
    proposed = select(proposer.organisation_id, literal("proposed")).select_from(AgendaItem)
    presented = select(
        func.coalesce(presenter.organisation_id, AgendaItem.presenter_organisation_id), literal("presented")
    ).select_from(AgendaItem)
    return union_all(
        seats.where(Seat.circle_id == forum.circle_id, is_taken(on), Seat.observer.is_(False)),
        proposed.join(proposer, proposer.id == AgendaItem.proposed_by_id).where(*held),
        presented.outerjoin(presenter, presenter.id == AgendaItem.presenter_person_id).where(*held, _is_presented()),
    )


def _is_presented() -> ColumnElement[bool]:
    return AgendaItem.presenter_person_id.is_not(None) | AgendaItem.presenter_organisation_id.is_not(None)


def _sector_of_seat(forum: Forum, organisation_id: Any) -> Any:
    """Return the sector that an organisation had when it last took a seat in the forum."""
    seat = aliased(Seat)
    own = select(seat.sector).where(seat.circle_id == forum.circle_id, seat.organisation_id == organisation_id)
    return own.order_by(seat.since.desc()).limit(1).scalar_subquery()
