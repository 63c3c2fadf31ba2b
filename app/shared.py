"""Pages that say the same to many: drawn once for all who see the same at their address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from secrets import token_hex
from typing import Any, NamedTuple

from flask import Flask, current_app, g, make_response, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import escape

from app import clock, panels
from app.i18n import language
from app.proxies import itself
from app.remembered import FORM_TOKEN
from app.security import csrf_token
from config import Settings

Made = Callable[..., Mapping[str, Any]]
NAME = f"reader-{token_hex()}"
"""What a page says in place of its reader's name; what nobody knows is in no text that somebody wrote."""
MOST = 256
"""Pages that a process keeps, of 10 to 30 kilobytes each."""


class Seen(NamedTuple):
    """What a page shows beside its values."""

    app: Flask
    settings: Settings
    template: str
    language: str
    root: str
    address: str
    theme: str | None
    roles: tuple[str, ...]
    navigation: tuple[panels.Entry, ...]
    creation: tuple[panels.Entry, ...]
    day: date


def shared_page(template: str, made: Made | None = None, /, **values: Any) -> ResponseReturnValue:
    """Render a page that somebody saw before with the same values (hashable) as it was drawn for them; else draw it.

    `made(**values)` is what the template gets besides: made of the values when it is drawn, and of nothing that is not
    compared.

    Values are compared, so nothing has to be forgotten when something changes. What else a page says follows from its
    address, the language, the day, the settings and the platform roles of its reader, whose name and form token are put
    in: tests/architecture/test_shared.py sees to that.
    """
    if current_app.debug or "_flashes" in session:
        return make_response(_rendered(template, made, values))
    reader, registry = itself(current_user), panels.registry(current_app)
    seen = Seen(
        app=current_app._get_current_object(),  # type: ignore[attr-defined]
        settings=current_app.extensions["settings"],
        template=template,
        language=language(),
        root=request.script_root,
        address=request.full_path,
        theme=request.cookies.get("theme"),
        roles=tuple(reader.roles),
        navigation=panels.allowed(registry.navigation),
        creation=panels.allowed(registry.creation),
        day=clock.today(),
    )
    drawn = _drawn(seen, made, tuple(values.items()))
    own = {NAME: escape(reader.name), FORM_TOKEN: csrf_token()}
    for stands_in, said in own.items():
        drawn = drawn.replace(stands_in.encode(), said.encode())
    return make_response(drawn)


@lru_cache(maxsize=MOST)
def _drawn(seen: Seen, made: Made | None, values: tuple[tuple[str, Any], ...]) -> bytes:
    with _forms_of_anybody():
        return _rendered(seen.template, made, dict(values), reader=NAME).encode()


def _rendered(template: str, made: Made | None, values: dict[str, Any], **others: str) -> str:
    return render_template(template, **values, **(made(**values) if made else {}), **others)


@contextmanager
def _forms_of_anybody() -> Iterator[None]:
    """Let forms say what stands in for their reader's token."""
    own = g.pop("csrf_token", None)
    g.csrf_token = FORM_TOKEN
    try:
        yield
    finally:
        del g.csrf_token
        if own is not None:
            g.csrf_token = own
