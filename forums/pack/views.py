"""Pages and downloads of meeting packs, and the forms of private notes."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from app.clock import utc_now
from app.database import db
from app.errors import NotNow
from app.files import download as download_bytes
from app.files import serve
from app.pdf.document import made, made_once, start
from app.pdf.extracts import sheets
from app.pdf.languages import DEFAULT
from app.pdf.merging import page_count
from app.web.arguments import uuid_of
from app.web.i18n import language
from app.web.pages import done, page
from app.web.policies import guarded, load
from app.web.sessions import is_sessionless
from forums.agenda.models import AgendaItem
from forums.invitations.models import AnswerState
from forums.invitations.queries import effective_answers
from forums.pack import actions, paper, policies, queries
from forums.pack.forms import GuestForm, NoteForm
from forums.pack.labels import part_title
from forums.pack.models import PackVersion
from forums.pack.overview import pack_page
from forums.pack.recording import note_opening
from forums.scheduling.models import Session

bp = Blueprint("pack", __name__)

MOST_COPIES = 999
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
    """Show what the next version changes before it is circulated, and how far its files are made."""
    as_of = _requested_moment()
    if as_of is None:
        return redirect(url_for(".preview", session_id=session.id, as_of=_minute(utc_now()).isoformat()))
    return page("forums/pack/preview.html", session=session, **_next(session, as_of))


@bp.get("/sessions/<uuid:session_id>/pack/next/progress")
@guarded(policies.circulate_pack)
def progress_part(session: Session) -> ResponseReturnValue:
    """Return how far the files are made alone, for polling."""
    shown = _next(session, _requested_moment() or _minute(utc_now()))
    response = make_response(render_template("forums/pack/progress.html", session=session, **shown))
    response.set_etag(f"{shown['number']}-{shown['made']}-{shown['size']}")  # the content has a new token each time
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)


def _next(session: Session, as_of: datetime) -> dict[str, Any]:
    """Return what the next version changes, how many of its files are made, and its file in the reader's language."""
    shown = actions.next_version(session)
    jobs = paper.jobs(shown.content, shown.number, as_of)
    files = dict(takewhile(lambda one: one[1], ((key, start(job)) for key, job in jobs.items())))
    file = files.get(language()) or files.get(DEFAULT)
    return {
        "number": shown.number,
        "changes": shown.changes,
        "as_of": as_of,
        "made": len(files),
        "wanted": len(jobs),
        "pages": page_count(file) if file else None,
        "size": len(file) if file else None,
    }


@bp.get("/sessions/<uuid:session_id>/pack/next/pdf")
@guarded(policies.circulate_pack)
def preview_pdf(session: Session) -> ResponseReturnValue:
    """Download the next version before it is circulated."""
    shown = actions.next_version(session)
    jobs = paper.jobs(shown.content, shown.number, _requested_moment() or _minute(utc_now()))
    chosen = language() if language() in jobs else DEFAULT
    return download_bytes(made(jobs[chosen]), media_type=paper.PDF, name=paper.name(session, shown.number, chosen))


@bp.post("/sessions/<uuid:session_id>/pack/circulate")
@guarded(policies.circulate_pack)
def circulate(session: Session) -> ResponseReturnValue:
    """Circulate the next version of a pack, and mail the participants what changed."""
    session_id, as_of, shown = session.id, _requested_moment() or _minute(utc_now()), actions.next_version(session)
    jobs = paper.jobs(shown.content, shown.number, as_of)
    if not is_sessionless():  # the transaction of a program has the claim of its idempotency key
        db.session.rollback()  # it has only read so far, and on SQLite nobody else could write while the files are made
    files = {language: made(job) for language, job in jobs.items()}
    session = load(Session, "session_id", session_id)
    version = actions.circulate_files(session, files, shows=shown, as_of=as_of, by=current_user, at=utc_now())
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
    """Download a version as it was circulated, in the language of the reader."""
    note_opening(pack_version, current_user, pack_version.session, downloads=True)
    return serve(pack_version.edition(language()).file)


@bp.get("/pack-versions/<uuid:pack_version_id>/changes/pdf")
@guarded(policies.read_version)
def changed(pack_version: PackVersion) -> ResponseReturnValue:
    """Download only the parts of a version that changed since the one before; all of it if none of them has pages."""
    titles = {row["key"]: part_title({**row, "title": row["heading"]}) for row in pack_version.parts}
    edition = pack_version.edition(language())
    job = paper.changed_job(pack_version, edition, titles)
    if not job.places:
        return download(pack_version_id=pack_version.id)
    note_opening(pack_version, current_user, pack_version.session, downloads=True)
    session, number = pack_version.session, pack_version.number
    name = paper.name(session, number, edition.language, kind="changes")
    return download_bytes(made(job), media_type=paper.PDF, name=name)


@bp.get("/pack-versions/<uuid:pack_version_id>/with-notes/pdf")
@guarded(policies.read_version)
def with_notes(pack_version: PackVersion) -> ResponseReturnValue:
    """Download a version with the reader's own notes after the pages of their items; it is not cached."""
    notes = queries.notes_of(pack_version.session_id, current_user.id)
    edition = pack_version.edition(language())
    job = paper.notes_job(pack_version, edition, notes)
    if not job.after:
        return download(pack_version_id=pack_version.id)
    note_opening(pack_version, current_user, pack_version.session, downloads=True)
    name = paper.name(pack_version.session, pack_version.number, edition.language, kind="notes")
    return download_bytes(made_once(job), media_type=paper.PDF, name=name)


@bp.get("/pack-versions/<uuid:pack_version_id>/print/pdf")
@guarded(policies.read_version)
def to_print(pack_version: PackVersion) -> ResponseReturnValue:
    """Download a version for two-sided printing: each item begins a new sheet."""
    edition = pack_version.edition(language())
    note_opening(pack_version, current_user, pack_version.session, downloads=True)
    name = paper.name(pack_version.session, pack_version.number, edition.language, kind="print")
    return download_bytes(made(paper.print_job(edition)), media_type=paper.PDF, name=name)


@bp.get("/sessions/<uuid:session_id>/pack/print")
@guarded(policies.circulate_pack)
def prepare_print(session: Session) -> ResponseReturnValue:
    """Show how many copies and sheets of the latest version are needed, for whom, and what is printed separately."""
    pack = pack_page(session, None)
    if pack.edition is None:
        return redirect(_pack(session))
    in_person = [one for one in effective_answers(session) if one.state is AnswerState.ATTENDING_IN_PERSON]
    copies = min(max(request.args.get("copies", len(in_person) or 1, type=int), 1), MOST_COPIES)
    return page(
        "forums/pack/print.html",
        session=session,
        pack=pack,
        in_person=in_person,
        copies=copies,
        sheets=sheets(pack.edition.pages, paper.sheet_starts(pack.edition)),
    )


@bp.get("/sessions/<uuid:session_id>/pack/guests")
@guarded(policies.circulate_pack)
def guests(session: Session) -> ResponseReturnValue:
    """Show who is invited without taking part in the forum, and which of them have a link to read the pack."""
    return _guests(session)


def _guests(session: Session, form: GuestForm | None = None) -> ResponseReturnValue:
    version, invited = queries.latest(session.id), queries.guests(session)
    return page("forums/pack/guests.html", form, session=session, version=version, guests=invited)


@bp.post("/sessions/<uuid:session_id>/pack/guests/send")
@guarded(policies.circulate_pack)
def send_to_guests(session: Session) -> ResponseReturnValue:
    """Mail a link to read the latest version to guests who have none."""
    version = queries.latest(session.id)
    if version is None:
        raise NotNow(_l("The pack was not circulated yet"))
    count = actions.send_to_guests(version, queries.guests(session), by=current_user, at=utc_now())
    notice = ngettext("A link is sent to %(num)d guest.", "Links are sent to %(num)d guests.", count)
    return done(notice, to=url_for(".guests", session_id=session.id))


@bp.post("/sessions/<uuid:session_id>/pack/guests/end-link")
@guarded(policies.circulate_pack)
def end_link(session: Session) -> ResponseReturnValue:
    """End the link of a guest."""
    form = GuestForm()
    if not form.validate_on_submit():
        return _guests(session, form)
    person_id = uuid_of(form.person.data or "")
    guest = next((one for one in queries.guests(session) if one.person.id == person_id), None)
    if guest is None:
        raise NotNow(_l("This person is not a guest of the session"))
    actions.end_links_of_guest(session, guest, by=current_user, at=utc_now())
    return done(_("The link no longer works."), to=url_for(".guests", session_id=session.id))


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
