"""A person, a web server that holds a calendar of theirs, and the job that reads it."""

from dataclasses import replace

import pytest

from app.database import db
from forums.busy.jobs import read_calendars
from tests.factories import PersonFactory
from tests.support.web import running_site


@pytest.fixture
def person(app, clock):
    return PersonFactory(email="saya@kantor.example")


@pytest.fixture
def site(app):
    """A server of the intranet."""
    with running_site() as site:
        app.extensions["settings"] = replace(app.extensions["settings"], intranet_hosts=(site.host,))
        yield site


@pytest.fixture
def run():
    """Run the job, and see what came of it."""

    def run():
        db.session.commit()
        read_calendars()
        db.session.expire_all()

    return run
