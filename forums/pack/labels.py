"""Labels of packs: what changed between versions, in one sentence each, and the audit trail."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import audit
from forums.pack.rules import Change, ChangeKind, PartKind

SENTENCES = {
    (PartKind.COVER, ChangeKind.EDITED): _l("The title, date, time or place of the session was changed"),
    (PartKind.ITEM, ChangeKind.NEW): _l("New agenda item: %(title)s"),
    (PartKind.ITEM, ChangeKind.EDITED): _l("Agenda item changed: %(title)s"),
    (PartKind.ITEM, ChangeKind.MOVED): _l("Agenda item moved: %(title)s"),
    (PartKind.ITEM, ChangeKind.REMOVED): _l("Agenda item removed: %(title)s"),
    (PartKind.DOCUMENT, ChangeKind.NEW): _l("%(item)s: %(title)s was added"),
    (PartKind.DOCUMENT, ChangeKind.REPLACED): _l("%(item)s: %(title)s was replaced"),
    (PartKind.DOCUMENT, ChangeKind.REMOVED): _l("%(item)s: %(title)s was removed"),
    (PartKind.MINUTES, ChangeKind.NEW): _l("The minutes of session %(title)s were added"),
    (PartKind.MINUTES, ChangeKind.EDITED): _l("The minutes of session %(title)s were changed"),
    (PartKind.MINUTES, ChangeKind.REPLACED): _l("The last minutes are now those of session %(title)s"),
    (PartKind.MINUTES, ChangeKind.REMOVED): _l("The minutes of session %(title)s were removed"),
}


def init_app(app: Flask) -> None:
    """Register the labels for templates and the audit trail."""
    app.jinja_env.globals["pack_change"] = sentence
    audit.describe("session.pack_circulated", _l("circulated version %(number)s of the meeting pack"))
    audit.describe("session.pack_shared", _l("mailed guests a link to version %(number)s of the meeting pack"))
    audit.describe("session.pack_reminded", _l("reminded those who had not opened version %(number)s of the pack"))


def sentence(change: Change) -> str:
    """Return what changed as a sentence without a full stop."""
    return str(SENTENCES[change.part, change.kind]) % {"title": change.title, "item": change.item}


def part_title(row: dict[str, str]) -> str:
    """Return the title of a stored part, in the reader's language."""
    kind = PartKind(row["kind"])
    if kind is PartKind.MINUTES:
        return _("Minutes of session %(number)s", number=row["title"])
    return {PartKind.COVER: _("Cover and agenda"), PartKind.COMMITMENTS: _("Open commitments")}.get(kind, row["title"])
