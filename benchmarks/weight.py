"""The transferred bytes of pages in a real browser, at the first visit and with a filled cache."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from benchmarks.addresses import Page
from benchmarks.figures import Figure, at_most
from benchmarks.instances import DEMO
from benchmarks.pages import chosen
from benchmarks.run import Run
from benchmarks.serving import serving
from tests.support.browsers import running_browser

KIB = 1024
FIRST, LATER = at_most(250), at_most(40)
KINDS = {"list", "detail", "home", "live", "form", "public"}


def measure(run: Run) -> Iterator[Figure]:
    """Measure pages as a signed-in person, each in a new browser, then a second time."""
    instance = run.instances.of(DEMO)[0]
    pages = [page for page in chosen(instance)[0] if page.kind in KINDS]
    with serving(instance, threads=4) as server, running_browser() as browser:
        for page in pages[:: len(pages) // 4] if run.quick else pages:
            first, later = _visits(browser, f"http://127.0.0.1:{server.port}", page)
            for visit, bar, parts in (("first", FIRST, first), ("later", LATER, later)):
                yield Figure(
                    name=f"{page.name}, {visit} visit",
                    value=sum(parts.values()) / KIB,
                    unit="KiB",
                    bar=bar,
                    note=f"{len(parts)} requests",
                    raw=parts,
                )


def _visits(browser: Browser, address: str, page: Page) -> tuple[dict[str, int], dict[str, int]]:
    context = browser.new_context(base_url=address)
    if page.cookie:
        context.add_cookies([{"name": "selaras", "value": page.cookie, "url": address}])
    visits = _transferred(context, page.path), _transferred(context, page.path)
    context.close()
    return visits


def _transferred(context: BrowserContext, path: str) -> dict[str, int]:
    """Return the transferred bytes by URL, with headers and without what came from the browser's cache."""
    tab = context.new_page()
    devtools = context.new_cdp_session(tab)
    devtools.send("Network.enable")
    addresses: dict[str, str] = {}
    parts: dict[str, int] = {}

    def began(event: Any) -> None:
        addresses[event["requestId"]] = event["request"]["url"]

    def ended(event: Any) -> None:
        if event["encodedDataLength"]:
            parts[addresses[event["requestId"]].partition("?")[0]] = int(event["encodedDataLength"])

    devtools.on("Network.requestWillBeSent", began)
    devtools.on("Network.loadingFinished", ended)
    tab.goto(path, wait_until="networkidle")
    tab.close()
    return parts
