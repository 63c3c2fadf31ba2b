"""Fifty writers on the minutes of one session as a whole, then fifty browsers at each step until their publication."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import Lock
from uuid import UUID, uuid4

from sqlalchemy import select

from app.database import db
from forums.agenda.models import AgendaItem
from forums.minutes.models import EarlierText, Passage
from soak.crowd import TURNS, Crowd, is_done
from soak.findings import Finding, contradictory, doubled, lost
from soak.journal import Value
from soak.workload import Response, WebUser, Workload

OWN = 2
"""Passages of each writer, besides the shared ones of each part and item."""
WITHOUT_SCRIPT = 5
"""Every fifth writer sends the form as a browser without JavaScript does."""


@dataclass(slots=True)
class Shared:
    """A passage of all writers: each saved text with its writer, by version, and the texts that conflicts showed."""

    form: dict[str, str]
    saved: dict[int, tuple[str, str]] = field(default_factory=dict)
    shown: list[tuple[int, str]] = field(default_factory=list)


class MinutesCrowd(Crowd):
    """Writers are the minute-taker, a coordinator and facilitators, each in several browsers."""

    def __init__(self, workload: Workload) -> None:
        """Choose a session that has begun; needs an application context."""
        super().__init__(workload)
        self.session = self.sample.begun.pop()
        self.where, self.minutes, self.lock = f"/sessions/{self.session}", "", Lock()
        self.places = [{"part": "opening"}, *self._items(), {"part": "closing"}]
        self.shared = [Shared({"passage": str(uuid4()), **place}) for place in self.places]
        self.accounts = [self.sample.taker, self.sample.coordinator, *self.sample.facilitators]
        self.desks: list[Callable[[], WebUser]] = []

    def _items(self) -> list[dict[str, str]]:
        query = select(AgendaItem.id).where(AgendaItem.session_id == UUID(self.session)).order_by(AgendaItem.position)
        return [{"part": "discussion", "item": str(identity)} for identity in db.session.scalars(query)]

    def write(self) -> None:
        """All writers save passages of their own in two parts, and add words to the shared passage of each part."""
        self.desks = [self.screens(email) for email in self.accounts]
        taker = self.desks[0]()
        taker.act_once(f"{self.where}/open")
        for shared in self.shared:
            assert is_done(self._save(taker, shared.form, 0, "Bersama.", scripted=True))
            shared.saved[1] = "Bersama.", self.sample.taker
        self.all_at_once(self._write, lambda number: self.desks[number % len(self.desks)]())

    def _write(self, number: int, user: WebUser) -> None:
        passages = [str(uuid4()) for _ in range(OWN)]
        for turn in range(TURNS):
            for place, passage in enumerate(passages, number):
                text = f"Catatan {number}-{place}. " + f"Versi {turn}. " * (turn + 1)
                form = {"passage": passage, **self.places[place % len(self.places)]}
                value = (f"passage:{passage}", text.strip())
                if not is_done(self._save(user, form, turn, text.strip(), scripted=True, value=value)):
                    self.workload.journal.add_problem(f"writer {number} could not save a passage of their own")
            self._add(number, turn, user)

    def _add(self, number: int, turn: int, user: WebUser) -> None:
        """Add words to a shared passage; after a conflict add them to the text that it showed."""
        shared, scripted = self.shared[(number + turn) % len(self.shared)], number % WITHOUT_SCRIPT > 0
        version, text = 1, "Bersama."
        while True:
            mine = f"{text} [{number}.{turn}]"
            response = self._save(user, shared.form, version, mine, scripted=scripted)
            if response is None or is_done(response):
                break
            version, text = _conflict(response, mine, scripted=scripted)
            with self.lock:
                shared.shown.append((version, text))
        with self.lock:
            if version + 1 in shared.saved:
                self.workload.journal.add_problem(f"version {version + 1} of a passage was saved twice")
            shared.saved[version + 1] = mine, self.accounts[number % len(self.accounts)]

    def _save(
        self, user: WebUser, form: dict[str, str], version: int, text: str, *, scripted: bool, **given: object
    ) -> Response | None:
        accept = "application/json" if scripted else "text/html"
        return user.act_until_answered(
            f"{self.where}/passages", accept=accept, version=str(version), text=text, **form, **given
        )

    def settle(self) -> None:
        """Fifty browsers close and circulate the minutes, answer to them, approve, publish and amend them.

        Each step but the answers succeeds once.
        """
        taker, coordinator, chair = *self.desks[:2], self.screens(self.sample.chair)
        self.once_of_all(taker, f"{self.where}/close")
        found = taker().find(f"{self.where}/minutes", "/minutes/([0-9a-f-]{36})/circulate")
        self.minutes = f"/minutes/{found[0]}"
        form = {"days": "3", "number": "", "without_attendance": "y"}
        self.once_of_all(taker, f"{self.minutes}/circulate", becomes=self._state("circulated"), **form)
        self._answer([chair, *(self.screens(member.email) for member in self.sample.members)], taker())
        self.once_of_all(chair, f"{self.minutes}/approve", becomes=self._state("approved"))
        self.once_of_all(coordinator, f"{self.minutes}/publish", becomes=self._state("published"))
        reason = "Perbaikan bersama"
        form = {"reason": reason, "asked_by": "Instansi Contoh 0"}
        self.once_of_all(taker, f"{self.minutes}/amend", fact=("amended", reason), **form)

    def _answer(self, parties: list[Callable[[], WebUser]], taker: WebUser) -> None:
        """All but one party agree in several browsers, while that one corrects and the chair tries to approve.

        Then the corrections are declined, and all parties agree.
        """

        def answer(number: int, user: WebUser) -> None:
            place = number % len(parties)
            if place == len(parties) - 1:
                text = f"Koreksi bersama {number}"
                user.act(f"{self.minutes}/correct", fact=("correction", text), passage="", wording="", text=text)
            else:
                if place == 0 and is_done(user.act(f"{self.minutes}/approve")):
                    self.workload.journal.add_problem("minutes were approved before all parties agreed")
                user.act(f"{self.minutes}/agree")

        self.all_at_once(answer, lambda number: parties[number % len(parties)]())
        corrections = taker.find(f"{self.where}/minutes", "/corrections/[0-9a-f-]{36}/answer")
        for path in dict.fromkeys(corrections):
            taker.act_once(path, verdict="declined", answer="Tidak disampaikan demikian")
        for party in parties:
            if not party().act_once(f"{self.minutes}/agree"):
                self.workload.journal.add_problem("a party could not agree")

    def _state(self, state: str) -> Value:
        return f"minutes:{self.session} 1", state

    @property
    def conflicts(self) -> int:
        """How often a writer was shown the text of another one."""
        return sum(len(shared.shown) for shared in self.shared)

    def check(self) -> Iterator[Finding]:
        """Every text is in its passage or among the earlier ones, and every conflict showed what was saved."""
        for shared in self.shared:
            passage = db.session.get_one(Passage, UUID(shared.form["passage"]))
            yield from check_texts(passage, shared)
            yield from check_conflicts(passage, shared)
        if not self.conflicts:
            yield contradictory("no writer met a conflict")


def _conflict(response: Response, mine: str, *, scripted: bool) -> tuple[int, str]:
    """Return the version and the text of the other writer that a refusal shows; raise AssertionError if it does not."""
    assert response.status == HTTPStatus.CONFLICT, f"a conflict was answered with {response.status}"
    if scripted:
        seen = json.loads(response.text)
        return seen["version"], seen["text"]
    assert mine in html.unescape(response.text), "a conflict lost the text of the writer"
    theirs = re.findall('(?s)<p class="written">(.*?)</p>', response.text)
    return int(re.findall(r'name="version" value="(\d+)"', response.text)[-1]), html.unescape(theirs[0])


def check_texts(passage: Passage, shared: Shared) -> Iterator[Finding]:
    """The passage has the words of every writer once, and each text that another person changed was kept."""
    last, there = max(shared.saved), Counter(passage.text.split()[1:])
    if sorted(shared.saved) != list(range(1, last + 1)) or (passage.version, passage.text) != (
        last,
        shared.saved[last][0],
    ):
        yield contradictory(f"passage {passage.id} has version {passage.version}; {len(shared.saved)} were saved")
    for text, _writer in shared.saved.values():
        token = text.split()[-1]
        if token != "Bersama." and there[token] != 1:
            yield (doubled if there[token] else lost)(f"{token} is {there[token]} times in passage {passage.id}")
    earlier = select(EarlierText.version, EarlierText.text).where(EarlierText.passage_id == passage.id)
    kept = dict(db.session.execute(earlier).all())
    for version, (text, writer) in shared.saved.items():
        following = shared.saved.get(version + 1)
        expected = text if following and following[1] != writer else None
        if kept.get(version) != expected:
            yield lost(f"version {version} of passage {passage.id}, which another person changed, was not kept")


def check_conflicts(passage: Passage, shared: Shared) -> Iterator[Finding]:
    """A conflict showed the text that was saved as the version that it named."""
    for version, text in shared.shown:
        if text != shared.saved.get(version, ("",))[0]:
            yield contradictory(f"a conflict showed version {version} of passage {passage.id} with another text")
