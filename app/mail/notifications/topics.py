"""Topics of mail that can be switched off. Mail of other kinds asks for something, or keeps calendars right."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l


class Topic(NamedTuple):
    """A topic: its name in the database, its label, and what belongs to it."""

    name: str
    label: Any
    about: Any


SUMMARIES = Topic("summaries", _l("Summaries"), _l("The news that you get together, daily or weekly."))
"""What the link of a summary switches off: every topic that its person gets in summaries."""

_topics: dict[str, Topic] = {}
_kinds: dict[str, str] = {}


def add_topic(topic: Topic, *kinds: str) -> None:
    """Let people switch off these kinds of mail, as passed to `enqueue`, together."""
    _topics[topic.name] = topic
    _kinds.update(dict.fromkeys(kinds, topic.name))


def topics() -> list[Topic]:
    """Return all topics in the order of registration."""
    return list(_topics.values())


def topic_of(kind: str) -> str | None:
    """Return the name of the topic of a kind of mail, or None if it cannot be switched off."""
    return _kinds.get(kind)


def kinds_of(name: str) -> list[str]:
    """Return the kinds of mail of a topic."""
    return [kind for kind, topic in _kinds.items() if topic == name]


def topic_named(name: str) -> Topic | None:
    """Return a topic, or the summaries; None if there is none of that name."""
    return SUMMARIES if name == SUMMARIES.name else _topics.get(name)
