"""Names of periods, and of what digests cover, for display."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import Person
from app.web.i18n import language
from insights.digests import queries
from insights.digests.models import DigestKind
from insights.digests.rules import Period
from insights.digests.scope import AGREEMENT, ORGANISATION

KINDS = {
    DigestKind.WEEKLY: _l("Weekly"),
    DigestKind.MONTHLY: _l("Monthly"),
    DigestKind.QUARTERLY: _l("Quarterly"),
    DigestKind.YEARLY: _l("Yearly"),
}


def scope_choices(person: Person, on: date) -> list[tuple[str, str]]:
    """Return the forums, agreements and organisations of which `person` can make a digest, as (scope, label)."""
    forums = [(slug, _("Forum: %(name)s", name=name)) for slug, name in queries.forum_choices(person, on)]
    agreements = [
        (f"{AGREEMENT}{one_id}", _("Agreement: %(name)s", name=title))
        for one_id, title in queries.agreement_choices(person, on)
    ]
    organisations = [
        (f"{ORGANISATION}{one_id}", _("Organisation: %(name)s", name=name))
        for one_id, name in queries.organisation_choices()
    ]
    return [*forums, *agreements, *organisations]


def period_name(period: Period) -> str:
    """Return "Pekan 44: 26 Okt – 1 Nov 2026", "Oktober 2026", "Triwulan IV 2026" or "2026"."""
    if period.kind == DigestKind.YEARLY.value:
        return period.name
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
