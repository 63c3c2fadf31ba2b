"""People who work at real servers without pause, each keeping a journal of what they were told."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random
from threading import Event, Thread

from werkzeug.datastructures import FileStorage

from soak.journal import Fact, Journal
from soak.scene import PASSWORD, Scene
from tests.support.processes import Person

EXPLAINED = {409, 422}
"""Statuses with which an act may be refused, if the page says why."""
Answer = tuple[int, str, str] | None
NO_ROOM = 507
"""The status on a full disk: nothing was done, and the page says so."""
PAUSE = 0.05
"""Seconds before somebody tries again after no answer."""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer: its status, where it leads, and the page."""

    status: int
    location: str
    text: str

    @property
    def is_done(self) -> bool:
        """Whether the server said that it did what was asked."""
        return self.status < 400 and "/sign-in" not in self.location


class Citizen:
    """Somebody at the door of one of the web processes, signed in unless `email` is None."""

    def __init__(self, town: Town, port: int, email: str | None = None) -> None:
        self.town, self.browser = town, Person(port)
        while email and not town.ended.is_set() and not self.browser.sign_in(email, PASSWORD):
            time.sleep(PAUSE)

    def read(self, path: str) -> str | None:
        """Return a page, or None when none came."""
        text = self.browser.get(path)
        if text is None:
            time.sleep(PAUSE)
        return text

    def act(
        self,
        path: str,
        *,
        fact: Fact | None = None,
        value: tuple[str, str] | None = None,
        accept: str = "text/html",
        **form: object,
    ) -> Told | None:
        """Send a form and journal how it ended. None: no answer came, or the server failed, and nobody knows."""

        def send() -> Answer:
            if any(isinstance(one, FileStorage) for one in form.values()):
                return self.browser.upload(path, **form)
            return self.browser.post(path, accept=accept, **form)

        return self._journaled(send, path, fact, value)

    def _journaled(
        self, send: Callable[[], Answer], path: str, fact: Fact | None, value: tuple[str, str] | None
    ) -> Told | None:
        journal = self.town.journal
        first = journal.begin(fact, value)
        answer = send()
        if answer is None or (answer[0] >= 500 and answer[0] != NO_ROOM):
            journal.count("cut")
            time.sleep(PAUSE)
            return None
        told = Told(*answer)
        if told.is_done:
            journal.accept(fact, value)
        else:
            journal.refuse(fact, value, first=first)
            if told.status == NO_ROOM:
                journal.count("no room")
                time.sleep(PAUSE)
            if told.status not in {*EXPLAINED, NO_ROOM} or not says_why(told.text):
                journal.complain(f"{re.sub('[0-9a-f-]{36}', '…', path)} answered {told.status} {told.location}")
        return told

    def insist(self, path: str, **given: object) -> Told | None:
        """Send the same until it is answered or the trial ends, as a page's script does with an act that is safe."""
        while not self.town.ended.is_set():
            if told := self.act(path, **given):  # type: ignore[arg-type]
                return told
        return None


class Program(Citizen):
    """What acts for somebody with a token. It names each wish with a key, and may so repeat it until it is answered."""

    def __init__(self, town: Town, port: int, secret: str) -> None:
        super().__init__(town, port)
        self.secret = secret

    def wish(self, path: str, thing: object, *, key: str, fact: Fact) -> Told | None:
        """Ask for something until there is an answer or the trial ends."""
        headers = {"Authorization": f"Bearer {self.secret}", "Idempotency-Key": key, "If-Match": "*"}
        told = None
        while told is None and not self.town.ended.is_set():
            told = self._journaled(lambda: self.browser.send(f"/api/v1{path}", thing, **headers), path, fact, None)
        return told


def says_why(text: str) -> bool:
    """Whether a refusal says more than its number."""
    return len(re.sub(r"<[^>]*>", " ", text).split()) > 3


Life = Callable[["Town", Random, int], None]
"""What one person does until the end: with their own dice, and the number that makes their words unique."""


class Town:
    """The people of a trial, at the web processes behind `ports`."""

    def __init__(self, ports: Iterable[int], scene: Scene, lives: Iterable[Life], seed: int) -> None:
        self.ports, self.scene = list(ports), scene
        self.journal, self.ended = Journal(), Event()
        self.threads = [
            Thread(target=self._live, args=(life, Random(f"{seed} {lane}"), lane), name=f"{life.__name__}-{lane}")
            for lane, life in enumerate(lives)
        ]

    def _live(self, life: Life, dice: Random, lane: int) -> None:
        try:
            life(self, dice, lane)
        except Exception as error:
            self.journal.complain(f"{life.__name__}: {error!r}")

    def citizen(self, email: str | None = None) -> Citizen:
        """Return somebody new, at one door after the other."""
        self.ports.append(self.ports.pop(0))
        return Citizen(self, self.ports[0], email)

    def program(self, secret: str) -> Program:
        """Return a program with somebody's token, at one door after the other."""
        self.ports.append(self.ports.pop(0))
        return Program(self, self.ports[0], secret)

    def begin(self) -> None:
        """Let everyone begin."""
        for thread in self.threads:
            thread.start()

    def end(self, *, seconds: float = 90) -> None:
        """Let everyone finish what they are at."""
        self.ended.set()
        for thread in self.threads:
            thread.join(seconds)
            if thread.is_alive():
                self.journal.complain(f"{thread.name} never got an answer")

    @property
    def accepted(self) -> int:
        """How many acts were accepted so far."""
        return self.journal.counts["accepted"]

    def work_on(self, acts: int, *, seconds: float = 60) -> bool:
        """Return when so many more acts were accepted; False when nothing moved for so long."""
        wanted, end = self.accepted + acts, time.monotonic() + seconds
        while self.accepted < wanted:
            if time.monotonic() > end:
                self.journal.complain(f"nothing moved for {seconds:.0f} s")
                return False
            time.sleep(0.005)
        return True

    def let_all_begin(self, kinds: set[str], *, seconds: float = 120) -> None:
        """Return when each kind of act was accepted once: from then on all of them are in the middle of something."""
        end = time.monotonic() + seconds
        while not kinds <= set(self.journal.counts) and time.monotonic() < end and not self.journal.troubles:
            time.sleep(0.02)
        if missing := kinds - set(self.journal.counts):
            self.journal.complain(f"{sorted(missing)} never began")
