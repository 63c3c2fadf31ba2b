"""Commitments with their histories: each act adds the rows that the action of the same name would add."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from commitments.blockers.models import Blocker
from commitments.delivery.models import Act, Evidence, Update
from commitments.extensions.models import Extension, ExtensionState
from commitments.registry.models import Commitment, contributions
from commitments.registry.rules import OPEN, Delivery, Verification, Visibility
from commitments.reminders.models import Reminder
from commitments.reminders.rules import ANSWER_WITHIN, Step
from demo.city.context import Context, day_of
from demo.city.organisations import CityOrganisation, CityPerson
from demo.city.words import BARRIERS, DONE, LINK, PROGRESS, REASONS
from forums.decisions.rows import CarriedOut

MAILED = timedelta(days=365)
"""The age of the oldest mails."""


class InTheFuture(Exception):
    """The next act is in the future: the history ends here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CityProposal:
    """What was proposed, by whom and when."""

    circle_id: UUID
    title: str
    criteria: str
    responsible: CityOrganisation
    verifier: CityOrganisation
    due: date
    at: datetime
    by_id: UUID
    visibility: Visibility = Visibility.CIRCLE
    contributors: Sequence[CityOrganisation] = ()
    names_person: bool = True
    weight: int = 3


class History:
    """The history of one commitment. Each act changes `row` as the action of the same name does."""

    def __init__(self, context: Context, proposal: CityProposal) -> None:
        self.context, self.random, self.proposal = context, context.random, proposal
        self.owner: CityPerson = self.random.choice(proposal.responsible.staff)
        self.verifier: CityPerson = proposal.verifier.focal_point
        self.at = proposal.at
        self.submitted_on: date | None = None
        self.row: dict[str, Any] = {
            "id": self.random.uuid(),
            "code": context.codes.next("KMT", day_of(proposal.at), digits=4),
            "circle_id": proposal.circle_id,
            "visibility": proposal.visibility,
            "title": proposal.title,
            "criteria": proposal.criteria,
            "responsible_id": proposal.responsible.id,
            "responsible_person_id": self.owner.id if proposal.names_person else None,
            "verifier_id": proposal.verifier.id,
            "first_due": proposal.due,
            "current_due": proposal.due,
            "counter_due": None,
            "weight": proposal.weight,
            "evidence_required": True,
            "delivery": Delivery.PROPOSED,
            "verification": Verification.UNVERIFIED,
            "progress": 0,
            "progress_on": None,
            "language": "id",
            "proposed_by_id": proposal.by_id,
            "proposed_at": proposal.at,
            "accepted_on": None,
            "submitted_at": None,
            "met_on": None,
            "ended_at": None,
            "version": 1,
        }

    def play(self) -> None:
        """Play all acts up to now, and add the rows."""
        self._update(Act.PROPOSED, self.proposal.at, self.proposal.by_id, due=self.proposal.due)
        try:
            if self._answer():
                self._work()
                self._deliver()
        except InTheFuture:
            pass
        self.context.rows.add(Commitment, **self.row)
        for organisation in self.proposal.contributors:
            self.context.rows.add(contributions, commitment_id=self.row["id"], organisation_id=organisation.id)
        self._remind()
        self._mail()

    @property
    def at_approval(self) -> CarriedOut:
        """The commitment as minutes show it that are approved a week later: binding by then, or not."""
        row, responsible = self.row, self.proposal.responsible
        return CarriedOut(
            id=row["id"],
            code=row["code"],
            title=row["title"],
            criteria=row["criteria"],
            responsible=responsible.name,
            short=responsible.name,
            responsible_person=self.owner.name if self.proposal.names_person else None,
            verifier=self.proposal.verifier.name,
            first_due=row["first_due"],
            current_due=row["current_due"],
            delivery=Delivery.PROPOSED if row["accepted_on"] is None else Delivery.ACCEPTED,
        )

    def _reach(self, at: datetime) -> datetime:
        """Continue at `at` and return it. Raises InTheFuture if it has not come yet."""
        if at >= self.context.now:
            raise InTheFuture
        self.at = at
        return at

    def _answer(self) -> bool:
        """Accept, decline or counter-propose; return whether the commitment binds."""
        random, row = self.random, self.row
        at = self._reach(self.at + random.days(0.2, 4))
        if random.happens(0.03):
            row |= {"delivery": Delivery.DECLINED, "ended_at": at}
            self._update(Act.DECLINED, at, self.owner.id, text=random.choice(REASONS))
            return False
        if random.happens(0.04):
            later = row["first_due"] + random.days(7, 30)
            row |= {"delivery": Delivery.COUNTER_PROPOSED, "counter_due": later}
            self._update(Act.COUNTER_PROPOSED, at, self.owner.id, text=random.choice(REASONS), due=later)
            at = self._reach(at + random.days(0.5, 3))
            row |= {"first_due": later, "current_due": later, "counter_due": None}
            self._bind(at)
            self._update(Act.DATE_AGREED, at, self.proposal.by_id, due=later)
            return True
        self._bind(at)
        self._update(Act.ACCEPTED, at, self.owner.id)
        return True

    def _bind(self, at: datetime) -> None:
        self.row |= {"delivery": Delivery.ACCEPTED, "accepted_on": day_of(at)}

    def _work(self) -> None:
        """Report progress, raise blockers and ask for extensions; a few commitments are cancelled."""
        random = self.random
        left = max(2.0, float((self.row["current_due"] - day_of(self.at)).days))
        for part in random.choice(((), (), (0.5,), (0.3, 0.7))):
            self._reach(max(self.at, self.proposal.at) + timedelta(days=left * part * random.uniform(0.5, 0.9)))
            self._report(round(100 * part))
        if self.proposal.responsible.is_invented:
            if random.happens(0.05):
                self._block()
            if random.happens(0.08):
                self._ask_for_extension()
        if random.happens(0.015):
            at = self._reach(self.at + random.days(1, 10))
            self.row |= {"delivery": Delivery.CANCELLED, "ended_at": at}
            self._update(Act.CANCELLED, at, self.context.coordinator_id, text=random.choice(REASONS))
            raise InTheFuture

    def _report(self, progress: int) -> None:
        self.row |= {"delivery": Delivery.IN_PROGRESS, "progress": progress, "progress_on": day_of(self.at)}
        asks = self.random.happens(0.05)
        update = self._update(
            Act.PROGRESS,
            self.at,
            self.owner.id,
            text=self.random.choice(PROGRESS),
            progress=progress,
            challenges=self.random.choice(REASONS) if asks else "",
            help_needed=asks,
        )
        if self.random.happens(0.3):
            self._add_evidence(update)

    def _block(self) -> None:
        random, identity = self.random, self.random.uuid()
        at = self._reach(self.at + random.days(0.5, 5))
        kind, text = random.choice(BARRIERS)
        self.row["delivery"] = Delivery.BLOCKED
        self._update(Act.BLOCKED, at, self.owner.id, text=text)
        removed = at + random.days(3, 25)
        self.context.rows.add(
            Blocker,
            id=identity,
            commitment_id=self.row["id"],
            kind=kind,
            text=text,
            remover_id=self.proposal.verifier.id,
            raised_by_id=self.owner.id,
            raised_at=at,
            removed_at=removed if removed < self.context.now else None,
        )
        self._reach(removed)
        self.row["delivery"] = Delivery.IN_PROGRESS
        self._update(Act.UNBLOCKED, removed, self.owner.id)

    def _ask_for_extension(self) -> None:
        random, row = self.random, self.row
        at = self._reach(self.at + random.days(0.5, 5))
        due, reason = max(row["current_due"], day_of(at)) + random.days(7, 40), random.choice(REASONS)
        self._update(Act.EXTENSION_ASKED, at, self.owner.id, text=reason, due=due)
        answered = at + random.days(0.5, 6)
        state = random.choice((*[ExtensionState.APPROVED] * 3, ExtensionState.DENIED))
        is_answered = answered < self.context.now
        answer = "Tanggal disepakati." if state is ExtensionState.APPROVED else "Tetap."
        self.context.add(
            Extension,
            commitment_id=row["id"],
            from_due=row["current_due"],
            to_due=due,
            reason=reason,
            state=state if is_answered else ExtensionState.ASKED,
            asked_by_id=self.owner.id,
            asked_at=at,
            answered_by_id=self.verifier.id if is_answered else None,
            answered_at=answered if is_answered else None,
            answer=answer if is_answered else "",
        )
        self._reach(answered)
        if state is ExtensionState.APPROVED:
            self._update(Act.EXTENSION_APPROVED, answered, self.verifier.id, text=answer, due=due)
            row["current_due"] = due
        else:
            self._update(Act.EXTENSION_DENIED, answered, self.verifier.id, text=answer, due=row["current_due"])

    def _deliver(self) -> None:
        """Submit, mostly on time, and verify; what is returned is submitted once more."""
        random, row = self.random, self.row
        days = (row["current_due"] - day_of(self.at)).days + self._lateness()
        self._submit(self.at + timedelta(days=max(0.3, days)))
        found = random.random()
        at = self._reach(self.at + random.days(0.3, 7))
        if found < 0.07:
            row |= {"delivery": Delivery.IN_PROGRESS, "verification": Verification.RETURNED}
            self._update(Act.RETURNED, at, self.verifier.id, text=random.choice(REASONS))
            self._submit(at + random.days(2, 15))
            at = self._reach(self.at + random.days(0.3, 7))
        elif found < 0.12:
            row |= {"delivery": Delivery.IN_PROGRESS, "verification": Verification.PARTIALLY_MET}
            self._update(Act.PARTIALLY_MET, at, self.verifier.id, text=random.choice(REASONS))
            at = self._reach(at + random.days(1, 10))
            row |= {"delivery": Delivery.CLOSED, "ended_at": at}
            self._update(Act.CLOSED, at, self.context.coordinator_id, text="Sisanya dibawa ke komitmen baru.")
            return
        row |= {
            "delivery": Delivery.CLOSED,
            "verification": Verification.MET,
            "met_on": self.submitted_on,
            "progress": 100,
            "ended_at": at,
        }
        self._update(Act.MET, at, self.verifier.id)

    def _lateness(self) -> float:
        """Return the days after the due date, negative before it; real organisations are never late."""
        random = self.random
        if not self.proposal.responsible.is_invented or random.happens(0.75):
            return random.uniform(-12, -0.5)
        return random.uniform(1, 30) if random.happens(0.95) else random.uniform(60, 400)

    def _submit(self, at: datetime) -> None:
        self._reach(at)
        self.submitted_on = day_of(at)
        self.row |= {
            "delivery": Delivery.SUBMITTED,
            "verification": Verification.UNVERIFIED,
            "submitted_at": at,
            "progress": 100,
            "progress_on": self.submitted_on,
        }
        self._add_evidence(self._update(Act.SUBMITTED, at, self.owner.id, text=DONE, progress=100))

    def _add_evidence(self, update_id: UUID) -> None:
        number = self.random.randrange(10**6)
        link = LINK.format(number=number)
        self.context.add(Evidence, commitment_id=self.row["id"], update_id=update_id, link=link)

    def _update(
        self,
        act: Act,
        at: datetime,
        by_id: UUID,
        *,
        text: str = "",
        due: date | None = None,
        progress: int | None = None,
        challenges: str = "",
        help_needed: bool = False,
    ) -> UUID:
        """Add an entry to the timeline, from which the audit rows are made later."""
        return self.context.add(
            Update,
            commitment_id=self.row["id"],
            act=act,
            at=at,
            by_id=by_id,
            text=text,
            challenges=challenges,
            help_needed=help_needed,
            progress=progress,
            due=due,
        )

    def _mail(self) -> None:
        """Add the mails of the last year: the proposal, and the request to a party that did not answer in time."""
        row, now = self.row, self.context.now
        asked = self.owner if self.proposal.names_person else self.proposal.responsible.focal_point
        if row["proposed_at"] > now - MAILED:
            self.context.mail(asked, f"Komitmen diusulkan: {row['title']}", at=row["proposed_at"])
        waits = now - timedelta(days=ANSWER_WITHIN)
        if row["delivery"] is Delivery.PROPOSED and row["proposed_at"] <= waits:
            key = f"answer:{row['id']}:{row['current_due']}:{asked.id}"
            self.context.mail(asked, f"Mohon jawaban: {row['title']}", at=waits, key=key)
        if row["delivery"] is Delivery.SUBMITTED and row["submitted_at"] <= waits:
            key = f"verify:{row['id']}:{row['submitted_at'].astimezone(UTC).isoformat()}:{self.verifier.id}"
            self.context.mail(self.verifier, f"Mohon verifikasi: {row['title']}", at=waits, key=key)

    def _remind(self) -> None:
        """Add the reminder steps that were taken while the commitment was owed."""
        row = self.row
        if row["accepted_on"] is None:
            return
        ended = self.submitted_on or (day_of(row["ended_at"]) if row["ended_at"] else None)
        last = self.context.today if ended is None or row["delivery"] in OPEN - {Delivery.SUBMITTED} else ended
        for step in Step:
            day = row["current_due"] + timedelta(days=step.days)
            if day <= last:
                taken = datetime.combine(max(day, row["accepted_on"]), self.proposal.at.timetz())
                self.context.add(
                    Reminder,
                    commitment_id=row["id"],
                    due=row["current_due"],
                    step=step,
                    taken_at=min(taken, self.context.now),
                    silent=step.days > Step.WEEK_AFTER.days,  # agendas and digests of the past are not written again
                )
