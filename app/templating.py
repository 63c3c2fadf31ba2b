"""Templates, compiled once for each language: a phrase that a template says is a constant in what it compiles to."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping, Sequence
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import Template
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from app.translation import gettext, language


class Phrases(Extension):
    """Translates `_("…")` when a template is compiled; what a phrase is filled with stays for each page."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        marked = self._is_markup(stream.name)
        tokens = list(stream)
        position = 0
        while position < len(tokens):
            if ended_by := _phrase(tokens[position : position + 4]):
                text = gettext(tokens[position + 2].value)
                yield from _said(text, tokens[position].lineno, marked=marked, filled=ended_by == "comma")
                position += 4
            else:
                yield tokens[position]
                position += 1

    def _is_markup(self, name: str | None) -> bool:
        escape = self.environment.autoescape
        return escape if isinstance(escape, bool) else bool(escape(name))


class Templates(Environment):
    """Flask's templates, each compiled in the language of whoever first asks for it in that language."""

    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, **options)
        self.speaking: dict[str, Templates] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002
    ) -> Template:
        """Return a template in the language of this page or mail; what it includes and extends is in the same."""
        if self.overlayed:
            return super().get_template(name, parent, globals)
        spoken = language()
        if spoken not in self.speaking:
            self.speaking[spoken] = self.overlay(cache_size=-1)
        return self.speaking[spoken].get_template(name, parent, globals)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names that every template knows: without its own ones a plain dict, which is found in faster."""
        return super().make_globals(d) if d else self.globals


def init_app(app: Flask) -> None:
    """Let `app` compile its templates for each language."""
    app.jinja_environment = Templates  # type: ignore[assignment]  # Flask says: an instance of the plain class
    app.jinja_env.add_extension(Phrases)
    app.jinja_env.filters["filled"] = _filled


def _filled(phrase: str, /, **values: object) -> str:
    return phrase % values


def _phrase(tokens: Sequence[Token]) -> str | None:
    """Return what ends a phrase at the beginning of `tokens`, "rparen" or "comma"; None if there is none."""
    kinds = [token.type for token in tokens]
    if kinds[:3] != ["name", "lparen", "string"] or tokens[0].value != "_":
        return None
    return kinds[3] if kinds[3:] in (["rparen"], ["comma"]) else None


def _said(text: str, line: int, *, marked: bool, filled: bool) -> Iterator[Token]:
    """Yield `("text"|safe)`, without `safe` outside markup; a phrase to be filled goes on as `|filled(`."""
    yield Token(line, "lparen", "(")
    yield Token(line, "string", text if filled else text % {})
    if marked:
        yield from (Token(line, "pipe", "|"), Token(line, "name", "safe"))
    yield Token(line, "rparen", ")")
    if filled:
        yield from (Token(line, "pipe", "|"), Token(line, "name", "filled"), Token(line, "lparen", "("))
