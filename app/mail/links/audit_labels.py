"""Labels of the audit actions of links."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app import audit
from app.mail.links.models import MailLink


def describe_acts() -> None:
    """Register the labels."""
    audit.call(MailLink, _l("link in a mail"))
    audit.describe("mail_link.revoked", _l("revoked a link in a mail"))
    audit.describe("mail_link.disowned", _l("said that a mail was not for them"))
    audit.describe("mail_link.passed_on", _l("passed a mail on to a colleague"))
