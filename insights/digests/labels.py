"""Names of periods for display."""

from __future__ import annotations

from babel.dates import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.web.i18n import language
from insights.digests.models import DigestKind
from insights.digests.rules import Period

KINDS = {
    DigestKind.WEEKLY: _l("Weekly"),
    DigestKind.MONTHLY: _l("Monthly"),
    DigestKind.QUARTERLY: _l("Quarterly"),
}


def period_name(period: Period) -> str:
    """Return "Pekan 44: 26 Okt – 1 Nov 2026", "Oktober 2026" or "Triwulan IV 2026"."""
    names = {DigestKind.WEEKLY: _week, DigestKind.MONTHLY: _month, DigestKind.QUARTERLY: _quarter}
    return names[DigestKind(period.kind)](period)


def _week(period: Period) -> str:
    same_year = period.since.year == period.until.year
    since = format_date(period.since, "d MMM" if same_year else "d MMM y", locale=language())
    until = format_date(period.until, "d MMM y", locale=language())
    return _("Week %(number)s: %(since)s – %(until)s", number=period.since.isocalendar().week, since=since, until=until)


def _month(period: Period) -> str:
    return format_date(period.since, "MMMM y", locale=language())


def _quarter(period: Period) -> str:
    names = (
        _("First quarter of %(year)s", year=period.since.year),
        _("Second quarter of %(year)s", year=period.since.year),
        _("Third quarter of %(year)s", year=period.since.year),
        _("Fourth quarter of %(year)s", year=period.since.year),
    )
    return names[period.since.month // 3]
