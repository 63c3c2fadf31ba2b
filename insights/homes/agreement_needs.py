"""What agreements need: an answer of the parties before they end."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from agreements.registry.queries import expiring
from app.i18n import due, plain_day
from app.translation import gettext as _
from insights.homes.needs import Act, Need, Reader

NOTICE_AHEAD = 21
"""Days before the last day of notice from which an ending agreement needs somebody."""


def ending(reader: Reader) -> Iterator[Need]:
    """Signed agreements that end within sixty days and whose parties must say by then whether they renew."""
    for agreement in expiring(reader.person, reader.today, most=5):
        notice_on = agreement.term.notice_on
        if notice_on is None or agreement.expires_on is None or (notice_on - reader.today).days > NOTICE_AHEAD:
            continue
        href = url_for("agreements.registry.show", agreement_id=agreement.id)
        yield Need(
            urgency=25 + max(0, (notice_on - reader.today).days),
            tone="warn",
            icon="clock",
            word=_("Ends soon"),
            title=agreement.title,
            href=href,
            why=_(
                "Notice by %(day)s, %(when)s. It ends on %(end)s.",
                day=plain_day(notice_on),
                when=due(notice_on),
                end=plain_day(agreement.expires_on),
            ),
            acts=[Act(label=_("See the agreement"), href=href)],
        )
