"""The accessibility statement."""

from dataclasses import replace

import pytest

from config import SettingsRefused, read_settings

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize("language, limits", [("en", "Known limits"), ("id", "Keterbatasan yang diketahui")])
def test_everyone_reads_the_statement_in_both_languages(as_user, language, limits):
    words = as_user().get(f"/accessibility?lang={language}").words
    assert "WCAG" in words
    assert "2.2" in words
    assert limits in words


def test_it_names_the_address_for_problems(app, as_user, monkeypatch):
    settings = replace(app.extensions["settings"], contact_mail="bantuan@kota.example")
    monkeypatch.setitem(app.jinja_env.globals, "settings", settings)
    soup = as_user().get("/accessibility").soup
    assert soup.select_one("a[href='mailto:bantuan@kota.example']") is not None


def test_without_an_address_it_names_the_unit(app, as_user):
    page = as_user().get("/accessibility?lang=en")
    assert page.soup.select("a[href^='mailto:']") == []
    assert f"Write to {app.extensions['settings'].unit_name}." in page.words


@pytest.mark.parametrize("written", ["nobody", "a@b@c", "a b@c.example", "<a@b.example>"])
def test_an_invalid_address_is_refused(written):
    with pytest.raises(SettingsRefused, match="CONTACT_MAIL"):
        read_settings({"CONTACT_MAIL": written})


def test_an_address_is_read():
    assert read_settings({"CONTACT_MAIL": "help@city.example"}).contact_mail == "help@city.example"
