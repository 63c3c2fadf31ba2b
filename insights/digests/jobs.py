"""Jobs that draft the digest of the last month and mail released digests."""

from __future__ import annotations

from sqlalchemy import and_, or_, select

from app import clock
from app.audit.models import AuditRow
from app.database import db
from app.database.transactions import transaction
from app.jobs import job
from app.mail import outbox
from app.web.external_urls import external
from insights.digests import actions, documents, queries
from insights.digests.models import Digest, DigestState
from insights.digests.rules import Period, code_of, period_with
from insights.digests.scope import About, scope_of, tag_of


@job("digests", "cron", hour=5, minute=30)
def draft_last_month() -> None:
    """Draft the digest of the last whole month about everything."""
    draft_and_notify(period_with("monthly", clock.today()).before, None)


def draft_and_notify(period: Period, about: About) -> None:
    """Create the digest of a period that is over as a draft unless it exists, and notify the coordinators once.

    There is none for a period before the first session or commitment, or whose draft was discarded; nobody is notified
    of one with nothing to report.
    """
    at = clock.utc_now()
    if not actions.is_covered(period, about=about, at=at) or _was_discarded(period.name, about):
        return
    digest = actions.draft(period, about=about, by=None, at=at)
    if digest.snapshot.is_empty or digest.state is not DigestState.DRAFT:
        return
    for person in queries.coordinators(digest):
        outbox.enqueue(
            "insights/digest_drafted",
            person,
            key=f"digest-drafted:{digest.snapshot_id}:{person.id}",
            digest=digest,
            about=digest,
            title=documents.full_title(digest),
            link=external("insights.digests.show", digest_id=digest.id),
        )


def _was_discarded(period: str, about: About) -> bool:
    """Return whether a draft of a period, whose name tells its kind, about something was discarded.

    Acts of earlier versions tell only the code of the draft.
    """
    details = AuditRow.details
    scope, code = details["scope"].as_string(), details["code"].as_string()
    same = and_(scope == scope_of(about), details["period"].as_string() == period)
    query = select(AuditRow.id).where(AuditRow.action == "digest.discarded")
    query = query.where(or_(same, and_(scope.is_(None), code == code_of(period, tag_of(about)))))
    return db.session.scalar(query.limit(1)) is not None


@job("digest-papers", seconds=20, own_transactions=True)
def send_released() -> None:
    """Produce the PDFs of released digests, which is slow, outside of write transactions; then mail them."""
    with transaction(reads_only=True):
        waiting = queries.released_and_not_mailed()
    for digest_id in waiting:
        with transaction(reads_only=True):
            documents.pdf(db.session.get_one(Digest, digest_id))
        with transaction():
            actions.send(queries.digest_to_send(digest_id), at=clock.utc_now())
