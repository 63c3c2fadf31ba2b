"""Labels of the files of a session."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from app import audit
from forums.dossier.models import FileKind, SessionFile

KINDS = {
    FileKind.ATTENDANCE: _l("Attendance list"),
    FileKind.MINUTES: _l("Minutes"),
    FileKind.DECISIONS: _l("Excerpt of decisions"),
    FileKind.AGREEMENT: _l("Record of agreement"),
    FileKind.MEMO: _l("Report to leadership"),
    FileKind.OTHER: lazy_pgettext("paper", "Another document"),
    FileKind.ASSIGNMENT: _l("Letter of assignment"),
    FileKind.PHOTO: _l("Photo"),
    FileKind.RECEIPT: _l("Receipt"),
}
SENTENCES = {
    "session_file.added": _l("added a file to the session"),
    "session_file.replaced": _l("replaced a file of the session"),
    "session_file.removed": _l("removed a file from the session"),
    "session_file.described": _l("changed the description of a photo"),
    "session_file.bundled": _l("assembled the session file"),
}
DETAILS = {"public": _l("Public")}
INTERNAL = ("parts", "replaced")


def init_app(app: Flask) -> None:
    """Register the labels with the audit log, and for templates."""
    audit.call(SessionFile, _l("file of a session"))
    for action, words in SENTENCES.items():
        audit.describe(action, words)
    audit.label_details(DETAILS)
    audit.keep_internal(*INTERNAL)
    audit.label_values("session_file", ("kind",), {kind.value: word for kind, word in KINDS.items()})
    app.jinja_env.globals["session_file_title"] = title_of


def title_of(file: SessionFile) -> str:
    """Return the title of a file: what was entered, else the kind."""
    return file.title or str(KINDS[file.kind])
