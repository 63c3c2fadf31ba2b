"""Security headers, CSRF protection, cookie flags, and checks of every request."""

from __future__ import annotations

from ipaddress import ip_address

from flask import Flask, Response, abort, request
from flask_babel import gettext as _
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app.errors import bad_request
from app.web import sessions
from app.web.logging import without_secrets
from app.web.sessions import is_sessionless
from config import Settings

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

LONGEST_ADDRESS = 4_000
"""Maximum length of a path with its query string: less than Gunicorn and nginx accept, which answer without a page."""

FILES_AT_ONCE = 5
"""Maximum number of files of the largest size that one form may send."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

HSTS = (("Strict-Transport-Security", "max-age=63072000; includeSubDomains"),)

csrf = CSRFProtect()


def init_app(app: Flask, settings: Settings) -> None:
    """Configure cookies, CSRF protection, trusted proxies and response headers, with HSTS in production."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="selaras",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.production,
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_SECURE=settings.production,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
        MAX_CONTENT_LENGTH=FILES_AT_ONCE * settings.upload_limit + 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
    )
    sessions.init_app(app)
    csrf.init_app(app)
    app.before_request(_refuse_forgeries)
    if hops := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    if settings.demo:
        app.before_request(_refuse_other_machines)
    app.before_request(_refuse_malformed_addresses)
    app.before_request(_forget_conditions_of_changes)

    headers = [*HEADERS.items(), *(HSTS if settings.production else ())]

    @app.after_request
    def _headers(response: Response) -> Response:
        if without_secrets(request.path) != request.path:
            # What such a page loads or sends next names it as the referrer, which error logs of proxies show.
            response.headers.setdefault("Referrer-Policy", "strict-origin")
        given = {name.lower() for name, _value in response.headers}
        response.headers.extend([(name, value) for name, value in headers if name.lower() not in given])
        if response.mimetype == "text/html" and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response


def _refuse_forgeries() -> None:
    """Check the CSRF token of every request that changes data."""
    if request.method in {"POST", "PUT", "PATCH", "DELETE"} and request.endpoint and not is_sessionless():
        _refuse_nameless()  # CSRFProtect assumes that all fields have names
        csrf.protect(apply_exemptions=True)


def came_from_this_machine() -> bool:
    """Whether the request comes over loopback and not through a proxy."""
    forwarded = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP"))
    try:
        return not forwarded and ip_address(request.remote_addr or "").is_loopback
    except ValueError:  # a Unix socket: the server in front of it may accept requests from anywhere
        return False


def _refuse_other_machines() -> None:
    """Abort with 403 unless the request comes from this machine: the passwords of the demo are public."""
    if not came_from_this_machine():
        abort(403)


def _refuse_nameless() -> None:
    """Abort with 400 if a form field has no name; our pages have no such fields."""
    if request.mimetype == "multipart/form-data" and (None in request.form or None in request.files):
        abort(400)


def _forget_conditions_of_changes() -> None:
    """Ignore If-Match on read requests: Werkzeug would answer 412 with the complete body if the ETag does not match."""
    if request.method in {"GET", "HEAD"}:
        request.environ.pop("HTTP_IF_MATCH", None)


def _refuse_malformed_addresses() -> None:
    """Abort with 414 if the URL is too long, and with 400 if it contains a NUL, which PostgreSQL does not accept."""
    if len(request.path) + len(request.query_string) > LONGEST_ADDRESS:
        abort(414)
    if "\0" in request.path or b"%00" in request.query_string:
        raise bad_request(_("The address contains a character that is not allowed."))
