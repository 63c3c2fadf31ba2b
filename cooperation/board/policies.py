"""The policy of the board."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy
from cooperation.requests.policies import list_requests


@policy("cooperation:board", opened_by=("coordinator", "leadership"))
def read_board(user: Person) -> bool:
    """Coordinators and leadership; cards of agreements only for those who may read all of the agreement."""
    return list_requests(user)
