"""The board of cooperations, from the request to the agreement in force."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from app.clock import today
from app.organisations.models import Sector
from app.settings.rules import InstanceProfile
from app.web.arguments import member_of, uuid_of
from app.web.pages import page
from app.web.policies import guarded
from cooperation.board import policies
from cooperation.board.cards import board
from cooperation.board.rules import Wanted

bp = Blueprint("board", __name__)


@bp.get("/agreements/pipeline")
@guarded(policies.read_board)
def show() -> ResponseReturnValue:
    """Show requests and agreements in progress by stage, filtered by the query string."""
    sector = member_of(Sector, request.args.get("sector"))
    wanted = Wanted(
        late="late" in request.args,
        sector=sector.value if sector else None,
        holder_id=uuid_of(request.args.get("holder")),
        mine=frozenset({current_user.id, current_user.organisation_id}) if "mine" in request.args else None,
    )
    return page("cooperation/board/show.html", board=board(current_user, wanted, today()))


def tabs(_instance: InstanceProfile) -> Markup | None:
    """Return the tabs of the list of agreements, for those who may open the board."""
    if not policies.read_board(current_user):
        return None
    return Markup(render_template("cooperation/board/tabs.html"))  # noqa: S704
