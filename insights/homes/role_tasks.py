"""Action items about administrators' requests for roles of their own."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _

from app.accounts.people.forms import ROLE_NAMES
from app.accounts.roles import queries
from app.database import db
from app.web.i18n import plain_day
from insights.homes.tasks import Act, ActionItem, Kind, Reader


def roles_to_confirm(reader: Reader) -> Iterator[ActionItem]:
    """Yield the open requests for roles of other administrators, oldest first."""
    found = db.session.scalars(queries.open_requests_of_others(reader.person).limit(queries.MOST)).all()
    href = url_for("roles.index")
    for request in found[: reader.most]:
        names = ", ".join(str(ROLE_NAMES[role]) for role in request.roles)
        yield ActionItem(
            kind=Kind.ROLE,
            total=len(found),
            urgency=15,
            tone="warn",
            icon="late",
            word=_("Role requested"),
            title=_("%(name)s asks for: %(roles)s", name=request.person.name, roles=names),
            href=href,
            why=_("Requested on %(day)s. Another administrator has to confirm it.", day=plain_day(request.asked_at)),
            acts=(Act(label=_("Decide"), href=href),),
        )
