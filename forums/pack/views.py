"""Pages and downloads of meeting packs, and the forms of private notes."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.clock import utc_now
from app.database import db
from app.files import download as download_bytes
from app.files import serve
from app.pdf.document import made, made_once
from app.pdf.merging import page_count
from app.web.pages import done, page
from app.web.policies import guarded, load
from app.web.sessions import is_sessionless
from forums.agenda.models import AgendaItem
from forums.pack import actions, paper, policies, queries
from forums.pack.forms import NoteForm
from forums.pack.labels import part_title
from forums.pack.models import PackVersion
from forums.pack.overview import pack_page
from forums.pack.recording import note_opening
from forums.scheduling.models import Session

bp = Blueprint("pack", __name__)

PREVIEWED = timedelta(hours=1)
"""How long the state that a preview shows can still be circulated."""


@bp.get("/sessions/<uuid:session_id>/pack")
@guarded(policies.read_pack)
def show(session: Session) -> ResponseReturnValue:
    """Show the pack of a session: its latest version, what changed since, and the reader's own notes."""
    return _show(session)


def _show(session: Session, form: NoteForm | None = None, item_id: UUID | None = None) -> ResponseReturnValue:
    pack = pack_page(session, current_user)
    if pack.latest:
        note_opening(pack.latest, current_user, session)
    return page("forums/pack/show.html", form, session=session, pack=pack, refused=item_id, part_title=part_title)


@bp.get("/sessions/<uuid:session_id>/pack/next")
@guarded(policies.circulate_pack)
def preview(session: Session) -> ResponseReturnValue:
    """Show what the next version contains and changes before it is circulated; a waiting page until it is made."""
    as_of = _requested_moment()
    if as_of is None:
        return redirect(url_for(".preview", session_id=session.id, as_of=_minute(utc_now()).isoformat()))
    shown = actions.next_version(session)
    file = made(paper.job(shown.content, shown.number, as_of))
    return page(
        "forums/pack/preview.html",
        session=session,
        number=shown.number,
        changes=shown.changes,
        as_of=as_of,
        pages=page_count(file),
        size=len(file),
    )


@bp.get("/sessions/<uuid:session_id>/pack/next/pdf")
@guarded(policies.circulate_pack)
def preview_pdf(session: Session) -> ResponseReturnValue:
    """Download the next version before it is circulated."""
    shown = actions.next_version(session)
    file = made(paper.job(shown.content, shown.number, _requested_moment() or _minute(utc_now())))
    return download_bytes(file, media_type=paper.PDF, name=paper.name(session, shown.number))


@bp.post("/sessions/<uuid:session_id>/pack/circulate")
@guarded(policies.circulate_pack)
def circulate(session: Session) -> ResponseReturnValue:
    """Circulate the next version of a pack, and mail the participants what changed."""
    session_id, as_of, shown = session.id, _requested_moment() or _minute(utc_now()), actions.next_version(session)
    job = paper.job(shown.content, shown.number, as_of)
    if not is_sessionless():  # the transaction of a program has the claim of its idempotency key
        db.session.rollback()  # it has only read so far, and on SQLite nobody else could write while the file is made
    file = made(job)
    session = load(Session, "session_id", session_id)
    version = actions.circulate_file(session, file, shows=shown, as_of=as_of, by=current_user, at=utc_now())
    return done(_("Version %(number)s was circulated.", number=version.number), to=_pack(session), made=version)


@bp.post("/pack-versions/<uuid:pack_version_id>/remind")
@guarded(policies.read_version_openings)
def remind(pack_version: PackVersion) -> ResponseReturnValue:
    """Remind the participants whose organisations have not opened the latest version."""
    count = actions.remind(pack_version, by=current_user, at=utc_now())
    notice = ngettext("%(num)d person is reminded.", "%(num)d people are reminded.", count)
    return done(notice, to=_pack(pack_version.session))


@bp.get("/pack-versions/<uuid:pack_version_id>/pdf")
@guarded(policies.read_version)
def download(pack_version: PackVersion) -> ResponseReturnValue:
    """Download a version as it was circulated."""
    note_opening(pack_version, current_user, pack_version.session, downloads=True)
    return serve(pack_version.file)


@bp.get("/pack-versions/<uuid:pack_version_id>/changes/pdf")
@guarded(policies.read_version)
def changed(pack_version: PackVersion) -> ResponseReturnValue:
    """Download only the parts of a version that changed since the one before; all of it if none of them has pages."""
    titles = {row["key"]: part_title({**row, "title": row["heading"]}) for row in pack_version.parts}
    job = paper.changed_job(pack_version, titles)
    if not job.places:
        return download(pack_version_id=pack_version.id)
    note_opening(pack_version, current_user, pack_version.session, downloads=True)
    session, number = pack_version.session, pack_version.number
    name = paper.name(session, number, "Perubahan-Bahan-Rapat")
    return download_bytes(made(job), media_type=paper.PDF, name=name)


@bp.get("/pack-versions/<uuid:pack_version_id>/with-notes/pdf")
@guarded(policies.read_version)
def with_notes(pack_version: PackVersion) -> ResponseReturnValue:
    """Download a version with the reader's own notes after the pages of their items; it is not cached."""
    notes = queries.notes_of(pack_version.session_id, current_user.id)
    job = paper.notes_job(pack_version, notes)
    if not job.after:
        return download(pack_version_id=pack_version.id)
    note_opening(pack_version, current_user, pack_version.session, downloads=True)
    name = paper.name(pack_version.session, pack_version.number, "Bahan-Rapat-dengan-catatan")
    return download_bytes(made_once(job), media_type=paper.PDF, name=name)


@bp.post("/agenda-items/<uuid:agenda_item_id>/pack-note")
@guarded(policies.write_note)
def save_note(agenda_item: AgendaItem) -> ResponseReturnValue:
    """Save one's private note on an item; an empty text deletes it."""
    form = NoteForm()
    if not form.validate_on_submit():
        return _show(agenda_item.session, form, agenda_item.id)
    note = actions.save_note(agenda_item, form.text.data or "", by=current_user, at=utc_now())
    notice = _("Your note is saved.") if note else _("Your note was deleted.")
    return done(notice, to=_pack(agenda_item.session, agenda_item), made=agenda_item)


@bp.post("/agenda-items/<uuid:agenda_item_id>/pack-note/delete")
@guarded(policies.write_note)
def delete_note(agenda_item: AgendaItem) -> ResponseReturnValue:
    """Delete one's private note on an item."""
    actions.delete_note(agenda_item, by=current_user)
    return done(_("Your note was deleted."), to=_pack(agenda_item.session, agenda_item))


def _requested_moment() -> datetime | None:
    """Return the moment of the preview that the request names, or None if it names none of the last hour."""
    try:
        found = datetime.fromisoformat(request.values.get("as_of", ""))
    except ValueError:
        return None
    now = utc_now()
    return found if found.tzinfo is not None and now - PREVIEWED <= found <= now else None


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _pack(session: Session, item: AgendaItem | None = None) -> str:
    return url_for("forums.pack.show", session_id=session.id, _anchor=f"item-{item.id}" if item else None)
