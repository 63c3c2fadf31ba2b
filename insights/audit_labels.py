"""Labels of digest acts in the audit log."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app import audit
from insights.digests import labels
from insights.digests.models import Digest, OutcomeKind, Snapshot
from insights.schedules.models import DigestSchedule

KINDS = {Digest: _l("digest"), Snapshot: _l("snapshot"), DigestSchedule: _l("schedule of digests")}

SENTENCES = {
    "snapshot.taken": _l("stored the figures of %(period)s"),
    "digest.drafted": _l("began the digest of %(period)s"),
    "digest.written": _l("wrote what leadership reads first"),
    "digest.asked": _l("added the question “%(title)s”"),
    "digest.ask_withdrawn": _l("took question %(number)s back"),
    "digest.released": _l("released edition %(revision)s"),
    "digest.discarded": _l("discarded the draft %(code)s of %(period)s"),
    "digest.revised": _l("began edition %(revision)s"),
    "digest.answered": _l("answered question %(number)s"),
    "digest_schedule.added": _l("scheduled automatic drafts of digests"),
    "digest_schedule.removed": _l("stopped automatic drafts of digests"),
    "digest.followed_up": _l("followed up the answer to question %(number)s"),
}

DETAILS = {
    "about": _l("About"),
    "answer": _l("Answer"),
    "period": _l("Period"),
    "recipients": _l("Recipients"),
    "revision": _l("Edition"),
}
OUTCOMES = {
    OutcomeKind.COMMITMENT: _l("Commitment"),
    OutcomeKind.AGENDA_ITEM: _l("Agenda item"),
    OutcomeKind.DECISION: _l("Decision"),
    OutcomeKind.DIRECTIVE: _l("Directive"),
    OutcomeKind.NOTHING: _l("Nothing"),
}


def describe_acts() -> None:
    """Register the audit labels of digests, snapshots and their acts."""
    for model, words in KINDS.items():
        audit.call(model, words)
    for action, words in SENTENCES.items():
        audit.describe(action, words)
    audit.label_details(DETAILS)
    audit.keep_internal("scope")
    audit.label_values("digest", ("kind",), OUTCOMES)
    audit.label_values("digest_schedule", ("kind",), labels.KINDS)
    audit.label_values("snapshot", ("kind",), labels.KINDS)
