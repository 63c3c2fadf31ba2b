"""What links in mails about dispositions open."""

from __future__ import annotations

from flask import Flask
from flask.typing import ResponseReturnValue

from app.circles.models import Classification
from app.dispositions import policies, views
from app.dispositions.matters import matter_of, thing_of
from app.dispositions.models import Disposition
from app.mail import links
from app.mail.links import LinkAct
from app.web.pages import page
from app.web.policies import guarded


@guarded(policies.read_disposition)
def show(disposition: Disposition) -> ResponseReturnValue:
    """Show a disposition with what its receiver can do about it."""
    return page("dispositions/by_link.html", **views.shown(disposition))


def init_app(app: Flask) -> None:
    """Let links open dispositions. Passing on names colleagues, and so asks for a code."""
    links.offer(
        app,
        Disposition,
        parameter="disposition_id",
        view=show,
        acts={
            "take": LinkAct(views.take),
            "answer": LinkAct(views.answer),
            "pass-back": LinkAct(views.pass_back),
            "give-on": LinkAct(views.pass_on, binds=True, uploads=True),
        },
        label=_title,
        secret=_is_secret,
    )


def _title(disposition: Disposition) -> str:
    thing = thing_of(disposition)
    return matter_of(thing).title(thing)


def _is_secret(disposition: Disposition) -> bool:
    thing = thing_of(disposition)
    return matter_of(thing).circle(thing).classification is Classification.SECRET
