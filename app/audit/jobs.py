"""Jobs that seal the audit trail. They log the last digest, so that the chain can be checked against the logs."""

from __future__ import annotations

import structlog

from app.audit.chain import head_of_chain, seal
from app.jobs import job

log = structlog.get_logger()


@job("audit-seal", minutes=1)
def seal_new_rows() -> None:
    """Seal the rows of the last minutes."""
    before = head_of_chain()
    head = seal()
    if head != before:
        log.info("audit.sealed", position=head.position, digest=head.digest)


@job("audit-seal-late", "cron", hour=3, minute=10)
def seal_late_rows() -> None:
    """Seal rows of transactions so long that the frequent job did not find them."""
    seal(everywhere=True)
