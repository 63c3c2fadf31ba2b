"""What digests and the outbox need."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flask import url_for
from sqlalchemy import Select, func, select

from app.database import db
from app.i18n import due, plain_day
from app.inbox.models import Standing
from app.inbox.queries import COUNTED, count
from app.outbox.models import Mail, MailState
from app.statements import prepared
from app.translation import gettext as _
from app.translation import ngettext
from insights.digests.models import DigestState
from insights.homes.needs import Act, Kind, Need, Reader


def digests_to_release(reader: Reader) -> Iterator[Need]:
    """Digests that were frozen and not released."""
    for digest in reader.digests:
        if digest.state is not DigestState.DRAFT:
            continue
        href = url_for("insights.digests.show", digest_id=digest.id)
        yield Need(
            kind=Kind.DIGEST,
            urgency=45,
            tone="none",
            icon="digest",
            word=_("Draft"),
            title=_("Digest %(code)s", code=digest.code),
            href=href,
            why=_("Add what leadership should know and decide, then release it."),
            acts=[Act(label=_("Write and release"), href=href)],
        )


def to_decide(reader: Reader) -> Iterator[Need]:
    """What released digests ask of leadership and nobody answered."""
    for digest in reader.digests:
        if digest.state is not DigestState.RELEASED:
            continue
        for number, ask in enumerate(digest.asks, 1):
            if "answer" in ask:
                continue
            by = date.fromisoformat(ask["by"])
            yield Need(
                kind=Kind.DECISION,
                urgency=10 + max(0, (by - reader.today).days) // 3,
                tone="bad" if by < reader.today else "warn",
                icon="question",
                word=_("Please decide"),
                title=ask["title"],
                href=url_for("insights.digests.show", digest_id=digest.id),
                why=_("No later than %(day)s, %(when)s.", day=plain_day(by), when=due(by)),
                acts=[
                    Act(
                        label=_("Decide"),
                        href=url_for("insights.digests.answer", digest_id=digest.id, number=number),
                    )
                ],
            )


def mail_aside(reader: Reader) -> Iterator[Need]:
    """Messages that arrived and could not be taken in by themselves."""
    waiting = min(count(reader.person, Standing.ASIDE), COUNTED)
    if waiting:
        href = url_for("inbox.index")
        yield Need(
            kind=Kind.MAIL,
            urgency=42,
            tone="none",
            icon="mail",
            word=_("Incoming mail"),
            title=ngettext("%(num)d message waits for somebody", "%(num)d messages wait for somebody", waiting),
            href=href,
            why=_("It could not be taken in by itself."),
            acts=[Act(label=_("Look at it"), href=href)],
        )


def dead_mail(reader: Reader) -> Iterator[Need]:
    """Messages that could not be delivered."""
    dead = db.session.scalar(*_dead()) or 0
    if dead:
        href = url_for("outbox.index")
        yield Need(
            kind=Kind.MAIL,
            urgency=5,
            tone="bad",
            icon="blocked",
            word=_("Not delivered"),
            title=ngettext("%(num)d message could not be sent", "%(num)d messages could not be sent", dead),
            href=href,
            why=_("Each was tried ten times. See why, and send them again."),
            acts=[Act(label=_("See them"), href=href)],
        )


@prepared
def _dead() -> Select[int]:
    return select(func.count()).where(Mail.state == MailState.DEAD)
