"""The first few things of each kind and how many of it there are, in the statement that loads them."""

from __future__ import annotations

from sqlalchemy import CompoundSelect, Select, Subquery, func, select


def first_of(
    found: Select[*tuple[object, ...]] | CompoundSelect[*tuple[object, ...]], *, most: int, kinds: int
) -> Subquery:
    """Select the first `most` of each kind, and with each how many of its kind there are (`total`).

    `found` selects `kind`, of which there are up to `kinds`, `at` (the order within a kind) and what else is to be
    joined by. The limit never cuts anything: it tells PostgreSQL how few rows come, so that what is joined to them is
    looked up and not read whole.
    """
    rows = found.subquery()
    place = func.row_number().over(partition_by=rows.c.kind, order_by=rows.c.at)
    total = func.count().over(partition_by=rows.c.kind)
    placed = select(rows, place.label("place"), total.label("total")).subquery()
    few = select(placed).where(placed.c.place <= most)
    return few.limit(most * kinds).subquery()
