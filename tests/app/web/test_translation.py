"""Texts are translated to the language of the page, and to another one within a block."""

import pytest
from flask_babel import force_locale, gettext, lazy_gettext, ngettext

from app.web.i18n import language

pytestmark = pytest.mark.one_database


def test_another_language_holds_inside_its_block_alone(app):
    label = lazy_gettext("Save")
    before = language()
    with force_locale("en"):
        assert (language(), gettext("Save"), str(label)) == ("en", "Save", "Save")
        with force_locale("id"):
            assert (language(), gettext("Save"), str(label)) == ("id", "Simpan", "Simpan")
        assert (language(), gettext("Save"), str(label)) == ("en", "Save", "Save")
    assert language() == before


def test_a_block_that_fails_leaves_the_language_as_it_was(app):
    before = language()
    with pytest.raises(LookupError), force_locale("en"):
        raise LookupError
    assert language() == before


def test_phrases_are_filled_and_follow_the_number(app):
    with force_locale("en"):
        assert gettext("Holidays %(year)s", year=2026) == "Holidays 2026"
        assert ngettext("in %(num)d day", "in %(num)d days", 1) == "in 1 day"
        assert ngettext("in %(num)d day", "in %(num)d days", 6) == "in 6 days"
    with force_locale("id"):
        assert ngettext("in %(num)d day", "in %(num)d days", 6) == "6 hari lagi"
