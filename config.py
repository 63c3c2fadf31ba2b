"""Settings, read once from the environment; docs/settings.md describes each."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ROOT = Path(__file__).parent

SHORTEST_KEY = 32
"""Characters that a signing key must have in production."""

FEATURES = ("commitments", "forums", "agreements", "insights", "demo")
"""Packages on top of the platform, lower ones first; each has an `init_app(app)`."""


class SettingsRefused(SystemExit):
    """The environment asks for something that Selaras will not start with; the text says what, and nothing else is.

    It ends the process like any other exit, so that whoever starts it reads one sentence.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One instance's settings. Zones are IANA names, sizes are bytes, addresses have no trailing slash."""

    environment: str
    secret_key: str
    database_url: str
    data_dir: Path
    base_url: str
    mail_url: str | None
    mail_from: str
    mail_timeout: int
    metrics_token: str | None
    timezone: str
    languages: tuple[str, ...]
    country: str
    unit_name: str
    unit_above: str
    unit_address: str
    unit_city: str
    demo: bool
    upload_limit: int
    paper_patience: int
    horizon_months: int
    trusted_proxies: int
    opening_minutes: int
    """How long before its start a session can be opened."""
    correction_days: int
    invitation_days: int
    inbox_url: str | None
    inbox_ca: str | None
    """A file of authorities (PEM) that vouch for the mailbox's certificate, in place of the system's."""
    inbox_days: int
    api_rate: int
    """Requests a minute that one token may send; 0: as many as it likes."""
    intranet_hosts: tuple[str, ...]
    """Machines of this network whose calendars people may name, each with or without a port."""

    @property
    def production(self) -> bool:
        """Whether this instance serves real people: Secure cookies, HSTS, no demo, no pretended time."""
        return self.environment == "production"

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which this instance says "today"."""
        return ZoneInfo(self.timezone)


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings that `environ` asks for; empty ones count as not set. Raises SettingsRefused.

    Compose passes on every setting, those without a value as empty ones.
    """
    environ = {name: value for name, value in environ.items() if value}
    environment = environ.get("SELARAS_ENV") or "development"
    if environment not in {"development", "production"}:
        raise SettingsRefused(f"SELARAS_ENV is {environment!r}: it can be development or production.")
    data_dir = Path(environ.get("DATA_DIR") or ROOT / "var").resolve()
    settings = Settings(
        environment=environment,
        secret_key=_secret_key(environ, environment, data_dir),
        database_url=_database_url(
            environ.get("DATABASE_URL") or f"sqlite:///{data_dir / 'selaras.sqlite'}", environ.get("DATABASE_PASSWORD")
        ),
        data_dir=data_dir,
        base_url=_address(
            "BASE_URL",
            environ.get("BASE_URL") or f"http://127.0.0.1:{environ.get('PORT', '8000')}",
            "http",
            "https",
        ),
        mail_url=_address("MAIL_URL", environ["MAIL_URL"], "smtp", "smtps") if environ.get("MAIL_URL") else None,
        mail_from=environ.get("MAIL_FROM", "forum@selaras.example"),
        mail_timeout=_number("MAIL_TIMEOUT", environ.get("MAIL_TIMEOUT"), 20),
        metrics_token=environ.get("METRICS_TOKEN") or None,
        timezone=_timezone(environ.get("SELARAS_TIMEZONE") or "Asia/Jakarta"),
        languages=("id", "en"),
        country=environ.get("SELARAS_COUNTRY", "ID"),
        unit_name=environ.get("SELARAS_UNIT", "BLUD Jakarta Smart City"),
        unit_above=environ.get("SELARAS_UNIT_ABOVE", ""),
        unit_address=environ.get("SELARAS_UNIT_ADDRESS", ""),
        unit_city=environ.get("SELARAS_UNIT_CITY", "Jakarta"),
        demo=environ.get("SELARAS_DEMO", "0") == "1",
        upload_limit=_number("UPLOAD_LIMIT", environ.get("UPLOAD_LIMIT"), 20 * 1024 * 1024),
        paper_patience=_number("PAPER_PATIENCE", environ.get("PAPER_PATIENCE"), 1, least=0),
        horizon_months=_number("HORIZON_MONTHS", environ.get("HORIZON_MONTHS"), 12),
        trusted_proxies=_number("TRUSTED_PROXIES", environ.get("TRUSTED_PROXIES"), 0, least=0),
        opening_minutes=_number("OPENING_MINUTES", environ.get("OPENING_MINUTES"), 60, least=0),
        correction_days=_number("CORRECTION_DAYS", environ.get("CORRECTION_DAYS"), 5),
        invitation_days=_number("INVITATION_DAYS", environ.get("INVITATION_DAYS"), 14),
        inbox_url=_address("INBOX_URL", environ["INBOX_URL"], "imap", "imaps") if environ.get("INBOX_URL") else None,
        inbox_ca=environ.get("INBOX_CA") or None,
        inbox_days=_number("INBOX_DAYS", environ.get("INBOX_DAYS"), 180),
        api_rate=_number("API_RATE", environ.get("API_RATE"), 600, least=0),
        intranet_hosts=_hosts("INTRANET_HOSTS", environ.get("INTRANET_HOSTS", "")),
    )
    _keep_demo_at_home(settings)
    return settings


def _keep_demo_at_home(settings: Settings) -> None:
    if settings.production and settings.demo:
        raise SettingsRefused("The demo does not run in production: unset SELARAS_DEMO or SELARAS_ENV.")
    if settings.demo and settings.trusted_proxies:
        raise SettingsRefused("The demo is for this machine alone: unset SELARAS_DEMO or TRUSTED_PROXIES.")


def _secret_key(environ: Mapping[str, str], environment: str, data_dir: Path) -> str:
    """Return SECRET_KEY; outside production a key is made once and kept in the data directory."""
    if key := environ.get("SECRET_KEY"):
        if environment == "production" and len(key) < SHORTEST_KEY:
            raise SettingsRefused(f"SECRET_KEY is too short: at least {SHORTEST_KEY} random characters.")
        return key
    if environment == "production":
        raise SettingsRefused("SECRET_KEY is not set: production does not start without one.")
    kept = data_dir / "secret-key"
    if not kept.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        new = data_dir / f".secret-key-{os.getpid()}"
        new.write_text(secrets.token_hex(32))
        new.chmod(0o600)
        try:
            os.link(new, kept)
        except FileExistsError:
            pass
        finally:
            new.unlink()
    return kept.read_text().strip()


def _number(name: str, written: str | None, default: int, *, least: int = 1) -> int:
    """Return a whole number of at least `least`."""
    if not written:
        return default
    if not written.isdecimal() or int(written) < least:
        raise SettingsRefused(f"{name} is {written!r}: it must be a whole number, at least {least}.")
    return int(written)


def _address(name: str, written: str, *schemes: str) -> str:
    """Return an address of one of the `schemes` without a slash at its end."""
    try:
        parts = urlsplit(written)
        usable = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise SettingsRefused(f"{name} is not an address that begins with {' or '.join(f'{s}://' for s in schemes)}.")
    return written.rstrip("/")


def _hosts(name: str, written: str) -> tuple[str, ...]:
    """Return the names of machines that stand between commas, each with or without a port."""
    hosts = [one.strip().lower() for one in written.split(",") if one.strip()]
    for host in hosts:
        if not re.fullmatch(r"[a-z0-9.-]+(?::[1-9][0-9]{0,4})?", host):
            raise SettingsRefused(f"{name} has {host!r}: it must be names such as calendar.internal or 10.1.2.3:8443.")
    return tuple(hosts)


def _timezone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingsRefused(f"SELARAS_TIMEZONE is {name!r}: it must be a name such as Asia/Jakarta.") from None


def _database_url(url: str, password: str | None) -> str:
    """Return the URL with `password` in it, if there is one, and with the name of the PostgreSQL driver.

    `postgres://` URLs of hosting services work as they are.
    """
    if password:
        url = _with_password(url, password)
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    if not url.startswith(("postgresql+psycopg://", "sqlite:///")):
        raise SettingsRefused("DATABASE_URL is not an address that begins with postgresql:// or sqlite:///.")
    return url


def _with_password(url: str, password: str) -> str:
    """Return `url` with `password`, percent-encoded, after the name of its user."""
    user, separator, place = url.partition("@")
    if not separator or not re.fullmatch(r"[a-z+]+://[^:/?#]+", user):
        raise SettingsRefused("DATABASE_PASSWORD needs a DATABASE_URL with a user and without a password.")
    return f"{user}:{quote(password, safe='')}@{place}"
