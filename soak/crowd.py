"""A crowd: fifty browsers that do the same at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

from soak.journal import Value
from soak.workload import Response, WebUser, Workload

WRITERS = 50
TURNS = 2
"""Writes of each of them."""


class Crowd:
    """Fifty browsers of a few people: an account may be open in several browsers."""

    def __init__(self, workload: Workload) -> None:
        self.workload, self.sample = workload, workload.sample

    def screens(self, email: str) -> Callable[[], WebUser]:
        """Sign a person in and return a function that returns another browser with the same cookies."""
        first = self.workload.user(email)

        def another() -> WebUser:
            screen = self.workload.user()
            screen.browser.cookies, screen.browser.token = dict(first.browser.cookies), first.browser.token
            return screen

        return another

    def all_at_once(self, act: Callable[[int, WebUser], None], user: Callable[[int], WebUser]) -> None:
        """Start all writers at the same moment and return when all are done."""
        line = Barrier(WRITERS)

        def run(number: int, one: WebUser) -> None:
            line.wait()
            try:
                act(number, one)
            except Exception as error:
                self.workload.journal.add_problem(f"writer {number}: {error!r}")

        threads = [Thread(target=run, args=(number, user(number))) for number in range(WRITERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(300)

    def once_of_all(
        self, screens: Callable[[], WebUser], path: str, *, becomes: Value | None = None, **given: object
    ) -> None:
        """Send the same request from all browsers at the same moment; it is a problem unless one succeeds.

        `becomes` is the value that it writes.
        """
        done: list[int] = []

        def act(number: int, user: WebUser) -> None:
            if is_done(user.act_until_answered(path, **given)):
                done.append(number)

        self.all_at_once(act, lambda _number: screens())
        if len(done) != 1:
            self.workload.journal.add_problem(f"{path} succeeded {len(done)} times")
        if becomes:
            self.workload.journal.start(None, becomes)
            self.workload.journal.accept(None, becomes)


def is_done(response: Response | None) -> bool:
    """Whether a request was answered with success."""
    return response is not None and response.is_done
