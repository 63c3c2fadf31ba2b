"""Typed events emitted by lower packages and handled by upper ones immediately, in the same transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

Event = TypeVar("Event")

handlers: dict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(event: type[Event]) -> Callable[[Callable[[Event], None]], Callable[[Event], None]]:
    """Register the decorated function as a handler of events of exactly this type."""

    def register(handler: Callable[[Event], None]) -> Callable[[Event], None]:
        if handler not in handlers[event]:
            handlers[event].append(handler)
        return handler

    return register


def emit(event: object) -> None:
    """Call every handler of the type of `event`, in order of registration. An exception in a handler propagates."""
    for handler in handlers[type(event)]:
        handler(event)
