"""Minutes: states agree with the audit rows, no version is lost, and locked contents have the approved hash."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select

from app.audit.models import AuditRow
from app.database import db
from app.pdf.canonical import fingerprint
from forums.minutes.models import EarlierText, Minutes, MinutesState, Passage
from soak.findings import Finding, contradictory

ORDER = list(MinutesState)
ACTS = {
    MinutesState.CIRCULATED: "minutes.circulated",
    MinutesState.APPROVED: "minutes.approved",
    MinutesState.PUBLISHED: "minutes.published",
}


def states_can_be() -> Iterator[Finding]:
    """Each state that minutes have reached has its time and its audit row; later states have neither."""
    recorded: dict[UUID, set[str]] = defaultdict(set)
    acts = select(AuditRow.subject_id, AuditRow.action).where(AuditRow.action.in_(ACTS.values()))
    for subject, action in db.session.execute(acts):
        recorded[subject].add(action)
    for one in db.session.scalars(select(Minutes).execution_options(yield_per=200)):
        for state, action in ACTS.items():
            passed = ORDER.index(one.state) >= ORDER.index(state)
            dated = getattr(one, f"{state.value}_at") is not None
            if not passed == dated == (action in recorded[one.id]):
                yield contradictory(f"minutes {one.id} are {one.state.value}: {action} {passed=} {dated=}")
        if one.published_content is not None and one.published_sha256 != fingerprint(one.published_content):
            yield contradictory(f"minutes {one.id}: what was published is not what its hash says")
        whole = one.content is not None and one.sha256 == fingerprint(one.content)
        if one.is_locked != whole and (one.is_locked or one.content is not None):
            yield contradictory(f"minutes {one.id}: what was approved is not what its hash says")


def versions_are_kept() -> Iterator[Finding]:
    """The version of a passage is higher than those of its earlier texts."""
    versions = dict(db.session.execute(select(Passage.id, Passage.version)).all())
    for identity, version in db.session.execute(select(EarlierText.passage_id, EarlierText.version)):
        if version >= versions.get(identity, 0):
            yield contradictory(f"passage {identity} keeps an earlier text {version} of {versions.get(identity)}")


CHECKS = (states_can_be, versions_are_kept)
