"""How far an import of a register is."""

from __future__ import annotations

import enum
from typing import Any

from flask_babel import lazy_gettext as _l

from app.errors import RuleViolation

OUTDATED = _l("Something has changed in the meantime. Check the preview again, then confirm.")
"""What is said if the import would do something else than was shown."""


class Stage(enum.Enum):
    """How far an import is. While it is reading or storing, a job works on it."""

    COLUMNS = "columns"
    READING = "reading"
    PREVIEW = "preview"
    STORING = "storing"
    DONE = "done"
    FAILED = "failed"


BUSY = (Stage.READING, Stage.STORING)


def require_stage(imported: Any, *stages: Stage) -> None:
    """Raise RuleViolation unless an import, locked before, is in one of `stages`."""
    if imported.stage not in stages:
        raise RuleViolation(_l("This import has gone on in the meantime. Reload the page to see how far it is."))
