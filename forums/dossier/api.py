"""The API of a session's file: its parts, its files, and the file assembled as PDF or ZIP."""

from __future__ import annotations

from flask_login import current_user
from marshmallow import fields
from sqlalchemy import Select

from app.api import Api
from forums.dossier import bundle_views, policies, queries, views
from forums.dossier.forms import (
    AssignmentForm,
    BundleForm,
    DescriptionForm,
    PhotoForm,
    ReasonForm,
    ReplacementForm,
    ScanForm,
)
from forums.dossier.models import SessionFile
from forums.dossier.schemas import DossierSchema, SessionFileSchema
from forums.papers.api import PaperQuery
from forums.scheduling.models import Session
from forums.scheduling.schemas import SessionSchema

api = Api("dossier", area="forums", tag="Session file", about="The papers, signed copies and photos of a session.")
SESSION = "/sessions/<uuid:session_id>/file"
FILE = "/session-files/<uuid:session_file_id>"


class BundleQuery(PaperQuery):
    """What to assemble."""

    part = fields.String(
        metadata={"description": "Names of parts, separated by commas; without it, all that have anything."}
    )


@api.list(
    f"{SESSION}/files",
    policies.read_dossier,
    SessionFileSchema,
    sorts={"added_at": (SessionFile.added_at, SessionFile.id), "dated": (SessionFile.dated, SessionFile.id)},
)
def files(session: Session) -> Select[SessionFile]:
    """List the files of a session; receipts and signed reports only for those who may read them."""
    hidden = policies.hidden_kinds(current_user, session)
    return queries.files(session).where(SessionFile.kind.not_in(hidden))


api.resource(SESSION, policies.read_dossier, DossierSchema, summary="Read which parts of a session's file are there.")
api.resource(FILE, policies.read_file, SessionFileSchema, summary="Read the name and the description of a file.")
api.download(f"{FILE}/content", views.download)
for view, path, form in (
    (views.add, "files", ScanForm),
    (views.add_assignment, "assignments", AssignmentForm),
    (views.add_photo, "photos", PhotoForm),
):
    api.act(
        f"{SESSION}/{path}",
        view,
        takes=form,
        required=("file",),
        optional=("dated",),
        gives=SessionFileSchema,
        creates=True,
    )
api.act(f"{FILE}/replace", views.replace, takes=ReplacementForm, required=("file",), gives=SessionFileSchema)
api.act(f"{FILE}/remove", views.remove, takes=ReasonForm, gives=SessionSchema)
api.act(FILE, views.describe, takes=DescriptionForm, gives=SessionFileSchema, method="PATCH")
api.act(f"{SESSION}/bundle", bundle_views.make, takes=BundleForm, gives=DossierSchema, changes=False)
api.download(f"{SESSION}/invitations/pdf", views.roll, query=PaperQuery)
api.download(f"{SESSION}/bundle/pdf", bundle_views.pdf, query=BundleQuery)
api.download(f"{SESSION}/bundle/zip", bundle_views.archive, query=BundleQuery)
