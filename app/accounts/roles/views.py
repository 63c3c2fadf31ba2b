"""The page of requests for roles, where another administrator confirms or declines them."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.roles import actions, policies, queries
from app.accounts.roles.models import RoleRequest
from app.clock import utc_now
from app.database import db
from app.web.pages import done, page
from app.web.policies import guarded

bp = Blueprint("roles", __name__, url_prefix="/people/role-requests")


@bp.get("")
@guarded(policies.list_requests)
def index() -> ResponseReturnValue:
    """List the open requests."""
    requests = db.session.scalars(queries.open_requests().limit(queries.MOST)).all()
    return page("people/role-requests.html", requests=requests)


@bp.post("/<uuid:role_request_id>/confirm")
@guarded(policies.confirm_request)
def confirm(role_request: RoleRequest) -> ResponseReturnValue:
    """Give the roles, as the second administrator."""
    actions.confirm(role_request, by=current_user, at=utc_now())
    message = _("The roles of %(name)s have been saved.", name=role_request.person.name)
    return done(message, to=url_for(".index"), made=role_request)


@bp.post("/<uuid:role_request_id>/decline")
@guarded(policies.decline_request)
def decline(role_request: RoleRequest) -> ResponseReturnValue:
    """Close the request without giving the roles; the one who asked withdraws it so."""
    actions.decline(role_request, by=current_user, at=utc_now())
    return done(_("The request is closed. The roles stay the same."), to=url_for(".index"), made=role_request)
