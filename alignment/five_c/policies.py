"""Who may read 5C reviews, and write what stands above them."""

from __future__ import annotations

from app.accounts.models import Person
from app.circles.models import Circle
from app.circles.queries import knows
from app.clock import today
from app.web.policies import policy


@policy("five_c:list")
def list_reviews(user: Person) -> bool:
    """Everyone who is signed in; a review has what its reader may know of."""
    return user.is_active


@policy("five_c:read", Circle)
def read_review(user: Person, circle: Circle) -> bool:
    """Those who may know of the forum or agreement."""
    return knows(user, circle, today())


@policy("five_c:write", Circle, hidden_unless=read_review, opened_by=("coordinator",))
def write_synopsis(user: Person, circle: Circle) -> bool:
    """Coordinators who may know of it."""
    return user.is_coordinator and knows(user, circle, today())
