"""The mails about an object: a panel on its page, and the list for coordinators."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from app.accounts.current import current_person
from app.clock import today
from app.mail.links import current_link
from app.mail.outbox import about, policies
from app.mail.outbox.subjects import subjects
from app.web.arguments import uuid_of
from app.web.pages import page
from app.web.pagination import page_number
from app.web.policies import guarded

bp = Blueprint("mails", __name__, url_prefix="/mails")

PER_PAGE = 50
IN_PANEL = 20


@bp.get("")
@guarded(policies.list_mails)
def index() -> ResponseReturnValue:
    """List the mails about what the user may read, newest first: of one object, or with ?state=undelivered."""
    number = page_number()
    kind, subject_id = request.args.get("about", ""), uuid_of(request.args.get("id", ""))
    condition = about.listed(
        current_person(),
        today(),
        undelivered=request.args.get("state") == "undelivered",
        subject=(kind, subject_id) if subject_id and kind in subjects() else None,
    )
    found = about.newest(condition, limit=PER_PAGE + 1, offset=(number - 1) * PER_PAGE)
    mails, total = found[:PER_PAGE], about.count(condition)
    return page(
        "outbox/about.html",
        mails=mails,
        names=about.named([(mail.about_type, mail.about_id) for mail in mails]),
        of_one=subject_id is not None and kind in subjects(),
        first=(number - 1) * PER_PAGE + 1,
        total=min(total, about.COUNTED),
        capped=total > about.COUNTED,
        number=number,
        more=len(found) > PER_PAGE,
    )


def panel(obj: Any) -> Markup | None:
    """Return the panel of the mails about an object, or None if the user may see none. Links do not show it."""
    if not current_user.is_authenticated or current_link():
        return None
    kind = type(obj).__name__
    found = about.about(kind, obj.id, obj.circle_id, current_person(), most=IN_PANEL + 1)
    if not found:
        return None
    more = len(found) > IN_PANEL
    return Markup(render_template("outbox/panel.html", mails=found[:IN_PANEL], more=more, obj=obj, kind=kind))  # noqa: S704 - the template escapes
