"""Settings, read once from the environment; docs/settings.md describes each of them."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from production import obstacles

ROOT = Path(__file__).parent

SHORTEST_KEY = 32
"""Minimum length of a signing key in production, in characters."""

NO_MAIL = "none"
"""The value of MAIL_URL with which mail waits in the outbox."""

DEFAULT_UNIT = "Selaras"
"""The name of the unit until one is set."""

EXAMPLE_CONTACT = "ppid@contoh.example"
"""Whom the demo names for questions about withheld information; addresses of .example do not exist."""
FEATURES = ("commitments", "forums", "agreements", "cooperation", "alignment", "insights", "demo")
"""Feature packages, in the order of their layers, lowest first; each has an `init_app(app)`."""


class SettingsRefused(SystemExit):
    """The environment has invalid settings; the message names each in one line.

    A SystemExit, so that the process ends with this message instead of a traceback.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of an instance. Time zones are IANA names, sizes are in bytes, URLs have no trailing slash."""

    environment: str
    secret_key: str
    database_url: str
    data_dir: Path
    base_url: str
    mail_url: str | None
    mail_waits: bool
    """Whether mail stays in the outbox because MAIL_URL is "none"."""
    mail_from: str
    mail_timeout: int
    contact_mail: str | None
    """The address for problems that people report, such as with accessibility."""
    information_contact: str
    """Whom to ask about withheld information, or where to object; empty for `contact_mail`, else the unit."""
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
    """Number of minutes before its start from which a session can be opened."""
    correction_days: int
    invitation_days: int
    answer_days: int
    """Number of working days within which directives and suggestions should be answered."""
    inbox_url: str | None
    inbox_ca: str | None
    """Path of a PEM file with the CA certificates to verify the mail server with, instead of the system's."""
    inbox_days: int
    api_rate: int
    """Maximum number of API requests per minute and token; 0 for no limit."""
    intranet_hosts: tuple[str, ...]
    """Hosts on the internal network whose calendars people may subscribe to, each with an optional port."""
    allow_loopback: bool
    """Whether BASE_URL may be a loopback address in production."""

    @property
    def production(self) -> bool:
        """Return whether this is a production instance: Secure cookies, HSTS, no demo, no simulated time."""
        return self.environment == "production"

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone that defines "today" in this instance."""
        return ZoneInfo(self.timezone)


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings in `environ`. Raises SettingsRefused with one line for each that is invalid or missing."""
    settings, errors = examine_settings(environ)
    if errors:
        raise SettingsRefused("\n".join(errors))
    return settings


class Environment:
    """The environment, whose empty variables count as not set; `errors` has one line for each invalid one."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.values = {name: value for name, value in environ.items() if value}
        self.errors: list[str] = []

    def read(self, reader: Callable[..., Any], *arguments: Any, otherwise: Any, **options: Any) -> Any:
        """Return what `reader` returns, or `otherwise` if it raises SettingsRefused."""
        try:
            return reader(*arguments, **options)
        except SettingsRefused as error:
            self.errors.append(str(error))
            return otherwise

    def number(self, name: str, default: int, *, least: int = 1) -> int:
        """Return an integer of at least `least`."""
        return int(self.read(_number, name, self.values.get(name), default, least=least, otherwise=default))


def examine_settings(environ: Mapping[str, str] = os.environ) -> tuple[Settings, list[str]]:
    """Return the settings in `environ`, and one line for each that is refused; empty ones count as not set.

    A refused setting has its default value, SECRET_KEY a random one, so that the rest can be checked; an instance does
    not start with them.
    """
    env = Environment(environ)
    given = env.values
    settings = Settings(
        languages=("id", "en"),
        country=given.get("SELARAS_COUNTRY", "ID"),
        timezone=env.read(_timezone, given.get("SELARAS_TIMEZONE", "UTC"), otherwise="UTC"),
        unit_name=given.get("SELARAS_UNIT", DEFAULT_UNIT),
        unit_above=given.get("SELARAS_UNIT_ABOVE", ""),
        unit_address=given.get("SELARAS_UNIT_ADDRESS", ""),
        unit_city=given.get("SELARAS_UNIT_CITY", ""),
        demo=is_demo(given),
        metrics_token=given.get("METRICS_TOKEN"),
        intranet_hosts=env.read(_hosts, "INTRANET_HOSTS", given.get("INTRANET_HOSTS", ""), otherwise=()),
        allow_loopback=given.get("ALLOW_LOOPBACK") == "1",
        **_storage(env),
        **_mail(env),
        **_limits(env),
    )
    env.read(_keep_demo_at_home, settings, otherwise=None)
    if settings.production:
        env.errors += [str(one) for one in obstacles(settings) if not any(map(one.concerns, env.errors))]
    return settings, env.errors


def _storage(env: Environment) -> dict[str, Any]:
    """Return where the instance is, and where it keeps its data and key."""
    given, read = env.values, env.read
    environment = read(_environment, given.get("SELARAS_ENV"), otherwise="development")
    data_dir = Path(given.get("DATA_DIR", ROOT / "var")).resolve()
    sqlite, here = f"sqlite:///{data_dir / 'selaras.sqlite'}", f"http://127.0.0.1:{given.get('PORT', '8000')}"
    url, password = given.get("DATABASE_URL", sqlite), given.get("DATABASE_PASSWORD")
    return {
        "environment": environment,
        "secret_key": read(_secret_key, given, environment, data_dir, otherwise=secrets.token_hex(32)),
        "database_url": read(_database_url, url, password, otherwise=sqlite),
        "data_dir": data_dir,
        "base_url": read(
            _address, "BASE_URL", given.get("BASE_URL", here), "http", "https", otherwise="http://127.0.0.1"
        ),
    }


def _mail(env: Environment) -> dict[str, Any]:
    """Return how mail leaves and arrives."""
    given = env.values
    inbox_url = given.get("INBOX_URL")
    return {
        "mail_url": env.read(_mail_url, given.get("MAIL_URL"), otherwise=None),
        "mail_waits": given.get("MAIL_URL") == NO_MAIL,
        "mail_from": given.get("MAIL_FROM", "forum@selaras.example"),
        "mail_timeout": env.number("MAIL_TIMEOUT", 20),
        "contact_mail": env.read(_contact, given.get("CONTACT_MAIL"), otherwise=None),
        "information_contact": given.get("INFORMATION_CONTACT", EXAMPLE_CONTACT if is_demo(given) else ""),
        "inbox_url": env.read(_address, "INBOX_URL", inbox_url, "imap", "imaps", otherwise=None) if inbox_url else None,
        "inbox_ca": given.get("INBOX_CA"),
        "inbox_days": env.number("INBOX_DAYS", 180),
    }


def is_demo(given: Mapping[str, str]) -> bool:
    """Return whether the values of settings turn the demo on."""
    return given.get("SELARAS_DEMO") == "1"


def _limits(env: Environment) -> dict[str, Any]:
    """Return sizes, periods and rates."""
    return {
        "upload_limit": env.number("UPLOAD_LIMIT", 20 * 1024 * 1024),
        "paper_patience": env.number("PAPER_PATIENCE", 1, least=0),
        "horizon_months": env.number("HORIZON_MONTHS", 12),
        "trusted_proxies": env.number("TRUSTED_PROXIES", 0, least=0),
        "opening_minutes": env.number("OPENING_MINUTES", 60, least=0),
        "correction_days": env.number("CORRECTION_DAYS", 5),
        "answer_days": env.number("ANSWER_DAYS", 10),
        "invitation_days": env.number("INVITATION_DAYS", 14),
        "api_rate": env.number("API_RATE", 600, least=0),
    }


def _environment(written: str | None) -> str:
    if written and written not in {"development", "production"}:
        raise SettingsRefused(f"SELARAS_ENV is {written!r}: it can be development or production.")
    return written or "development"


def _keep_demo_at_home(settings: Settings) -> None:
    if settings.production and settings.demo:
        raise SettingsRefused("The demo does not run in production: unset SELARAS_DEMO or SELARAS_ENV.")
    if settings.demo and settings.trusted_proxies:
        raise SettingsRefused("The demo is for this machine alone: unset SELARAS_DEMO or TRUSTED_PROXIES.")


def _secret_key(environ: Mapping[str, str], environment: str, data_dir: Path) -> str:
    """Return SECRET_KEY; outside production, a missing key is generated once and stored in the data directory."""
    if key := environ.get("SECRET_KEY"):
        if environment == "production" and len(key) < SHORTEST_KEY:
            raise SettingsRefused(f"SECRET_KEY is too short: at least {SHORTEST_KEY} random characters.")
        return key
    if environment == "production":
        raise SettingsRefused("SECRET_KEY is not set: production does not start without one.")
    try:
        return _kept_key(data_dir)
    except OSError as error:
        raise SettingsRefused(f"DATA_DIR {str(data_dir)!r} cannot be used: {error.strerror}.") from None


def _kept_key(data_dir: Path) -> str:
    """Return the key in the data directory, made at the first start."""
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
    """Return an integer of at least `least`, or `default` if nothing is set. Raises SettingsRefused if invalid."""
    if not written:
        return default
    if not written.isdecimal() or int(written) < least:
        raise SettingsRefused(f"{name} is {written!r}: it must be a whole number, at least {least}.")
    return int(written)


def _address(name: str, written: str, *schemes: str) -> str:
    """Return a URL with one of `schemes`, without a trailing slash. Raises SettingsRefused if invalid."""
    try:
        parts = urlsplit(written)
        usable = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise SettingsRefused(f"{name} is not an address that begins with {' or '.join(f'{s}://' for s in schemes)}.")
    return written.rstrip("/")


def _mail_url(written: str | None) -> str | None:
    """Return the address of the mail server; None if there is none."""
    if not written or written == NO_MAIL:
        return None
    url = _address("MAIL_URL", written, "smtp", "smtps")
    if parse_qs(urlsplit(url).query).get("starttls", ["offered"])[0] not in {"required", "offered", "never"}:
        raise SettingsRefused("MAIL_URL's starttls must be required, offered or never.")
    return url


def _contact(written: str | None) -> str | None:
    """Return an e-mail address, None if there is none. Raises SettingsRefused if it is not an address."""
    if written and not re.fullmatch(r"[^@\s<>,?]+@[^@\s<>,?]+", written):
        raise SettingsRefused(f"CONTACT_MAIL is {written!r}: it must be an e-mail address.")
    return written


def _hosts(name: str, written: str) -> tuple[str, ...]:
    """Return the hosts in a comma-separated list, each with an optional port. Raises SettingsRefused if invalid."""
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
    """Return the URL with `password` and the PostgreSQL driver; `postgres://` URLs of hosting services work too.

    Raises SettingsRefused for other databases.
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
