"""Dispositions: someone passes what their organisation was asked on to a colleague, with an instruction and a date.

An upper package registers what can be passed on with `add_matter`, and has a page of its own that gives a disposition
of it (`giving.give`). Dispositions are known within the organisation alone.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from flask import Flask, url_for

from app.dispositions.matters import Matter, add_matter
from app.mail import outbox

__all__ = ["Matter", "add_matter", "init_app"]


def init_app(app: Flask) -> None:
    """Register the pages, API, labels, links, the guide and what people hand over with their office."""
    from app.dispositions import api, audit_labels, by_link, charges, guides, labels, queries, views
    from app.dispositions.models import Disposition
    from app.web import panels

    app.register_blueprint(views.bp)
    api.api.init_app(app)
    panels.add_address(app, Disposition, "dispositions.show", disposition_id="id")
    audit_labels.describe_acts()
    outbox.add_subject(app, outbox.Subject(Disposition, queries.readable, _names))
    labels.init_app(app)
    by_link.init_app(app)
    charges.register(app)
    guides.register(app)


def _names(ids: Collection[UUID]) -> dict[UUID, outbox.Named]:
    from app.dispositions import queries

    found = queries.instructions(ids).items()
    return {one: outbox.Named(words, url_for("dispositions.show", disposition_id=one)) for one, words in found}
