"""How a view ends: a page (422 when its form was refused) or a redirect with a word about what was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import current_app, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app import panels
from app.api.operations import answer
from app.api.problems import Unacceptable, faults_in
from app.doors import for_program
from app.errors import Refusal
from app.forms import Form
from app.selects import all_options


def page(template: str, form: Form | None = None, **context: Any) -> ResponseReturnValue:
    """Render `template` with its form; when the form was refused the status says so, 422 as a rule, and
    nothing typed is lost.

    A program gets no page: raises Unacceptable with what was refused.
    """
    if form is not None and not for_program() and (listed := all_options(form)):
        return listed
    if for_program():
        raise Unacceptable(*faults_in(form.errors if form else {}), status=form.status if form else 422)
    status = form.status if form is not None and form.refused else 200
    return make_response(render_template(template, form=form, **context), status)


def settled(form: Form, act: Callable[[], object]) -> bool:
    """Whether the form was sent, is in order, and `act` did not refuse; what it refused stands in the form."""
    if not form.validate_on_submit():
        return False
    try:
        act()
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def done(message: Any, *, to: object | str, tone: str = "good", made: object = None) -> ResponseReturnValue:
    """Redirect (303) to a thing's page or an address, where `message` is shown once.

    A program is answered with the thing: what was `made` when that is not where people go on; a message in a bad
    tone is a refusal to it.
    """
    if for_program():
        if tone == "bad":
            raise Refusal(message)
        return answer(made or to)
    flash(str(message), tone)
    return redirect(to if isinstance(to, str) else panels.address(current_app, to), code=303)


def acted(act: Callable[[], object], message: Any, *, to: object) -> ResponseReturnValue:
    """Do what takes no more than a button, and say on the page of a thing that it is done, or why not."""
    try:
        act()
    except Refusal as refusal:
        return done(refusal.message, to=to, tone="bad")
    return done(message, to=to)


def safe_next(default: str) -> str:
    """Return ?next= when it is an address of this site, else `default`."""
    wanted = request.values.get("next", "")
    here = urlsplit(request.host_url)
    target = urlsplit(urljoin(request.host_url, wanted))
    same = (target.scheme, target.netloc) == (here.scheme, here.netloc)
    plain = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    return wanted if plain and same else default
