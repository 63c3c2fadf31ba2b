"""Action items about digests and mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, func, select

from app.database import db
from app.mail.inbox.models import Standing
from app.mail.inbox.queries import COUNTED, count
from app.mail.outbox.models import Mail, MailState
from app.web.i18n import due, plain_day
from insights.digests.models import DigestState
from insights.homes.tasks import Act, ActionItem, Kind, Reader


def digests_to_release(reader: Reader) -> Iterator[ActionItem]:
    """Yield the digests that are drafts and have something to report."""
    for digest in reader.digests:
        if digest.state is not DigestState.DRAFT or digest.is_empty:
            continue
        href = url_for("insights.digests.show", digest_id=digest.id)
        yield ActionItem(
            kind=Kind.DIGEST,
            urgency=45,
            tone="none",
            icon="digest",
            word=_("Draft"),
            title=_("Digest %(code)s", code=digest.code),
            href=href,
            why=_("Add what leadership should know and decide, then release it."),
            acts=(Act(label=_("Write and release"), href=href),),
        )


def to_decide(reader: Reader) -> Iterator[ActionItem]:
    """Yield the unanswered questions of released digests."""
    for digest in reader.digests:
        if digest.state is not DigestState.RELEASED:
            continue
        for number, ask in enumerate(digest.asks, 1):
            if "answer" in ask:
                continue
            by = date.fromisoformat(ask["by"])
            yield ActionItem(
                kind=Kind.DECISION,
                urgency=10 + max(0, (by - reader.today).days) // 3,
                tone="bad" if by < reader.today else "warn",
                icon="question",
                word=_("Please decide"),
                title=ask["title"],
                href=url_for("insights.digests.show", digest_id=digest.id),
                why=_("No later than %(day)s, %(when)s.", day=plain_day(by), when=due(by)),
                acts=(
                    Act(
                        label=_("Decide"),
                        href=url_for("insights.digests.answer", digest_id=digest.id, number=number),
                    ),
                ),
            )


def mail_aside(reader: Reader) -> Iterator[ActionItem]:
    """Yield an item for incoming messages that could not be processed."""
    if waiting := min(count(reader.person, Standing.ASIDE), COUNTED):
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


def _mail(word: str, title: str, why: str, act: Act, **looks: Any) -> ActionItem:
    """Return an action item about messages, with a link to their list."""
    return ActionItem(kind=Kind.MAIL, word=word, title=title, href=act.href, why=why, acts=(act,), **looks)


def _dead() -> Select[int]:
    return select(func.count()).where(Mail.state == MailState.DEAD)
