"""No page of the house says in the other language what the catalogs know in its own."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup

from tests.doors.conftest import Door, House
from tests.support.visitors import Visitor

pytestmark = [pytest.mark.one_database]

SPOKEN = ("title", "aria-label", "alt", "placeholder", "data-narrow", "data-refusal")
"""Attributes that people read or hear."""
SURE = re.compile(r"\S+ \S+ \S+")
"""A text this long is a sentence of one language; single words may be names, or the same in both."""


@pytest.fixture(scope="module")
def foreign(house: House) -> dict[str, set[str]]:
    """What must not be read on a page, by the page's language: whole texts of the catalogs in the other one."""
    told: dict[str, set[str]] = {"id": set(), "en": set()}
    for folder in house.app.config["BABEL_TRANSLATION_DIRECTORIES"].split(";"):
        with (Path(folder) / "id/LC_MESSAGES/messages.po").open("rb") as file:
            for message in read_po(file, locale="id"):
                if isinstance(message.id, str) and isinstance(message.string, str) and message.id != message.string:
                    told["id"].add(message.id)
                    told["en"].add(message.string)
    return {language: {text for text in texts if SURE.search(text)} for language, texts in told.items()}


def words(visitor: Visitor, path: str, language: str) -> Iterator[str]:
    """Yield what a page says, tidied, in the order in which it stands: not what people wrote into its forms."""
    told = visitor.client.get(path, query_string={"lang": language}, follow_redirects=True)
    soup = BeautifulSoup(told.data, "html.parser")
    assert soup.html is not None, path
    assert soup.html["lang"] == language, path
    for written in soup.find_all("textarea"):
        written.decompose()
    texts = [*soup.stripped_strings, *(str(tag.get(name, "")) for tag in soup.find_all(True) for name in SPOKEN)]
    yield from (" ".join(text.split()) for text in texts)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_speaks_one_language(house: House, doors: list[Door], foreign: dict[str, set[str]], language: str):
    visitors = {role: Visitor(house.app, house.world.people.get(role or "")) for role in {one.role for one in doors}}
    assert len(foreign[language]) > 500
    told = [
        f"{path}: {text}"
        for role, path in doors
        for text in words(visitors[role], path, language)
        if text in foreign[language]
    ]
    assert not told, "\n".join(["", *told, f"{len(told)} in all"])
