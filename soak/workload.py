"""Users of real servers, each of whom repeats a scenario and records all responses in a journal."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from random import Random
from threading import Event, Thread

from werkzeug.datastructures import FileStorage

from soak.journal import Fact, Journal, Value
from soak.sample import PASSWORD, Sample
from tests.support.mail import Sink
from tests.support.processes import Person

EXPLAINED = {409, 422}
"""Statuses with which a request may be refused, if the page gives a reason."""
Answer = tuple[int, str, str] | None
DISK_FULL = 507
"""The status on a full disk: nothing was stored, and the page informs about it."""
PAUSE = 0.05
"""Seconds before a user retries after a request without a response."""

SOON = 5
"""Seconds for which a user looks again for what a page does not show yet."""
LINK = re.compile(r"https?://[^\s/]+(/by-link/[\w-]+)")
CODE = re.compile(r"(?m)^[^:\n]+: (\d{6})$")


@dataclass(frozen=True, slots=True)
class Response:
    """A response: its status, location and text."""

    status: int
    location: str
    text: str

    @property
    def is_done(self) -> bool:
        """Whether the request succeeded."""
        return self.status < 400 and "/sign-in" not in self.location


class WebUser:
    """A browser at one of the web servers, signed in unless `email` is None.

    A browser that is not signed in when the trial ends sends no more forms.
    """

    def __init__(self, workload: Workload, port: int, email: str | None = None) -> None:
        self.workload, self.browser = workload, Person(port)
        self.is_ready = email is None
        while not self.is_ready and email and not workload.ended.is_set():
            self.is_ready = self.browser.sign_in(email, PASSWORD)
            if not self.is_ready:
                time.sleep(PAUSE)

    def read(self, path: str) -> str | None:
        """Return a page, or None without a response."""
        text = self.browser.get(path)
        if text is None:
            time.sleep(PAUSE)
        return text

    def find(self, path: str, pattern: str) -> list[str]:
        """Return what a page has of a pattern; read it again for a few seconds while it has none."""
        end = time.monotonic() + SOON
        while not self.workload.ended.is_set() and time.monotonic() < end:
            if found := re.findall(pattern, self.read(path) or ""):
                return found
            time.sleep(PAUSE)
        return []

    def act(
        self,
        path: str,
        *,
        fact: Fact | None = None,
        value: Value | None = None,
        also: Sequence[Value] = (),
        accept: str = "text/html",
        **form: object,
    ) -> Response | None:
        """Send a form and record the response. Returns None if the result is unknown: no response, or 5xx.

        `fact`, `value` and `also` are what the request does if it is accepted.
        """

        def send() -> Answer:
            if any(isinstance(one, FileStorage) for one in form.values()):
                return self.browser.upload(path, **form)
            return self.browser.post(path, accept=accept, **form)

        return self._journaled(send, path, fact, *([value] if value else []), *also)

    def _journaled(self, send: Callable[[], Answer], path: str, fact: Fact | None, *values: Value) -> Response | None:
        if not self.is_ready:
            return None
        journal = self.workload.journal
        first = journal.start(fact, *values)
        answer = send()
        if answer is None or (answer[0] >= 500 and answer[0] != DISK_FULL):
            journal.count("cut")
            time.sleep(PAUSE)
            return None
        response = Response(*answer)
        if response.is_done:
            journal.accept(fact, *values)
        else:
            journal.refuse(fact, *values, first=first)
            if response.status == DISK_FULL:
                journal.count("no room")
                time.sleep(PAUSE)
            if response.status not in {*EXPLAINED, DISK_FULL} or not says_why(response.text):
                journal.add_problem(
                    f"{re.sub('[0-9a-f-]{36}', '…', path)} answered {response.status} {response.location}"
                )
        return response

    def act_until_answered(self, path: str, **given: object) -> Response | None:
        """Repeat an idempotent request until it has a response or the trial ends, as a page's script does."""
        while not self.workload.ended.is_set():
            if response := self.act(path, **given):  # type: ignore[arg-type]
                return response
        return None

    def act_once(self, path: str, **given: object) -> bool:
        """Repeat an act that the application does at most once until it has a response; return whether it was done.

        If an attempt had no response, a later refusal may mean that the act was done: it counts as done here, while the
        journal knows that it may be missing.
        """
        was_cut = False
        while not self.workload.ended.is_set():
            if response := self.act(path, **given):  # type: ignore[arg-type]
                return response.is_done or was_cut
            was_cut = True
        return False


class ApiUser(WebUser):
    """An API client with a token. It sends an idempotency key, so that it can repeat requests."""

    def __init__(self, workload: Workload, port: int, secret: str) -> None:
        super().__init__(workload, port)
        self.secret = secret

    def request_until_answered(self, path: str, thing: object, *, key: str, fact: Fact) -> Response | None:
        """Repeat a request until it has a response or the trial ends."""
        headers = {"Authorization": f"Bearer {self.secret}", "Idempotency-Key": key, "If-Match": "*"}
        response = None
        while response is None and not self.workload.ended.is_set():
            response = self._journaled(lambda: self.browser.send(f"/api/v1{path}", thing, **headers), path, fact)
        return response


def says_why(text: str) -> bool:
    """Whether the page of a refusal has more than a few words."""
    return len(re.sub(r"<[^>]*>", " ", text).split()) > 3


def hidden(page: str, name: str) -> str:
    """Return the value of a hidden field of a page."""
    return page.partition(f'name="{name}"')[2].partition('value="')[2].partition('"')[0]


Scenario = Callable[["Workload", Random, int], None]
"""What one user does until the end: a function of the workload, a random generator, and a number for unique texts."""


class Workload:
    """The users of a trial, at the web servers on `ports`. They can open links in the mails that reach `mailbox`."""

    def __init__(
        self,
        ports: Iterable[int],
        sample: Sample,
        scenarios: Iterable[Scenario],
        seed: int,
        *,
        mailbox: Sink | None = None,
    ) -> None:
        self.ports, self.sample, self.mailbox = list(ports), sample, mailbox
        self.journal, self.ended = Journal(), Event()
        self.journal.done |= {("circular", title) for _circular, title in sample.circulars}
        self.threads = [
            Thread(
                target=self._live, args=(scenario, Random(f"{seed} {lane}"), lane), name=f"{scenario.__name__}-{lane}"
            )
            for lane, scenario in enumerate(scenarios)
        ]

    def _live(self, scenario: Scenario, random: Random, lane: int) -> None:
        try:
            scenario(self, random, lane)
        except Exception as error:
            self.journal.add_problem(f"{scenario.__name__}: {error!r}")

    def user(self, email: str | None = None) -> WebUser:
        """Return a new browser, at one server after the other."""
        self.ports.append(self.ports.pop(0))
        return WebUser(self, self.ports[0], email)

    def api_user(self, secret: str) -> ApiUser:
        """Return an API client with a token, at one server after the other."""
        self.ports.append(self.ports.pop(0))
        return ApiUser(self, self.ports[0], secret)

    def link_in_mail(self, email: str, words: str) -> str | None:
        """Return the path of the link in a mail to `email` that contains `words`, within a few seconds, or None."""
        return self._in_mail(email, words, LINK)

    def code_in_mail(self, email: str) -> str | None:
        """Return the code in the last mail with one to `email`, within a few seconds, or None."""
        return self._in_mail(email, "", CODE)

    def _in_mail(self, email: str, words: str, pattern: re.Pattern[str]) -> str | None:
        end = time.monotonic() + SOON if self.mailbox else 0
        while self.mailbox and not self.ended.is_set() and time.monotonic() < end:
            for delivery in reversed(self.mailbox.deliveries):
                body = delivery.message.get_body(("plain",)) if email in delivery.recipients else None
                text = body.get_content().replace("\r\n", "\n") if body else ""
                if words in text and (found := pattern.search(text)):
                    return found[1]
            time.sleep(SOON / 10)
        return None

    def start(self) -> None:
        """Start all users."""
        for thread in self.threads:
            thread.start()

    def end(self, *, seconds: float = 90) -> None:
        """Let all users finish their current request."""
        self.ended.set()
        for thread in self.threads:
            thread.join(seconds)
            if thread.is_alive():
                self.journal.add_problem(f"{thread.name} never got an answer")

    @property
    def accepted(self) -> int:
        """The number of accepted requests so far."""
        return self.journal.counts["accepted"]

    def wait_for(self, acts: int, *, seconds: float = 120) -> bool:
        """Wait until `acts` more requests were accepted. Returns False if that takes more than `seconds`."""
        wanted, end = self.accepted + acts, time.monotonic() + seconds
        while self.accepted < wanted:
            if time.monotonic() > end:
                self.journal.add_problem(f"nothing moved for {seconds:.0f} s")
                return False
            time.sleep(0.005)
        return True

    def wait_for_kinds(self, kinds: set[str], *, seconds: float = 120) -> None:
        """Wait until a request of each kind was accepted."""
        end = time.monotonic() + seconds
        while not kinds <= set(self.journal.counts) and time.monotonic() < end and not self.journal.problems:
            time.sleep(0.02)
        if missing := kinds - set(self.journal.counts):
            self.journal.add_problem(f"{sorted(missing)} never began")
