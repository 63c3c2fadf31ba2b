"""Texts that office papers share."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from flask_babel import force_locale
from flask_babel import gettext as _

from app.pdf.rules import in_words
from app.web.i18n import day


def day_clause(dated: date, place: str, language: str) -> str:
    """Return the beginning of a record, with the date in words as Indonesian offices write it."""
    with force_locale(language):
        if language != "id":
            when = day(dated)
        else:
            month = format_date(dated, "MMMM", locale="id")
            when = (
                f"{format_date(dated, 'EEEE', locale='id')}, tanggal {in_words(dated.day)} bulan {month} "
                f"tahun {in_words(dated.year)}"
            )
        if place:
            return _("On this day, %(day)s, at %(place)s,", day=when, place=place)
        return _("On this day, %(day)s,", day=when)
