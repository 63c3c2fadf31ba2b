"""Operations of the API: each slice registers which views programs may use, and how their objects are serialised."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, abort, current_app, g, make_response, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema, ValidationError, fields, validate
from sqlalchemy import Select
from werkzeug.datastructures import ImmutableMultiDict

from app.api import bodies, form_schemas, idempotency, versions
from app.api.access import PREFIX, admit
from app.api.cursors import Keys, cut
from app.api.problems import Unacceptable, faults_in
from app.api.queries import PageQuery, QueryString
from app.api.schemas import ApiSchema
from app.errors import RuleViolation
from app.web.forms import Form
from app.web.pages import Done, Page
from app.web.policies import Policy, View, guarded, reload, resolve

EXTENSION = "api"
Found = Callable[..., Select[Any]]
"""A function that returns the select of a list."""
TAGS: dict[str, str] = {}
"""Descriptions of the chapters of the description, by tag."""
PARAMETER = re.compile(r"<\w+:(\w+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A method and a path of the API: its view, its input and output, and the scope that it requires."""

    name: str
    method: str
    path: str
    tag: str
    scope: str
    view: View
    summary: str
    takes: form_schemas.FormClass | None = None
    required: frozenset[str] = frozenset()
    gives: type[ApiSchema] | None = None
    query: type[Schema] | None = None
    sorts: Mapping[str, Keys] | None = None
    status: int = 200
    needs_match: bool = False
    downloads: bool = False
    about: Callable[[], Any] | None = None
    sends: Mapping[str, str] = field(default_factory=dict)
    example: Mapping[str, Any] = field(default_factory=dict)

    @property
    def policy(self) -> Policy:
        """The policy of the view."""
        found: Policy = self.view.policy  # type: ignore[attr-defined]
        return found

    @property
    def endpoint(self) -> str:
        """The endpoint for `url_for`."""
        return f"api.{self.name}"


class Api:
    """The operations of one slice.

    `area` is the first part of their scopes, `tag` their chapter in the description, `about` its text; one slice of
    those with the same tag gives it.
    """

    def __init__(self, name: str, *, area: str, tag: str, about: str = "") -> None:
        self.name = name
        self.area = area
        self.tag = tag
        if about:
            TAGS[tag] = about
        self.operations: list[Operation] = []

    def list(
        self,
        path: str,
        policy: Policy,
        gives: type[ApiSchema],
        *,
        sorts: Mapping[str, Keys],
        query: type[PageQuery] = PageQuery,
    ) -> Callable[[Found], Found]:
        """Register a function that returns a select as a paginated list; the first of `sorts` is the default order.

        The function receives the object in the URL, if the policy has one; the query string is validated before.
        """

        def register(found: Found) -> Found:
            choices = [name for key in sorts for name in (key, f"-{key}")]
            first = choices[0]
            sort = fields.String(
                validate=validate.OneOf(choices),
                load_default=first,
                metadata={"description": "The order; `-` reverses it."},
            )
            query_schema = query.from_dict({"sort": sort}, name=f"{self.name}_{found.__name__}_query")
            view: View = guarded(policy)(found)  # type: ignore[arg-type]
            self._add("GET", path, view, name=found.__name__, gives=gives, query=query_schema, sorts=sorts)
            return found

        return register

    def resource(self, path: str, policy: Policy, gives: type[ApiSchema], *, summary: str) -> None:
        """Register the operation that reads one object."""

        @guarded(policy)
        def show(**parameters: Any) -> Any:
            return next(iter(parameters.values()))

        self._add(
            "GET",
            path,
            show,
            name="show" + re.sub(r"(?=[A-Z])", "_", gives.__name__.removesuffix("Schema")).lower(),
            gives=gives,
            summary=summary,
        )

    def download(self, path: str, view: View, *, query: type[Schema] | None = None, summary: str = "") -> None:
        """Register the operation that returns the file of `view`, with the options in the query string."""
        self._add("GET", path, view, name=view.__name__, summary=summary, query=query, downloads=True)

    def act(
        self,
        path: str,
        view: View,
        *,
        takes: form_schemas.FormClass | None = None,
        required: Collection[str] = (),
        optional: Collection[str] = (),
        gives: type[ApiSchema] | None = None,
        method: str = "POST",
        creates: bool = False,
        changes: bool = True,
        about: Callable[[], Any] | None = None,
        query: type[Schema] | None = None,
        sends: Mapping[str, str] | None = None,
        example: Mapping[str, Any] | None = None,
        summary: str = "",
    ) -> None:
        """Register the operation that runs `view` with the fields of its form `takes` as the body.

        A body must contain the fields that the form requires, and `required`; it may omit `optional`, for which the
        page opens with a value, or which not every user may send. PATCH requires none: it opens with the values of the
        object. `example` has values of fields for the description, instead of the usual ones.

        `changes`: whether the object in the URL is changed, so that its version is required; `about` returns the object
        with that version if it is not the one in the URL. `sends` are inputs that the page submits itself. The response
        is the object to which the view redirects, or the object in the URL, serialised by `gives`; it is empty if that
        is None.
        """
        self._add(
            method,
            path,
            view,
            name=view.__name__,
            takes=takes,
            required=_required(takes, method, required, optional),
            gives=gives,
            status=201 if creates else 200 if gives else 204,
            needs_match=changes and not creates and method != "GET",
            about=about,
            query=query,
            sends=sends or {},
            example=example or {},
            summary=summary,
        )

    def init_app(self, app: Flask) -> None:
        """Register the routes of the operations on `app`."""
        for operation in self.operations:
            every_operation(app)[operation.endpoint] = operation
            app.add_url_rule(
                PREFIX + operation.path,
                operation.endpoint,
                _view_function(operation),
                methods=[operation.method],
            )

    def _add(self, method: str, path: str, view: View, *, name: str, summary: str = "", **facts: Any) -> None:
        scope = f"{self.area}:{'read' if method == 'GET' else 'write'}"
        summary = summary or (view.__doc__ or "").strip().partition("\n")[0]
        self.operations.append(
            Operation(
                name=f"{self.name}.{name.rstrip('_')}",
                method=method,
                path=path,
                tag=self.tag,
                scope=scope,
                view=view,
                summary=summary,
                **facts,
            )
        )


def _required(
    takes: form_schemas.FormClass | None, method: str, required: Collection[str], optional: Collection[str]
) -> frozenset[str]:
    """Return the fields that a body must contain: those that its form requires, as `act` says."""
    declared = form_schemas.required_in(takes) if takes and method != "PATCH" else frozenset()
    return (declared - frozenset(optional)) | frozenset(required)


def every_operation(app: Flask) -> dict[str, Operation]:
    """Return the operations of an application by endpoint."""
    found: dict[str, Operation] = app.extensions.setdefault(EXTENSION, {})
    return found


def refused(form: Form) -> ResponseReturnValue:
    """Return the result of a view without a page whose form was refused."""
    return Page("", form)


def _view_function(operation: Operation) -> View:
    """Return the view function of an operation."""

    def respond(**parameters: Any) -> ResponseReturnValue:
        admit(operation.scope)
        return idempotency.once(lambda: _respond(operation, parameters))

    respond.policy = operation.policy  # type: ignore[attr-defined]
    return respond


def _respond(operation: Operation, parameters: dict[str, Any]) -> Response:
    arguments = resolve(operation.policy, parameters)
    about = operation.about() if operation.about else g.get("resource")
    if operation.needs_match:
        _require_match(about)
    g.query_args = _query_args(operation)
    result = _result(operation, arguments)
    if isinstance(result, Select):
        return _listed(operation, result, g.query_args)
    if isinstance(result, Page):
        form = result.form
        raise Unacceptable(*faults_in(form.errors if form else {}), status=form.status if form else 422)
    if isinstance(result, Done):
        if result.tone == "bad":
            raise RuleViolation(result.message)
        return _serialised(operation, result.made or (about if isinstance(result.to, str) else result.to))
    if isinstance(result, Response):
        return result
    return _serialised(operation, result)


def _result(operation: Operation, arguments: dict[str, Any]) -> Any:
    """Return the result of the view, called with the body as the data of its form.

    Fields that the body omits keep the value that the page would show.
    """
    view = operation.view.view  # type: ignore[attr-defined]
    body = bodies.read_body(operation.takes) if operation.method != "GET" else None
    if body is not None:
        opened = _opened(view, arguments)
        form = opened.form if isinstance(opened, Page) else None
        request.form, request.files = body.over(form, operation.sends)
    return view(**arguments)


def _opened(view: View, arguments: dict[str, Any]) -> Any:
    """Return the result of a view for a GET request, usually a page with a form; None if it raises RuleViolation."""
    method, request.method = request.method, "GET"
    sent = request.form, request.files  # the request closes its files when it ends, also if the body is refused
    request.form, request.files = ImmutableMultiDict(), ImmutableMultiDict()
    try:
        return view(**arguments)
    except RuleViolation:
        return None
    finally:
        request.method = method
        request.form, request.files = sent


def _serialised(operation: Operation, shown: Any) -> Response:
    """Return the response with an object as JSON; after a change it is loaded again with its relationships."""
    if operation.gives is None:
        return make_response("", 204)
    if operation.method != "GET":
        shown = reload(shown)
    response = _in_json(operation.gives().dump(shown))
    response.status_code = operation.status
    if operation.status == 201 and (address := _address(operation.gives, shown)):
        response.headers["Location"] = address
    return versions.mark(response, shown)


def _require_match(obj: Any) -> None:
    """Abort with 428 without If-Match, and with 412 if it does not contain the current version of `obj`.

    `If-Match: *` matches any version. An object without a version column, whose representation comes from several rows,
    is compared by the hash of its JSON.
    """
    if (seen := versions.seen()) is None:
        return
    version = versions.version_of(obj)
    if version is not None:
        matches = str(version) in {tag.partition("-")[0] for tag in seen}
    else:
        versions.keep(obj)
        schema = reading(type(obj)).gives
        assert schema is not None, "an object is read by its schema"
        matches = versions.digest(_in_json(schema().dump(obj))) in seen
    if not matches:
        abort(412)


def reading(model: type[Any]) -> Operation:
    """Return the operation that reads one object of a model, which defines its ETag. Raises LookupError."""
    for operation in every_operation(current_app).values():
        one_alone = operation.method == "GET" and operation.sorts is None and operation.path.endswith(">")
        if one_alone and operation.policy.model is model:
            return operation
    raise LookupError(f"programs cannot read a {model.__name__}")


def _query_args(operation: Operation) -> dict[str, Any]:
    schema = operation.query or QueryString
    try:
        query_args: dict[str, Any] = schema().load(request.args.to_dict())
    except ValidationError as error:
        raise Unacceptable(*faults_in(error.messages, location="query")) from None
    return query_args


def _listed(operation: Operation, found: Select[Any], query_args: dict[str, Any]) -> Response:
    assert operation.gives is not None
    assert operation.sorts is not None
    keys = operation.sorts[query_args["sort"].lstrip("-")]
    descending = query_args["sort"].startswith("-")
    page = cut(found, keys, descending=descending, after=query_args.get("after"), limit=query_args["limit"])
    schema = operation.gives(many=True)
    return versions.mark(_in_json({"items": schema.dump(page.rows), "next": page.next}))


def _in_json(shown: Any) -> Response:
    return Response(current_app.json.dumps(shown, sort_keys=False), mimetype="application/json")


def _address(gives: type[ApiSchema], obj: Any) -> str | None:
    for operation in every_operation(current_app).values():
        if operation.gives is gives and operation.method == "GET" and operation.sorts is None:
            (parameter,) = PARAMETER.findall(operation.path)
            return url_for(operation.endpoint, **{parameter: obj.slug if parameter == "slug" else obj.id})
    return None
