"""The API of a session's documents: the text of the invitation letter, and all documents as PDF."""

from __future__ import annotations

from marshmallow import fields, validate

from app.api import Api, QueryString
from forums.papers import policies, views
from forums.papers.convener import views as convener
from forums.papers.convener.forms import ConvenerForm
from forums.papers.convener.schemas import ConvenerSchema
from forums.papers.forms import LetterForm, SignedForm
from forums.papers.records import views as records
from forums.papers.records.forms import RecordForm
from forums.papers.records.policies import write_record
from forums.papers.records.schemas import AgreementRecordSchema
from forums.papers.reports import views as reports
from forums.papers.reports.forms import ReportForm
from forums.papers.reports.policies import write_report
from forums.papers.reports.schemas import ReportSchema
from forums.papers.schemas import LetterSchema
from forums.scheduling.policies import change_forum

api = Api("papers", area="forums", tag="Documents", about="Documents of a session as PDF.")
SESSION = "/sessions/<uuid:session_id>"
LETTER = f"{SESSION}/invitation-letter"
RECORD = f"{SESSION}/agreement-record"
REPORT = f"{SESSION}/report"
CONVENER = "/forums/<string:slug>/convener"


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
api.resource(RECORD, write_record, AgreementRecordSchema, summary="Read the text of the record of agreement.")
api.act(
    RECORD,
    records.agreement_record,
    takes=RecordForm,
    example={"number": "DEMO/BA/09/2026"},
    gives=AgreementRecordSchema,
    method="PATCH",
    summary="Change the text of the record of agreement.",
)
api.download(f"{RECORD}/pdf", records.agreement_record_pdf, query=PaperQuery)
api.resource(REPORT, write_report, ReportSchema, summary="Read the text of the report to leadership.")
api.act(
    REPORT,
    reports.report,
    takes=ReportForm,
    example={"number": "DEMO/ND/09/2026"},
    gives=ReportSchema,
    method="PATCH",
    summary="Change the text of the report to leadership.",
)
api.download(f"{REPORT}/pdf", reports.report_pdf, query=PaperQuery)
api.download(f"{REPORT}/word", reports.report_word, query=PaperQuery)
api.download(f"{SESSION}/running-order/pdf", views.running_order_pdf, query=PaperQuery)
api.resource(CONVENER, change_forum, ConvenerSchema, summary="Read which organisation convenes a forum.")
api.act(
    CONVENER,
    convener.convener,
    takes=ConvenerForm,
    gives=ConvenerSchema,
    method="PATCH",
    changes=False,
    summary="Name the organisation whose letterhead the documents of a forum have.",
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
