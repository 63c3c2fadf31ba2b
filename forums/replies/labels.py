"""Labels of invitees and of time proposals."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app import audit
from forums.invitations.labels import invitee_name
from forums.invitations.models import Invitation
from forums.replies.models import TimeProposal


def invitee_label(invitation: Invitation) -> str:
    """Return the invitee and their organisation: "Ani, Dinkes"."""
    name = invitee_name(invitation)
    return f"{name}, {invitation.seat.organisation.label}" if invitation.person else name


def describe_acts() -> None:
    """Register the labels of time proposals with the audit log."""
    audit.call(TimeProposal, _l("proposed time"))
    audit.describe("time_proposal.made", _l("proposed another time"))
    audit.describe("time_proposal.accepted", _l("accepted the proposed time"))
    audit.describe("time_proposal.declined", _l("declined the proposed time"))
    audit.describe("invitation.sent_again", _l("requested the invitation again"))
