"""No page shows a text in the other language that the catalogs have in its own."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup

from tests.permissions.conftest import OpenPage
from tests.support.visitors import Visitor
from tests.support.world.instance import Instance

pytestmark = [pytest.mark.one_database]

READ_OUT = ("title", "aria-label", "alt", "placeholder", "data-narrow", "data-refusal")
"""Attributes that people read or hear."""
SURE = re.compile(r"\S+ \S+ \S+")
"""A text this long is a sentence of one language; single words may be names, or the same in both."""


@pytest.fixture(scope="module")
def foreign(instance: Instance) -> dict[str, set[str]]:
    """What must not appear on a page, by the page's language: whole texts of the catalogs in the other one."""
    texts_of: dict[str, set[str]] = {"id": set(), "en": set()}
    for folder in instance.app.config["BABEL_TRANSLATION_DIRECTORIES"].split(";"):
        with (Path(folder) / "id/LC_MESSAGES/messages.po").open("rb") as file:
            for message in read_po(file, locale="id"):
                if isinstance(message.id, str) and isinstance(message.string, str) and message.id != message.string:
                    texts_of["id"].add(message.id)
                    texts_of["en"].add(message.string)
    return {language: {text for text in texts if SURE.search(text)} for language, texts in texts_of.items()}


def words(visitor: Visitor, path: str, language: str) -> Iterator[str]:
    """Yield the texts of a page with single spaces, except what people wrote into its forms."""
    answer = visitor.client.get(path, query_string={"lang": language}, follow_redirects=True)
    soup = BeautifulSoup(answer.data, "html.parser")
    assert soup.html is not None, path
    assert soup.html["lang"] == language, path
    for marked in soup.body.select("[lang]"):  # terms that are said to be of the other language
        marked.decompose()
    for written in soup.find_all("textarea"):
        written.decompose()
    texts = [*soup.stripped_strings, *(str(tag.get(name, "")) for tag in soup.find_all(True) for name in READ_OUT)]
    yield from (" ".join(text.split()) for text in texts)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_is_in_one_language(
    open_pages: list[OpenPage],
    page_visitors: dict[str | None, Visitor],
    foreign: dict[str, set[str]],
    language: str,
):
    assert len(foreign[language]) > 500
    wrong = [
        f"{path}: {text}"
        for role, path in open_pages
        for text in words(page_visitors[role], path, language)
        if text in foreign[language]
    ]
    assert not wrong, "\n".join(["", *wrong, f"{len(wrong)} in all"])
