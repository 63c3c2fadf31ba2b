"""Words in the language of this page or mail: Flask-Babel's, found with one look where it takes five.

Long lists say hundreds of words. What is imported from `flask_babel` itself works as well, only more slowly.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import flask_babel
from babel.support import NullTranslations
from flask import g
from flask_babel import Domain, LazyString

_catalogs: dict[str, NullTranslations] = {}


class Catalogs(Domain):  # type: ignore[misc]
    """All packages' catalogs as one, kept by language."""

    def get_translations(self) -> NullTranslations:
        """Return the catalog of this page's language."""
        spoken = language()
        if spoken not in _catalogs:
            with flask_babel.force_locale(spoken):  # whatever happens on this page, the catalog is that language's
                _catalogs[spoken] = super().get_translations()
        return _catalogs[spoken]


def language() -> str:
    """Return the language of this page or mail: a code such as "id"."""
    held = g._get_current_object()  # asked for hundreds of times a page, and each look through the proxy is five calls
    spoken: str | None = held.get("language")
    if spoken is None:
        spoken = held.language = str(flask_babel.get_babel().locale_selector())
    return spoken


@contextmanager
def force_locale(spoken: str) -> Iterator[None]:
    """Speak another language as long as the block lasts."""
    before = g.get("language")
    with flask_babel.force_locale(spoken):
        g.language = spoken
        try:
            yield
        finally:
            g.language = before


def gettext(text: str, /, **values: Any) -> str:
    """Return `text` in the language of this page, filled with `values`."""
    said: str = catalog().ugettext(text)
    return said % values if values else said


def ngettext(singular: str, plural: str, num: int, /, **values: Any) -> str:
    """Return the form that fits `num` in the language of this page; it is filled with `num` and `values`."""
    said: str = catalog().ungettext(singular, plural, num)
    return said % {"num": num, **values}


def lazy_gettext(text: str, /, **values: Any) -> Any:
    """Return a text that is translated whenever it is shown."""
    return LazyString(gettext, text, **values)


def catalog() -> Any:
    """Return the catalog of this page's language."""
    return _catalogs.get(language()) or flask_babel.get_translations()
