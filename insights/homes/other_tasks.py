"""Action items about mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, func, select

from app.database import db
from app.mail.inbox.models import MailStatus
from app.mail.inbox.queries import COUNTED, count
from app.mail.outbox import about
from app.mail.outbox.models import Mail, MailState
from insights.homes.tasks import Act, ActionItem, Kind, Reader

LOST_FOR = timedelta(days=14)
"""How long a mail that did not arrive is an action item."""


def mail_aside(reader: Reader) -> Iterator[ActionItem]:
    """Yield an item for incoming messages that could not be processed."""
    if waiting := min(count(reader.person, MailStatus.ASIDE), COUNTED):
        yield _mail(
            _("Incoming mail"),
            ngettext("%(num)d message could not be processed", "%(num)d messages could not be processed", waiting),
            _("Automatic processing failed."),
            Act(label=_("See them"), href=url_for("inbox.index")),
            urgency=42,
            tone="none",
            icon="mail",
        )


def dead_mail(reader: Reader) -> Iterator[ActionItem]:
    """Yield an item for outgoing messages that could not be delivered."""
    if dead := db.session.execute(_dead()).all()[0][0]:
        yield _mail(
            _("Not delivered"),
            ngettext("%(num)d message could not be sent", "%(num)d messages could not be sent", dead),
            _("Each was tried ten times. See why, and send them again."),
            Act(label=_("See them"), href=url_for("outbox.index")),
            urgency=5,
            tone="bad",
            icon="blocked",
        )


def lost_mail(reader: Reader) -> Iterator[ActionItem]:
    """Yield an item for mails of the last two weeks that required an answer and were not delivered."""
    lost = about.unanswerable(reader.person, reader.today, reader.now - LOST_FOR)
    if lost:
        more = _("More than %(num)d messages did not arrive", num=about.COUNTED)
        yield _mail(
            _("Not delivered"),
            more
            if lost > about.COUNTED
            else ngettext("%(num)d message did not arrive", "%(num)d messages did not arrive", lost),
            _("Each asked for an answer. Correct the address, or ask in another way."),
            Act(label=_("See them"), href=url_for("mails.index", state="undelivered")),
            urgency=18,
            tone="warn",
            icon="mail",
        )


def _mail(word: str, title: str, why: str, act: Act, **looks: Any) -> ActionItem:
    """Return an action item about messages, with a link to their list."""
    return ActionItem(kind=Kind.MAIL, word=word, title=title, href=act.href, why=why, acts=(act,), **looks)


def _dead() -> Select[int]:
    return select(func.count()).where(Mail.state == MailState.DEAD)
