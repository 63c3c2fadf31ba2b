"""The page of an agreement that a link in a mail opens."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_login import current_user

from agreements.registry import policies
from agreements.registry.models import Agreement
from app.accounts.models import Person
from app.database import db
from app.web.pages import page
from app.web.policies import guarded


@guarded(policies.read_agreement)
def show(agreement: Agreement) -> ResponseReturnValue:
    """Show the parties and dates of an agreement, and who answers questions about it."""
    keeper = db.session.get_one(Person, agreement.keeper_id)
    own = agreement.side_of(current_user.organisation_id)
    return page("agreements/by_link/show.html", agreement=agreement, keeper=keeper, own=own)
