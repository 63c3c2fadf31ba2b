"""The OpenAPI 3.1 description of the API, generated from its operations."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Blueprint, Flask, Response, current_app, request
from flask_babel import force_locale
from marshmallow import Schema

from app import __version__
from app.api import components, form_schemas, samples
from app.api.access import PREFIX
from app.api.operations import PARAMETER, TAGS, Operation, every_operation
from app.api.schemas import ApiSchema
from app.web.policies import public

bp = Blueprint("api_description", __name__)

MADE = "api.description"
"""The key under which an application caches its description."""

KINDS = {"uuid": {"type": "string", "format": "uuid"}, "int": {"type": "integer", "minimum": 0}}
IN_PATH = {"slug": "The slug of the forum.", "number": "The number of the question, counted from 1."}
"""Descriptions of the path parameters that are not ids."""
FILES = {
    "/pdf": "application/pdf",
    ".csv": "text/csv",
    ".ics": "text/calendar",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Media types of downloads by the end of their path; others depend on the file."""


@bp.get(f"{PREFIX}/openapi.json")
@public
def openapi() -> Response:
    """Return the OpenAPI description of the API."""
    response = Response(json.dumps(description(current_app), ensure_ascii=False), mimetype="application/json")
    response.headers["Content-Language"] = "en"
    response.headers["Cache-Control"] = "public, max-age=300"
    response.add_etag()
    response.make_conditional(request)
    return response


def description(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document of an application, cached."""
    if MADE not in app.extensions:
        app.extensions[MADE] = described(app)
    made: dict[str, Any] = app.extensions[MADE]
    return made


def described(app: Flask) -> dict[str, Any]:
    """Generate the OpenAPI document of an application, in English."""
    from apispec import APISpec
    from apispec.ext.marshmallow import MarshmallowPlugin

    texts: dict[str, str] = {}
    operations = sorted(every_operation(app).values(), key=lambda one: (one.tag, one.path, one.method))
    spec = APISpec(
        title="Selaras",
        version=__version__,
        openapi_version="3.1.0",
        plugins=[MarshmallowPlugin(schema_name_resolver=partial(_named, texts))],
        info={
            "summary": "Forums, minutes, commitments, agreements and digests, for programs.",
            "description": components.INTRODUCTION,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        servers=[{"url": PREFIX}],
        externalDocs={"description": "Guide with examples", "url": "/api/docs"},
        tags=[{"name": tag, "description": TAGS[tag]} for tag in sorted({one.tag for one in operations})],
    )
    components.add_to(spec)
    with force_locale("en"):
        for operation in operations:
            spec.path(
                path=PARAMETER.sub(r"{\1}", operation.path),
                operations={operation.method.lower(): _operation(operation)},
            )
        made: dict[str, Any] = json.loads(json.dumps(spec.to_dict(), default=str))
    for name, text in texts.items():
        made["components"]["schemas"][name]["description"] = text
    _add_examples(made, {operation.name: operation.example for operation in operations})
    return made


def _add_examples(made: dict[str, Any], own: dict[str, Mapping[str, Any]]) -> None:
    """Add examples to all schemas and request bodies; `own` are the values that the operations give, by name."""
    schemas = made["components"]["schemas"]
    for schema in schemas.values():
        samples.add_formats(schema)
    for operation in (one for methods in made["paths"].values() for one in methods.values()):
        for kind, content in operation.get("requestBody", {}).get("content", {}).items():
            body = schemas[content["schema"]["$ref"].rpartition("/")[2]]
            example = samples.add_examples(schemas, body, dict(own[operation["operationId"]]))
            if kind == "application/json":  # an example of a multipart body could not contain its files
                content["example"] = example


def _named(texts: dict[str, str], schema: type[Schema] | Schema) -> str:
    """Return the name of a schema in the document, and store its docstring in `texts` if it is written for clients."""
    kind = schema if isinstance(schema, type) else type(schema)
    name = kind.__name__.removesuffix("Schema")
    if issubclass(kind, ApiSchema):
        texts[name] = re.sub(r"(?<!\n)\n(?!\n)", " ", inspect.getdoc(kind) or "")
    return name


def _operation(operation: Operation) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": f"Who may: {operation.policy.summary}\n\nScope of the token: `{operation.scope}`.",
        "security": [{"token": [operation.scope]}],
        "parameters": _parameters(operation),
        "responses": _responses(operation),
    }
    if operation.takes:
        made["requestBody"] = {"required": bool(operation.required), "content": _contents(operation)}
    return made


def _parameters(operation: Operation) -> list[Any]:
    found: list[Any] = [
        {
            "in": "path",
            "name": name,
            "required": True,
            "description": IN_PATH.get(name) or f"The id of the {name.removesuffix('_id').replace('_', ' ')}.",
            "schema": KINDS.get(kind, {"type": "string"}),
        }
        for kind, name in re.findall(r"<(\w+):(\w+)>", operation.path)
    ]
    if operation.query:
        found.append({"in": "query", "schema": operation.query})
    found.append("Accept-Language")
    if operation.needs_match:
        found.append("If-Match")
    if operation.method == "POST":
        found.append("Idempotency-Key")
    if operation.method == "GET" and operation.gives:
        found.append("If-None-Match")
    return found


def _contents(operation: Operation) -> dict[str, Any]:
    """Return the schemas of a body; a body with a required file is multipart/form-data only."""
    form = operation.takes
    assert form is not None
    files = form_schemas.files_in(form)
    contents: dict[str, Any] = {}
    if not files & operation.required:
        made = form_schemas.schema_of(form, name=f"{operation.name}.body", required=operation.required)
        contents["application/json"] = {"schema": made}
    if files:
        name = f"{operation.name}.multipart"
        parts = form_schemas.schema_of(form, name=name, required=operation.required, multipart=True)
        contents["multipart/form-data"] = {"schema": parts}
    return contents


def _responses(operation: Operation) -> dict[str, Any]:
    """Return the response of success, and the names of the error responses."""
    refused = {400, 401, 403, 404, 414, 422, 429, 500, 503}
    if operation.method != "GET":
        refused |= {409, 413, 415, 507}
    if operation.needs_match:
        refused |= {412, 428}
    done: dict[str, Any] = {"description": DONE[operation.status], "headers": dict(components.QUOTA)}
    if operation.downloads:
        refused.add(409)
        kind = next((kind for end, kind in FILES.items() if operation.path.endswith(end)), "*/*")
        done["content"] = {kind: {"schema": {}}}
        done["description"] = "The file."
    elif operation.gives:
        done["content"] = {"application/json": {"schema": _given(operation)}}
        done["headers"]["ETag"] = components.ETAG
    if operation.status == 201:
        done["headers"]["Location"] = components.LOCATION
    if operation.gives and operation.method == "GET":
        refused.add(304)
    return {str(operation.status): done} | {str(status): components.ERRORS[status][0] for status in sorted(refused)}


DONE = {200: "The object.", 201: "The object that was created.", 204: "Done; the response has no body."}
"""Descriptions of success by status."""


def _given(operation: Operation) -> Any:
    if operation.sorts is None:
        return operation.gives
    return {
        "type": "object",
        "description": "A page of the list.",
        "required": ["items", "next"],
        "properties": {
            "items": {"type": "array", "items": operation.gives},
            "next": {
                "type": ["string", "null"],
                "description": "The cursor of the next page: send it as `after`. Null on the last page.",
            },
        },
    }
