"""The people of the workflow with a page each, and the mail between them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from app.database import db
from tests.browser.drivers import Driver
from tests.support.mail import Sink

PASSWORD = "kuda terbang di Ancol"
TALL = 4000
"""Pixels: so tall that the navigation bar of narrow screens covers nothing that axe measures."""


@dataclass
class Actor:
    """A person with their own page."""

    page: Page
    driver: Driver
    axe: Callable[[Page], None]

    def sees(self, *texts: str | re.Pattern[str], check: bool = True) -> None:
        """Wait until all texts are visible; then check accessibility and that the page does not scroll sideways."""
        for text in texts:
            expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()
        if check:
            self._examines()

    def _examines(self) -> None:
        size = self.page.viewport_size
        assert size
        self.page.set_viewport_size({"width": size["width"], "height": TALL})
        self.axe(self.page)
        wide = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{self.page.url} scrolls sideways"
        self.page.set_viewport_size(size)
        # A page without room to scroll begins at its top again.
        self.page.evaluate("document.activeElement.scrollIntoView({block: 'nearest'})")

    @property
    def path(self) -> str:
        """The path of the current page, without host and query."""
        return urlsplit(self.page.url).path

    def downloads(self, name: str, within: str = "body") -> str:
        """Download a PDF and return its text."""
        with self.page.expect_download() as download:
            self.driver.choose(name, within)
        content = Path(download.value.path()).read_bytes()
        return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


@dataclass
class Scenario:
    """The people, the mail server and the open pages of one run of the chain."""

    app: Flask
    pages: Any
    axe: Callable[[Page], None]
    sink: Sink
    driver_class: type[Driver]
    size: dict[str, int]
    files: Path
    emails: dict[str, str] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    session: str = ""
    commitment: str = ""
    agreement: str = ""

    def at(self, name: str, path: str | None = None) -> Actor:
        """Return a person, and sign them in by the form the first time."""
        if name not in self.actors:
            actor = self.actors[name] = self.anonymous()
            actor.page.goto("/sign-in")
            actor.sees("Alamat surel")
            actor.driver.type("Alamat surel", self.emails[name])
            actor.driver.type("Kata sandi", PASSWORD)
            actor.driver.choose("Masuk", "main form")
            actor.page.wait_for_url(re.compile(r"^http://[^/]+/$"))
        actor = self.actors[name]
        if path is not None:
            actor.page.goto(path)
        return actor

    def anonymous(self) -> Actor:
        """Return an actor who is not signed in."""
        page = self.pages(**self.size)
        return Actor(page, self.driver_class(page), self.axe)

    def mailed(self, name: str, subject: str) -> str:
        """Deliver the outbox and return the text of the newest mail to a person about `subject`."""
        db.session.commit()
        result = self.app.test_cli_runner().invoke(args=["outbox", "deliver"])
        assert result.exit_code == 0, result.output
        fitting = [
            message
            for message in self.sink.messages
            if self.emails[name] in str(message["To"]) and subject in str(message["Subject"])
        ]
        assert fitting, [(str(one["To"]), str(one["Subject"])) for one in self.sink.messages]
        return fitting[-1].get_body(("plain",)).get_content()
