"""Mail about declined time proposals."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from app.accounts.models import Person
from app.mail import outbox
from app.web.i18n import force_locale
from forums.invitations import calendars
from forums.invitations.links import answer_link, reply_address
from forums.invitations.models import Via
from forums.invitations.notices import language_of
from forums.replies.models import TimeProposal


def declined(proposal: TimeProposal, *, by: Person, at: datetime) -> None:
    """Notify the proposer that the session keeps its time; with a DECLINECOUNTER if the proposal came by mail."""
    session, to = proposal.session, proposal.invitation
    spoken, address = language_of(to), to.address
    if not address:
        return
    with force_locale(spoken):
        office = _("Secretariat of %(organisation)s", organisation=to.seat.organisation.name)
        calendar = calendars.declined_counter(session, to, at=at) if proposal.via is Via.REPLY else None
    outbox.enqueue(
        "forums/replies/declined",
        to.person or address,
        language=spoken,
        key=f"time-proposal-declined:{proposal.id}",
        calendar=calendar,
        headers={
            "From": session.forum.name.replace("@", " "),
            "Reply-To": reply_address(calendars.uid_of(session), to.invitee_id),
        },
        addressee=office,
        about=to,
        session=session,
        proposal=proposal,
        by=by,
        link=answer_link(to, language=spoken),
        link_until=session.ends_at,
    )
