"""Produces the mails about requests for cooperation."""

from app.accounts.models import Person
from app.clock import utc_now
from app.web.policies import load
from cooperation.requests import actions
from cooperation.requests.models import CooperationRequest
from tests.cooperation.requests import SENT, received
from tests.factories import CoordinatorFactory
from tests.mails.stage import Stage, produces


def _received(it: Stage) -> CooperationRequest:
    assert it.room.coordinator
    return load(CooperationRequest, "cooperation_request_id", received().id)


@produces("cooperation/requests/arrived")
def request_arrived(it: Stage) -> Person:
    _received(it)
    return it.room.coordinator


@produces("cooperation/requests/received")
def request_acknowledged(it: Stage) -> str:
    _received(it)
    return SENT["contact_email"]


@produces("cooperation/requests/told")
def applicant_asked(it: Stage) -> str:
    actions.ask(_received(it), "Datanya dari mana?", by=it.room.coordinator, at=utc_now())
    return SENT["contact_email"]


@produces("cooperation/requests/wrote")
def applicant_wrote(it: Stage) -> Person:
    actions.reply(_received(it), "Dari sensor kami.", at=utc_now())
    return it.room.coordinator


@produces("cooperation/requests/passed_on")
def request_passed_on(it: Stage) -> Person:
    other = CoordinatorFactory()
    actions.pass_on(_received(it), other, by=it.room.coordinator, at=utc_now())
    return other
