"""Responses that serve files to a user whom the calling view has authorised."""

from __future__ import annotations

from flask import Response, make_response, request, send_file

from app.files.models import StoredFile
from app.files.store import path_of

SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


def serve(stored: StoredFile) -> Response:
    """Return `stored` as a download that no browser runs as part of this site.

    The calling view must authorise the user.
    """
    response = send_file(
        path_of(stored.sha256),
        mimetype=stored.media_type,
        as_attachment=True,
        download_name=stored.name,
        conditional=False,
        etag=stored.sha256,
    )
    _never_run(response)
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response


def download(content: bytes, *, media_type: str, name: str) -> Response:
    """Return content generated for this request as a download that no cache stores."""
    response = make_response(content)
    response.content_type = media_type
    response.headers.set("Content-Disposition", "attachment", filename=name)
    _never_run(response)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _never_run(response: Response) -> None:
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
