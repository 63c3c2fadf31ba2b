"""The administrator's list of links that work."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.current import current_person
from app.accounts.models import Person
from app.audit.labels import kind
from app.clock import utc_now
from app.database import db
from app.mail.links import actions, policies, queries
from app.mail.links.models import MailLink
from app.web.arguments import uuid_of
from app.web.pages import done, page
from app.web.policies import guarded

bp = Blueprint("mail_links", __name__, url_prefix="/settings/mail-links")


@bp.get("")
@guarded(policies.list_links)
def index() -> ResponseReturnValue:
    """List the links that work, newest first; those of one person with ?person=."""
    person_id = uuid_of(request.args.get("person", ""))
    return page(
        "links/index.html",
        listed=queries.open_links(utc_now(), person_id=person_id),
        person=db.session.get(Person, person_id) if person_id else None,
        kind=kind,
        reader=current_person(),
    )


@bp.post("/<uuid:mail_link_id>/revoke")
@guarded(policies.revoke_link)
def revoke(mail_link: MailLink) -> ResponseReturnValue:
    """Revoke one link."""
    actions.revoke(mail_link, by=current_user, at=utc_now())
    return done(_("The link no longer works."), to=url_for("mail_links.index"))
