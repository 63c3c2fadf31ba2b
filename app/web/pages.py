"""Results of views: a page (422 if its form was refused), or a redirect with a message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from flask import Response, current_app, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.web import panels
from app.web.forms import Form
from app.web.selects import all_options

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be rendered, which Flask calls as a WSGI application."""

    template: str
    form: Form | None = None
    context: dict[str, Any] = field(default_factory=dict)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self.response()(environ, start_response)

    def response(self) -> Response:
        """Return the rendered page. If its form was refused it has the form's status and all submitted values."""
        if self.form is not None and (options := all_options(self.form)):
            return make_response(options)
        status = self.form.status if self.form is not None and self.form.refused else 200
        return make_response(render_template(self.template, form=self.form, **self.context), status)


@dataclass(frozen=True, slots=True)
class Done:
    """The result of a successful action, which Flask calls as a WSGI application."""

    message: Any
    to: object | str
    """The object whose page comes next, or its URL."""
    tone: str = "good"
    made: object = None
    """The created object, if it is not the one in `to`."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self.response()(environ, start_response)

    def response(self) -> Response:
        """Return a redirect (303) to a page that shows the message once."""
        flash(str(self.message), self.tone)
        address = self.to if isinstance(self.to, str) else panels.address(current_app, self.to)
        return make_response(redirect(address, code=303))


def page(template: str, form: Form | None = None, **context: Any) -> ResponseReturnValue:
    """Return the page rendered from `template`, with its form."""
    return Page(template, form, context)


def done(message: Any, *, to: object | str, tone: str = "good", made: object = None) -> ResponseReturnValue:
    """Return a redirect to an object's page or a URL, where `message` is shown once."""
    return Done(message, to, tone, made)


def safe_next(default: str) -> str:
    """Return the parameter `next` if it is a URL of this site, otherwise `default`."""
    wanted = request.values.get("next", "")
    here = urlsplit(request.host_url)
    target = urlsplit(urljoin(request.host_url, wanted))
    same = (target.scheme, target.netloc) == (here.scheme, here.netloc)
    plain = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    return wanted if plain and same else default
