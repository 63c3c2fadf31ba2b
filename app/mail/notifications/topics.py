"""Topics of mail that can be switched off. Mail of other kinds asks for something, or keeps calendars right."""

from __future__ import annotations

from typing import Any, NamedTuple


class Topic(NamedTuple):
    """A topic: its name in the database, its label, and what belongs to it."""

    name: str
    label: Any
    about: Any


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


def topic_named(name: str) -> Topic | None:
    """Return a topic, or None."""
    return _topics.get(name)
