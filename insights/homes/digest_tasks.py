"""Action items about digests: drafts to release, questions to decide, answers to follow up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

from flask import url_for
from flask_babel import gettext as _

from app.web.i18n import due, plain_day
from insights.digests.models import DigestState
from insights.digests.rules import is_to_follow_up
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


def to_follow_up(reader: Reader) -> Iterator[ActionItem]:
    """Yield the answers of leadership from which nothing has followed yet."""
    waiting = [
        (digest, number, ask)
        for digest in reader.digests
        for number, ask in enumerate(digest.asks, 1)
        if is_to_follow_up(ask)
    ]
    for digest, number, ask in islice(waiting, reader.most):
        href = url_for("insights.outcomes.choose", digest_id=digest.id, number=number)
        yield ActionItem(
            kind=Kind.TO_FOLLOW_UP,
            urgency=20,
            tone="warn",
            icon="decision",
            word=_("Decided"),
            title=ask["title"],
            href=url_for("insights.digests.show", digest_id=digest.id, _anchor=f"ask-{number}"),
            total=len(waiting),
            why=_("%(name)s decided: %(answer)s", name=ask["answered_by"], answer=ask["answer"]),
            acts=(Act(label=_("Follow up"), href=href),),
        )
