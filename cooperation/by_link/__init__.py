"""What links in mails about requests for cooperation open, for coordinators. Applicants have links of their own."""

from __future__ import annotations

from flask import Flask

from app.mail import links
from app.mail.links import LinkAct
from cooperation.requests.models import CooperationRequest


def init_app(app: Flask) -> None:
    """Let links open requests. Answers that decide need a code."""
    from cooperation.by_link import views
    from cooperation.requests import views as requests

    links.offer(
        app,
        CooperationRequest,
        parameter="cooperation_request_id",
        view=views.show,
        acts={
            "write": LinkAct(requests.write, binds=True),
            "ask": LinkAct(requests.ask, binds=True),
            "invite": LinkAct(requests.invite, binds=True),
            "decline": LinkAct(requests.decline, binds=True),
        },
        label=lambda request: f"{request.code} {request.title}".strip(),
        secret=lambda _request: False,
    )
