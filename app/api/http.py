"""What holds for every request to the API: well-formed addresses, and the headers that depend on the language."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from flask import Flask, Response, request
from flask_babel import gettext as _

from app.api.access import is_api_request
from app.errors import bad_request
from app.web.i18n import language

MALFORMED = re.compile(rb"%(?![0-9A-Fa-f]{2})")
"""A percent sign that does not begin an escape."""


def init_app(app: Flask) -> None:
    """Check the address of every API request, and add headers to every response."""
    app.before_request(_refuse_malformed_escapes)
    app.after_request(_name_language)


def _refuse_malformed_escapes() -> None:
    """Abort with 400 if the address is not percent-encoded UTF-8, instead of guessing what is meant."""
    if is_api_request(request) and ("\ufffd" in request.path or not _is_encoded(request.query_string)):
        raise bad_request(_("The address is not percent-encoded UTF-8."))


def _is_encoded(query: bytes) -> bool:
    try:
        unquote_to_bytes(query).decode()
    except UnicodeDecodeError:
        return False
    return not MALFORMED.search(query)


def _name_language(response: Response) -> Response:
    """Add the language of a response, and what it depends on."""
    if is_api_request(request):
        response.vary.update(("Accept-Language", "Authorization"))
        if response.is_json:
            response.headers.setdefault("Content-Language", language())
    return response
