"""The API of meeting packs, and of one's own notes."""

from __future__ import annotations

from flask_login import current_user
from sqlalchemy import Select

from app.api import Api
from forums.pack import policies, queries, views
from forums.pack.forms import GuestForm, NoteForm
from forums.pack.models import PackNote, PackOpening, PackVersion
from forums.pack.schemas import PackNoteSchema, PackOpeningSchema, PackSchema, PackVersionSchema
from forums.scheduling.models import Session

api = Api("pack", area="forums", tag="Meeting packs", about="One PDF of a session's agenda with its documents.")
SESSION = "/sessions/<uuid:session_id>"
VERSION = "/pack-versions/<uuid:pack_version_id>"
NOTE = "/agenda-items/<uuid:agenda_item_id>/pack-note"


@api.list(
    f"{SESSION}/pack-versions",
    policies.read_pack,
    PackVersionSchema,
    sorts={"number": (PackVersion.number, PackVersion.id)},
)
def versions(session: Session) -> Select[PackVersion]:
    """List the versions of a session's pack."""
    return queries.versions(session)


@api.list(
    f"{VERSION}/openings",
    policies.read_version_openings,
    PackOpeningSchema,
    sorts={"opened_at": (PackOpening.opened_at, PackOpening.id)},
)
def openings(pack_version: PackVersion) -> Select[PackOpening]:
    """List who opened a version, for coordinators."""
    return queries.openings(pack_version)


@api.list("/pack-notes", policies.list_notes, PackNoteSchema, sorts={"saved_at": (PackNote.saved_at, PackNote.id)})
def notes() -> Select[PackNote]:
    """List all private notes that the user wrote."""
    return queries.own_notes(current_user.id)


api.resource(
    f"{SESSION}/pack",
    policies.read_pack,
    PackSchema,
    summary="Read the latest version of a session's pack, and what changed since.",
)
api.act(f"{SESSION}/pack/circulate", views.circulate, gives=PackVersionSchema, creates=True)
api.resource(VERSION, policies.read_version, PackVersionSchema, summary="Read one version of a pack.")
api.act(f"{VERSION}/remind", views.remind, changes=False)
api.act(f"{SESSION}/pack/guests/send", views.send_to_guests, changes=False)
api.act(
    f"{SESSION}/pack/guests/end-link",
    views.end_link,
    takes=GuestForm,
    example={"person": "5b0f7c4e-58a1-4f0e-9d61-3f2a8b7c6d5e"},
    changes=False,
)
api.download(f"{VERSION}/pdf", views.download)
api.download(f"{VERSION}/changes/pdf", views.changed)
api.download(f"{VERSION}/with-notes/pdf", views.with_notes)
api.download(f"{VERSION}/print/pdf", views.to_print)
api.resource(NOTE, policies.write_note, PackNoteSchema, summary="Read one's private note on an agenda item.")
api.act(
    NOTE,
    views.save_note,
    takes=NoteForm,
    example={"text": "Minta satu angka sebelum masuk rangkuman."},
    gives=PackNoteSchema,
    changes=False,
)
api.act(f"{NOTE}/delete", views.delete_note, changes=False)
