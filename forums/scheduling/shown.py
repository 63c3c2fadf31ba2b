"""What pages of lower packages show of forums."""

from __future__ import annotations

from flask_login import current_user
from markupsafe import Markup

from app.clock import today
from app.organisations.models import Organisation
from app.remembered import drawn_row
from forums.scheduling.queries import of_organisation


def forums_of(organisation: Organisation) -> Markup | None:
    """Return the forums in which an organisation sits now, as far as the reader may read them."""
    forums = of_organisation(organisation.id, current_user, today())
    return drawn_row("forums/scheduling/organisation.html", "forums_of", tuple(forums)) if forums else None
