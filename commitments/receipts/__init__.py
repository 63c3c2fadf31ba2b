"""The record of a delivery (Berita Acara Serah Terima): what one party hands over to the other, for both to sign."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Flask, url_for
from flask_babel import lazy_gettext as _l

from commitments.registry.models import Commitment


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, the part of a commitment's page, and the kind of document."""
    from app.pdf.issuing import facts_of
    from app.pdf.kinds import Kind, add_kind
    from app.web import panels
    from commitments.receipts import handlers as handlers
    from commitments.receipts import views
    from commitments.receipts.paper import KIND

    parent.register_blueprint(views.bp)
    panels.add_panel(app, "aside", Commitment, views.panel)
    add_kind(app, Kind(name=KIND, label=_l("Record of delivery"), states="paper", address=_address, facts=facts_of))


def _address(commitment_id: UUID) -> str:
    return url_for("commitments.registry.show", commitment_id=commitment_id)
