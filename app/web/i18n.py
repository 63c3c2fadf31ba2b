"""Localisation: language selection, and formatting of dates, times, numbers and sizes."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import Flask, current_app, g, has_request_context, request, session
from flask_babel import Babel, force_locale, get_locale, ngettext
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.database.transactions import let_write
from app.web.sessions import is_sessionless
from config import FEATURES, ROOT, Settings

babel = Babel()

DOCUMENTS = ("/pdf", "/word", "/markdown")
"""The endings of addresses of documents, whose language is chosen for that document only."""
LINK_LANGUAGE = "link_language"
"""The session key for the language of pages opened by a link in a mail."""

__all__ = ["force_locale", "init_app", "language"]


def init_app(app: Flask, settings: Settings) -> None:
    """Configure the translation catalogs of all packages, and register the date filters of templates."""
    candidates = [ROOT / package / "translations" for package in ("app", *FEATURES)]
    folders = [str(folder) for folder in candidates if folder.is_dir()]  # a missing one would select English plurals
    app.config.update(BABEL_TRANSLATION_DIRECTORIES=";".join(folders), BABEL_DEFAULT_LOCALE=settings.languages[0])
    babel.init_app(app, locale_selector=_choose, timezone_selector=clock.zone)
    app.before_request(_remember_choice)
    for written in (
        day,
        plain_day,
        short_day,
        moment,
        short,
        hour,
        clock_time,
        ago,
        due,
        iso_day,
        iso_moment,
        number,
        size,
    ):
        app.jinja_env.filters[written.__name__] = written
    app.jinja_env.globals.update(language=language, languages=settings.languages, now=clock.utc_now, today=clock.today)


def language() -> str:
    """Return the language code of this page or mail, such as "id"."""
    return str(get_locale())


def _choose() -> str:
    """Return the language: ?lang=, else the person's setting, else the session's, else the first of the instance.

    Without sessions (`is_sessionless`), Accept-Language comes before the person's setting.
    """
    settings: Settings = current_app.extensions["settings"]
    if not has_request_context():
        return settings.languages[0]
    requested = request.args.get("lang")
    if requested in settings.languages:
        return str(requested)
    if is_sessionless() and (accepted := _accepted(settings.languages)):
        return accepted
    if current_user and current_user.is_authenticated:
        own = session.get(LINK_LANGUAGE) if g.get("mail_link") else None
        if (spoken := own or current_user.language) in settings.languages:
            return str(spoken)
    kept = session.get("language") if not request.path.startswith("/public") else None
    return kept if kept in settings.languages else settings.languages[0]


def _accepted(languages: tuple[str, ...]) -> str | None:
    """Return the language that Accept-Language prefers, or None if any or none of them would do."""
    for tag, quality in request.accept_languages:
        primary = tag.partition("-")[0].lower()
        if tag == "*":
            return None
        if primary in languages and quality > 0:
            return primary
    return None


def _remember_choice() -> None:
    requested = request.args.get("lang")
    chosen_once = request.path.startswith("/public") or request.path.endswith(DOCUMENTS)  # applies to that page only
    if requested not in current_app.extensions["settings"].languages or chosen_once or is_sessionless():
        return
    let_write()
    if not current_user.is_authenticated:
        session["language"] = requested
    elif g.get("mail_link"):  # opening a link changes nothing of its person
        session[LINK_LANGUAGE] = requested
    else:
        current_user.language = session["language"] = requested


def _zone(zone: str | None) -> ZoneInfo:
    return ZoneInfo(zone) if zone else clock.zone()


def day(value: date | datetime | None, zone: str | None = None) -> str:
    """Return a date such as "Kamis, 26 November 2026", in `zone` or the instance's time zone."""
    return _date(value, "EEEE, d MMMM y", zone)


def plain_day(value: date | datetime | None, zone: str | None = None) -> str:
    """Return a date such as "26 November 2026", always with the year, for documents that must not change."""
    return _date(value, "d MMMM y", zone)


def short_day(value: date | datetime | None, zone: str | None = None) -> str:
    """Return a date such as "Kam 26 Nov", with the year unless it is the current one."""
    if value is None:
        return ""
    local = _local_date(value, zone)
    pattern = "EEE d MMM" if local.year == clock.today().year else "EEE d MMM y"
    return format_date(local, pattern, locale=language())


def moment(value: datetime | None, zone: str | None = None) -> str:
    """Return a date and time such as "Kamis, 26 November 2026 pukul 09.00 WIB"."""
    if value is None:
        return ""
    local = value.astimezone(_zone(zone))
    return _("%(day)s at %(time)s", day=day(value, zone), time=f"{_hour(local)} {zone_name(local)}")


def number(value: float) -> str:
    """Return a number such as "1.234,5" in Indonesian and "1,234.5" in English, with at most one decimal."""
    return format_decimal(value, format="#,##0.#", locale=language())


def size(octets: int) -> str:
    """Return a file size such as "11,7 kB", in decimal units."""
    value, units = float(octets), iter(("B", "kB", "MB", "GB"))
    unit = next(units)
    while value >= 999.95 and unit != "GB":
        value, unit = value / 1000, next(units)
    return f"{number(value)} {unit}"


def iso_day(text: str) -> date:
    """Return the date in a stored string such as "2026-11-26"."""
    return date.fromisoformat(text)


def iso_moment(text: str) -> datetime:
    """Return the datetime in a stored string such as "2026-11-26T02:00:00+00:00"."""
    return datetime.fromisoformat(text)


def hour(value: datetime | None, zone: str | None = None) -> str:
    """Return the time of day such as "09.00"."""
    return "" if value is None else _hour(value.astimezone(_zone(zone)))


def clock_time(value: time) -> str:
    """Return a `time` such as "09.00"."""
    return value.strftime("%H.%M" if language() == "id" else "%H:%M")


def short(value: datetime | None, zone: str | None = None) -> str:
    """Return a date and time such as "Kam 26 Nov 09.00"."""
    return "" if value is None else f"{short_day(value, zone)} {hour(value, zone)}"


def zone_name(local: datetime) -> str:
    """Return the abbreviation of the time zone of an aware local time: WIB, WITA, WIT, else Babel's name."""
    own = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
    return own.get(str(local.tzinfo)) or format_datetime(local, "zzz", tzinfo=local.tzinfo, locale=language())


def ago(value: datetime | None) -> str:
    """Return the distance from today to `value` in calendar days: "6 hari lagi", "kemarin", "hari ini"."""
    return "" if value is None else due(clock.local_date(value))


def due(value: date | None) -> str:
    """Return the distance from today to a date: "hari ini", "besok", "6 hari lagi", "6 hari lalu"."""
    if value is None:
        return ""
    days = (value - clock.today()).days
    if days == 0:
        return _("today")
    if abs(days) == 1:
        return _("tomorrow") if days > 0 else _("yesterday")
    if days > 0:
        return ngettext("in %(num)d day", "in %(num)d days", days)
    return ngettext("%(num)d day ago", "%(num)d days ago", -days)


def _hour(local: datetime) -> str:
    return local.strftime("%H.%M" if language() == "id" else "%H:%M")


def _date(value: date | datetime | None, pattern: str, zone: str | None) -> str:
    return "" if value is None else format_date(_local_date(value, zone), pattern, locale=language())


def _local_date(value: date | datetime, zone: str | None) -> date:
    return value.astimezone(_zone(zone)).date() if isinstance(value, datetime) else value
