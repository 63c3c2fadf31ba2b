"""Who may pass a session or a directive on within their organisation."""

from __future__ import annotations

from app.accounts.models import Person
from app.dispositions.policies import givers, may_give
from app.web.policies import policy
from forums.directives.models import Directive
from forums.directives.policies import read_directive
from forums.scheduling.models import Session
from forums.scheduling.policies import read_session


@policy("disposition:give-session", Session, hidden_unless=read_session, held_by=givers)
def give_session(user: Person, session: Session) -> bool:
    """Participants, contacts of an organisation with a seat, and whom it was passed on to."""
    return may_give(user, session)


@policy("disposition:give-directive", Directive, hidden_unless=read_directive, opened_by=("coordinator",))
def give_directive(user: Person, directive: Directive) -> bool:
    """Those who answer it, and whom they passed it on to."""
    return may_give(user, directive)
