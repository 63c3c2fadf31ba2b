"""Imports of registers of follow-ups from spreadsheets: columns are assigned, previewed and imported as a whole."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, the jobs, the labels and the subject of mails."""
    from app.web import panels
    from commitments.imports import jobs as jobs
    from commitments.imports import labels, views
    from commitments.imports.models import RegisterImport

    parent.register_blueprint(views.bp)
    labels.init_app(app)
    panels.add_address(app, RegisterImport, "commitments.imports.show", register_import_id="id")
