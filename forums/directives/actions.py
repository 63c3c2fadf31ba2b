"""Actions on directives and suggestions: give, suggest, take up, reply, decline, merge, commit and erase."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.calendars.queries import holiday_lookup
from app.circles.models import Classification
from app.clock import local_date
from app.database import db
from app.errors import NotNow, RuleViolation
from app.mail import outbox
from commitments.registry.actions import Proposal
from commitments.registry.actions import propose as propose_commitment
from forums.agenda.actions import Draft
from forums.agenda.actions import propose as propose_item
from forums.directives import notices, queries
from forums.directives.models import Directive, DirectiveKind, DirectiveState
from forums.directives.rules import A_YEAR, working_days_after
from forums.scheduling.models import Forum, Session

ANSWERABLE = (DirectiveState.OPEN, DirectiveState.ON_AGENDA, DirectiveState.COMMITTED, DirectiveState.ANSWERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A suggestion from the public, with its sender."""

    name: str
    organisation: str
    email: str
    text: str
    language: str


def usual_answer_day(at: datetime) -> date:
    """Return the day by which what is given at `at` should be answered."""
    day: date = local_date(at)
    number = current_app.extensions["settings"].answer_days
    return working_days_after(day, number, holiday_lookup(day, day + A_YEAR))


def give(forum: Forum, text: str, *, session: Session | None, answer_due: date, by: Person, at: datetime) -> Directive:
    """Give a forum a directive, and notify those who organise it. Raises RuleViolation if the day is past."""
    _require_active(forum)
    if answer_due < local_date(at):
        raise RuleViolation(_l("This date is past. Choose today or later"), field="answer_due")
    directive = Directive(
        forum=forum,
        session=session,
        kind=DirectiveKind.DIRECTIVE,
        text=text,
        given_by=by,
        language=by.language,
        given_at=at,
        answer_due=answer_due,
    )
    _add(directive, "directive.given", by=by, at=at)
    return directive


def suggest(forum: Forum, suggestion: Suggestion, *, at: datetime) -> Directive:
    """Receive a suggestion from outside, acknowledge it and notify those who organise the forum.

    The same text from the same address is received once. Raises NotNow unless the forum is public and active.
    """
    _require_active(forum)
    if not takes_suggestions(forum):
        raise NotNow(_l("This forum takes no suggestions"))
    earlier = queries.same(forum.id, suggestion.email, suggestion.text)
    if earlier:
        return earlier
    directive = Directive(
        forum=forum,
        kind=DirectiveKind.SUGGESTION,
        text=suggestion.text,
        name=suggestion.name,
        organisation=suggestion.organisation,
        email=suggestion.email,
        language=suggestion.language,
        given_at=at,
        answer_due=usual_answer_day(at),
    )
    _add(directive, "directive.suggested", by=None, at=at)
    notices.received(directive)
    return directive


def takes_suggestions(forum: Forum) -> bool:
    """Whether anyone may send suggestions to a forum."""
    return forum.archived_at is None and forum.circle.classification is Classification.PUBLIC


def take_up(directive: Directive, session: Session, draft: Draft, *, by: Person, at: datetime) -> None:
    """Put a directive on the agenda of a session, accepted. Raises NotNow if it is settled or the session is over."""
    _require(directive, DirectiveState.OPEN, DirectiveState.ANSWERED)
    if session.forum_id != directive.forum_id:
        raise RuleViolation(_l("Choose a planned session"), field="session")
    item = propose_item(session, draft, by=by, at=at, accepted=True)
    db.session.flush()
    directive.agenda_item = item
    _settle(directive, DirectiveState.ON_AGENDA, by=by, at=at)
    _note("directive.taken_up", directive, by=by, at=at, title=draft.title)
    notices.answered(directive, by=by)


def reply(directive: Directive, *, text: str, by: Person, at: datetime) -> None:
    """Answer a directive, or change the answer. Raises NotNow if it was declined or merged."""
    _require(directive, *ANSWERABLE)
    directive.reply = text
    state = DirectiveState.ANSWERED if directive.state is DirectiveState.OPEN else directive.state
    _settle(directive, state, by=by, at=at)
    _note("directive.replied", directive, by=by, at=at)
    notices.answered(directive, by=by)


def decline(directive: Directive, *, reason: str, by: Person, at: datetime) -> None:
    """Decline a directive with a reason. Raises NotNow if it is settled."""
    _require(directive, DirectiveState.OPEN, DirectiveState.ANSWERED)
    directive.reply = reason
    _settle(directive, DirectiveState.DECLINED, by=by, at=at)
    _note("directive.declined", directive, by=by, at=at, reason=reason)
    notices.answered(directive, by=by)


def merge(directive: Directive, into: Directive, *, by: Person, at: datetime) -> None:
    """Merge a directive into another one of the forum, which replaces both from now on."""
    _require(directive, DirectiveState.OPEN, DirectiveState.ANSWERED)
    if into.forum_id != directive.forum_id or into.id == directive.id or into.state not in ANSWERABLE:
        raise RuleViolation(_l("Choose one from the list"), field="into")
    directive.merged_into = into
    _settle(directive, DirectiveState.MERGED, by=by, at=at)
    _note("directive.merged", directive, by=by, at=at)
    notices.answered(directive, by=by)


def become_commitment(directive: Directive, proposal: Proposal, *, by: Person, at: datetime) -> None:
    """Propose a commitment that carries a directive out. Raises NotNow if it has one, or was declined or merged."""
    _require(directive, *ANSWERABLE)
    if directive.commitment_id:
        raise NotNow(_l("A commitment was proposed already. Reload the page to see it."))
    made = propose_commitment(proposal, by=by, at=at)
    db.session.flush()
    directive.commitment_id = made.id
    _settle(directive, DirectiveState.COMMITTED, by=by, at=at)
    _note("directive.committed", directive, by=by, at=at, code=made.code)
    notices.answered(directive, by=by)


def erase(directive: Directive, *, at: datetime) -> None:
    """Erase who sent a suggestion; its text is kept."""
    directive.name, directive.organisation, directive.email = "", "", None
    directive.erased_at = at
    outbox.forget(f"suggestion:{directive.id}:")
    _note("directive.erased", directive, by=None, at=at)


def _add(directive: Directive, act: str, *, by: Person | None, at: datetime) -> None:
    db.session.add(directive)
    db.session.flush()
    _note(act, directive, by=by, at=at, answer_due=directive.answer_due)
    notices.given(directive, by=by)


def _settle(directive: Directive, state: DirectiveState, *, by: Person, at: datetime) -> None:
    directive.state = state
    directive.replied_by = by
    directive.replied_at = directive.replied_at or at


def _note(act: str, directive: Directive, *, by: Person | None, at: datetime, **details: Any) -> None:
    audit.record(act, directive, by=by, at=at, circle_id=directive.circle_id, **details)


def _require(directive: Directive, *states: DirectiveState) -> None:
    _require_active(directive.forum)
    if directive.state not in states:
        raise NotNow(_l("This was settled already. Reload the page to see how."))


def _require_active(forum: Forum) -> None:
    if forum.archived_at:
        raise NotNow(_l("This forum is archived"))
