"""The page of a request that a link in a mail opens."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.web.pages import page
from app.web.policies import guarded
from cooperation.requests.models import CooperationRequest
from cooperation.requests.policies import read_request
from cooperation.requests.views import shown


@guarded(read_request)
def show(cooperation_request: CooperationRequest) -> ResponseReturnValue:
    """Show a request, with what the recipient of the mail can do about it."""
    return page("cooperation/by_link/show.html", **shown(cooperation_request))
