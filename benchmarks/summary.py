"""A measurement as a Markdown table: one row per figure, or one row per group of pages where there are many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from benchmarks.figures import Bar, Figure, Verdict, written

LISTED = 20
"""The largest number of figures that are listed one by one."""


def summary(figures: Sequence[Figure]) -> Iterator[str]:
    """Yield the lines of a Markdown table of `figures`."""
    yield from _grouped(figures) if len(figures) > LISTED else _listed(figures)


def _listed(figures: Sequence[Figure]) -> Iterator[str]:
    yield from ("| Figure | Value | Bar | |", "|---|---|---|---|")
    for one in figures:
        yield f"| {one.name} | {written(one.value)} {one.unit} | {one.bar or ''} | {_verdict(one)} |"


def _grouped(figures: Sequence[Figure]) -> Iterator[str]:
    """Yield a row for each group: how many figures it has, their median and maximum, and how many missed the bar."""
    groups: dict[tuple[str, str, Bar | None], list[Figure]] = {}
    for one in figures:
        groups.setdefault((_group_of(one.name), one.unit, one.bar), []).append(one)
    yield from ("| Group | Figures | Median | Maximum | Bar | Missed |", "|---|---|---|---|---|---|")
    for (name, unit, bar), members in groups.items():
        values = [one.value for one in members]
        missed = sum(one.verdict is Verdict.MISSED for one in members) if bar else ""
        middle, largest = f"{written(median(values))} {unit}", f"{written(max(values))} {unit}"
        yield f"| {name} | {len(members)} | {middle} | {largest} | {bar or ''} | {missed} |"


def _group_of(name: str) -> str:
    """Return the kind of page and the instance in a name, or without a kind what is after its last comma."""
    kind, colon, _page = name.partition(": ")
    if not colon:
        return name.rpartition(", ")[2]
    instance = name[name.rindex(" (") :] if name.endswith(")") else ""
    return kind + instance


def _verdict(figure: Figure) -> str:
    return figure.verdict.value if figure.bar else ""
