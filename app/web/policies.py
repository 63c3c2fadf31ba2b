"""Who may: every route names its policy, loading is authorising, and templates ask the same question.

A policy is a pure question about a person and a thing. `@guarded(policy)` puts it before a view: the thing named by the
URL is loaded (404 when it does not exist, or when its existence must stay hidden from this person), the act is checked
(403), and the view receives the thing itself. Nobody signed in: 302 to the sign-in page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any
from uuid import UUID

from flask import Flask, abort, current_app, g
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.database import db

View = Callable[..., ResponseReturnValue]


@dataclass(frozen=True, slots=True)
class Policy:
    """A named question: may this person do this (to this thing)?"""

    name: str
    model: type[Any] | None
    check: Callable[..., bool]
    hidden_unless: Policy | None
    summary: str
    routes: list[str] = field(default_factory=list, compare=False)

    def __call__(self, user: Any, thing: Any = None) -> bool:
        person = user
        return self.check(person) if self.model is None else self.check(person, thing)


_policies: dict[str, Policy] = {}
_loaders: dict[str, tuple[type[Any], Callable[[Any], Any]]] = {}


def policy(
    name: str, model: type[Any] | None = None, *, hidden_unless: Policy | None = None
) -> Callable[[Callable[..., bool]], Policy]:
    """Turn a predicate `(user[, thing]) -> bool` into the policy `name` ("commitment:verify").

    `hidden_unless` names the reading policy without which even the existence of the thing stays hidden (404); the
    docstring's first line goes into docs/permissions.md.
    """

    def register(check: Callable[..., bool]) -> Policy:
        summary = (check.__doc__ or "").strip().partition("\n")[0]
        made = Policy(name, model, check, hidden_unless, summary)
        if name in _policies and _policies[name].check.__module__ != check.__module__:
            raise ValueError(f"two policies are named {name}")
        _policies[name] = made
        return made

    return register


def loads(parameter: str, model: type[Any]) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
    """Register how a URL parameter becomes a `model` (or None); without one, `x_id` is looked up by primary key."""

    def register(loader: Callable[[Any], Any]) -> Callable[[Any], Any]:
        _loaders[parameter] = (model, loader)
        return loader

    return register


def guarded(asked: Policy) -> Callable[[View], View]:
    """Let a view run only for those whom `asked` allows, with the loaded thing as its keyword argument.

    The thing is the URL parameter that belongs to the policy's model: `commitment_id` loads a Commitment and is passed
    as `commitment`.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(**parameters: Any) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
            return view(**resolve(asked, parameters))

        checked.policy = asked  # type: ignore[attr-defined]
        checked.view = view  # type: ignore[attr-defined]  # for callers that resolve its arguments themselves
        return checked

    return decorate


def resolve(asked: Policy, parameters: dict[str, Any]) -> dict[str, Any]:
    """Return a view's arguments: the parameters of the address, the thing that `asked` is about loaded and authorised.

    The thing also stands in `g.thing`. Answers 403 or 404 to whom the policy does not allow it.
    """
    if asked.model is None:
        if not asked(current_user):
            abort(403)
        return parameters
    name, parameter = thing_parameter(asked.model, parameters)
    g.thing = load(asked.model, parameter, parameters[parameter])
    authorise(asked, g.thing)
    return {key: value for key, value in parameters.items() if key != parameter} | {name: g.thing}


def public(view: View) -> View:
    """Mark a view that anyone may call, signed in or not."""
    view.policy = None  # type: ignore[attr-defined]
    return view


def thing_parameter(model: type[Any], parameters: dict[str, Any]) -> tuple[str, str]:
    """Return the view's argument for `model` ("agenda_item") and the URL parameter that fills it ("agenda_item_id")."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", model.__name__).lower()
    for parameter in parameters:
        if parameter == f"{name}_id" or _loaders.get(parameter, (None,))[0] is model:
            return name, parameter
    raise LookupError(f"the address has no parameter for {model.__name__}: {sorted(parameters)}")


def load(model: type[Any], parameter: str, value: Any) -> Any:
    """Return the thing that a URL parameter names, or answer 404."""
    loader = _loaders.get(parameter)
    thing = loader[1](value) if loader else db.session.get(model, value if isinstance(value, UUID) else abort(404))
    if thing is None:
        abort(404)
    return thing


def reload(thing: Any) -> Any:
    """Write what was changed, and return `thing` as the next request will load it: with all that hangs on it."""
    db.session.flush()
    for parameter, (model, loader) in _loaders.items():
        if type(thing) is model:
            db.session.expunge(thing)
            return loader(thing.slug if parameter == "slug" else thing.id)
    db.session.refresh(thing)
    return thing


def authorise(asked: Policy, thing: Any) -> None:
    """Answer 404 when `thing` must stay hidden from the person, 403 when only the act is denied."""
    person = current_user
    if asked.hidden_unless and not asked.hidden_unless(person, thing):
        abort(404)
    if not asked(person, thing):
        abort(403 if asked.hidden_unless else 404)


def can(name: str, thing: Any = None) -> bool:
    """Tell a template whether the person may do `name`; nobody signed in may nothing."""
    person = current_user
    return bool(person.is_authenticated and _policies[name](person, thing))


def every_policy() -> list[Policy]:
    """Return all policies, by name, each with the routes that it guards on the running application."""
    return [_policies[name] for name in sorted(_policies)]


def init_app(app: Flask) -> None:
    """Offer `can` to templates."""
    app.jinja_env.globals["can"] = can


def check_routes(app: Flask) -> None:
    """Refuse to start with a route that has no policy. Raises RuntimeError naming them."""
    open_doors = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if rule.endpoint.rpartition(".")[2] == "static":
            continue
        if not hasattr(view, "policy"):
            open_doors.append(f"{rule.rule} ({rule.endpoint})")
        elif view.policy and rule.endpoint not in view.policy.routes:
            view.policy.routes.append(rule.endpoint)
    if open_doors:
        raise RuntimeError("routes without a policy: " + ", ".join(sorted(open_doors)))
