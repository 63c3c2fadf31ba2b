"""PDF documents: rendering, canonical content and its hash, and the register of documents behind the QR codes.

A feature adds its kinds of document (`kinds.add_kind`), describes one with `document.PdfDocument`, renders it with
`document.produce` from a template that extends documents/base.html and, once its content is final, registers it
(`actions.register`).
"""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app import audit
from app.pdf import jobs as jobs
from app.pdf import models as models


def init_app(app: Flask) -> None:
    """Register the /verify pages, the waiting page, the models, the cleanup job and the macros' functions."""
    from app.pdf.merging import pages_token, part_link
    from app.pdf.views import being_made, bp
    from app.pdf.worker import BeingMade

    app.register_blueprint(bp)
    app.register_error_handler(BeingMade, being_made)
    app.jinja_env.globals.update(pages_token=pages_token, part_link=part_link)
    audit.describe("paper.registered", _l("added the document to the register"))
    audit.describe("paper.changed", _l("changed the status of the document"))
