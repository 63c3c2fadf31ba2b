"""Labels of audit entries about settings."""

from __future__ import annotations

from flask_babel import lazy_gettext

from app import audit


def describe_acts() -> None:
    """Register the labels."""
    audit.describe("mail.test_sent", lazy_gettext("sent a test mail"))
    audit.describe("mail.test_received", lazy_gettext("received the test mail"))
