"""Rows of lists, drawn once: one that shows the same values again is remembered, whoever reads it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Any

from flask import current_app
from markupsafe import Markup

from app.clock import local_date, midnight, utc_now
from app.security import csrf_token

NEVER = datetime.min.replace(tzinfo=UTC)
MOST = 4096
"""Rows that a process keeps in each language, of one or two kilobytes each."""
FORM_TOKEN = f"form-token-{token_hex()}"
"""What a row says in place of its reader's form token; what nobody knows is in no text that somebody wrote."""


class Rows(dict[tuple[object, Hashable], str]):
    """What was drawn in one language, as long as the day and the settings stay."""

    def __init__(self) -> None:
        super().__init__()
        self.since = self.until = NEVER
        self.settings: object = None


def remembered(macro: Any, rows: Iterable[Hashable]) -> Markup:
    """Write rows one after the other, each as `macro` draws it or drew it before.

    A row is a tuple of values, and gets the macro as its argument: `{{ remembered(line, found.rows) }}`. All that it
    says follows from them, from the day, and from the language that its template is compiled for. It may ask neither
    who reads nor for the hour nor for the address of the page, and gets no objects of the database:
    tests/architecture/test_remembered.py sees to that. Its forms say `form_token`, where the reader's token comes.
    """
    environment = macro._environment
    if environment.at_root:
        drawn = "".join(_drawn(macro, rows, _kept(environment.rows)))
    else:  # what addresses begin with may change
        drawn = "".join(macro(row) for row in rows)
    return Markup(drawn.replace(FORM_TOKEN, csrf_token()) if FORM_TOKEN in drawn else drawn)  # noqa: S704 - of macros


def drawn_row(template: str, macro: str, row: Hashable) -> Markup:
    """Return one row as a template's macro draws it, or drew it before: for what Python puts into a page."""
    return remembered(getattr(current_app.jinja_env.get_template(template).module, macro), [row])


def _kept(rows: Rows) -> Rows:
    """Return `rows`, emptied when what was drawn may say something else by now."""
    now, settings = utc_now(), current_app.extensions["settings"]
    if not rows.since <= now < rows.until or rows.settings is not settings or len(rows) > MOST:
        rows.clear()
        rows.settings = settings
        day = local_date(now)
        rows.since, rows.until = midnight(day), midnight(day + timedelta(days=1))
    return rows


def _drawn(macro: Any, rows: Iterable[Hashable], kept: Rows) -> Iterator[str]:
    drawing = macro._func.__code__
    for row in rows:
        drawn = kept.get((drawing, row))
        if drawn is None:
            drawn = kept[drawing, row] = str(macro(row))
        yield drawn
