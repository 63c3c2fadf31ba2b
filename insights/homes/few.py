"""Limits a query to the first rows of each kind, with the number of rows of the kind."""

from __future__ import annotations

from sqlalchemy import CompoundSelect, Select, Subquery, func, select


def first_of(
    found: Select[*tuple[object, ...]] | CompoundSelect[*tuple[object, ...]], *, most: int, kinds: int
) -> Subquery:
    """Select the first `most` rows of each kind, with the number of rows of the kind as `total`.

    `found` must select `kind` (with up to `kinds` values), `at` (the order within a kind) and the columns to join by.
    The limit never removes rows: it gives PostgreSQL the maximum number of rows, so that it plans index lookups
    rather than full scans for joins to them.
    """
    rows = found.subquery()
    place = func.row_number().over(partition_by=rows.c.kind, order_by=rows.c.at)
    total = func.count().over(partition_by=rows.c.kind)
    placed = select(rows, place.label("place"), total.label("total")).subquery()
    few = select(placed).where(placed.c.place <= most)
    return few.limit(most * kinds).subquery()
