"""The pages of agreements and amendments that links in mails open."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_login import current_user

from agreements.amendments.models import Addendum
from agreements.amendments.policies import read_amendment
from agreements.amendments.queries import positions
from agreements.amendments.views import seen
from agreements.compliance.queries import recorded_for
from agreements.registry import policies
from agreements.registry.models import Agreement
from app.accounts.models import Person
from app.database import db
from app.web.pages import page
from app.web.policies import guarded


@guarded(policies.read_agreement)
def show(agreement: Agreement) -> ResponseReturnValue:
    """Show an agreement and who answers questions about it, with what was recorded on behalf of the reader's party."""
    keeper = db.session.get_one(Person, agreement.keeper_id)
    own = agreement.side_of(current_user.organisation_id)
    recorded = recorded_for(own.id) if own and policies.read_whole(current_user, agreement) else []
    return page("agreements/by_link/show.html", agreement=agreement, keeper=keeper, own=own, recorded=recorded)


@guarded(read_amendment)
def show_amendment(addendum: Addendum) -> ResponseReturnValue:
    """Show what an amendment changes, and the position of the reader's party."""
    return page(
        "agreements/by_link/amendment.html",
        amendment=addendum,
        agreement=addendum.agreement,
        overview=seen(addendum),
        positions=positions(addendum),
        own=addendum.agreement.side_of(current_user.organisation_id),
    )
