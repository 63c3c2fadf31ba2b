"""Papers: HTML to PDF, canonical content and its hash, the register behind the QR codes.

A feature adds its kinds of paper (`kinds.add_kind`), frames one (`sheets.Sheet`), has it made from a template that
extends documents/base.html (`sheets.produce`) and, once nobody can change it, registers it (`actions.register`).
"""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app import audit
from app.pdf import jobs as jobs
from app.pdf import models as models


def init_app(app: Flask) -> None:
    """Answer at /verify, and whoever waits for a paper; make the register and the sweeping job known."""
    from app.pdf.views import being_made, bp
    from app.pdf.worker import BeingMade

    app.register_blueprint(bp)
    app.register_error_handler(BeingMade, being_made)
    audit.describe("paper.registered", _l("entered the paper in the register"))
    audit.describe("paper.changed", _l("changed the state of the paper"))
