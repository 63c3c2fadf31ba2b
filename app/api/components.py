"""Parts of the OpenAPI document that all operations share: problem details, headers, parameters and errors."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

INTRODUCTION = """\
A program may do in this API what a person may do in the pages, under the same rules. `/api/docs` has a guide with
examples.

**Authentication.** Create a token under Profile, Tokens for programs, and send it as `Authorization: Bearer …`. A token
acts for its owner, within its scopes; a `write` scope includes `read`.

**Formats.** Bodies and responses are JSON in snake_case. Date-times are in UTC (`2027-01-05T02:00:00Z`), dates are
`2027-01-05`. A local time is given with its time zone. Ids are UUIDs; forums are identified by their slug.

**Changes.** A body has the fields of the form on the page. Fields that it omits keep the value that the page shows.

**Lists.** `limit` is the size of a page. `next` in the response is the `after` of the next page, and null on the last.

**Versions.** Responses have an `ETag`. Send it as `If-None-Match` to get 304 if nothing has changed, and as `If-Match`
to change an object: 412 means that someone else changed it first, 428 that the header is missing.

**Repeated requests.** A POST with an `Idempotency-Key` acts once, and gets the same response for a day.

**Errors.** Refusals are problem details (RFC 9457). 422 means that the input is invalid, 409 that the object is in a
state in which the action is not possible. `errors` names every field.

**Languages.** Messages are in the language of `Accept-Language`, `id` or `en`, or else of the owner of the token. Texts
that the request creates are recorded in that language.

**Rate limit.** `RateLimit` in each response to a token says how many requests are left. Above the limit the response is
429, with `Retry-After`.
"""
PROBLEM = {
    "type": "object",
    "description": "Why a request was refused (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "Always `about:blank`: the status says which problem it is."},
        "title": {"type": "string", "description": "The problem in general."},
        "status": {"type": "integer", "description": "The HTTP status."},
        "detail": {"type": "string", "description": "This problem in one sentence, to show to a person."},
        "theirs": {"type": "string", "description": "In a conflict: the text that someone else saved first."},
        "ours": {"type": "string", "description": "In a conflict: the text of the request, which was not saved."},
        "errors": {
            "type": "array",
            "description": "What is wrong with the input.",
            "items": {
                "type": "object",
                "required": ["path", "detail", "location"],
                "properties": {
                    "path": {
                        "type": "string",
                        "description": "A JSON pointer into the body (RFC 6901), empty for the body as a whole; or the "
                        "name of a parameter or header.",
                    },
                    "detail": {"type": "string", "description": "What to correct."},
                    "location": {"enum": ["body", "query", "header"]},
                },
            },
        },
    },
}
QUOTA = {"RateLimit-Policy": "RateLimit-Policy", "RateLimit": "RateLimit"}
"""Headers of every response to a token, if the instance has a rate limit."""
ETAG = "ETag"
LOCATION = "Location"
HEADERS: dict[str, dict[str, Any]] = {
    "RateLimit-Policy": {
        "description": "The rate limit of a token: q requests in w seconds.",
        "schema": {"type": "string", "examples": ['"token";q=600;w=60']},
    },
    "RateLimit": {
        "description": "What is left of it: r requests; the whole quota is available again in t seconds.",
        "schema": {"type": "string", "examples": ['"token";r=599;t=1']},
    },
    ETAG: {"description": "The version of the response.", "schema": {"type": "string"}},
    LOCATION: {"description": "The address of the created object, if it has one.", "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}},
}
PARAMETERS = {
    "If-Match": ("The ETag of the version that you read, or `*` for any version.", True),
    "If-None-Match": ("The ETag of the version that you have.", False),
    "Idempotency-Key": ("A key of your choice: a repeated request with the same key acts once.", False),
    "Accept-Language": ("The language of messages: `id` or `en`.", False),
}
ERRORS = {
    304: ("NotModified", "The response has not changed since the ETag in If-None-Match."),
    400: ("BadRequest", "The address or the body is malformed."),
    401: ("Unauthorized", "There is no valid token."),
    403: ("Forbidden", "The owner of the token may not do this, or the token lacks the scope."),
    404: ("NotFound", "There is no such object, or the owner of the token may not know of it."),
    409: (
        "Conflict",
        "The action is not possible in the present state of the object, or someone else changed it at the same time.",
    ),
    412: ("PreconditionFailed", "The object has changed since the version in If-Match."),
    413: ("ContentTooLarge", "The body or a file is too large."),
    414: ("URITooLong", "The address is too long."),
    415: ("UnsupportedMediaType", "The body has another media type."),
    422: ("UnprocessableContent", "The input is invalid."),
    428: ("PreconditionRequired", "If-Match is missing."),
    429: ("TooManyRequests", "The token has used up its rate limit."),
    500: ("InternalServerError", "An error in the server; nothing was changed."),
    503: ("ServiceUnavailable", "The server is not available for the moment."),
    507: ("InsufficientStorage", "The server has no space left; nothing was changed."),
}
"""Names and descriptions of the shared responses by status."""


def add_to(spec: Any) -> None:
    """Add the shared parts to an `APISpec`."""
    spec.components.schema("Problem", PROBLEM)
    spec.components.security_scheme(
        "token",
        {"type": "http", "scheme": "bearer", "description": "An API token of a person, limited to its scopes."},
    )
    for name, header in HEADERS.items():
        spec.components.header(name, header)
    for name, (description, required) in PARAMETERS.items():
        schema = {"type": "string", "minLength": 1, "maxLength": 200}
        parameter = {"name": name, "required": required, "description": description, "schema": schema}
        spec.components.parameter(name, "header", parameter)
    for status, (name, description) in ERRORS.items():
        spec.components.response(name, _error(status, description))


def _error(status: int, description: str) -> dict[str, Any]:
    made: dict[str, Any] = {"description": description}
    if status >= HTTPStatus.BAD_REQUEST:
        made["content"] = {"application/problem+json": {"schema": "Problem"}}
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        made["headers"] = QUOTA | {"Retry-After": "Retry-After"}
    return made
