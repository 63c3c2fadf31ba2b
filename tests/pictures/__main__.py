"""`script/pictures`: plays the first day on an instance that is deleted afterwards, and writes docs/pictures."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import time_machine
from flask import Flask
from flask_migrate import upgrade

from app import create_app
from config import ROOT, read_settings
from tests.pictures import first_day
from tests.pictures.city import City
from tests.support.browsers import Pages, running_browser, served
from tests.support.mail import Sink, running_sink

PICTURES = ROOT / "docs" / "pictures"


@contextmanager
def empty_instance(folder: Path, sink: Sink) -> Iterator[Flask]:
    """Yield the application on an empty database in `folder`, inside its context; it mails to `sink`."""
    settings = {
        "DATA_DIR": str(folder),
        "SECRET_KEY": "only-for-pictures",
        "BASE_URL": "http://localhost",
        "MAIL_URL": sink.url,
        "MAIL_FROM": "forum@kota.example",
        "PAPER_PATIENCE": "30",
    }
    app = create_app(read_settings(settings))
    with app.app_context():
        upgrade()
        yield app


def main() -> None:
    """Replace all pictures. Raises AssertionError if a page is not as the steps expect."""
    subprocess.run([sys.executable, ROOT / "script/translate", "--compile"], check=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        time_machine.travel(first_day.FIRST_DAY, tick=True) as clock,
        running_sink() as sink,
        empty_instance(Path(folder), sink) as app,
        running_browser() as browser,
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


if __name__ == "__main__":
    main()
