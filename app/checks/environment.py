"""Checks of the settings: pure functions of what the environment says."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.checks.findings import Check, Finding, Severity, Surroundings
from app.mail.outbox.ways import Way, way_out
from config import SHORTEST_KEY
from production import obstacles

FEWEST_CHARACTERS = 10
"""Number of different characters that a random key has at least."""


def refused_settings(given: Surroundings) -> Iterator[Finding]:
    """Yield a fault for each setting with which this instance does not start."""
    for line in given.config_errors:
        yield Finding(Severity.FAULT, line, "")


def base_url(given: Surroundings) -> Iterator[Finding]:
    """Yield what is wrong with BASE_URL, unless it was refused already."""
    yield from _obstacles(given, "BASE_URL")


def mail(given: Surroundings) -> Iterator[Finding]:
    """Yield what is wrong with the mail server and the sender, unless they were refused already."""
    yield from _obstacles(given, "MAIL_URL", "MAIL_FROM")
    if way_out(given.settings) is Way.OUTBOX:
        yield Finding(
            Severity.ADVICE,
            _l("It is “none”: mail is kept under Outgoing mail, and nobody is invited, reminded or informed."),
            _l("Set it to smtps://user:password@host:465 when there is a mail server."),
            "MAIL_URL",
        )


def signing_key(given: Surroundings) -> Iterator[Finding]:
    """Yield a finding if SECRET_KEY can be guessed."""
    key = given.settings.secret_key
    if not given.refused("SECRET_KEY") and (len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS):
        yield Finding(
            given.in_production,
            _l("It is easy to guess, so links and sign-ins can be forged."),
            _l('Set it to the output of: python3 -c "import secrets; print(secrets.token_hex(32))"'),
            "SECRET_KEY",
        )


def proxies(given: Surroundings) -> Iterator[Finding]:
    """Yield advice if production trusts no proxy although TLS ends in front of it."""
    if given.settings.production and not given.settings.trusted_proxies:
        yield Finding(
            Severity.ADVICE,
            _l("It is 0: behind a proxy, all visitors appear to have the same IP address."),
            _l("Set it to the number of proxies in front, usually 1."),
            "TRUSTED_PROXIES",
        )


def metrics(given: Surroundings) -> Iterator[Finding]:
    """Yield advice if a monitor elsewhere cannot read the metrics of production."""
    if given.settings.production and not given.settings.metrics_token:
        yield Finding(
            Severity.ADVICE,
            _l("It is not set: only this machine can read /metrics."),
            _l("Set it to a random value if a monitor on another machine reads them."),
            "METRICS_TOKEN",
        )


def _obstacles(given: Surroundings, *names: str) -> Iterator[Finding]:
    for found in obstacles(given.settings):
        if found.setting in names and not any(map(found.concerns, given.config_errors)):
            yield Finding(given.in_production, gettext(found.problem), gettext(found.remedy), found.setting)


CHECKS = (
    Check("settings", _l("Environment"), _l("An instance with an invalid setting does not start."), refused_settings),
    Check("base-url", _l("Address"), _l("Links in mails, documents and calendars lead there."), base_url),
    Check("mail", _l("Mail"), _l("Invitations, reminders and sign-in links leave as mail."), mail),
    Check("signing-key", _l("Signing key"), _l("It protects sign-ins, links and forms."), signing_key),
    Check("proxies", _l("Proxies"), _l("Failed sign-ins are counted for each IP address."), proxies),
    Check("metrics", _l("Metrics"), _l("Monitoring reports problems that nobody has noticed."), metrics),
)
