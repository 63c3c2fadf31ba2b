"""Labels of role matrices."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from alignment.roles.rules import Gap, Role

ROLES = {
    Role.ACCOUNTABLE: _l("accountable"),
    Role.RESPONSIBLE: _l("responsible"),
    Role.CONSULTED: _l("consulted"),
    Role.INFORMED: _l("informed"),
    Role.NONE: _l("no part in it"),
}
MEANINGS = {
    Role.ACCOUNTABLE: _l("answers for it; exactly one for each activity"),
    Role.RESPONSIBLE: _l("does the work"),
    Role.CONSULTED: _l("is asked before it is decided"),
    Role.INFORMED: _l("is told afterwards"),
}
GAPS = {Gap.NOBODY: _l("Nobody is accountable"), Gap.SEVERAL: _l("More than one is accountable")}


def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    app.jinja_env.globals.update(
        role_label=ROLES.__getitem__,
        role_meanings=MEANINGS,
        gap_label=GAPS.__getitem__,
    )
