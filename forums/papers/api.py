"""The API of a session's documents: the text of the invitation letter, and all documents as PDF."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from app.api import Api
from forums.papers import policies, views
from forums.papers.forms import LetterForm, SignedForm
from forums.papers.schemas import LetterSchema

api = Api("papers", area="forums", tag="Documents")
SESSION = "/sessions/<uuid:session_id>"
LETTER = f"{SESSION}/invitation-letter"


class PaperQuery(Schema):
    """Options of a document."""

    lang = fields.String(validate=validate.Length(max=8), metadata={"description": "The language, such as id or en."})


class LetterQuery(PaperQuery):
    """Options of a letter."""

    seat = fields.UUID(metadata={"description": "The letter to this seat alone."})


api.thing(LETTER, policies.write_letter, LetterSchema, summary="Read the invitation letter as it is typed.")
api.act(LETTER, views.letter, takes=LetterForm, gives=LetterSchema, method="PATCH", summary="Type the letter.")
api.act(f"{SESSION}/signed-letter", views.add_signed, takes=SignedForm, gives=LetterSchema, changes=False)
api.download(f"{SESSION}/signed-letter", views.signed_letter)
api.download(f"{LETTER}/pdf", views.letter_pdf, query=LetterQuery)
api.download("/minutes/<uuid:minutes_id>/pdf", views.minutes, query=PaperQuery)
for view, path in (
    (views.sheet_to_sign, "attendance-sheet"),
    (views.sheet_with_contacts, "attendance-sheet-with-contacts"),
    (views.attendance_list, "attendance-list"),
    (views.list_with_contacts, "attendance-list-with-contacts"),
):
    api.download(f"{SESSION}/{path}/pdf", view, query=PaperQuery)
