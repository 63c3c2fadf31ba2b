"""The pages of alignment beside its first one, in the order of the navigation."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

SECTIONS: list[tuple[str, Any]] = [
    ("alignment.roles.index", _l("Role matrix")),
    ("alignment.goals.index", _l("Shared goals")),
    ("alignment.regulations.index", _l("Regulations")),
    ("alignment.services.index", _l("Services")),
    ("alignment.barriers.index", _l("Barriers")),
    ("alignment.capacity.index", _l("Competences")),
    ("alignment.voices.index", _l("Two-way voices")),
    ("alignment.five_c.index", _l("5C review")),
]
"""The endpoint and label of each page."""
