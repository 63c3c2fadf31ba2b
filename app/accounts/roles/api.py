"""API of requests for roles."""

from __future__ import annotations

from sqlalchemy import Select

from app.accounts.roles import policies, queries, views
from app.accounts.roles.models import RoleRequest
from app.accounts.roles.schemas import RoleRequestSchema
from app.api import Api

api = Api("roles", area="people", tag="People")
REQUEST = "/role-requests/<uuid:role_request_id>"


@api.list(
    "/role-requests",
    policies.list_requests,
    RoleRequestSchema,
    sorts={"asked_at": (RoleRequest.asked_at, RoleRequest.id)},
)
def index() -> Select[RoleRequest]:
    """List the open requests of administrators for roles of their own."""
    return queries.open_requests()


api.resource(REQUEST, policies.read_request, RoleRequestSchema, summary="Read one request for roles.")
api.act(f"{REQUEST}/confirm", views.confirm, gives=RoleRequestSchema)
api.act(f"{REQUEST}/decline", views.decline, gives=RoleRequestSchema)
