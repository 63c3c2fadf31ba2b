"""Uploads: told by their content, limited, stored once, downloaded by those who may.

`save(upload, by=…, at=…)` keeps what a person sent, `keep(content, …)` what Selaras made, `serve(stored)` answers the
request of someone whom the calling view has authorised.
"""

from __future__ import annotations

from flask import Flask

from app.files import jobs as jobs
from app.files import models as models
from app.files.serve import download, serve
from app.files.store import content_of, keep, path_of, save

__all__ = ["content_of", "download", "init_app", "keep", "path_of", "save", "serve"]


def init_app(app: Flask) -> None:
    """Make the tables and the sweeping job known, and tell pages how large a file may be."""
    app.jinja_env.globals["largest_file"] = lambda: app.extensions["settings"].upload_limit
