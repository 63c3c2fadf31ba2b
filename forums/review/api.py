"""The API of the review of minutes: agreement of the parties, opinions on corrections, deputies."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, lazyload, load_only

from app.accounts.models import Person
from app.api import Api
from forums.minutes.models import Correction
from forums.minutes.policies import read_correction, read_corrections
from forums.minutes.schemas import MinutesSchema
from forums.review import policies, views
from forums.review.forms import AskForm, DeputyApprovalForm, DeputyForm, OpinionForm, RecordAgreementForm
from forums.review.models import Opinion
from forums.review.schemas import DeputySchema, OpinionSchema, PartiesSchema
from forums.scheduling.policies import read_people

api = Api("review", area="forums", tag="Minutes")
MINUTES = "/minutes/<uuid:minutes_id>"
CORRECTION = "/corrections/<uuid:correction_id>"
OPINION = "/opinions/<uuid:opinion_id>"
DEPUTY = "/forums/<string:slug>/deputy"


@api.list(f"{CORRECTION}/opinions", read_correction, OpinionSchema, sorts={"asked_at": (Opinion.asked_at, Opinion.id)})
def opinions(correction: Correction) -> Select[Opinion]:
    """List the opinions of parties that were asked about a correction."""
    named = load_only(Person.name), lazyload(Person.organisation)
    found = select(Opinion).where(Opinion.correction_id == correction.id)
    return found.options(joinedload(Opinion.seat), joinedload(Opinion.by).options(*named))


api.resource(
    f"{MINUTES}/parties", read_corrections, PartiesSchema, summary="Read what the parties answered to minutes."
)
api.act(f"{MINUTES}/agree", views.agree, gives=PartiesSchema)
api.act(f"{MINUTES}/withdraw-agreement", views.withdraw, gives=PartiesSchema)
api.act(
    f"{MINUTES}/record-agreement",
    views.record,
    takes=RecordAgreementForm,
    required=("source",),
    example={"source": "telephone", "note": "Ibu Sari, 27 November"},
    gives=PartiesSchema,
)
api.act(
    f"{MINUTES}/approve-as-deputy",
    views.approve_as_deputy,
    takes=DeputyApprovalForm,
    example={"because": "Cuti sampai 14 Desember"},
    gives=MinutesSchema,
    summary="Approve minutes in place of their presider, which locks them.",
)
api.act(f"{CORRECTION}/ask", views.ask, takes=AskForm)
api.resource(OPINION, policies.read_opinion, OpinionSchema, summary="Read one opinion on a correction.")
api.act(f"{OPINION}/give", views.give_opinion, takes=OpinionForm, gives=OpinionSchema)
api.resource(DEPUTY, read_people, DeputySchema, summary="Read who may approve minutes in place of the presider.")
api.act(DEPUTY, views.name_deputy, takes=DeputyForm, optional=("person", "days"), gives=DeputySchema)
api.act(f"{DEPUTY}/remove", views.remove_deputy, gives=DeputySchema)
