"""Labels of received messages: their status, and the reasons why they were set aside."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app import audit
from app.mail.inbox.models import IncomingMail, Standing, Why

STANDINGS = {
    Standing.ASIDE: _l("Waits for somebody"),
    Standing.HANDLED: _l("Dealt with"),
    Standing.TAKEN: _l("Taken in"),
}
REASONS = {
    Why.BROKEN: _l("The message is broken."),
    Why.TOO_LARGE: _l("The message is too large; only its beginning was kept."),
    Why.AUTOMATIC: _l("A machine wrote it: an absence, or a report that a mail did not arrive."),
    Why.NO_CALENDAR: _l("Somebody wrote a mail instead of answering the invitation."),
    Why.UNREADABLE: _l("Its calendar part cannot be read."),
    Why.NO_ANSWER: _l("Its calendar part answers no invitation."),
    Why.FOREIGN: _l("It is about an event that is none of ours."),
    Why.NO_SESSION: _l("It is about a session that does not exist, or that is over."),
    Why.FORGED: _l("It did not go to the address that only the invited person's calendar knows: it may be forged."),
    Why.SOMEBODY_ELSE: _l("Somebody else answers than the one who was invited."),
    Why.STALE: _l("It answers an earlier invitation, or is older than the answer that we have."),
    Why.DUPLICATE: _l("It says the same as one that arrived before."),
    Why.SAYS_NOTHING: _l("It does not say whether anybody comes."),
    Why.REFUSED: _l("What it asks for is not possible."),
}


def init_app(app: Flask) -> None:
    """Register the labels with templates and the audit trail."""
    app.jinja_env.globals.update(mail_standing=STANDINGS.__getitem__, why_aside=REASONS.__getitem__)
    audit.call(IncomingMail, _l("message that arrived"))
    audit.describe("incoming_mail.handled", _l("dealt with a message that was put aside"))
    audit.describe("incoming_mail.put_back", _l("put a message back that was dealt with"))
