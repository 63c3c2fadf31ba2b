"""The phrases of a forum that has none of its own."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from forums.scheduling.models import Forum

STANDARD = (
    _l("The presider opened the meeting and stated that the quorum was met."),
    _l("The participants agreed by consensus:"),
    _l("There was no objection."),
    _l("This will be taken up again at the next session."),
    _l("The material is attached to these minutes."),
    _l("The presider closed the meeting with thanks to all participants."),
)


def phrases_of(forum: Forum) -> list[str]:
    """Return the phrases of a forum, in its language if they are the standard ones."""
    if forum.phrases:
        return forum.phrases
    with force_locale(forum.language):
        return [str(phrase) for phrase in STANDARD]
