"""`script/pictures`: makes all pictures of the documents, on instances that are deleted afterwards."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import time_machine
from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import Browser
from sqlalchemy import select

from app import create_app
from app.accounts.models import Person
from app.database import db
from config import ROOT, read_settings
from tests.pictures import first_day
from tests.pictures.city import City, take
from tests.support.browsers import Pages, running_browser, served
from tests.support.mail import Sink, running_sink

PICTURES = ROOT / "docs" / "pictures"
HOME = ROOT / "docs" / "images" / "home.png"
MORNING = datetime(2026, 11, 24, 1, 15, tzinfo=UTC)
"""Tuesday, 24 November 2026, 08.15 WIB."""


@contextmanager
def empty_instance(folder: Path, sink: Sink, **changes: str) -> Iterator[Flask]:
    """Yield the application on an empty database in `folder`, inside its context; it mails to `sink`."""
    settings = {
        "DATA_DIR": str(folder),
        "SECRET_KEY": "only-for-pictures-0123456789abcdef",
        "BASE_URL": "http://localhost",
        "MAIL_URL": sink.url,
        "MAIL_FROM": "forum@kota.example",
        "PAPER_PATIENCE": "30",
    }
    app = create_app(read_settings(settings | changes))
    with app.app_context():
        upgrade()
        yield app


def first_day_of_a_city(browser: Browser) -> None:
    """Replace the pictures of the guides. Raises AssertionError if a page is not as the steps expect."""
    with (
        tempfile.TemporaryDirectory() as folder,
        time_machine.travel(first_day.FIRST_DAY, tick=True) as clock,
        running_sink() as sink,
        empty_instance(Path(folder), sink) as app,
        served(app) as address,
    ):
        pages = Pages(browser, app, address)
        city = City(app, pages, sink, clock, Path(folder), PICTURES)
        first_day.play(city)
        pages.close()
    for path in set(PICTURES.glob("*/*.png")) - set(city.taken):
        path.unlink()
    total = sum(path.stat().st_size for path in city.taken)
    print(f"pictures: {len(city.taken)} in docs/pictures, {total / 1000:.0f} kB")  # noqa: T201 - a program


def morning_of_a_coordinator(browser: Browser) -> None:
    """Replace the picture of the README: the home page of the demo's coordinator."""
    with (
        tempfile.TemporaryDirectory() as folder,
        time_machine.travel(MORNING, tick=True),
        running_sink() as sink,
        empty_instance(Path(folder), sink, SELARAS_DEMO="1") as app,
        served(app) as address,
    ):
        loaded = app.test_cli_runner().invoke(args=["demo", "load"])
        assert loaded.exit_code == 0, loaded.output
        pages = Pages(browser, app, address)
        page = pages(
            db.session.scalars(select(Person).where(Person.email == "koordinator@jsc.example")).one(), height=880
        )
        page.goto("/?lang=en")
        take(page, HOME)
        pages.close()


def main() -> None:
    """Replace all pictures."""
    subprocess.run([sys.executable, ROOT / "script/translate", "--compile"], check=True)
    with running_browser() as browser:
        first_day_of_a_city(browser)
        morning_of_a_coordinator(browser)


if __name__ == "__main__":
    main()
