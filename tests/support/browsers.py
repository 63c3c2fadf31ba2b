"""A real browser on a real server: pages that fail a test when they log an error or break their policy."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from app.database import db
from tests.support.visitors import Visitor

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class _Quiet(WSGIRequestHandler):
    timeout = 5  # seconds that a connection may stay open without a request, as browsers open some in advance

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name
        if type == "error":
            super().log(type, message, *args)


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an application on a free port as long as the block lasts; yields its address.

    Requests that a page sent before it was closed are answered before the block ends, because the next test
    replaces the database that they read.
    """
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Run the system's Chromium without a window."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if not path:
        raise RuntimeError("Chromium is not installed: run script/test, or script/packages test")
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


class Pages:
    """Opens pages on a served application, for a person or a stranger, and remembers what goes wrong."""

    def __init__(self, browser: Browser, app: Flask, address: str) -> None:
        self.browser, self.app, self.address = browser, app, address
        self.contexts: list[BrowserContext] = []
        self.troubles: list[str] = []

    def __call__(
        self,
        person: Any = None,
        *,
        width: int = 1280,
        height: int = 900,
        dark: bool = False,
        script: bool = True,
    ) -> Page:
        """Return a page of its own browser profile, signed in as `person`; `width` is in CSS pixels.

        What the test changed is committed. A test that reads the database while pages are open commits afterwards
        too: on SQLite its open transaction would keep every form waiting.
        """
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            reduced_motion="reduce",
        )
        context.set_default_timeout(30_000)  # patience for busy machines
        self.contexts.append(context)
        if person is not None:
            name = self.app.config["SESSION_COOKIE_NAME"]
            cookie = Visitor(self.app, person).client.get_cookie(name)
            assert cookie is not None
            context.add_cookies([{"name": name, "value": cookie.value, "url": self.address}])
        db.session.commit()
        page = context.new_page()
        page.on("pageerror", lambda error: self.troubles.append(f"script error: {error}"))
        page.on("console", self._listen)
        page.on("response", self._look)
        return page

    def _listen(self, message: Any) -> None:
        expected = "Failed to load resource" in message.text  # statuses are judged in _look
        if message.type == "error" and not expected:
            self.troubles.append(f"console: {message.text}")

    def _look(self, response: Any) -> None:
        missing = response.status == 404 and response.request.resource_type != "document"
        if response.status >= 500 or missing:
            self.troubles.append(f"{response.status} {response.url}")

    def close(self) -> None:
        """Close every page. Raises AssertionError with what went wrong on them."""
        for context in self.contexts:
            context.close()
        assert not self.troubles, "\n".join(self.troubles)


def check_accessibility(page: Page) -> None:
    """Run axe-core on the page once it has loaded. Raises AssertionError naming each violation and where it is.

    A click returns when the next page begins, which may be before it has a document to look at. axe-core does not
    load style sheets again: of its rules, only an experimental one that does not run here reads them.
    """
    if not AXE.exists():
        raise RuntimeError("axe-core is not installed: run script/setup, or npm ci --ignore-scripts")
    page.wait_for_load_state()
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "options => axe.run(document, options).then(results => results.violations)",
        {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"], "preload": {"assets": ["media"]}},
    )
    told = [
        f"{violation['id']}: {violation['help']}\n    "
        + "\n    ".join(f"{node['target']} {node['html'][:200]}" for node in violation["nodes"][:5])
        for violation in found
    ]
    assert not told, f"{page.url}\n" + "\n".join(told)
