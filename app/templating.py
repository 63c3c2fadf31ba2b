"""Templates, compiled once for each language: what they say word for word is a constant in what they compile to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from types import FunctionType
from typing import Any

from flask import Flask, has_request_context, request
from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from app.assets import asset, icon
from app.remembered import FORM_TOKEN, Rows, remembered
from app.translation import gettext, language

INDENTATION = re.compile(r"\n[ \t]+")
SPECIAL = re.compile("[&<>\"']")
"""What means something in markup."""


class Constants(Extension):
    """Works out `_("…")`, `icon("…")` and `asset("…")` when a template is compiled.

    What a phrase is filled with stays for each page; so do drawings and addresses where the application's root is not
    always the same.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Leave the indentation of markup out: it is for those who read templates, a fiftieth of a page's weight."""
        return INDENTATION.sub("\n", source) if self._is_markup(name) else source

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        marked = self._is_markup(stream.name)
        known: dict[str, Callable[..., str]] = {"icon": icon, "asset": asset} if self._is_at_root() else {}
        tokens = list(stream)
        position = 0
        while position < len(tokens):
            line, size = tokens[position].lineno, 4
            if ended_by := _phrase(tokens[position : position + 4]):
                text = gettext(tokens[position + 2].value)
                yield from _said(text, line, marked=marked, filled=ended_by == "comma")
            elif texts := _call(tokens[position : position + 6], known):
                yield from _constant(known[tokens[position].value](*texts), line, marked=marked)
                size = 2 * len(texts) + 2
            else:
                yield tokens[position]
                size = 1
            position += size

    def _is_markup(self, name: str | None) -> bool:
        escape = self.environment.autoescape
        return escape if isinstance(escape, bool) else bool(escape(name))

    def _is_at_root(self) -> bool:
        return getattr(self.environment, "at_root", False)


class QuickContext(Context):
    """A template's names, which calls plain functions and macros without asking what else they might want."""

    def call(self, called: Any, /, *arguments: Any, **named: Any) -> Any:
        """Call what a template calls."""
        kind = type(called)
        if kind is Macro or (kind is FunctionType and not hasattr(called, "jinja_pass_arg")):
            named.pop("_block_vars", None)
            named.pop("_loop_vars", None)
            return called(self.eval_ctx, *arguments, **named) if kind is Macro else called(*arguments, **named)
        return super().call(called, *arguments, **named)


class Writer(CodeGenerator):
    """Writes what a template compiles to, with `escaped` where Jinja itself escapes."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.escaped(")
        else:
            super()._output_child_pre(node, frame, finalize)


def escaped(value: object) -> str:
    """Return a value as it stands between what a template writes: most texts have nothing to escape."""
    if type(value) is Markup or (type(value) is str and not SPECIAL.search(value)):
        return value
    return escape(value)


class Templates(Environment):
    """Flask's templates, each compiled in the language of whoever first asks for it in that language."""

    context_class = QuickContext
    code_generator_class = Writer
    escaped = staticmethod(escaped)
    at_root = False
    """Whether the application stands at "/", always, and its static files do not change."""
    rows: Rows
    """What `remembered` drew in this language."""
    loaded: dict[str, Template]
    """Templates that this language was asked for."""

    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, **options)
        self.speaking: dict[tuple[str, bool], Templates] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002
    ) -> Template:
        """Return a template in the language of this page or mail; what it includes and extends is in the same."""
        if self.overlayed:
            return self._own(name, parent, globals)
        key = language(), not self.app.debug and (not has_request_context() or not request.script_root)
        if key not in self.speaking:
            made = self.overlay(cache_size=-1)
            made.at_root = key[1]
            made.rows, made.loaded = Rows(), {}
            self.speaking[key] = made
        return self.speaking[key]._own(name, parent, globals)

    def _own(self, name: str | Template, parent: str | None, given: MutableMapping[str, Any] | None) -> Template:
        """Return a template in this language; one that was loaded before, and cannot change, with one look."""
        if given or self.auto_reload or not isinstance(name, str):
            return super().get_template(name, parent, given)
        found = self.loaded.get(name)
        if found is None:
            found = self.loaded[name] = super().get_template(name, parent)
        return found

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names that every template knows: without its own ones a plain dict, which is found in faster."""
        return super().make_globals(d) if d else self.globals


def init_app(app: Flask) -> None:
    """Let `app` compile its templates for each language."""
    app.jinja_environment = Templates  # type: ignore[assignment]  # Flask says: an instance of the plain class
    app.jinja_env.add_extension(Constants)
    app.jinja_env.filters["filled"] = _filled
    app.jinja_env.globals.update(remembered=remembered, form_token=FORM_TOKEN)


def _filled(phrase: str, /, **values: object) -> str:
    if type(phrase) is not Markup:
        return phrase % values
    safe = {name: value if type(value) in {int, float} else escaped(value) for name, value in values.items()}
    return Markup(str.__mod__(phrase, safe))  # noqa: S704 - each value is escaped


def _phrase(tokens: Sequence[Token]) -> str | None:
    """Return what ends a phrase at the beginning of `tokens`, "rparen" or "comma"; None if there is none."""
    kinds = [token.type for token in tokens]
    if kinds[:3] != ["name", "lparen", "string"] or tokens[0].value != "_":
        return None
    return kinds[3] if kinds[3:] in (["rparen"], ["comma"]) else None


def _call(tokens: Sequence[Token], known: dict[str, Callable[..., str]]) -> list[str] | None:
    """Return with which one or two texts a known function is called at the beginning of `tokens`; None if it is not."""
    if tokens[0].type != "name" or tokens[0].value not in known:
        return None
    kinds = [token.type for token in tokens[1:]]
    if kinds[:3] == ["lparen", "string", "rparen"]:
        return [tokens[2].value]
    if kinds == ["lparen", "string", "comma", "string", "rparen"]:
        return [tokens[2].value, tokens[4].value]
    return None


def _said(text: str, line: int, *, marked: bool, filled: bool) -> Iterator[Token]:
    """Yield a phrase as a constant; one to be filled goes on as `|filled(`."""
    yield from _constant(text if filled else text % {}, line, marked=marked)
    if filled:
        yield from (Token(line, "pipe", "|"), Token(line, "name", "filled"), Token(line, "lparen", "("))


def _constant(text: str, line: int, *, marked: bool) -> Iterator[Token]:
    """Yield `("text"|safe)`, without `safe` outside markup."""
    yield from (Token(line, "lparen", "("), Token(line, "string", str(text)))
    if marked:
        yield from (Token(line, "pipe", "|"), Token(line, "name", "safe"))
    yield Token(line, "rparen", ")")
