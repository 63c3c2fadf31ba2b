"""Actions: circulate a version of a pack, remind readers, record who opened it, and keep private notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.database import db
from app.errors import NotNow
from app.files.models import StoredFile
from app.files.store import keep
from app.mail.links import actions as links
from app.mail.links.rules import is_usable
from app.pdf.document import made
from app.pdf.languages import DEFAULT
from app.pdf.merging import page_count, parts_in
from forums.agenda.models import AgendaItem
from forums.agenda.queries import lock as lock_agenda
from forums.pack import notices, paper, queries
from forums.pack.content import PackContent, content_of
from forums.pack.models import PackNote, PackOpening, PackVersion
from forums.pack.rows import GuestRow
from forums.pack.rules import Change, Part, changes_between
from forums.scheduling.models import Session, SessionState


@dataclass(frozen=True, slots=True, kw_only=True)
class NextVersion:
    """The version of a pack that could be circulated now; `parts` are those of its content, in order."""

    number: int
    content: PackContent
    parts: list[Part]
    changes: list[Change]


def next_version(session: Session) -> NextVersion:
    """Return the next version of a pack.

    Raises NotNow unless the session is planned, if its agenda is empty, or if nothing changed since the last version.
    """
    earlier, content = queries.latest(session.id), content_of(session)
    changes = _changes_to_circulate(session, earlier, content)
    number = earlier.number + 1 if earlier else 1
    return NextVersion(number=number, content=content, parts=content.parts, changes=changes)


def circulate(session: Session, *, as_of: datetime, by: Person, at: datetime) -> PackVersion:
    """Make the files of the next version with the state of `as_of`, which takes seconds, and circulate them.

    Raises what `next_version` raises.
    """
    shown = next_version(session)
    files = {language: made(job) for language, job in paper.jobs(shown.content, shown.number, as_of).items()}
    return circulate_files(session, files, shows=shown, as_of=as_of, by=by, at=at)


def circulate_files(
    session: Session, made_files: Mapping[str, bytes], *, shows: NextVersion, as_of: datetime, by: Person, at: datetime
) -> PackVersion:
    """Circulate the files that were made of the version that they show, and mail the participants what changed.

    `made_files` has a file for each language, with the state of `as_of`. Raises what `next_version` raises, and NotNow
    if the pack changed since the files were begun.
    """
    lock_agenda(session)
    current = next_version(session)
    number, content = current.number, current.content
    if (number, current.parts) != (shows.number, shows.parts):
        raise NotNow(_l("The pack changed while its file was made. Circulate it again"))
    files = {
        language: keep(file, name=paper.name(session, number, language), media_type=paper.PDF, by=by, at=at)
        for language, file in made_files.items()
    }
    db.session.flush()
    version = PackVersion(
        session_id=session.id,
        number=number,
        as_of=as_of,
        circulated_at=at,
        circulated_by_id=by.id,
        parts=_stored_parts(content, made_files[DEFAULT]),
        changes=[change.stored() for change in current.changes],
    )
    version.session = session
    _set_files(version, files, made_files)
    db.session.add(version)
    db.session.flush()
    audit.record(
        "session.pack_circulated",
        session,
        by=by,
        at=at,
        circle_id=session.circle_id,
        number=number,
        sha256=version.file.sha256,
    )
    notices.circulated(version, by=by)
    return version


def remind(version: PackVersion, *, by: Person, at: datetime) -> int:
    """Remind the participants whose organisations have not opened a version; return how many. Once a day each.

    Raises NotNow unless the session is planned and the version is the latest one.
    """
    latest = queries.latest(version.session_id)
    if version.session.state is not SessionState.PLANNED or latest is None or latest.id != version.id:
        raise NotNow(_l("There is a newer version, or the session is over"))
    opened = {row.organisation_id for row in queries.openings_of(version.session_id) if row.number == version.number}
    reminded = notices.reminded(version, besides=opened, by=by, day=at.astimezone(version.session.zone).date())
    if reminded:
        circle_id = version.session.circle_id
        audit.record("session.pack_reminded", version.session, by=by, at=at, circle_id=circle_id, number=version.number)
    return reminded


def send_to_guests(version: PackVersion, guests: Sequence[GuestRow], *, by: Person, at: datetime) -> int:
    """Mail a reading link to the guests who have none that works; return how many.

    Raises NotNow if there is nobody to send one to.
    """
    people = [one.person for one in guests if not one.has_link(at)]
    if not people:
        raise NotNow(_l("Every guest has a link"))
    for person in people:
        notices.shared(version, person, by=by)
    session = version.session
    details: dict[str, Any] = {"number": version.number, "guests": len(people)}
    audit.record("session.pack_shared", session, by=by, at=at, circle_id=session.circle_id, **details)
    return len(people)


def end_links_of_guest(session: Session, guest: GuestRow, *, by: Person, at: datetime) -> None:
    """End the links of a guest to the pack of a session. Raises NotNow if none works."""
    if not guest.has_link(at):
        raise NotNow(_l("This link does not work any more"))
    for link in queries.links_to(session.id, [guest.person.id]):
        if is_usable(expires_at=link.expires_at, revoked_at=link.revoked_at, at=at):
            links.revoke(link, by=by, at=at)


def record_opening(version_id: UUID, person_id: UUID, *, by_link: bool, downloads: bool, at: datetime) -> None:
    """Record that a person opened or downloaded a version, the first time that they do."""
    queries.lock(version_id)
    opening = queries.opening(version_id, person_id)
    if opening is None:
        opening = PackOpening(version_id=version_id, person_id=person_id, opened_at=at, by_link=by_link)
        db.session.add(opening)
    if downloads and opening.downloaded_at is None:
        opening.downloaded_at = at


def save_note(item: AgendaItem, text: str, *, by: Person, at: datetime) -> PackNote | None:
    """Save a person's private note on an item, or delete it if `text` is empty; return it.

    The audit trail, which others read, does not record it.
    """
    note = queries.note_on(item.id, by.id)
    if not text:
        delete_note(item, by=by)
        return None
    if note is None:
        note = PackNote(agenda_item_id=item.id, person_id=by.id)
        db.session.add(note)
    note.text, note.saved_at = text, at
    db.session.flush()
    return note


def delete_note(item: AgendaItem, *, by: Person) -> None:
    """Delete a person's private note on an item, if there is one."""
    note = queries.note_on(item.id, by.id)
    if note:
        db.session.delete(note)


def _changes_to_circulate(session: Session, earlier: PackVersion | None, content: PackContent) -> list[Change]:
    """Return what changed since the version `earlier`. Raises NotNow if no version can be circulated."""
    if session.state is not SessionState.PLANNED:
        raise NotNow(_l("The session is over or was cancelled: its agenda can no longer be changed"))
    if not content.items:
        raise NotNow(_l("There is no accepted item on the agenda yet"))
    if earlier is None:
        return []
    changes = changes_between(earlier.known_parts, content.parts)
    if not changes:
        raise NotNow(_l("Nothing changed since version %(number)s", number=earlier.number))
    return changes


def _set_files(version: PackVersion, files: Mapping[str, StoredFile], made_files: Mapping[str, bytes]) -> None:
    """Set the stored files of a version, by language, and where its parts are in the English one."""
    version.file_id, version.file, version.pages = files[DEFAULT].id, files[DEFAULT], page_count(made_files[DEFAULT])
    version.english_file = files.get("en")
    if version.english_file:
        version.english_file_id = version.english_file.id
        version.english_places = _english_places(made_files["en"])


def _stored_parts(content: PackContent, made_file: bytes) -> list[dict[str, object]]:
    places = {place.key: place for place in parts_in(made_file)}
    headings = {item.key: item.heading for item in content.items}
    stored: list[dict[str, object]] = []
    for part in content.parts:
        place = places.get(part.key)
        stored.append(
            {
                **part._asdict(),
                "kind": part.kind.value,
                "heading": headings.get(part.key, part.title),
                "first": place.first if place else None,
                "count": place.pages if place else None,
            }
        )
    return stored


def _english_places(made_file: bytes) -> list[dict[str, object]]:
    return [{"key": place.key, "first": place.first, "count": place.pages} for place in parts_in(made_file)]
