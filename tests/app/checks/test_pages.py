"""The health page, in both languages, and the same for programs."""

import pytest

from app.checks import machine
from tests.factories import AdministratorFactory, CoordinatorFactory


def test_the_administrator_reads_what_is_wrong_and_how_to_correct_it(app, production, as_user, queries):
    administrator = as_user(AdministratorFactory(language="en"))
    with queries(at_most=12):
        words = administrator.get("checks.index").words
    assert "Only one person can administer this instance." in words
    assert "MAIL_URL: No mail server is set up." in words
    assert "Set it to smtps://user:password@host:465" in words
    assert "OK" in words


def test_the_page_is_in_indonesian_too(app, production, as_user):
    words = as_user(AdministratorFactory(language="id")).get("checks.index").words
    assert "MAIL_URL: Server surel belum diatur." in words
    assert "Hanya satu orang yang dapat mengelola aplikasi ini." in words
    assert "No mail server" not in words


def test_faults_come_first(app, production, as_user, monkeypatch):
    monkeypatch.setattr(machine, "ZONES", ("Asia/Atlantis",))
    soup = as_user(AdministratorFactory(language="en")).get("checks.index").soup
    states = [row.find("td").get_text(strip=True) for row in soup.select("tbody tr")]
    assert states == sorted(states, key=["Fault", "Advice", "OK"].index)
    assert "Fault" in states


def test_the_settings_lead_administrators_to_the_page(as_user):
    assert as_user(AdministratorFactory()).get("settings.index").soup.find("a", href="/settings/health")
    coordinator = as_user(CoordinatorFactory())
    assert not coordinator.get("settings.index").soup.find("a", href="/settings/health")
    coordinator.get("checks.index", status=403)


@pytest.mark.parametrize("language, label", [("en", "Disk"), ("id", "Penyimpanan")])
def test_programs_read_the_same(as_program, language, label):
    items = as_program(AdministratorFactory(language=language)).get("/health").json["items"]
    assert label in [item["label"] for item in items]
    assert {item["state"] for item in items} <= {"ok", "advice", "fault"}
