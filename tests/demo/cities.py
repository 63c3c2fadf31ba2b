"""A small city for tests, and how much there is in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import time_machine
from sqlalchemy import func, select

from app.clock import utc_now
from app.database import db
from demo.city.load import Size, load
from demo.parties import add_parties
from tests.conftest import NOW
from tests.support.databases import empty_folder


def load_city() -> list[str]:
    """Load a small city on the demo's organisations into an empty database; return the reported progress."""
    add_parties(utc_now() - timedelta(days=500))
    db.session.commit()
    progress: list[str] = []
    load(Size(sessions=300, commitments=500, people=100), progress.append)
    return progress


@contextmanager
def city_in(database: Any) -> Iterator[None]:
    """Load a small city into a database of the tests, with the clock at `NOW` and an application context."""
    database.empty()
    empty_folder(database.data)
    with time_machine.travel(NOW, tick=False), database.app.app_context():
        assert load_city(), "progress is reported"
        yield


def number_of(model: type[Any]) -> int:
    """Return the number of rows of a model."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0
