"""API of delivery: answers, reports, evidence and the timeline."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from app.api import Api
from commitments.delivery import views
from commitments.delivery.forms import AcceptForm, CommentForm, CounterForm, DeclineForm, ReportForm
from commitments.delivery.models import Update
from commitments.delivery.schemas import UpdateSchema
from commitments.registry.forms import ReasonForm
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment
from commitments.registry.schemas import CommitmentSchema

api = Api("commitments.delivery", area="commitments", tag="Commitments")
PATH = "/commitments/<uuid:commitment_id>"


@api.list(f"{PATH}/updates", read_commitment, UpdateSchema, sorts={"at": (Update.at, Update.id)})
def updates(commitment: Commitment) -> Select[Update]:
    """List the timeline entries of a commitment."""
    return (
        select(Update)
        .where(Update.commitment_id == commitment.id)
        .options(selectinload(Update.evidence), selectinload(Update.findings))
    )


api.act(
    f"{PATH}/accept",
    views.accept,
    takes=AcceptForm,
    optional=("said_on",),
    example={"source": "telephone", "said_on": "2026-11-20"},
    gives=CommitmentSchema,
)
for view, path, form in (
    (views.decline, "decline", DeclineForm),
    (views.counter_propose, "counter-propose", CounterForm),
    (views.agree_to_date, "agree-to-date", None),
    (views.insist_on_date, "insist-on-date", ReasonForm),
):
    api.act(f"{PATH}/{path}", view, takes=form, optional=("said_on",), gives=CommitmentSchema)
for view, path in ((views.report, "report"), (views.submit, "submit")):
    api.act(
        f"{PATH}/{path}",
        view,
        takes=ReportForm,
        optional=("progress", "said_on"),
        example={"progress": 60, "text": "Sensor terpasang di 6 titik"},
        gives=CommitmentSchema,
    )
api.act(f"{PATH}/comment", views.comment, takes=CommentForm, gives=CommitmentSchema, changes=False)
api.download("/commitments/evidence/<uuid:evidence_id>", views.evidence)
