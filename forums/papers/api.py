"""The API of a session's documents: the text of the invitation letter, and all documents as PDF."""

from __future__ import annotations

from marshmallow import fields, validate

from app.api import Api, QueryString
from forums.papers import policies, views
from forums.papers.forms import LetterForm, SignedForm
from forums.papers.schemas import LetterSchema

api = Api("papers", area="forums", tag="Documents", about="Documents of a session as PDF.")
SESSION = "/sessions/<uuid:session_id>"
LETTER = f"{SESSION}/invitation-letter"


class PaperQuery(QueryString):
    """Options of a document."""

    lang = fields.String(
        validate=validate.Length(max=8), metadata={"description": "The language of the document: `id` or `en`."}
    )


class LetterQuery(PaperQuery):
    """Options of a letter."""

    seat = fields.UUID(metadata={"description": "The id of a seat: only the letter to it."})


api.resource(LETTER, policies.write_letter, LetterSchema, summary="Read the text of the invitation letter.")
api.act(
    LETTER,
    views.letter,
    takes=LetterForm,
    gives=LetterSchema,
    method="PATCH",
    summary="Change the text of the invitation letter.",
)
api.act(
    f"{SESSION}/signed-letter",
    views.add_signed,
    takes=SignedForm,
    required=("file",),
    optional=("dated",),
    gives=LetterSchema,
    changes=False,
)
api.download(f"{SESSION}/signed-letter", views.signed_letter)
api.download(
    f"{LETTER}/pdf",
    views.letter_pdf,
    query=LetterQuery,
    summary="Download the letters to all invited organisations as PDF, or with “seat” one of them.",
)
api.download(
    "/minutes/<uuid:minutes_id>/pdf",
    views.minutes,
    query=PaperQuery,
    summary="Download a version of the minutes as PDF.",
)
for view, path, summary in (
    (views.minutes_word, "word", "Download a version of the minutes as .docx."),
    (views.minutes_markdown, "markdown", "Download a version of the minutes as Markdown."),
    (views.decisions, "decisions/pdf", "Download the excerpt of the decisions of a version as PDF."),
):
    api.download(f"/minutes/<uuid:minutes_id>/{path}", view, query=PaperQuery, summary=summary)
for view, path in (
    (views.sheet_to_sign, "attendance-sheet"),
    (views.sheet_with_contacts, "attendance-sheet-with-contacts"),
    (views.attendance_list, "attendance-list"),
    (views.list_with_contacts, "attendance-list-with-contacts"),
):
    api.download(f"{SESSION}/{path}/pdf", view, query=PaperQuery)
