"""The guide to the API as a page: getting started, examples, and a reference generated from the description."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from flask import Blueprint, current_app, make_response, render_template
from flask.typing import ResponseReturnValue

from app.api.access import PREFIX
from app.api.description import description
from app.api.examples import EXAMPLES
from app.api.operations import TAGS
from app.web.policies import public

bp = Blueprint("api_guide", __name__)


@bp.get("/api/docs")
@public
def docs() -> ResponseReturnValue:
    """Show the guide to the API."""
    chapters = chapters_of(description(current_app))
    address = current_app.extensions["settings"].base_url + PREFIX
    return make_response(
        render_template("api/docs.html", address=address, examples=EXAMPLES, about=TAGS, chapters=chapters)
    )


def chapters_of(document: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the operations of an OpenAPI document by tag, in the format of the template."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            found[operation["tags"][0]].append(_shown(document, path, method, operation))
    return dict(found)


def _shown(document: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    bodies = operation.get("requestBody", {}).get("content", {})
    body = bodies.get("multipart/form-data") or bodies.get("application/json", {})  # the former has all fields
    response = next(one for status, one in operation["responses"].items() if status.startswith("2"))
    schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    query = [one for one in operation["parameters"] if one.get("in") == "query"]
    return {
        "operationId": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "who": operation["description"].partition("\n\n")[0].removeprefix("Who may: "),
        "scope": operation["security"][0]["token"][0],
        "query": [(one["name"], _kind(one["schema"]), one["required"]) for one in query],
        "sent": _fields(document, body.get("schema", {})),
        "media_types": list(bodies),
        "response": [(name, kind, False) for name, kind, _always in _fields(document, schema)],
    }


def _fields(document: dict[str, Any], schema: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """Return name and type of the properties of a schema, and whether they are required."""
    if "$ref" in schema:
        return _fields(document, document["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    properties = schema.get("properties", {})
    if "items" in properties and "next" in properties:  # a list: show the fields of an item
        return _fields(document, properties["items"]["items"])
    return [(name, _kind(field), name in schema.get("required", ())) for name, field in properties.items()]


def _kind(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(_kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join("null" if one is None else str(one) for one in schema["enum"])
    kinds = schema.get("type", "")
    kind, *others = kinds if isinstance(kinds, list) else [str(kinds)]
    if kind == "array":
        kind = f"[{_kind(schema.get('items', {}))}]"
    return " | ".join([str(schema.get("format", kind)), *others])
