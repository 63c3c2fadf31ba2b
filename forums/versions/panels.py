"""What the pages of minutes and of decisions show about versions."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user
from markupsafe import Markup

from forums.decisions.models import Decision
from forums.decisions.policies import change_decision
from forums.minutes.models import Minutes
from forums.minutes.policies import manage_minutes, newest_readable, readable_states, readable_versions, reads_whole
from forums.versions import queries
from forums.versions.comparison import reworded
from forums.versions.rules import WORDING, decisions_in
from forums.versions.texts import texts_for


def status(minutes: Minutes) -> Markup | None:
    """Return which version is in force, if it is not the one that is shown, and why that one amends another."""
    session = minutes.session
    whole = reads_whole(current_user, session)
    replaced_by = _replacing(minutes, whole=whole)
    amendment = queries.amendment_of(minutes.id) if minutes.is_amendment and whole else None
    if replaced_by is None and amendment is None:
        return None
    readable = {one.id for one in readable_versions(current_user, session)}
    return _rendered(
        "status",
        minutes=minutes,
        session=session,
        replaced_by=replaced_by,
        is_readable=replaced_by is not None and replaced_by.id in readable,
        amendment=amendment,
    )


def history(minutes: Minutes, *, shown: bool = True) -> Markup | None:
    """Return the versions that the user may read, with why each was begun and who approved it.

    Where the minutes are `shown`, also links that compare versions and discard a draft.
    """
    session = minutes.session
    texts = texts_for(current_user, session)
    if len(texts) < 2:
        return None
    versions = readable_versions(current_user, session)
    amendments = queries.amendments([one.id for one in versions if one.is_amendment])
    in_force = max((one.version for one in versions if one.is_locked), default=None)
    return _rendered(
        "history",
        minutes=minutes,
        session=session,
        texts=texts[::-1],
        amendments=amendments,
        in_force=in_force,
        shown=shown,
    )


def wordings(minutes: Minutes) -> Markup | None:
    """Return the decisions whose wording can be changed in this version, for those who write it."""
    if not minutes.is_amendment or minutes.is_locked or not manage_minutes(current_user, minutes):
        return None
    amendment = queries.amendment_of(minutes.id)
    decisions = list(decisions_in(amendment.base.content)) if amendment and amendment.base.content else []
    if not decisions:
        return None
    changed = {str(one.decision_id) for one in queries.rewordings(minutes.id)}
    return _rendered("wordings", decisions=decisions, changed=changed)


def wording_of(decision: Decision) -> Markup | None:
    """Return how versions of the minutes changed the wording of a decision, as far as the user may read them."""
    session = decision.session
    if session is None:
        return None
    states = readable_states(current_user, session)
    newest = newest_readable(current_user, session)
    if newest is None or not newest.is_amendment or not reads_whole(current_user, session):
        return None
    changes = [
        (minutes, reworded(content, str(decision.id), {key: getattr(one, key) for key in WORDING}))
        for one, minutes, content in queries.rewordings_of(decision.id)
        if minutes.state in states
    ]
    is_open = change_decision(current_user, decision) and queries.open_amendment(session.id) is not None
    if not changes and not is_open:
        return None
    return _rendered("decision", decision=decision, session=session, changes=changes, is_open=is_open)


def _replacing(minutes: Minutes, *, whole: bool) -> Minutes | None:
    """Return the version that replaced approved minutes, if one did."""
    if not whole:
        return queries.replacing(minutes)
    versions = readable_versions(current_user, minutes.session)
    latest = next((one for one in versions if one.is_locked), None)
    return latest if minutes.is_locked and latest and latest.version > minutes.version else None


def _rendered(name: str, **context: object) -> Markup:
    return Markup(render_template(f"forums/versions/{name}.html", **context))  # noqa: S704 - a template escapes
