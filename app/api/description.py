"""The OpenAPI 3.1 description of the API, generated from its operations."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Flask, Response, current_app, request
from flask_babel import force_locale
from marshmallow import Schema

from app.api import form_schemas, samples
from app.api.access import PREFIX
from app.api.operations import PARAMETER, Operation, every_operation
from app.version import VERSION
from app.web.policies import public

bp = Blueprint("api_description", __name__)

MADE = "api.description"
"""The key under which an application caches its description."""

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "theirs": {"type": "string", "description": "What someone else saved meanwhile."},
        "ours": {"type": "string", "description": "What was sent and not saved."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["path", "detail", "location"],
                "properties": {
                    "path": {"type": "string"},
                    "detail": {"type": "string"},
                    "location": {"enum": ["body", "query", "header"]},
                },
            },
        },
    },
}
KINDS = {"uuid": {"type": "string", "format": "uuid"}, "int": {"type": "integer", "minimum": 0}}
IN_PATH = {"slug": "The slug of the forum.", "number": "The number of the question, counted from 1."}
"""Descriptions of the path parameters that are not ids."""
ETAG = {"description": "The version that was answered.", "schema": {"type": "string"}}
QUOTA = {
    "RateLimit-Policy": {
        "description": "What one token may send: q requests in w seconds.",
        "schema": {"type": "string", "examples": ['"token";q=600;w=60']},
    },
    "RateLimit": {
        "description": "What is left: r requests, and all of them again in t seconds.",
        "schema": {"type": "string", "examples": ['"token";r=599;t=1']},
    },
}
"""Headers of every response to a token, if the instance has a rate limit."""
WAIT = {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}


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

    spec = APISpec(
        title="Selaras",
        version=VERSION,
        openapi_version="3.1.0",
        plugins=[MarshmallowPlugin(schema_name_resolver=_named)],
        info={"summary": "Forums, minutes, commitments, agreements and digests, for programs."},
        servers=[{"url": PREFIX}],
        security=[{"token": []}],
    )
    spec.components.schema("Problem", PROBLEM)
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    with force_locale("en"):
        for operation in sorted(every_operation(app).values(), key=lambda one: (one.tag, one.path, one.method)):
            spec.path(
                path=PARAMETER.sub(r"{\1}", operation.path),
                operations={operation.method.lower(): _operation(operation)},
            )
        made: dict[str, Any] = json.loads(json.dumps(spec.to_dict(), default=str))
    _add_examples(made, {operation.name: operation.example for operation in every_operation(app).values()})
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


def _named(schema: type[Schema] | Schema) -> str:
    kind = schema if isinstance(schema, type) else type(schema)
    return kind.__name__.removesuffix("Schema")


def _operation(operation: Operation) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": f"{operation.policy.summary}\n\nScope: `{operation.scope}`.",
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
    if operation.needs_match:
        found.append(_header("If-Match", "The ETag of the version that you read.", required=True))
    if operation.method == "POST":
        found.append(_header("Idempotency-Key", "The same key acts once, for a day.", required=False))
    return found


def _header(name: str, description: str, *, required: bool) -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1, "maxLength": 200}
    return {"in": "header", "name": name, "required": required, "description": description, "schema": schema}


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
    refused = {400, 401, 403, 404, 422, 429}
    if operation.method != "GET":
        refused |= {409, 413, 415}
    if operation.needs_match:
        refused |= {412, 428}
    problems = {"application/problem+json": {"schema": "Problem"}}
    found: dict[str, Any] = {
        str(status): {"description": HTTPStatus(status).phrase, "content": problems} for status in refused
    }
    found["429"]["headers"] = QUOTA | {"Retry-After": WAIT}
    done: dict[str, Any] = {"description": HTTPStatus(operation.status).phrase, "headers": dict(QUOTA)}
    if operation.downloads:
        done["content"] = {"*/*": {"schema": {}}}
    elif operation.gives:
        done["content"] = {"application/json": {"schema": _given(operation)}}
        done["headers"]["ETag"] = ETAG
    if operation.gives and operation.method == "GET":
        found["304"] = {"description": "Not modified since the ETag that was sent as If-None-Match"}
    return {str(operation.status): done} | dict(sorted(found.items()))


def _given(operation: Operation) -> Any:
    if operation.sorts is None:
        return operation.gives
    return {
        "type": "object",
        "required": ["items", "next"],
        "properties": {
            "items": {"type": "array", "items": operation.gives},
            "next": {"type": ["string", "null"], "description": "The cursor of the next page."},
        },
    }
