"""Static files, served at URLs that contain a hash of the content, so that browsers can cache them permanently."""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from flask import Flask, current_app, has_request_context, make_response, request, send_from_directory
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

FOR_GOOD = "public, max-age=31536000, immutable"
SQUEEZED = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
"""File types that are worth compressing, and their media types."""
SPRITE = "icons.svg"


def init_app(app: Flask) -> None:
    """Serve static files with cache headers; register the template functions `asset` and `icon`."""
    app.view_functions["static"] = _serve
    app.extensions["assets"] = {}  # saves 1 to 5 ms of a page, whose icons all name the sprite; ends with the process
    app.extensions["icons"] = _icon_names(app)
    app.jinja_env.globals.update(asset=asset, icon=icon)


def asset(name: str) -> str:
    """Return the URL of a static file, which changes when its content does.

    URLs of fonts have no hash: theme.css contains them too, and both must be equal for the font to be fetched once.
    """
    addresses = current_app.extensions["assets"]
    address = addresses.get(name)
    if address is None or current_app.debug:
        address = addresses[name] = _address(name)
    root = request.root_path if has_request_context() else "/"
    return str(address) if root == "/" else root.rstrip("/") + address


def icon(name: str, extra: str = "", label: str = "") -> Markup:
    """Return the SVG markup of an icon in the sprite; it is decorative unless `label` gives its meaning.

    `extra` adds CSS classes. An icon missing in the sprite is empty in production, and raises LookupError in debug mode
    and in tests.
    """
    known = current_app.extensions["icons"]
    if known and name not in known and (current_app.testing or current_app.debug):
        raise LookupError(f"There is no icon named {name!r}; script/assets lists them.")
    classes = f"i {escape(extra)}" if extra else "i"
    role = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return Markup(f'<svg class="{classes}" {role}><use href="{asset(SPRITE)}#{escape(name)}"/></svg>')  # noqa: S704


def _serve(filename: str) -> ResponseReturnValue:
    """Return a static file, compressed if useful, cached permanently if the URL contains its hash."""
    squeezed = SQUEEZED.get(Path(filename).suffix)
    version = _version(filename)
    if squeezed and version and request.accept_encodings.quality("gzip"):
        response = make_response(_compressed(_path(filename), version))
        response.mimetype = squeezed
        response.content_encoding = "gzip"
        response.set_etag(f"{version}-gzip")
        response.cache_control.no_cache = True
        response.make_conditional(request)
    else:
        response = send_from_directory(str(current_app.static_folder), filename)
    if squeezed:
        response.vary.add("Accept-Encoding")
    if filename.endswith(".woff2") or (version and request.args.get("v") == version):
        response.headers["Cache-Control"] = FOR_GOOD
    return response


def _address(name: str) -> str:
    """Return the URL of a static file below the application root."""
    version = "" if name.endswith(".woff2") else _version(name)
    return f"{current_app.static_url_path}/{name}" + (f"?v={version}" if version else "")


def _path(name: str) -> Path:
    path = safe_join(str(current_app.static_folder), name)
    if path is None:
        raise NotFound
    return Path(path)


def _version(name: str) -> str:
    """Return a short hash of a static file, "" if it does not exist. Cached: a page calls it a hundred times."""
    path = _path(name)
    return hashlib.sha256(path.read_bytes()).hexdigest()[:6] if path.is_file() else ""


@lru_cache(maxsize=32)  # saves 1 to 5 ms of each style and script on a first visit; ends when the content changes
def _compressed(path: Path, _version: str) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)


def _icon_names(app: Flask) -> frozenset[str]:
    """Return the names in the sprite, none before script/assets wrote it."""
    path = Path(str(app.static_folder)) / SPRITE
    return frozenset(re.findall(r'<symbol id="([^"]+)"', path.read_text())) if path.is_file() else frozenset()
