"""How a view ends: a page (422 when its form was refused) or a redirect with a word about what was done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from flask import Response, current_app, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.errors import RuleViolation
from app.web import panels
from app.web.forms import Form
from app.web.selects import all_options

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be rendered. Flask takes it as the WSGI application that it is; the API reads its form instead."""

    template: str
    form: Form | None = None
    context: dict[str, Any] = field(default_factory=dict)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self.response()(environ, start_response)

    def response(self) -> Response:
        """Return the page; when its form was refused the status says so, and nothing that was typed is lost."""
        if self.form is not None and (options := all_options(self.form)):
            return make_response(options)
        status = self.form.status if self.form is not None and self.form.refused else 200
        return make_response(render_template(self.template, form=self.form, **self.context), status)


@dataclass(frozen=True, slots=True)
class Done:
    """What was done. Flask takes it as the WSGI application that it is; the API reads the object instead."""

    message: Any
    to: object | str
    """The object, or the address, whose page comes next."""
    tone: str = "good"
    made: object = None
    """What was made, when that is not what comes next."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self.response()(environ, start_response)

    def response(self) -> Response:
        """Return a redirect (303) to a page that shows the message once."""
        flash(str(self.message), self.tone)
        address = self.to if isinstance(self.to, str) else panels.address(current_app, self.to)
        return make_response(redirect(address, code=303))


def page(template: str, form: Form | None = None, **context: Any) -> ResponseReturnValue:
    """Return the page of `template` with its form."""
    return Page(template, form, context)


def done(message: Any, *, to: object | str, tone: str = "good", made: object = None) -> ResponseReturnValue:
    """Return a redirect to an object's page or an address, where `message` is shown once."""
    return Done(message, to, tone, made)


def acted(act: Callable[[], object], message: Any, *, to: object) -> ResponseReturnValue:
    """Do what takes no more than a button, and say on the page of a thing that it is done, or why not."""
    try:
        act()
    except RuleViolation as violation:
        return done(violation.message, to=to, tone="bad")
    return done(message, to=to)


def safe_next(default: str) -> str:
    """Return ?next= when it is an address of this site, else `default`."""
    wanted = request.values.get("next", "")
    here = urlsplit(request.host_url)
    target = urlsplit(urljoin(request.host_url, wanted))
    same = (target.scheme, target.netloc) == (here.scheme, here.netloc)
    plain = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    return wanted if plain and same else default
