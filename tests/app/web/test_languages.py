"""A template is rendered in the language of its reader, whichever language compiled it first."""

import pytest
from flask_babel import force_locale
from markupsafe import Markup, escape

from tests.factories import PersonFactory

pytestmark = pytest.mark.one_database


def said(app, template, language="id", **values):
    with force_locale(language):
        return app.jinja_env.from_string(template).render(**values)


def test_each_reader_gets_their_own_language_regardless_of_order(app, as_user):
    for language, word in [("en", "Forums"), ("id", "Forum"), ("en", "Forums")]:
        assert as_user(PersonFactory(language=language)).get("/forums").soup.h1.get_text(strip=True) == word


def test_what_fills_a_phrase_is_escaped_and_the_phrase_is_not(app):
    assert said(app, '{{ _("<b>%(name)s</b>", name=name) }}', name="<i>") == "<b>&lt;i&gt;</b>"


def test_a_phrase_can_be_filled_with_any_name(app):
    assert said(app, '{{ _("%(value)s of %(total)s %%", value=1, total=2) }}', "en") == "1 of 2 %"


def test_a_phrase_can_be_part_of_an_expression(app):
    template = '{{ _("Save")|upper }} {{ {"x": _("Save")}.x ~ "!" }} {{ "%s" % _("Cancel") }}'
    assert said(app, template) == "SIMPAN Simpan! Batal"


def test_a_lone_percent_sign_is_written_twice_as_everywhere(app):
    assert said(app, '{{ _("100 %%") }}', "en") == "100 %"


def test_what_is_not_a_phrase_is_left_for_the_page(app):
    assert said(app, "{{ _(word) }} {{ other._ }}", word="Save", other={"_": "under"}) == "Simpan under"


@pytest.mark.parametrize("value", ["<b>", Markup("<b>"), 7, 1.5, None, ["<i>"], '"', "'"])
def test_whatever_is_written_into_markup_is_escaped_once(app, value):
    templates = ("{{ value }}", "{% set kept %}{{ value }}{% endset %}{{ kept }}", '{{ _("%(it)s", it=value) }}')
    assert {said(app, one, value=value) for one in templates} == {str(escape(value))}


def test_numbers_fill_phrases_as_numbers(app):
    assert said(app, '{{ ngettext("%(num)d day", "%(num)d days", 3) }} {{ _("%(num)d", num=4) }}', "en") == "3 days 4"
