"""The page of messages that were not sent or came back, for administrators."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from app import audit
from app.clock import utc_now
from app.mail.outbox import actions, policies, queries
from app.mail.outbox.models import Mail, MailState
from app.web.arguments import member_of
from app.web.pages import done, page
from app.web.pagination import page_number
from app.web.policies import guarded

blueprint = Blueprint("outbox", __name__, url_prefix="/settings/outbox")

PER_PAGE = 50

audit.call(Mail, _l("message"))
audit.describe("mail.retried", _l("sent a stuck message again"))


@blueprint.get("")
@guarded(policies.read_outbox)
def index() -> ResponseReturnValue:
    """List messages that are waiting, failed or dead, oldest first; with ?state=bounced, those that came back."""
    state, number = member_of(MailState, request.args.get("state")), page_number()
    counts, bounced = queries.counts(), queries.count_bounced()
    reach = {"limit": PER_PAGE + 1, "offset": (number - 1) * PER_PAGE}
    if request.args.get("state") == "bounced":
        found, total = queries.bounced(**reach), bounced
    else:
        state = state if state in queries.UNSENT else None
        found, total = queries.unsent(state=state, **reach), counts[state] if state else sum(counts.values())
    return page(
        "outbox/index.html",
        mails=found[:PER_PAGE],
        counts=counts,
        bounced=bounced,
        total=total,
        number=number,
        first=(number - 1) * PER_PAGE + 1,
        more=len(found) > PER_PAGE,
        stuck=sum(counts[one] for one in actions.STUCK),
    )


@blueprint.post("/<uuid:mail_id>/retry")
@guarded(policies.retry_mail)
def retry(mail: Mail) -> ResponseReturnValue:
    """Send one failed message again."""
    actions.retry(mail, by=current_user, at=utc_now())
    return done(_("The message to %(address)s will be sent again.", address=mail.recipient), to=url_for("outbox.index"))


@blueprint.post("/retry")
@guarded(policies.read_outbox)
def retry_all() -> ResponseReturnValue:
    """Send all failed messages again."""
    count = actions.retry_all(by=current_user, at=utc_now())
    message = ngettext("%(num)d message will be sent again.", "%(num)d messages will be sent again.", count)
    return done(message, to=url_for("outbox.index"))
