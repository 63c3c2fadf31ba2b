"""How far an import of a register is."""

from __future__ import annotations

import enum

from flask_babel import lazy_gettext as _l

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
