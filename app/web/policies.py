"""Authorisation: every route names its policy, and templates use the same policies.

A policy is a predicate about a person and an object. `@guarded(policy)` applies it to a view: the object in the URL is
loaded (404 if it does not exist, or if its existence must stay hidden from this person), the action is checked (403),
and the view receives the object. If nobody is signed in the response redirects to the sign-in page (302).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, NoReturn
from uuid import UUID

from flask import Flask, abort, current_app, g
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import Forbidden

from app.database import db

View = Callable[..., ResponseReturnValue]
Holders = Callable[[Any, Any], Iterable[tuple[Any, Any]]]
"""`(reader, obj)` -> the people who may do something with `obj`, each with the office that allows it ("presider").

It returns nobody whose name `reader` may not read.
"""


@dataclass(frozen=True, slots=True)
class Policy:
    """A named predicate: may this person do this (to this object)?"""

    name: str
    model: type[Any] | None
    check: Callable[..., bool]
    hidden_unless: Policy | None
    summary: str
    opened_by: tuple[str, ...] = ()
    """Platform roles whose holders the policy allows, at least for some objects; empty where no such role is known."""
    held_by: Holders | None = None
    """Returns those who hold an office concerning the object and whom the policy allows."""
    routes: list[str] = field(default_factory=list, compare=False)

    def __call__(self, user: Any, obj: Any = None) -> bool:
        person = user
        return self.check(person) if self.model is None else self.check(person, obj)


Explanation = Callable[[Policy, Any], str | None]
EXPLANATION = "denial_explanation"

_policies: dict[str, Policy] = {}
_loaders: dict[str, tuple[type[Any], Callable[[Any], Any]]] = {}


def policy(
    name: str,
    model: type[Any] | None = None,
    *,
    hidden_unless: Policy | None = None,
    opened_by: tuple[str, ...] = (),
    held_by: Holders | None = None,
) -> Callable[[Callable[..., bool]], Policy]:
    """Register a predicate `(user[, obj]) -> bool` as the policy `name` ("commitment:verify").

    `hidden_unless` names the read policy: users whom it refuses get 404, because they must not know that the object
    exists. `opened_by` names platform roles whose holders it allows, and `held_by` returns people whom an office of the
    object allows, such as its presider; pages that are denied name these people. The first line of the docstring is
    printed in docs/permissions.md.
    """

    def register(check: Callable[..., bool]) -> Policy:
        summary = (check.__doc__ or "").strip().partition("\n")[0]
        made = Policy(name, model, check, hidden_unless, summary, opened_by, held_by)
        if name in _policies and _policies[name].check.__module__ != check.__module__:
            raise ValueError(f"two policies are named {name}")
        _policies[name] = made
        return made

    return register


def loads(parameter: str, model: type[Any]) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
    """Register how a URL parameter is loaded as a `model` (or None); by default `x_id` is looked up by primary key."""

    def register(loader: Callable[[Any], Any]) -> Callable[[Any], Any]:
        _loaders[parameter] = (model, loader)
        return loader

    return register


def guarded(required: Policy) -> Callable[[View], View]:
    """Run a view only for users whom the policy allows, with the loaded object as a keyword argument.

    The object comes from the URL parameter for the policy's model: `commitment_id` loads a Commitment and is passed as
    `commitment`.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(**parameters: Any) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
            return view(**resolve(required, parameters))

        checked.policy = required  # type: ignore[attr-defined]
        checked.view = view  # type: ignore[attr-defined]  # for callers that resolve the arguments themselves
        return checked

    return decorate


def resolve(required: Policy, parameters: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of a view: the URL parameters, with the object of the policy loaded and authorised.

    The object is also stored in `g.resource`. Aborts with 403 or 404 if the policy refuses the user.
    """
    if required.model is None:
        if not required(current_user):
            _deny(required)
        return parameters
    name, parameter = object_parameter(required.model, parameters)
    g.resource = load(required.model, parameter, parameters[parameter])
    authorise(required, g.resource)
    return {key: value for key, value in parameters.items() if key != parameter} | {name: g.resource}


def public(view: View) -> View:
    """Mark a view as open to everyone, signed in or not."""
    view.policy = None  # type: ignore[attr-defined]
    return view


def object_parameter(model: type[Any], parameters: dict[str, Any]) -> tuple[str, str]:
    """Return the view argument for `model` ("agenda_item") and the URL parameter that fills it ("agenda_item_id")."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", model.__name__).lower()
    for parameter in parameters:
        if parameter == f"{name}_id" or _loaders.get(parameter, (None,))[0] is model:
            return name, parameter
    raise LookupError(f"the address has no parameter for {model.__name__}: {sorted(parameters)}")


def load(model: type[Any], parameter: str, value: Any) -> Any:
    """Return the object that a URL parameter identifies, or abort with 404."""
    loader = _loaders.get(parameter)
    obj = loader[1](value) if loader else db.session.get(model, value if isinstance(value, UUID) else abort(404))
    if obj is None:
        abort(404)
    return obj


def reload(obj: Any) -> Any:
    """Flush pending changes and return `obj` loaded as in a new request, with its relationships."""
    db.session.flush()
    for parameter, (model, loader) in _loaders.items():
        if type(obj) is model:
            db.session.expunge(obj)
            return loader(obj.slug if parameter == "slug" else obj.id)
    db.session.refresh(obj)
    return obj


def authorise(required: Policy, obj: Any) -> None:
    """Abort with 404 if `obj` must stay hidden from the current user, with 403 if only the action is denied."""
    person = current_user
    if required.hidden_unless and not required.hidden_unless(person, obj):
        abort(404)
    if not required(person, obj):
        if not required.hidden_unless:
            abort(404)
        _deny(required, obj)


def _deny(required: Policy, obj: Any = None) -> NoReturn:
    """Abort with 403; the page says who can open it, if the application registered `explain_denials`."""
    error = Forbidden()
    explain: Explanation | None = current_app.extensions.get(EXPLANATION)
    error.advice = explain(required, obj) if explain else None  # type: ignore[attr-defined]
    raise error


def explain_denials(app: Flask, explain: Explanation) -> None:
    """Show `explain(policy, obj)`, one sentence, on pages that a policy denies; None for the usual advice."""
    app.extensions[EXPLANATION] = explain


def can(name: str, obj: Any = None) -> bool:
    """Return whether the current user may do `name`; False if nobody is signed in. For templates."""
    person = current_user
    return bool(person.is_authenticated and _policies[name](person, obj))


def every_policy() -> list[Policy]:
    """Return all policies sorted by name, each with the routes that it guards on the running application."""
    return [_policies[name] for name in sorted(_policies)]


def init_app(app: Flask) -> None:
    """Register the template function `can`."""
    app.jinja_env.globals["can"] = can


def check_routes(app: Flask) -> None:
    """Raise RuntimeError with their names if any routes have no policy."""
    unguarded = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if rule.endpoint.rpartition(".")[2] == "static":
            continue
        if not hasattr(view, "policy"):
            unguarded.append(f"{rule.rule} ({rule.endpoint})")
        elif view.policy and rule.endpoint not in view.policy.routes:
            view.policy.routes.append(rule.endpoint)
    if unguarded:
        raise RuntimeError("routes without a policy: " + ", ".join(sorted(unguarded)))
