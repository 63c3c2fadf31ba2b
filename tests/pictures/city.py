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

from app.database import db
from app.jobs.process import beat
from tests.browser.drivers import MouseDriver
from tests.support.browsers import Pages
from tests.support.mail import Sink

PASSWORD = "kuda terbang di Ancol"
COLOURS = 64
"""Colours of a picture: few enough for small files, enough for smooth letters."""
LANGUAGES = ("en", "id")
INDONESIAN = {
    "Accept": "Terima",
    "Acceptance criteria": "Kriteria penerimaan",
    "Accepted": "Diterima",
    "Add an organisation": "Tambah instansi",
    "Agree": "Setuju",
    "Answer it": "Jawab",
    "Approve": "Setujui",
    "Approved": "Disetujui",
    "Attend in person": "Hadir luring",
    "Begin item 1": "Mulai butir 1",
    "Circulate": "Edarkan",
    "Circulated": "Diedarkan",
    "Close the session": "Tutup sesi",
    "Due date": "Tenggat",
    "Excused": "Izin",
    "Make it a decision": "Jadikan keputusan",
    "Minutes needed": "Durasi (menit)",
    "Notes on item 1": "Catatan butir 1",
    "Open the session": "Buka sesi",
    "Present": "Hadir",
    "Propose a correction": "Usulkan koreksi",
    "Propose the commitment": "Usulkan komitmen",
    "Propose": "Usulkan",
    "Read the minutes": "Baca notulennya",
    "Record attendance": "Catat kehadiran",
    "Release …": "Terbitkan …",
    "Released": "Diterbitkan",
    "Responsible": "Penanggung jawab",
    "Save attendance": "Simpan kehadiran",
    "Send the answer": "Kirim jawaban",
    "Send the correction": "Kirim koreksi",
    "Send the invitations": "Kirim undangan",
    "Send to": "Kirim kepada",
    "Text of the commitment": "Isi komitmen",
    "Thank you. Your answer is recorded.": "Terima kasih. Jawaban Anda tercatat.",
    "The session is open.": "Sesi dibuka.",
    "Verifier": "Verifikator",
    "What is it about?": "Pokok bahasan",
    "Write down the decision": "Catat keputusan ini",
}
"""Labels and messages of the pages that the steps use, in both languages."""
PHONE_WIDTH = 390


@dataclass
class City:
    """The instance, its people by address, the language in which they use it, and the pictures that were taken."""

    app: Flask
    pages: Pages
    sink: Sink
    clock: time_machine.Traveller
    files: Path
    pictures: Path
    language: str = "id"
    people: dict[str, Page] = field(default_factory=dict)
    taken: list[Path] = field(default_factory=list)
    session: str = ""

    def run(self, *words: str) -> str:
        """Run a command of `flask` and return what it printed."""
        db.session.commit()
        result = self.app.test_cli_runner().invoke(args=list(words))
        assert result.exit_code == 0, result.output
        return result.stdout

    def text(self, english: str) -> str:
        """Return a label or message in the language of this city."""
        return english if self.language == "en" else INDONESIAN[english]

    def schedule(self) -> None:
        """Do what the scheduler does: run every job that is due."""
        db.session.commit()
        beat(self.app)
        self.run("scheduler", "tick")

    def mailed(self, email: str, pattern: str, *, about: str = "") -> str:
        """Let the scheduler deliver mail; return the newest match in a mail to `email` whose text contains `about`."""
        self.schedule()
        self.run("outbox", "deliver")  # what the last jobs queued leaves when the job runs again, seconds later
        texts = [one.get_body(("plain",)).get_content() for one in self.sink.messages if email in str(one["To"])]
        found = [match for text in texts if about in text for match in re.findall(pattern, text)]
        assert found, (email, pattern, texts)
        return str(found[-1])

    def mailed_path(self, email: str, pattern: str, *, about: str = "") -> str:
        """Return the newest path in a mail to `email` that matches `pattern`, with the language of this city."""
        return self.localised(self.mailed(email, rf"https?://[^/\s]+({pattern})", about=about))

    def localised(self, path: str) -> str:
        """Return a path that opens the page in the language of this city."""
        return f"{path}?lang={self.language}"

    def travel(self, moment: datetime) -> None:
        """Go on at another time, at which everybody signs in again; the scheduler has run meanwhile."""
        self.clock.move_to(moment)
        self.schedule()
        self.people.clear()

    def at(self, email: str, path: str) -> MouseDriver:
        """Return a driver for a page of the person with this address, signed in."""
        if email not in self.people:
            self.people[email] = self._sign_in(email)
        self.people[email].goto(path)
        return MouseDriver(self.people[email])

    def _sign_in(self, email: str) -> Page:
        page = self.pages()
        page.goto(self.localised("/sign-in"))
        page.locator("main input[name=email]:not([type=hidden])").fill(email)
        page.locator("main input[name=password]").fill(PASSWORD)
        page.locator("main input[name=password]").press("Enter")
        page.wait_for_url(re.compile(r"^http://[^/]+/$"))
        page.goto(self.localised("/"))
        return page

    def photograph(
        self, page: Page, name: str, fill: Callable[[Page, str], None] | None = None, *, height: int = 860
    ) -> None:
        """Take a picture of the page in each language, after `fill` did with it what the guide says."""
        assert page.viewport_size
        page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
        path = page.url.partition("?")[0]
        for language in sorted(LANGUAGES, key=lambda one: one == self.language):  # the page goes on in the last one
            page.goto(f"{path}?lang={language}")
            if fill:
                fill(page, language)
            self.taken.append(self.pictures / language / f"{name}.png")
            take(page, self.taken[-1])


def take(page: Page, target: Path) -> None:
    """Write a picture of what a page shows, with few colours."""
    page.evaluate("document.activeElement.blur()")
    page.evaluate("document.fonts.ready.then(() => true)")
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    target.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
