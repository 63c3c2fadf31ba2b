"""Two people who enter the same thing about an agreement at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from agreements.making.models import ChecklistItem, Holding
from agreements.particulars.models import Funding
from agreements.signing.models import Signing
from app.database import db

pytestmark = pytest.mark.every_database


@pytest.mark.parametrize(
    "path,values,model",
    [
        ("/agreements/{agreement}/making/item", {"item": "needs", "state": "done"}, ChecklistItem),
        ("/agreements/{agreement}/making/hand-on", {"organisation": "{agency}", "word": "Mohon telaah"}, Holding),
        ("/agreements/{agreement}/particulars/funding", {"amount": "1", "currency": "IDR", "funds": ""}, Funding),
        ("/agreements/parties/{party}/signing", {"method": "wet", "sent_on": "10/11/2026"}, Signing),
    ],
)
def test_what_is_entered_twice_at_once_is_there_once(pact, as_user, path, values, model):
    keys = {"agreement": pact.agreement.id, "agency": pact.agency.id, "party": pact.party(pact.agency).id}
    visitors = [as_user(pact.coordinator) for _each in range(4)]
    data, where = {name: value.format(**keys) for name, value in values.items()}, path.format(**keys)
    db.session.commit()
    tokens = [visitor.csrf_token() for visitor in visitors]

    def send(visitor, token):
        return visitor.client.post(where, data=data, headers={"X-CSRFToken": token}).status_code

    with ThreadPoolExecutor(len(visitors)) as pool:
        statuses = sorted(pool.map(send, visitors, tokens))
    assert statuses[0] == 303
    assert set(statuses) <= {303, 422}
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(model)) == 1
