"""The record as it stood at a moment: what a digest is made of, and what cannot be known any more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select

from agreements.history.queries import AgreementThen, agreements_at
from agreements.registry.rules import Stage
from app.audit.rules import UNKNOWN
from app.circles.models import Classification
from app.organisations.models import Organisation
from app.organisations.queries import values_before
from commitments.history.queries import maybe_open_at, state_of, states_at
from commitments.history.rules import State
from commitments.registry.models import Commitment
from commitments.registry.rules import OPEN, CommitmentFacts, Visibility
from forums.history.queries import (
    ForumThen,
    SessionThen,
    forums_at,
    is_held_within,
    is_to_come,
    is_unsure_of_sessions,
    sessions_moved_since,
    sessions_unchanged_since,
)
from forums.scheduling.models import Forum
from insights.digests.queries import OPENNESS, UP_TO_INTERNAL, met_between, readable_circles
from insights.digests.rules import NEXT


@dataclass(frozen=True, slots=True)
class CommitmentThen:
    """A commitment and how it stood."""

    commitment: Commitment
    state: State

    @property
    def facts(self) -> CommitmentFacts:
        """The facts that the rules look at."""
        return self.state.facts


@dataclass(slots=True, kw_only=True)
class Past:
    """What there was at `moment` in the circles that may be told of.

    `unknown` names what the record does not tell: [{"what": a kind, "about": a name or code}].
    """

    moment: datetime
    circles: Select[UUID]
    forums: dict[UUID, ForumThen]
    agreements: list[AgreementThen]
    states: dict[UUID, State | None]
    """How those commitments stood that moved since."""
    for_members: bool
    """Whether members of a closed forum read it, who see its commitments but for those of the parties alone."""
    organisations: dict[UUID, dict[str, str]]
    """What those organisations were called, and their sector, that were changed since."""
    unknown: list[dict[str, str]] = field(default_factory=list)

    def open_commitments(self) -> list[CommitmentThen]:
        """Return what was open, by code."""
        found = self.as_they_stood(self.readable(maybe_open_at(self.moment, self.circles)))
        return [one for one in found if one.state.delivery in OPEN]

    def kept_between(self, since: date, until: date) -> list[Commitment]:
        """Return the commitments met by a submission of these days and verified by the moment, by code."""
        return self.readable(met_between(self.circles, since, until, self.moment))

    def readable(self, commitments: Iterable[Commitment]) -> list[Commitment]:
        """Return the commitments that may be told: to members of a closed forum not those of the parties alone."""
        return [one for one in commitments if not (self.for_members and one.visibility is Visibility.PARTIES)]

    def as_they_stood(self, commitments: Iterable[Commitment]) -> list[CommitmentThen]:
        """Return commitments with their state at the moment; those of which it is not known are named."""
        found = []
        for one in commitments:
            state = self.states[one.id] if one.id in self.states else state_of(one)
            if state is None:
                self.lacks("commitment", one.code)
            else:
                found.append(CommitmentThen(one, state))
        return found

    def held_between(self, since: datetime, until: datetime) -> list[SessionThen]:
        """Return the sessions that had been held and began between two instants."""
        found = sessions_unchanged_since(self.moment, self.circles, is_held_within(since, until))
        return found + [one for one in self._moved() if one.state == "held" and since <= one.starts_at <= until]

    def next_sessions(self) -> list[SessionThen]:
        """Return the next sessions that were planned, the nearest first."""
        found = sessions_unchanged_since(self.moment, self.circles, is_to_come(self.moment), most=NEXT)
        found += [one for one in self._moved() if one.state == "planned" and one.starts_at >= self.moment]
        if is_unsure_of_sessions(self.moment, self.circles):
            self.lacks("sessions", "")
        return sorted(found, key=lambda one: (one.starts_at, one.id))[:NEXT]

    def _moved(self) -> list[SessionThen]:
        """Return the sessions that were changed since, without those whose time or state is not known."""
        found = []
        for one in sessions_moved_since(self.moment, self.circles):
            if UNKNOWN in (one.state, one.starts_at):
                self.lacks("session", self.session_name(one))
            else:
                found.append(one)
        return found

    def session_name(self, session: SessionThen) -> str:
        """Return what an unknown fact of a session is named by: the forum as it is called today, and the number."""
        return f"{self.forums[session.forum_id].shown} ({session.number})"

    def forum_name(self, forum_id: UUID) -> str | None:
        """Return what a forum was called; None if that is not known."""
        name = self.forums[forum_id].name
        return None if name is UNKNOWN else name

    def name_of(self, organisation: Organisation) -> str:
        """Return what an organisation was called."""
        return self.organisations.get(organisation.id, {}).get("name", organisation.name)

    def label_of(self, organisation: Organisation) -> str:
        """Return the short name that an organisation had, or its name."""
        short = self.organisations.get(organisation.id, {}).get("short_name", organisation.short_name)
        return short or self.name_of(organisation)

    def sector_of(self, organisation: Organisation) -> str:
        """Return the sector of which an organisation was."""
        return self.organisations.get(organisation.id, {}).get("sector", organisation.sector.value)

    def lacks(self, what: str, about: str) -> None:
        """Name something that the record does not tell."""
        entry = {"what": what, "about": about}
        if entry not in self.unknown:
            self.unknown.append(entry)


def look_back(moment: datetime, *, classification: Classification, forum: Forum | None) -> Past:
    """Return the record at `moment` in the circles that were and are classified no higher, or in the forum's own."""
    circles = readable_circles(classification, forum)
    forums, agreements = forums_at(moment, circles), agreements_at(moment, circles)
    unknown: list[dict[str, str]] = []
    if forum is None:
        then = [(one.circle_id, one.classification, one.shown) for one in forums]
        then += [(one.agreement.circle_id, one.facts["classification"], one.agreement.title) for one in agreements]
        levels = {one.value for one in OPENNESS[: OPENNESS.index(classification) + 1]}
        left_out = {circle_id for circle_id, level, _name in then if level not in levels}
        unknown = [{"what": "classification", "about": name} for _id, level, name in then if level is UNKNOWN]
        circles = readable_circles(classification, forum, without=left_out)
        forums = [one for one in forums if one.circle_id not in left_out]
        agreements = [one for one in agreements if one.agreement.circle_id not in left_out]
    past = Past(
        moment=moment,
        circles=circles,
        forums={one.id: one for one in forums},
        agreements=[],
        states=states_at(moment, circles),
        for_members=classification not in UP_TO_INTERNAL,
        organisations=values_before(moment),
        unknown=unknown,
    )
    past.agreements = _signed(past, agreements)
    for one in forums:
        if one.name is UNKNOWN:
            past.lacks("forum_name", one.shown)
    return past


def _signed(past: Past, agreements: list[AgreementThen]) -> list[AgreementThen]:
    """Return the agreements that were signed, the first to end first; those that are not known are named."""
    found = []
    for one in agreements:
        if one.facts["stage"] != Stage.SIGNED.value:
            continue
        if one.is_known:
            found.append(one)
        else:
            past.lacks("agreement", one.agreement.title)
    return sorted(found, key=lambda one: (one.facts["expires_on"] or "9999", one.facts["title"]))
