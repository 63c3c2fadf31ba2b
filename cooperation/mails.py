"""Mails about requests for cooperation: their labels."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from flask import Flask, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.database import db
from app.mail import outbox
from app.web import panels
from cooperation.requests.models import CooperationRequest
from cooperation.requests.queries import readable


def init_app(app: Flask) -> None:
    """Register the labels, and the list of mails on the pages of requests."""
    from app.mail.outbox.about_views import panel

    outbox.describe("cooperation/requests/arrived", _l("Request to answer"), asks=True)
    outbox.describe("cooperation/requests/wrote", _l("Message of the applicant"), asks=True)
    outbox.describe("cooperation/requests/passed_on", _l("Passed on"), asks=True)
    outbox.describe("cooperation/requests/received", _l("Request received"))
    outbox.describe("cooperation/requests/told", _l("Answer to the applicant"))
    outbox.add_subject(
        app,
        outbox.Subject(
            CooperationRequest, lambda person, _today: select(CooperationRequest.id).where(readable(person)), _names
        ),
    )
    panels.add_panel(app, "aside", CooperationRequest, panel)


def _names(ids: Collection[UUID]) -> dict[UUID, outbox.Named]:
    query = select(CooperationRequest.id, CooperationRequest.code, CooperationRequest.title)
    rows = db.session.execute(query.where(CooperationRequest.id.in_(ids)))
    return {
        row.id: outbox.Named(
            f"{row.code} {row.title}".strip(), url_for("cooperation.requests.show", cooperation_request_id=row.id)
        )
        for row in rows
    }
