"""A city on its first day: its people with a page each, its mail, and a camera."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import time_machine
from flask import Flask
from PIL import Image
from playwright.sync_api import Page

from app.accounts.models import Person
from app.database import db
from tests.browser.drivers import MouseDriver
from tests.support.browsers import Pages
from tests.support.mail import Sink

PASSWORD = "kuda terbang di Ancol"
COLOURS = 64
"""Colours of a picture: few enough for small files, enough for smooth letters."""
LANGUAGES = ("en", "id")
"""Languages of the pictures; the pages go on in the last one."""
PHONE_WIDTH = 390


@dataclass
class City:
    """The instance, its people by first name, and the pictures that were taken."""

    app: Flask
    pages: Pages
    sink: Sink
    clock: time_machine.Traveller
    files: Path
    pictures: Path
    people: dict[str, Page] = field(default_factory=dict)
    taken: list[Path] = field(default_factory=list)
    session: str = ""

    def run(self, *words: str) -> str:
        """Run a command of `flask` and return what it printed."""
        db.session.commit()
        result = self.app.test_cli_runner().invoke(args=list(words))
        assert result.exit_code == 0, result.output
        return result.stdout

    def mailed_path(self, email: str, pattern: str) -> str:
        """Deliver the outbox and return the newest path in a mail to `email` that matches `pattern`."""
        self.run("outbox", "deliver")
        texts = [one.get_body(("plain",)).get_content() for one in self.sink.messages if email in str(one["To"])]
        found = [path for text in texts for path in re.findall(rf"https?://[^/\s]+({pattern})", text)]
        assert found, (email, pattern, texts)
        return found[-1]

    def travel(self, moment: datetime) -> None:
        """Go on at another time, at which everybody signs in again."""
        self.clock.move_to(moment)
        self.people.clear()

    def at(self, email: str, path: str) -> MouseDriver:
        """Return a driver for a page of the person with this address, signed in."""
        if email not in self.people:
            person = db.session.scalars(db.select(Person).where(Person.email == email)).one()
            self.people[email] = self.pages(person)
            db.session.commit()
        self.people[email].goto(path)
        return MouseDriver(self.people[email])

    def photograph(
        self, page: Page, name: str, fill: Callable[[Page, str], None] | None = None, *, height: int = 860
    ) -> None:
        """Take a picture of the page in each language, after `fill` did with it what the guide says."""
        assert page.viewport_size
        page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
        path = page.url.partition("?")[0]
        for language in LANGUAGES:
            page.goto(f"{path}?lang={language}")
            if fill:
                fill(page, language)
            page.evaluate("document.activeElement.blur()")
            page.evaluate("document.fonts.ready.then(() => true)")
            self._keep(page.screenshot(animations="disabled", caret="hide"), f"{language}/{name}.png")

    def _keep(self, content: bytes, name: str) -> None:
        target = self.pictures / name
        target.parent.mkdir(parents=True, exist_ok=True)
        picture = Image.open(io.BytesIO(content)).convert("RGB")
        picture.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
        self.taken.append(target)
