"""The pages of alignment beside its first one, in the order of the navigation."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

SECTIONS: list[tuple[str, Any]] = [
    ("alignment.roles.index", _l("Role matrix")),
    ("alignment.capacity.index", _l("Competences")),
]
"""The endpoint and label of each page."""
