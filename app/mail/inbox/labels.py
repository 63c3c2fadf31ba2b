"""Labels of received messages: their status, and the reasons why they were set aside."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app import audit
from app.mail.inbox.models import IncomingMail, MailStatus, Why

STATUS_LABELS = {
    MailStatus.ASIDE: _l("Needs attention"),
    MailStatus.HANDLED: _l("Dealt with"),
    MailStatus.TAKEN: _l("Processed"),
}
REASONS = {
    Why.BROKEN: _l("The message is broken."),
    Why.TOO_LARGE: _l("The message is too large; only its beginning was kept."),
    Why.AUTOMATIC: _l("An automatic message: an absence notice, or a report that a mail was not delivered."),
    Why.NO_CALENDAR: _l("Someone wrote a mail instead of answering the invitation."),
    Why.UNREADABLE: _l("Its calendar part cannot be read."),
    Why.NO_ANSWER: _l("Its calendar part is not an answer to an invitation."),
    Why.FOREIGN: _l("It is about an event that is not in Selaras."),
    Why.NO_SESSION: _l("It is about a session that does not exist, or that is over."),
    Why.FORGED: _l("It did not go to the address that only the invited person's calendar knows: it may be forged."),
    Why.SOMEBODY_ELSE: _l("It was sent by someone other than the invited person."),
    Why.STALE: _l("It answers an earlier invitation, or is older than the answer that we have."),
    Why.DUPLICATE: _l("It repeats an earlier message."),
    Why.SAYS_NOTHING: _l("It does not say whether anyone is coming."),
    Why.REFUSED: _l("What it asks for is not possible."),
}


def init_app(app: Flask) -> None:
    """Register the labels with templates and the audit trail."""
    app.jinja_env.globals.update(mail_status_label=STATUS_LABELS.__getitem__, why_aside=REASONS.__getitem__)
    audit.call(IncomingMail, _l("message that arrived"))
    audit.describe("incoming_mail.handled", _l("dealt with a message that was put aside"))
    audit.describe("incoming_mail.put_back", _l("reopened a message that had been dealt with"))
