"""The API of registrations, for organisers."""

from __future__ import annotations

from sqlalchemy import Select, select

from app.api import Api
from forums.registration import policies, views
from forums.registration.forms import CheckForm, TermsForm
from forums.registration.models import Opening, Registration
from forums.registration.schemas import OpeningSchema, RegistrationSchema
from forums.scheduling.models import Session

api = Api(
    "registration", area="forums", tag="Registration", about="Registration of the public for sessions of public forums."
)
PATH = "/sessions/<uuid:session_id>/registration"
SORTS = {"turn": (Registration.turn, Registration.id)}


@api.list("/sessions/<uuid:session_id>/registrations", policies.check_off, RegistrationSchema, sorts=SORTS)
def registrations(session: Session) -> Select[Registration]:
    """List the registrations of a session, in order."""
    return select(Registration).join(Registration.opening).where(Opening.session_id == session.id)


api.resource(
    PATH, policies.check_off, OpeningSchema, summary="Read the terms of registration and the numbers of registrations."
)
api.act(f"{PATH}/open", views.open_, takes=TermsForm, example={"capacity": 100}, gives=OpeningSchema, changes=False)
api.act(f"{PATH}/close", views.close, gives=OpeningSchema, changes=False)
api.act(f"{PATH}/check", views.check, takes=CheckForm, gives=OpeningSchema, changes=False)
