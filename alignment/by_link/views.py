"""The page of a role matrix that a link in a mail opens."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_login import current_user

from alignment.roles import policies
from alignment.roles.board import board_of
from alignment.roles.models import RoleMatrix
from app.clock import today
from app.web.pages import page
from app.web.policies import guarded


@guarded(policies.read_matrix)
def show(role_matrix: RoleMatrix) -> ResponseReturnValue:
    """Show the proposed roles, and what the organisation of the recipient can say of them."""
    return page(
        "alignment/by_link/show.html",
        matrix=role_matrix,
        board=board_of(role_matrix, today()),
        fills=policies.fill_matrix(current_user, role_matrix),
    )
