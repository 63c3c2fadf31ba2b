"""Every text of a page, a mail or a PDF is translatable, and translated."""

import re

import pytest
from bs4 import BeautifulSoup
from jinja2 import nodes

pytestmark = pytest.mark.one_database

SPOKEN = ("title", "aria-label", "alt", "placeholder", "label", "data-narrow")
"""Attributes that people read or hear."""
NAMES = re.compile(
    r"Selaras|SHA-256|JSON|openapi\.json|PDF|CSV|API|WhatsApp|KMT-2026-00|/verify|Read in English|"
    r"digest(?: one-page)?\u2022|\#corrections"
)
"""Words that are the same in every language, and what nobody reads: parts of addresses, the name of a kind."""


def literal(env, name):
    """Return the markup of a template as it stands, with each expression as a sign."""
    source = env.loader.get_source(env, name)[0]
    parts = []
    for node in env.parse(source).find_all(nodes.Output):
        parts += [one.data if isinstance(one, nodes.TemplateData) else "\u2022" for one in node.nodes]
    return "".join(parts)


def untranslated(markup):
    soup = BeautifulSoup(markup, "html.parser")
    for hidden in soup.find_all(["script", "style", "svg"]):
        hidden.decompose()
    texts = [*soup.stripped_strings, *(str(tag.get(name, "")) for tag in soup.find_all(True) for name in SPOKEN)]
    for text in texts:
        if re.search(r"[^\W\d_]{3,}", NAMES.sub("", text)):
            yield text


def test_no_template_speaks_past_the_catalogs(app):
    env = app.jinja_env
    told = [
        f"{name}: {text[:100]}"
        for name in sorted(env.list_templates(extensions=["html", "txt"]))
        for text in untranslated(literal(env, name))
    ]
    assert "\n".join(told) == ""
