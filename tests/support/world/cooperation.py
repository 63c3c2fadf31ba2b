"""What the world holds of cooperation: requests from outside, one of them linked with the organisation of a party."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from app.files import store
from cooperation.requests.links import token_of
from cooperation.requests.models import CooperationRequest, RequestAgreement, RequestMessage
from cooperation.requests.rules import Applicant, RequestState, ThreadAct
from cooperation.targets.models import CooperationTargets
from cooperation.targets.rules import Targets
from tests.factories.forums import MADE

if TYPE_CHECKING:
    from tests.support.world.world import World


def add_requests(world: World) -> None:
    """Add a request with a proposal that waits, and one of a party that became the agreement "internal"."""
    received = world.keep("received", world.add(_request(1)))
    linked = _request(2, state=RequestState.AGREEMENT, organisation_id=world.people["party"].organisation_id)
    world.keep("of the party", world.add(linked))
    world.add(RequestMessage(request_id=received.id, at=MADE, act=ThreadAct.WROTE, text="Kapan dijawab?"))
    agreement = world.objects["Agreement"]["internal"]["id"]
    world.add(RequestAgreement(request_id=linked.id, agreement_id=agreement))
    targets = CooperationTargets()
    targets.write(Targets())
    world.add(targets)
    for endpoint in ("cooperation.public.own", "cooperation.public.withdraw"):
        world.tokens[endpoint] = token_of(received)


def _request(number: int, **values: Any) -> CooperationRequest:
    proposal = store.keep(b"%PDF-1.7", name="proposal.pdf", media_type="application/pdf", by=None, at=MADE)
    return CooperationRequest(
        proposal_id=proposal.id,
        code=f"PMH-2026-{9000 + number}",
        title="Peta parkir",
        applicant=Applicant.PRIVATE,
        organisation_name="PT Pemohon",
        wish="Peta parkir bersama",
        brings=["data"],
        contact_name="Sari",
        contact_email=f"sari{number}@pemohon.example",
        language="id",
        consented_at=MADE,
        received_at=MADE,
        answer_due=date(2026, 12, 8),
        state_since=date(2026, 11, 1),
        **{"state": RequestState.RECEIVED, **values},
    )
