"""Action items about agreements: those that end, are in hand, or have an amendment to answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from agreements.amendments.queries import unanswered
from agreements.making import queries as making
from agreements.registry.queries import expiring
from app.clock import local_date
from app.web.i18n import due, plain_day
from insights.homes.tasks import COUNTED, Act, ActionItem, Kind, Reader

NOTICE_AHEAD = 21
"""Number of days before the last day of notice from which an ending agreement becomes an action item."""
MOST_ENDING = 25
"""Maximum number of agreements, ordered by end, that are checked."""


def ending(reader: Reader) -> Iterator[ActionItem]:
    """Yield signed agreements that end within sixty days and whose last day of notice is near or past."""
    far = reader.today + timedelta(days=NOTICE_AHEAD)
    known = [(one, one.term.notice_on) for one in expiring(reader.person, reader.today, most=MOST_ENDING)]
    found = [(one, notice_on) for one, notice_on in known if notice_on and notice_on <= far]
    for agreement, notice_on in found[: reader.most]:
        href = url_for("agreements.registry.show", agreement_id=agreement.id)
        yield ActionItem(
            kind=Kind.ENDING,
            total=len(found),
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
                end=plain_day(agreement.term.expires_on),
            ),
            acts=(Act(label=_("See the agreement"), href=href),),
        )


def in_hand(reader: Reader) -> Iterator[ActionItem]:
    """Yield the agreements in the making that the reader's organisation has in hand."""
    found = making.in_hand(reader.person, reader.today, most=COUNTED + 1)
    for agreement in found[: reader.most]:
        href = url_for("agreements.making.show", agreement_id=agreement.id)
        pass_on = url_for("agreements.making.pass_on", agreement_id=agreement.id)
        days = (reader.today - agreement.since).days
        yield ActionItem(
            kind=Kind.IN_HAND,
            total=len(found),
            urgency=40 - min(days, 20),
            tone="none",
            icon="forward",
            word=_("With you"),
            title=agreement.title,
            href=href,
            why=ngettext("For %(num)d day: %(word)s", "For %(num)d days: %(word)s", days, word=agreement.word[:160]),
            acts=(Act(label=_("Pass it on"), href=pass_on),),
        )


def amendments_to_answer(reader: Reader) -> Iterator[ActionItem]:
    """Yield the amendments on whose draft the reader's organisation took no position."""
    found = unanswered(reader.person, reader.today, most=COUNTED + 1)
    for amendment in found[: reader.most]:
        href = url_for("agreements.amendments.show", amendment_id=amendment.id)
        position = url_for("agreements.amendments.take_position", amendment_id=amendment.id)
        sent_at = amendment.sent_at or amendment.changed_at
        days = (reader.today - local_date(sent_at)).days
        yield ActionItem(
            kind=Kind.AMENDMENT,
            total=len(found),
            urgency=30 - min(days, 20),
            tone="warn",
            icon="question",
            word=_("Amendment to answer"),
            title=amendment.title,
            href=href,
            why=_(
                "Sent on %(day)s. It would apply from %(start)s.",
                day=plain_day(sent_at),
                start=plain_day(amendment.effective_on),
            ),
            acts=(Act(label=_("Take a position"), href=position),),
        )
