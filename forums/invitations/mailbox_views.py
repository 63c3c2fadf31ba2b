"""The administrator's list of answer links that were sent to mailboxes of organisations."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from app.accounts.models import Person
from app.clock import utc_now
from app.database import db
from app.mail.links.policies import list_links
from app.organisations.models import Organisation
from app.web.arguments import uuid_of
from app.web.pages import done, page
from app.web.policies import guarded
from forums.invitations import actions, mailbox_queries, policies
from forums.invitations.models import Invitation

bp = Blueprint("mailbox_links", __name__, url_prefix="/settings/mail-links/mailboxes")


@bp.get("")
@guarded(list_links)
def index() -> ResponseReturnValue:
    """List the links of mailboxes that work, newest first; those of one organisation with ?organisation=."""
    organisation_id = uuid_of(request.args.get("organisation", ""))
    return page(
        "forums/invitations/mailbox_links.html",
        listed=mailbox_queries.mailbox_links(utc_now(), organisation_id=organisation_id),
        organisation=db.session.get(Organisation, organisation_id) if organisation_id else None,
    )


@bp.post("/<uuid:invitation_id>/revoke")
@guarded(policies.revoke_link)
def revoke(invitation: Invitation) -> ResponseReturnValue:
    """Revoke one link."""
    actions.revoke_link(invitation, by=current_user, at=utc_now())
    return done(_("The link no longer works."), to=url_for(".index"))


def panel(_administrator: Person) -> Markup:
    """Return a sentence with the number of links of mailboxes, for the list of people's links."""
    count = mailbox_queries.count_mailbox_links(utc_now())
    return Markup(render_template("forums/invitations/mailbox_links_panel.html", count=count))  # noqa: S704
