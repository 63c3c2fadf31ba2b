"""Guides, and the accessibility statement; everyone may read them."""

from __future__ import annotations

from flask import Blueprint, abort, current_app
from flask.typing import ResponseReturnValue

from app.help.registry import guides
from app.web.pages import page
from app.web.policies import public

bp = Blueprint("help", __name__)


@bp.get("/help")
@public
def index() -> ResponseReturnValue:
    """List the guides, by role and by page."""
    return page("help/index.html", guides=guides(current_app))


@bp.get("/help/<string:guide>")
@public
def show(guide: str) -> ResponseReturnValue:
    """Show a guide."""
    found = next((one for one in guides(current_app) if one.name == guide), None)
    if found is None:
        abort(404)
    return page(found.template, guide=found)


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """Show the accessibility statement."""
    return page("help/accessibility.html")
