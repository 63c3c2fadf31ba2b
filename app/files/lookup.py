"""The kind of search results that are files and links. The packages that own them register the sources."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l

from app.search.sources import Kind


def documents(href: Callable[[Any], str]) -> Kind:
    """Return the kind "documents" for a source; `href` returns the address at which an entry of it is opened."""
    return Kind(name="documents", label=_l("Documents"), word=_l("Document"), icon="file", href=href)
