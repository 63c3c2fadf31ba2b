"""Reconstructs the data that a digest contains as of a past moment, and lists what cannot be reconstructed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select, union

from agreements.history.queries import AgreementThen, agreements_at
from agreements.registry.models import Agreement
from agreements.registry.rules import Stage
from app.accounts.models import Person
from app.audit.rules import UNKNOWN
from app.circles.models import Classification, NamedPerson, Seat
from app.circles.queries import is_taken
from app.clock import today
from app.database import db
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
from insights.digests.queries import OPENNESS, UP_TO_INTERNAL, met_between, readable_circles
from insights.digests.rules import NEXT
from insights.digests.scope import About, circle_of
from insights.indicators.then import responsible_at


@dataclass(frozen=True, slots=True)
class CommitmentThen:
    """A commitment and its past state."""

    commitment: Commitment
    state: State

    @property
    def facts(self) -> CommitmentFacts:
        """Return the facts that the rules evaluate."""
        return self.state.facts


@dataclass(slots=True, kw_only=True)
class Past:
    """The data at `moment` in the circles that a digest may cover.

    `unknown` lists what cannot be reconstructed: [{"what": a kind, "about": a name or code}].
    """

    moment: datetime
    circles: Select[UUID]
    forums: dict[UUID, ForumThen]
    agreements: list[AgreementThen]
    promised_in: Select[UUID]
    """Ids of the circles of the commitments; for an organisation also those in which it holds no seat today."""
    elsewhere: dict[UUID, ForumThen]
    """The forums of those circles in which an organisation holds no seat today."""
    organisation_id: UUID | None
    """The organisation whose commitments alone are told, or None."""
    reading: frozenset[UUID] | None
    """The organisations of an agreement's readers; what only its parties may see is told if they all are."""
    states: dict[UUID, State | None]
    """States of the commitments that changed since, by id; None if unknown."""
    passed_on: dict[UUID, UUID]
    """Who was responsible for the commitments that passed to another organisation since, by their ids."""
    former: dict[UUID, Organisation]
    """Those organisations, by id."""
    for_members: bool
    """Whether the readers are members of a closed forum, who may not see commitments visible only to the parties."""
    organisations: dict[UUID, dict[str, str]]
    """Past values (names, sector) of the organisations that were changed since, by id."""
    unknown: list[dict[str, str]] = field(default_factory=list)

    def open_commitments(self) -> list[CommitmentThen]:
        """Return the commitments that were open, by code."""
        found = self.as_they_stood(self.readable(maybe_open_at(self.moment, self.promised_in)))
        return [one for one in found if one.state.delivery in OPEN]

    def kept_between(self, since: date, until: date) -> list[Commitment]:
        """Return the commitments submitted on these days and verified as met by the moment, by code."""
        return self.readable(met_between(self.promised_in, since, until, self.moment))

    def overdue_at(self, moment: datetime, day: date) -> int:
        """Return how many commitments were owed at a moment, a time of `day`, and past their first due date.

        Those with an unknown state are added to `unknown`.
        """
        states, passed = self.states, self.passed_on
        if moment != self.moment:
            states = states_at(moment, self.promised_in)
            passed = responsible_at(moment, self.promised_in) if self.organisation_id else {}
        then = self._as_in(states, self.readable(maybe_open_at(moment, self.promised_in), passed))
        return sum(one.facts.is_owed and one.facts.first_due < day for one in then)

    def readable(
        self, commitments: Iterable[Commitment], passed_on: Mapping[UUID, UUID] | None = None
    ) -> list[Commitment]:
        """Return the commitments that the digest covers and all its readers may see.

        `passed_on`: who was responsible for those that passed to another organisation, if at another moment.
        """
        passed = self.passed_on if passed_on is None else passed_on
        return [
            one
            for one in commitments
            if self.organisation_id in (None, passed.get(one.id, one.responsible_id)) and self._may_tell(one)
        ]

    def responsible_for(self, commitment: Commitment) -> Organisation:
        """Return the organisation that was responsible at the moment."""
        passed = self.passed_on.get(commitment.id)
        return self.former[passed] if passed else commitment.responsible

    def _may_tell(self, commitment: Commitment) -> bool:
        if commitment.visibility is not Visibility.PARTIES:
            return True
        if self.reading is not None:
            return self.reading <= {commitment.responsible_id, commitment.verifier_id}
        return not self.for_members

    def as_they_stood(self, commitments: Iterable[Commitment]) -> list[CommitmentThen]:
        """Return commitments with their state at the moment; those with an unknown state are added to `unknown`."""
        return self._as_in(self.states, commitments)

    def _as_in(self, states: Mapping[UUID, State | None], commitments: Iterable[Commitment]) -> list[CommitmentThen]:
        found = []
        for one in commitments:
            state = states[one.id] if one.id in states else state_of(one)
            if state is None:
                self.lacks("commitment", one.code)
            else:
                found.append(CommitmentThen(one, state))
        return found

    def held_between(self, since: datetime, until: datetime) -> list[SessionThen]:
        """Return the sessions that began between two instants and were held by the moment."""
        found = sessions_unchanged_since(self.moment, self.circles, is_held_within(since, until))
        return found + [one for one in self._moved() if one.state == "held" and since <= one.starts_at <= until]

    def next_sessions(self) -> list[SessionThen]:
        """Return the next `NEXT` sessions that were planned at the moment, earliest first."""
        found = sessions_unchanged_since(self.moment, self.circles, is_to_come(self.moment), most=NEXT)
        found += [one for one in self._moved() if one.state == "planned" and one.starts_at >= self.moment]
        if is_unsure_of_sessions(self.moment, self.circles):
            self.lacks("sessions", "")
        return sorted(found, key=lambda one: (one.starts_at, one.id))[:NEXT]

    def _moved(self) -> list[SessionThen]:
        """Return the sessions that were changed since; those with unknown time or state are added to `unknown`."""
        found = []
        for one in sessions_moved_since(self.moment, self.circles):
            if UNKNOWN in (one.state, one.starts_at):
                self.lacks("session", self.session_name(one))
            else:
                found.append(one)
        return found

    def session_name(self, session: SessionThen) -> str:
        """Return the name of a session in `unknown`: the present name of its forum and the session's number."""
        return f"{self.forums[session.forum_id].shown} ({session.number})"

    def forum_name(self, forum_id: UUID) -> str | None:
        """Return the name of a forum at the moment, or None if it is unknown."""
        name = (self.forums.get(forum_id) or self.elsewhere[forum_id]).name
        return None if name is UNKNOWN else name

    def name_of(self, organisation: Organisation) -> str:
        """Return the name of an organisation at the moment."""
        return self.organisations.get(organisation.id, {}).get("name", organisation.name)

    def label_of(self, organisation: Organisation) -> str:
        """Return the short name of an organisation at the moment, or its name if it had none."""
        short = self.organisations.get(organisation.id, {}).get("short_name", organisation.short_name)
        return short or self.name_of(organisation)

    def sector_of(self, organisation: Organisation) -> str:
        """Return the sector of an organisation at the moment."""
        return self.organisations.get(organisation.id, {}).get("sector", organisation.sector.value)

    def lacks(self, what: str, about: str) -> None:
        """Add an entry to `unknown`, once."""
        entry = {"what": what, "about": about}
        if entry not in self.unknown:
            self.unknown.append(entry)


def look_back(moment: datetime, *, classification: Classification, about: About) -> Past:
    """Return the data at `moment` of the circles that were and are classified no higher and belong to `about`."""
    circles = readable_circles(classification, about)
    promised_in = readable_circles(classification, None) if isinstance(about, Organisation) else circles
    forums, agreements = forums_at(moment, promised_in), agreements_at(moment, promised_in)
    unknown: list[dict[str, str]] = []
    elsewhere: list[ForumThen] = []
    if circle_of(about) is None:
        left_out, unclear = _classified_higher(forums, agreements, classification)
        own = set(db.session.scalars(circles)) if about else {*_circles(forums, agreements)}
        circles = readable_circles(classification, about, without=left_out)
        promised_in = readable_circles(classification, None, without=left_out)
        elsewhere = [one for one in forums if one.circle_id not in own | left_out]
        forums = [one for one in forums if one.circle_id in own - left_out]
        agreements = [one for one in agreements if one.agreement.circle_id in own - left_out]
        unknown = [{"what": "classification", "about": name} for circle_id, name in unclear if circle_id in own]
    passed_on = responsible_at(moment, promised_in)
    past = Past(
        moment=moment,
        circles=circles,
        forums={one.id: one for one in forums},
        agreements=[],
        promised_in=promised_in,
        elsewhere={one.id: one for one in elsewhere},
        organisation_id=about.id if isinstance(about, Organisation) else None,
        reading=_reading_organisations(about, today()) if isinstance(about, Agreement) else None,
        states=states_at(moment, promised_in),
        passed_on=passed_on,
        former=_organisations(passed_on.values()),
        for_members=classification not in UP_TO_INTERNAL,
        organisations=values_before(moment),
        unknown=unknown,
    )
    past.agreements = _signed(past, agreements)
    for one in forums:
        if one.name is UNKNOWN:
            past.lacks("forum_name", one.shown)
    return past


def _organisations(ids: Collection[UUID]) -> dict[UUID, Organisation]:
    query = select(Organisation).where(Organisation.id.in_(set(ids)))
    return {one.id: one for one in db.session.scalars(query)} if ids else {}


def _reading_organisations(agreement: Agreement, on: date) -> frozenset[UUID]:
    """Return the organisations whose people read the digest of an agreement, beside those who read it by their role."""
    seats = select(Seat.organisation_id).where(Seat.circle_id == agreement.circle_id, is_taken(on))
    named = select(Person.organisation_id).join(NamedPerson, NamedPerson.person_id == Person.id)
    named = named.where(NamedPerson.circle_id == agreement.circle_id)
    level = agreement.circle.classification
    if level is not Classification.SECRET:
        named = named.where(Person.is_coordinator.is_(False))
    if level in UP_TO_INTERNAL:
        named = named.where(Person.is_leadership.is_(False))
    return frozenset(db.session.scalars(union(seats, named)))


def _classified_higher(
    forums: Iterable[ForumThen], agreements: Iterable[AgreementThen], classification: Classification
) -> tuple[set[UUID], list[tuple[UUID, str]]]:
    """Return the circles that were classified higher, or unclearly so, and the latter with their names."""
    then = [(one.circle_id, one.classification, one.shown) for one in forums]
    then += [(one.agreement.circle_id, one.facts["classification"], one.agreement.title) for one in agreements]
    levels = {one.value for one in OPENNESS[: OPENNESS.index(classification) + 1]}
    left_out = {circle_id for circle_id, level, _name in then if level not in levels}
    return left_out, [(circle_id, name) for circle_id, level, name in then if level is UNKNOWN]


def _circles(forums: Iterable[ForumThen], agreements: Iterable[AgreementThen]) -> list[UUID]:
    return [*(one.circle_id for one in forums), *(one.agreement.circle_id for one in agreements)]


def _signed(past: Past, agreements: list[AgreementThen]) -> list[AgreementThen]:
    """Return the agreements in force by stage, ordered by end; those with unknown facts are added to `unknown`."""
    found = []
    for one in agreements:
        if one.facts["stage"] != Stage.SIGNED.value:
            continue
        if one.is_known:
            found.append(one)
        else:
            past.lacks("agreement", one.agreement.title)
    return sorted(found, key=lambda one: (one.facts["expires_on"] or "9999", one.facts["title"]))
