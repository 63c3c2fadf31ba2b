"""Policies of invitations and calendar feeds."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.models import Person
from app.circles.queries import may_be_notified_of
from app.mail.links.policies import list_links
from app.web.policies import loads, policy
from forums.invitations import queries
from forums.invitations.models import Invitation
from forums.scheduling.models import Session
from forums.scheduling.policies import change_session, read_names, read_session
from forums.scheduling.queries import involvement

loads("invitation_id", Invitation)(queries.invitation_for_act)


@policy("invitations:read", Session, hidden_unless=read_session, opened_by=("coordinator",))
def read_invitations(user: Person, session: Session) -> bool:
    """Those who may change the session, participants, and organisations with a seat."""
    own = involvement(user, session.forum)
    return own.role is not None or own.seated or change_session(user, session)


@policy("invitations:send", Session, hidden_unless=read_session, opened_by=("coordinator",))
def send_invitations(user: Person, session: Session) -> bool:
    """Coordinators, and the chair and facilitators of the forum."""
    return change_session(user, session)


@policy("invitation:read", Invitation)
def read_invitation(user: Person, invitation: Invitation) -> bool:
    """Those who may read the participants of the session, and the invitee. In a secret forum, only its participants."""
    session = invitation.session
    invited = user.id == invitation.person_id and may_be_notified_of(user, session.forum.circle)
    return invited or (read_session(user, session) and read_names(user, session))


@policy("invitation:record", Invitation, hidden_unless=read_invitation, opened_by=("coordinator",))
def record_answer(user: Person, invitation: Invitation) -> bool:
    """Coordinators, and the chair and facilitators of the forum: on behalf of a party, with the source."""
    return change_session(user, invitation.session)


def invitee(reader: Person, invitation: Invitation) -> list[tuple[Person, Any]]:
    """Return who is invited, for those who may read the name."""
    person = invitation.person if read_names(reader, invitation.session) else None
    return [(person, _l("invited"))] if person else []


@policy("invitation:answer", Invitation, hidden_unless=read_invitation, held_by=invitee)
def answer_invitation(user: Person, invitation: Invitation) -> bool:
    """The invitee."""
    return user.id == invitation.person_id


@policy("invitation:revoke_link", Invitation, hidden_unless=list_links, opened_by=("administrator",))
def revoke_link(user: Person, invitation: Invitation) -> bool:
    """Administrators."""
    return user.is_administrator


@policy("calendar:subscribe")
def subscribe(user: Person) -> bool:
    """Everyone who is signed in, for their own calendar."""
    return user.is_active
