"""What is wrong with the database, or recorded in it, is found."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app.checks import database
from app.checks.findings import Severity
from app.database import db, schema
from app.jobs.models import Heartbeat
from app.mail.outbox import enqueue
from app.mail.outbox.models import MailState
from app.web.i18n import force_locale
from config import DEFAULT_UNIT
from tests.factories import AdministratorFactory, PersonFactory

pytestmark = pytest.mark.every_database


@pytest.fixture(autouse=True)
def english(app):
    """Read findings in English."""
    with force_locale("en"):
        yield


@pytest.fixture
def results(app, given):
    """The findings of all checks that use the database, in production; `later` is added to the time."""

    def run(later=timedelta(0)):
        now = datetime.now(UTC) + later
        checks = (database.SCHEMA, *database.CHECKS)
        return [finding for check in checks for finding in check.examine(replace(given(), now=now))]

    return run


@pytest.fixture
def well(app):
    """The scheduler runs, and there are two administrators."""
    AdministratorFactory.create_batch(2)
    db.session.add(Heartbeat(name="scheduler", leader="a:1", at=datetime.now(UTC)))
    db.session.commit()


def texts(findings):
    return [finding.text for finding in findings]


def test_an_instance_that_works_has_no_finding(results, well):
    assert results() == []


def test_an_empty_instance_has_no_administrator_and_no_scheduler(results):
    findings = results()
    assert texts(findings) == ["The scheduler has never run.", "Nobody can administer this instance."]
    assert {finding.severity for finding in findings} == {Severity.FAULT}


def test_a_silent_scheduler_is_a_fault(results, well):
    db.session.scalars(db.select(Heartbeat)).one().at -= timedelta(minutes=5)
    assert texts(results()) == ["The scheduler does not run."]


def test_the_name_that_a_new_instance_begins_with_is_a_fault(app, results, well):
    app.extensions["settings"] = replace(app.extensions["settings"], unit_name=DEFAULT_UNIT)
    [finding] = results()
    assert finding.severity is Severity.FAULT
    assert "default unit" in finding.text


def test_a_single_administrator_is_advised_to_have_a_second(results, well):
    for person in db.session.scalars(db.select(AdministratorFactory._meta.model)).all()[1:]:
        person.suspended_at = datetime.now(UTC)
    [finding] = results()
    assert (finding.severity, finding.text) == (Severity.ADVICE, "Only one person can administer this instance.")


def test_clocks_that_differ_are_a_fault(results, well):
    [finding] = results(timedelta(minutes=-2))
    assert finding.severity is Severity.FAULT
    assert "differ by 1" in finding.text


def test_messages_that_could_not_be_delivered_are_counted(results, well):
    for address in ("a@dinas.go.id", "b@dinas.go.id"):
        mail = enqueue("accounts/password-changed", PersonFactory(email=address), address="https://dinas.go.id")
        mail.state = MailState.DEAD
    assert texts(results()) == ["2 messages could not be delivered."]


@pytest.mark.parametrize(
    "revision, expected",
    [("0048", "is at revision 0048"), ("0012", "cannot upgrade"), ("9999", "newer release"), (None, "is empty")],
)
def test_a_database_at_another_revision_is_a_fault(app, given, revision, expected):
    db.session.execute(text("DELETE FROM alembic_version"))
    if revision:
        db.session.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": revision})
    [finding] = database.schema_present(given())
    assert finding.severity is Severity.FAULT
    assert expected in finding.text
    assert schema.newest_revision() != revision
