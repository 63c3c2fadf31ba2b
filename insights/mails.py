"""Mails about digests: their labels, and the list on the page of a digest."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from flask import Flask, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.database import db
from app.mail import notifications, outbox
from app.web import panels
from insights.digests.models import Digest
from insights.digests.notices import TO_READ
from insights.digests.queries import readable

DIGESTS = notifications.Topic(
    "digests",
    _l("Digests"),
    _l("Digests that are released for you to read. Those with questions that you decide always come."),
)


def init_app(app: Flask) -> None:
    """Register the labels, and the list of mails on the pages of digests."""
    from app.mail.outbox.about_views import panel

    outbox.describe("insights/digest_drafted", _l("Draft to complete"), asks=True)
    outbox.describe("insights/digest_released", _l("Digest released"), asks=True)
    outbox.describe(TO_READ, _l("Digest to read"))
    outbox.describe("insights/digest_answered", _l("Decision of leadership"), asks=True)
    notifications.add_topic(DIGESTS, TO_READ)
    outbox.add_subject(
        app, outbox.Subject(Digest, lambda person, today: select(Digest.id).where(readable(person, today)), _names)
    )
    panels.add_panel(app, "main", Digest, panel)


def _names(ids: Collection[UUID]) -> dict[UUID, outbox.Named]:
    rows = db.session.execute(select(Digest.id, Digest.code).where(Digest.id.in_(ids)))
    return {
        row.id: outbox.Named(_("Digest %(code)s", code=row.code), url_for("insights.digests.show", digest_id=row.id))
        for row in rows
    }
