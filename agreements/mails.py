"""Mails about agreements: their labels, and the list on the page of an agreement."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from flask import Flask, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from agreements.amendments.models import Addendum
from agreements.amendments.queries import readable
from agreements.imports.models import AgreementImport
from agreements.registry.models import Agreement
from agreements.registry.queries import readable_whole
from app.database import db
from app.files.models import StoredFile
from app.mail import notifications, outbox
from app.web import panels
from commitments.mails import REGISTERS

POSITIONS = notifications.Topic(
    "positions", _l("Positions on amendments"), _l("What each party says of an amendment that it was sent.")
)


def init_app(app: Flask) -> None:
    """Register the labels, and the list of mails on the pages of agreements."""
    from app.mail.outbox.about_views import panel

    outbox.describe("agreements/ends", _l("Notice is due"), asks=True)
    outbox.describe("agreements/dates_changed", _l("Dates changed"))
    outbox.describe("agreements/passed_on", _l("Passed on"), asks=True)
    outbox.describe("agreements/renewed_tacitly", _l("Renewed by itself"))
    outbox.describe("agreements/terminated", _l("Agreement terminated"))
    outbox.describe("agreements/import_worked", _l("Register of agreements"))
    outbox.describe("agreements/receipt_recorded", _l("Statement recorded on behalf"))
    outbox.describe("agreements/amendments/sent", _l("Amendment to read"), asks=True)
    outbox.describe("agreements/amendments/position_taken", _l("Position on an amendment"))
    outbox.describe("agreements/amendments/applied", _l("Amendment applies"))
    outbox.describe("agreements/amendments/withdrawn", _l("Amendment withdrawn"))
    notifications.add_topic(REGISTERS, "agreements/import_worked")
    notifications.add_topic(POSITIONS, "agreements/amendments/position_taken")
    outbox.add_subject(
        app,
        outbox.Subject(
            Agreement, lambda person, today: select(Agreement.id).where(readable_whole(person, today)), _names
        ),
    )
    outbox.add_subject(
        app,
        outbox.Subject(
            Addendum,
            lambda person, today: select(Addendum.id).where(readable(person, today)),
            _names_of_amendments,
        ),
    )
    outbox.add_subject(
        app,
        outbox.Subject(
            AgreementImport,
            lambda person, _today: select(AgreementImport.id).where(AgreementImport.created_by_id == person.id),
            _names_of_registers,
        ),
    )
    panels.add_panel(app, "agreement:aside", Agreement, panel)
    panels.add_panel(app, "aside", Addendum, panel)


def _names(ids: Collection[UUID]) -> dict[UUID, outbox.Named]:
    rows = db.session.execute(select(Agreement.id, Agreement.title).where(Agreement.id.in_(ids)))
    return {row.id: outbox.Named(row.title, url_for("agreements.registry.show", agreement_id=row.id)) for row in rows}


def _names_of_amendments(ids: Collection[UUID]) -> dict[UUID, outbox.Named]:
    rows = db.session.execute(select(Addendum.id, Addendum.title).where(Addendum.id.in_(ids)))
    return {row.id: outbox.Named(row.title, url_for("agreements.amendments.show", amendment_id=row.id)) for row in rows}


def _names_of_registers(ids: Collection[UUID]) -> dict[UUID, outbox.Named]:
    query = select(AgreementImport.id, StoredFile.name).join(StoredFile, StoredFile.id == AgreementImport.file_id)
    rows = db.session.execute(query.where(AgreementImport.id.in_(ids)))
    return {
        row.id: outbox.Named(row.name, url_for("agreements.imports.show", agreement_import_id=row.id)) for row in rows
    }
