"""Dates and times as `<time>` elements: formatted text for people, the ISO value for programs."""

from __future__ import annotations

from datetime import date, datetime

from markupsafe import Markup

from app.web import i18n


def day(value: date | datetime, zone: str | None = None) -> Markup:
    """Return "Kamis, 26 November 2026"."""
    return _element(value, i18n.day(value, zone))


def short_day(value: date | datetime, zone: str | None = None) -> Markup:
    """Return "Kam 26 Nov"."""
    return _element(value, i18n.short_day(value, zone))


def moment(value: datetime, zone: str | None = None) -> Markup:
    """Return "Kamis, 26 November 2026 pukul 09.00 WIB"."""
    return _element(value, i18n.moment(value, zone))


def short(value: datetime, zone: str | None = None) -> Markup:
    """Return "Kam 26 Nov 09.00"."""
    return _element(value, i18n.short(value, zone))


def _element(value: date | datetime, words: str) -> Markup:
    return Markup(f'<time datetime="{value.isoformat()}">{Markup.escape(words)}</time>')  # noqa: S704 - escaped
