"""The guide to the API as a page: getting started, examples, and a reference generated from the description."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from flask import Blueprint, current_app, make_response, render_template
from flask.typing import ResponseReturnValue

from app.api.description import description
from app.api.examples import EXAMPLES
from app.web.policies import public

bp = Blueprint("api_guide", __name__)


@bp.get("/api/docs")
@public
def docs() -> ResponseReturnValue:
    """Show the guide to the API."""
    return make_response(
        render_template("api/docs.html", examples=EXAMPLES, chapters=chapters(description(current_app)))
    )


def chapters(document: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the operations of an OpenAPI document by tag, in the format of the template."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            found[operation["tags"][0]].append(_shown(document, path, method, operation))
    return dict(found)


def _shown(document: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    who, _gap, scope = operation["description"].partition("\n\nScope: ")
    bodies = operation.get("requestBody", {}).get("content", {})
    answers = next(response for status, response in operation["responses"].items() if status.startswith("2"))
    return {
        "operationId": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "who": who,
        "scope": scope.strip("`."),
        "asked": [(one["name"], _kind(one["schema"])) for one in operation["parameters"] if one["in"] == "query"],
        "sent": _fields(document, bodies.get("application/json", {}).get("schema", {})),
        "answered": _fields(document, answers.get("content", {}).get("application/json", {}).get("schema", {})),
    }


def _fields(document: dict[str, Any], schema: dict[str, Any]) -> list[tuple[str, str]]:
    if "$ref" in schema:
        return _fields(document, document["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    properties = schema.get("properties", {})
    if "items" in properties and "next" in properties:  # a list: show the fields of an item
        return _fields(document, properties["items"]["items"])
    return [(name, _kind(field)) for name, field in properties.items()]


def _kind(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"] if one is not None)
    kinds = schema.get("type", "")
    kind = " | ".join(kinds) if isinstance(kinds, list) else str(kinds)
    if kind.startswith("array"):
        return f"[{_kind(schema.get('items', {}))}]"
    return str(schema.get("format") or kind)
