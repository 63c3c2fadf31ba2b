"""API of compliance: statements about rights, and evaluations of a year."""

from __future__ import annotations

from marshmallow import fields
from sqlalchemy import Select, select

from agreements.clauses.models import Clause, Right
from agreements.compliance import policies, views
from agreements.compliance.forms import IssueForm, ReceiptForm, RecordedReceiptForm, WithdrawalForm
from agreements.compliance.models import RightReceipt
from agreements.compliance.schemas import EvaluationSchema, ReceiptSchema
from agreements.registry.models import Agreement
from agreements.registry.policies import read_whole
from app.api import Api, QueryString

api = Api("agreements.compliance", area="agreements", tag="Agreements")
AGREEMENT = "/agreements/<uuid:agreement_id>"
RECEIPT = "/agreements/receipts/<uuid:receipt_id>"
EVALUATION = "/agreements/evaluations/<uuid:evaluation_id>"


class YearQuery(QueryString):
    """Query parameters of an evaluation."""

    year = fields.Integer(metadata={"description": "The year of the first due dates; the present one by default."})


@api.list(
    f"{AGREEMENT}/receipts",
    read_whole,
    ReceiptSchema,
    sorts={"stated_at": (RightReceipt.stated_at, RightReceipt.id)},
)
def receipts(agreement: Agreement) -> Select[RightReceipt]:
    """List the statements of the parties whether they received a right, withdrawn ones too."""
    return select(RightReceipt).join(Right).join(Clause).where(Clause.agreement_id == agreement.id)


api.resource(RECEIPT, policies.read_receipt, ReceiptSchema, summary="Read one statement about a right.")
api.act(
    "/agreements/rights/<uuid:right_id>/receipts",
    views.state,
    takes=ReceiptForm,
    example={"received_on": "2026-11-20", "text": "Akses data sensor dibuka"},
    gives=ReceiptSchema,
    creates=True,
)
api.act(
    "/agreements/rights/<uuid:right_id>/receipts/record",
    views.record,
    takes=RecordedReceiptForm,
    required=("source",),
    example={"said": "not_received", "text": "Akses belum dibuka", "source": "letter", "said_on": "2026-11-20"},
    gives=ReceiptSchema,
    creates=True,
)
api.act(
    f"{RECEIPT}/withdraw",
    views.withdraw,
    takes=WithdrawalForm,
    example={"reason": "Tercatat dua kali"},
    gives=ReceiptSchema,
)
api.resource(EVALUATION, policies.read_evaluation, EvaluationSchema, summary="Read one issued evaluation.")
api.act(
    f"{AGREEMENT}/evaluations",
    views.issue,
    takes=IssueForm,
    optional=("year",),
    example={"year": 2026},
    gives=EvaluationSchema,
    creates=True,
    changes=False,
)
api.download(f"{EVALUATION}/file", views.issued_pdf)
api.download(f"{AGREEMENT}/evaluation/pdf", views.evaluation_pdf, query=YearQuery)
api.download(f"{AGREEMENT}/evaluation/xlsx", views.evaluation_xlsx, query=YearQuery)
api.download("/agreements/evaluations/pdf", views.evaluations_pdf, query=YearQuery)
api.download("/agreements/evaluations/xlsx", views.evaluations_xlsx, query=YearQuery)
