"""Commitments, each played act by act until the present: what the acts of people would have left in the tables."""

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
from demo.city.making import Making, day_of
from demo.city.offices import Member, Office
from demo.city.words import BARRIERS, DONE, LINK, PROGRESS, REASONS

MAILED = timedelta(days=365)
"""How far back the outbox goes."""


class Ahead(Exception):
    """The next act lies in the future: the commitment stands where it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What was proposed, by whom and when."""

    circle_id: UUID
    title: str
    criteria: str
    responsible: Office
    verifier: Office
    due: date
    at: datetime
    by_id: UUID
    visibility: Visibility = Visibility.CIRCLE
    contributors: Sequence[Office] = ()
    names_person: bool = True


class Course:
    """The course of one commitment. Each act changes the row as the action of that name does."""

    def __init__(self, making: Making, proposed: Proposed) -> None:
        self.making, self.chance, self.proposed = making, making.chance, proposed
        self.owner: Member = self.chance.choice(proposed.responsible.staff)
        self.verifier: Member = proposed.verifier.focal_point
        self.at = proposed.at
        self.submitted_on: date | None = None
        self.row: dict[str, Any] = {
            "id": self.chance.identity(),
            "code": making.codes.next("KMT", day_of(proposed.at), digits=4),
            "circle_id": proposed.circle_id,
            "visibility": proposed.visibility,
            "title": proposed.title,
            "criteria": proposed.criteria,
            "responsible_id": proposed.responsible.id,
            "responsible_person_id": self.owner.id if proposed.names_person else None,
            "verifier_id": proposed.verifier.id,
            "first_due": proposed.due,
            "current_due": proposed.due,
            "counter_due": None,
            "weight": self.chance.choice((1, 2, 3, 3, 3, 4, 5)),
            "evidence_required": True,
            "delivery": Delivery.PROPOSED,
            "verification": Verification.UNVERIFIED,
            "progress": 0,
            "progress_on": None,
            "language": "id",
            "proposed_by_id": proposed.by_id,
            "proposed_at": proposed.at,
            "accepted_on": None,
            "submitted_at": None,
            "met_on": None,
            "ended_at": None,
            "version": 1,
        }

    def play(self) -> None:
        """Let everything happen that had time to, and add the rows."""
        self._say(Act.PROPOSED, self.proposed.at, self.proposed.by_id, due=self.proposed.due)
        try:
            if self._answer():
                self._work()
                self._deliver()
        except Ahead:
            pass
        self.making.rows.add(Commitment, **self.row)
        for office in self.proposed.contributors:
            self.making.rows.add(contributions, commitment_id=self.row["id"], organisation_id=office.id)
        self._remind()
        self._write()

    def told(self) -> dict[str, Any]:
        """Return it as minutes tell of it that are approved a week later: bound by then, or not."""
        row = self.row
        bound = row["accepted_on"] is not None
        return {
            "id": str(row["id"]),
            "code": row["code"],
            "title": row["title"],
            "criteria": row["criteria"].splitlines(),
            "responsible": self.proposed.responsible.name,
            "responsible_person": self.owner.name if self.proposed.names_person else "",
            "verifier": self.proposed.verifier.name,
            "first_due": row["first_due"].isoformat(),
            "delivery": (Delivery.ACCEPTED if bound else Delivery.PROPOSED).value,
        }

    def _reach(self, at: datetime) -> datetime:
        """Go on to a moment. Raises Ahead when it has not come yet."""
        if at >= self.making.now:
            raise Ahead
        self.at = at
        return at

    def _answer(self) -> bool:
        """Let the responsible party accept, decline or offer another date; say whether the commitment binds."""
        chance, row = self.chance, self.row
        at = self._reach(self.at + chance.days(0.2, 4))
        if chance.happens(0.03):
            row |= {"delivery": Delivery.DECLINED, "ended_at": at}
            self._say(Act.DECLINED, at, self.owner.id, text=chance.choice(REASONS))
            return False
        if chance.happens(0.04):
            later = row["first_due"] + chance.days(7, 30)
            row |= {"delivery": Delivery.COUNTER_PROPOSED, "counter_due": later}
            self._say(Act.COUNTER_PROPOSED, at, self.owner.id, text=chance.choice(REASONS), due=later)
            at = self._reach(at + chance.days(0.5, 3))
            row |= {"first_due": later, "current_due": later, "counter_due": None}
            self._bind(at)
            self._say(Act.DATE_AGREED, at, self.proposed.by_id, due=later)
            return True
        self._bind(at)
        self._say(Act.ACCEPTED, at, self.owner.id)
        return True

    def _bind(self, at: datetime) -> None:
        self.row |= {"delivery": Delivery.ACCEPTED, "accepted_on": day_of(at)}

    def _work(self) -> None:
        """Report once or twice, meet barriers, ask for more time; now and then somebody gives it up."""
        chance = self.chance
        left = max(2.0, float((self.row["current_due"] - day_of(self.at)).days))
        for part in chance.choice(((), (), (0.5,), (0.3, 0.7))):
            self._reach(max(self.at, self.proposed.at) + timedelta(days=left * part * chance.uniform(0.5, 0.9)))
            self._report(round(100 * part))
        if self.proposed.responsible.is_invented:
            if chance.happens(0.05):
                self._meet_barrier()
            if chance.happens(0.08):
                self._ask_for_time()
        if chance.happens(0.015):
            at = self._reach(self.at + chance.days(1, 10))
            self.row |= {"delivery": Delivery.CANCELLED, "ended_at": at}
            self._say(Act.CANCELLED, at, self.making.coordinator_id, text=chance.choice(REASONS))
            raise Ahead

    def _report(self, progress: int) -> None:
        self.row |= {"delivery": Delivery.IN_PROGRESS, "progress": progress, "progress_on": day_of(self.at)}
        asks = self.chance.happens(0.05)
        update = self._say(
            Act.PROGRESS,
            self.at,
            self.owner.id,
            text=self.chance.choice(PROGRESS),
            progress=progress,
            challenges=self.chance.choice(REASONS) if asks else "",
            help_needed=asks,
        )
        if self.chance.happens(0.3):
            self._show(update)

    def _meet_barrier(self) -> None:
        chance, identity = self.chance, self.chance.identity()
        at = self._reach(self.at + chance.days(0.5, 5))
        kind, text = chance.choice(BARRIERS)
        self.row["delivery"] = Delivery.BLOCKED
        self._say(Act.BLOCKED, at, self.owner.id, text=text)
        removed = at + chance.days(3, 25)
        self.making.rows.add(
            Blocker,
            id=identity,
            commitment_id=self.row["id"],
            kind=kind,
            text=text,
            remover_id=self.proposed.verifier.id,
            raised_by_id=self.owner.id,
            raised_at=at,
            removed_at=removed if removed < self.making.now else None,
        )
        self._reach(removed)
        self.row["delivery"] = Delivery.IN_PROGRESS
        self._say(Act.UNBLOCKED, removed, self.owner.id)

    def _ask_for_time(self) -> None:
        chance, row = self.chance, self.row
        at = self._reach(self.at + chance.days(0.5, 5))
        due, reason = max(row["current_due"], day_of(at)) + chance.days(7, 40), chance.choice(REASONS)
        self._say(Act.EXTENSION_ASKED, at, self.owner.id, text=reason, due=due)
        answered = at + chance.days(0.5, 6)
        state = chance.choice((*[ExtensionState.APPROVED] * 3, ExtensionState.DENIED))
        is_answered = answered < self.making.now
        self.making.add(
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
            answer="Tanggal disepakati." if is_answered else "",
        )
        self._reach(answered)
        if state is ExtensionState.APPROVED:
            self._say(Act.EXTENSION_APPROVED, answered, self.verifier.id, due=due)
            row["current_due"] = due
        else:
            self._say(Act.EXTENSION_DENIED, answered, self.verifier.id, text="Tetap.", due=row["current_due"])

    def _deliver(self) -> None:
        """Hand over, mostly in time, and let the verifier look; what is sent back is handed over once more."""
        chance, row = self.chance, self.row
        days = (row["current_due"] - day_of(self.at)).days + self._lateness()
        self._hand_over(self.at + timedelta(days=max(0.3, days)))
        found = chance.random()
        at = self._reach(self.at + chance.days(0.3, 7))
        if found < 0.07:
            row |= {"delivery": Delivery.IN_PROGRESS, "verification": Verification.RETURNED}
            self._say(Act.RETURNED, at, self.verifier.id, text=chance.choice(REASONS))
            self._hand_over(at + chance.days(2, 15))
            at = self._reach(self.at + chance.days(0.3, 7))
        elif found < 0.12:
            row |= {"delivery": Delivery.IN_PROGRESS, "verification": Verification.PARTIALLY_MET}
            self._say(Act.PARTIALLY_MET, at, self.verifier.id, text=chance.choice(REASONS))
            at = self._reach(at + chance.days(1, 10))
            row |= {"delivery": Delivery.CLOSED, "ended_at": at}
            self._say(Act.CLOSED, at, self.making.coordinator_id, text="Sisanya dibawa ke komitmen baru.")
            return
        row |= {
            "delivery": Delivery.CLOSED,
            "verification": Verification.MET,
            "met_on": self.submitted_on,
            "progress": 100,
            "ended_at": at,
        }
        self._say(Act.MET, at, self.verifier.id)

    def _lateness(self) -> float:
        """Days after the due date, negative before it; those that exist are never late."""
        chance = self.chance
        if not self.proposed.responsible.is_invented or chance.happens(0.75):
            return chance.uniform(-12, -0.5)
        return chance.uniform(1, 30) if chance.happens(0.95) else chance.uniform(60, 400)

    def _hand_over(self, at: datetime) -> None:
        self._reach(at)
        self.submitted_on = day_of(at)
        self.row |= {
            "delivery": Delivery.SUBMITTED,
            "verification": Verification.UNVERIFIED,
            "submitted_at": at,
            "progress": 100,
            "progress_on": self.submitted_on,
        }
        self._show(self._say(Act.SUBMITTED, at, self.owner.id, text=DONE, progress=100))

    def _show(self, update_id: UUID) -> None:
        number = self.chance.randrange(10**6)
        link = LINK.format(number=number)
        self.making.add(Evidence, commitment_id=self.row["id"], update_id=update_id, link=link)

    def _say(
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
        """Add an entry to the timeline; the record takes it from there."""
        return self.making.add(
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

    def _write(self) -> None:
        """Add the mails of the last year: the proposal, and the nudge to whoever kept the other waiting."""
        row, now = self.row, self.making.now
        asked = self.owner if self.proposed.names_person else self.proposed.responsible.focal_point
        if row["proposed_at"] > now - MAILED:
            self.making.mail(asked, f"Komitmen diusulkan: {row['title']}", at=row["proposed_at"])
        waits = now - timedelta(days=ANSWER_WITHIN)
        if row["delivery"] is Delivery.PROPOSED and row["proposed_at"] <= waits:
            key = f"answer:{row['id']}:{row['current_due']}:{asked.id}"
            self.making.mail(asked, f"Mohon jawaban: {row['title']}", at=waits, key=key)
        if row["delivery"] is Delivery.SUBMITTED and row["submitted_at"] <= waits:
            key = f"verify:{row['id']}:{row['submitted_at'].astimezone(UTC).isoformat()}:{self.verifier.id}"
            self.making.mail(self.verifier, f"Mohon verifikasi: {row['title']}", at=waits, key=key)

    def _remind(self) -> None:
        """Write down which reminder steps were taken while it was owed."""
        row = self.row
        if row["accepted_on"] is None:
            return
        ended = self.submitted_on or (day_of(row["ended_at"]) if row["ended_at"] else None)
        last = self.making.today if ended is None or row["delivery"] in OPEN - {Delivery.SUBMITTED} else ended
        for step in Step:
            day = row["current_due"] + timedelta(days=step.days)
            if day <= last:
                taken = datetime.combine(max(day, row["accepted_on"]), self.proposed.at.timetz())
                self.making.add(
                    Reminder,
                    commitment_id=row["id"],
                    due=row["current_due"],
                    step=step,
                    taken_at=min(taken, self.making.now),
                )
