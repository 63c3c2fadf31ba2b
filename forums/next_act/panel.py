"""The main action on the page of a forum."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user
from markupsafe import Markup

from app.clock import utc_now
from forums.agenda.policies import arrange_agenda
from forums.invitations.policies import send_invitations
from forums.minutes.models import MinutesState
from forums.minutes.policies import write_minutes
from forums.minutes.queries import SERVING
from forums.next_act import queries, rules
from forums.next_act.queries import Neighbour
from forums.next_act.rules import Act, Coming, Writing
from forums.scheduling.horizon import opening_of
from forums.scheduling.models import Forum
from forums.scheduling.policies import change_forum, change_session, run_session
from forums.scheduling.queries import involvement


def next_act(forum: Forum) -> Markup | None:
    """Return the button for what the reader has to do next in a forum, or None."""
    organises = current_user.is_authenticated and (
        current_user.is_coordinator or involvement(current_user, forum).role in SERVING
    )
    if forum.archived_at or not organises:
        return None
    coming, held = queries.neighbours(forum.id, utc_now())
    act = rules.next_act(_coming(coming), _minutes(held), _allowed(forum, coming, held))
    if act is None:
        return None
    button = render_template("forums/next_act/button.html", act=act.name, forum=forum, coming=coming, held=held)
    return Markup(button)  # noqa: S704 - a template escapes


def _coming(found: Neighbour | None) -> Coming | None:
    if found is None:
        return None
    session = found.session
    return Coming(
        is_open=session.opened_at is not None,
        opens=opening_of(session) <= utc_now(),
        awaits_date=session.awaits_confirmation,
        has_agenda=found.has_agenda,
        invited=session.invited_at is not None,
    )


def _minutes(held: Neighbour | None) -> Writing | None:
    if held is None:
        return None
    if held.minutes_state is None:
        return Writing.MISSING
    return Writing.DRAFT if held.minutes_state is MinutesState.DRAFT else Writing.CIRCULATED


def _allowed(forum: Forum, coming: Neighbour | None, held: Neighbour | None) -> set[Act]:
    """Return the acts that the reader may do, by the policies of their pages."""
    allowed = {Act.ADD_SESSION} if change_forum(current_user, forum) else set()
    if coming:
        of_session = {
            Act.RUN: run_session,
            Act.OPEN: run_session,
            Act.SETTLE_DATE: change_session,
            Act.ARRANGE_AGENDA: arrange_agenda,
            Act.INVITE: send_invitations,
        }
        allowed |= {act for act, may in of_session.items() if may(current_user, coming.session)}
    if held and write_minutes(current_user, held.session):
        allowed |= {Act.WRITE_MINUTES, Act.CIRCULATE_MINUTES}
    return allowed
