"""Actions on versions of minutes: amend approved minutes, change the wording of decisions, discard a draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from app import audit
from app.accounts.models import Person
from app.database import db
from app.errors import NotNow
from app.search import index
from forums.decisions.models import Decision
from forums.minutes import after_circulation
from forums.minutes import queries as minutes_queries
from forums.minutes.actions import MOVED_ON
from forums.minutes.models import EarlierText, Minutes, MinutesState, Passage
from forums.versions import queries
from forums.versions.models import Amendment, Rewording
from forums.versions.rules import WORDING, as_text


def amend(minutes: Minutes, *, reason: str, asked_by: str, by: Person, at: datetime) -> Minutes:
    """Begin a new version of approved minutes, with copies of their notes, and return it.

    The approved version stays in force until the new one is approved. Raises NotNow if `minutes` are not the approved
    version in force, or a new version is open already.
    """
    session = minutes.session
    minutes_queries.lock_session(session.id)
    require_amendable(minutes, minutes_queries.held_fast(session.id, to_change=True))
    made = Minutes(session=session, version=minutes.version + 1, language=minutes.language, begun_at=at)
    db.session.add(made)
    db.session.flush()
    db.session.add(Amendment(minutes=made, base=minutes, reason=reason, asked_by=asked_by, by_id=by.id, at=at))
    _copy_passages(minutes, made)
    circle_id, personal = session.circle_id, {"asked_by": asked_by}
    audit.record(
        "minutes.amended",
        made,
        by=by,
        at=at,
        circle_id=circle_id,
        version=made.version,
        reason=reason,
        personal=personal,
    )
    return made


def require_amendable(minutes: Minutes, newest: Minutes | None) -> None:
    """Raise NotNow unless minutes are approved and `newest`, the latest version of their session."""
    if newest is None or (newest.id != minutes.id and newest.is_locked):
        raise NotNow(MOVED_ON)
    if newest.id != minutes.id:
        raise NotNow(_l("Version %(number)s is being written already", number=newest.version))
    if not newest.is_locked:
        raise NotNow(_l("These minutes are not approved yet: change the text itself"))


def discard(minutes: Minutes, *, by: Person, at: datetime) -> Minutes:
    """Delete a new version that was not circulated yet, and return the version that it would have replaced."""
    session = minutes.session
    require_discardable(minutes, minutes_queries.held_fast(session.id, to_change=True))
    amendment = queries.open_amendment(session.id)
    if amendment is None:
        raise NotNow(MOVED_ON)
    base, version = amendment.base, minutes.version
    own = db.session.scalars(select(Passage.id).where(Passage.minutes_id == minutes.id)).all()
    db.session.execute(delete(EarlierText).where(EarlierText.passage_id.in_(own)))
    for model in (Passage, Rewording, Amendment):
        db.session.execute(delete(model).where(model.minutes_id == minutes.id))
    index.touch(Passage, own)
    db.session.delete(minutes)
    audit.record("minutes.discarded", base, by=by, at=at, circle_id=session.circle_id, version=version)
    return base


def require_discardable(minutes: Minutes, newest: Minutes | None) -> None:
    """Raise NotNow unless minutes amend others, are a draft, and `newest`, the latest version of their session."""
    if newest is None or newest.id != minutes.id or newest.state is not MinutesState.DRAFT:
        raise NotNow(MOVED_ON)
    if not newest.is_amendment:
        raise NotNow(_l("Only a new version of approved minutes can be discarded"))


def reword(decision: Decision, wording: Mapping[str, str], *, by: Person, at: datetime) -> None:
    """Change the wording of an approved decision in the new version of its minutes.

    The decision keeps its approved wording until that version is approved. The approved wording itself takes the change
    back. Raises NotNow unless a new version is open.
    """
    after_circulation.hold(decision.require_session().id)
    amendment = require_open(decision)
    minutes, approved = amendment.minutes, {key: getattr(decision, key) for key in WORDING}
    known = queries.rewording(minutes.id, decision.id)
    before = {key: getattr(known or decision, key) for key in WORDING}
    if wording == before:
        return
    if wording == approved:
        db.session.delete(known)
    else:
        changed = known or Rewording(minutes=minutes, decision=decision)
        for key in WORDING:
            setattr(changed, key, wording[key])
        changed.by_id, changed.at = by.id, at
        db.session.add(changed)
    was, now = (as_text(one) for one in (before, wording))
    after_circulation.note(minutes, decision.id, before=was, after=now, by=by, at=at)
    circle_id, texts = decision.circle_id, {"before": before["text"], "after": wording["text"]}
    audit.record(
        "minutes.decision_reworded",
        minutes,
        by=by,
        at=at,
        circle_id=circle_id,
        code=decision.code,
        version=minutes.version,
        personal=texts,
    )


def require_open(decision: Decision) -> Amendment:
    """Return the open amendment of the minutes of a decision. Raises NotNow if there is none."""
    amendment = queries.open_amendment(decision.require_session().id)
    if amendment is None:
        raise NotNow(_l("The wording can be changed in a new version of the minutes. None is open"))
    return amendment


def _copy_passages(minutes: Minutes, made: Minutes) -> None:
    """Copy the notes of a version into a new one; each copy knows the passage from which it came."""
    written = select(Passage).where(Passage.minutes_id == minutes.id).order_by(Passage.position, Passage.at, Passage.id)
    for one in db.session.scalars(written):
        if one.text.strip():
            copy = Passage(minutes_id=made.id, part=one.part, agenda_item_id=one.agenda_item_id, position=one.position)
            copy.text, copy.origin_id = one.text, one.origin_id or one.id
            copy.author_id, copy.at = one.author_id, one.at
            copy.written_by_id, copy.written_at = one.written_by_id, one.written_at
            db.session.add(copy)
