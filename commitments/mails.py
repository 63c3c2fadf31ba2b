"""Mails about commitments: their labels, and the list on the page of a commitment."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from flask import Flask, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.database import db
from app.files.models import StoredFile
from app.mail import notifications, outbox
from app.web import panels
from commitments.imports.models import RegisterImport
from commitments.imports.queries import readable_by
from commitments.registry.models import Commitment
from commitments.registry.queries import visible_to
from commitments.summaries.models import Summary

LABELS = {
    "accepted": _l("Accepted"),
    "answer": _l("Still waiting for an answer"),
    "awaited_ended": _l("No longer waiting"),
    "blocked": _l("Blocked"),
    "cancelled": _l("Cancelled"),
    "closed": _l("Closed as partly met"),
    "contact_named": _l("Named as contact"),
    "counter_proposed": _l("Another date proposed"),
    "date_agreed": _l("Date agreed"),
    "declined": _l("Declined"),
    "dispute_withdrawn": _l("Dispute withdrawn"),
    "disputed": _l("Finding disputed"),
    "extension_approved": _l("Extension granted"),
    "extension_asked": _l("Extension requested"),
    "extension_denied": _l("Due date unchanged"),
    "handed_over": _l("Handed over"),
    "handover_asked": _l("Asked to take over"),
    "handover_begun": _l("Hand-over requested"),
    "handover_declined": _l("Hand-over declined"),
    "handover_withdrawn": _l("Hand-over withdrawn"),
    "help_needed": _l("Help needed"),
    "mediate": _l("Mediation pauses"),
    "mentioned": _l("Mentioned in a remark"),
    "met": _l("Criteria met"),
    "notice": _l("About the commitment"),
    "outcome_declined": _l("Outcome declined"),
    "outcome_proposed": _l("Outcome proposed"),
    "partially_met": _l("Partly met"),
    "proposed": _l("Proposed"),
    "proposed_again": _l("Proposed again"),
    "recorded": _l("Recorded on behalf"),
    "reminder_of_several": _l("Reminder of several commitments"),
    "reminders": _l("Reminders of a day"),
    "returned": _l("Returned"),
    "settled": _l("Dispute settled"),
    "submitted": _l("To verify"),
    "summary": _l("Weekly summary"),
    "T-14": _l("Reminder, two weeks before"),
    "T-3": _l("Reminder, three days before"),
    "T+1": _l("Reminder, one day late"),
    "T+7": _l("Reminder, a week late"),
    "to_mediate": _l("To mediate"),
    "verify": _l("Still to verify"),
    "watched": _l("News for those who watch"),
}
"""Labels by the keys of WORDINGS, and of mails about several commitments."""
ASKING = {
    *("answer", "counter_proposed", "disputed", "extension_asked", "handover_asked", "help_needed", "mediate"),
    *("outcome_proposed", "proposed", "proposed_again", "reminder_of_several", "reminders", "returned", "submitted"),
    *("summary", "to_mediate", "T-14", "T-3", "T+1", "T+7", "verify"),
}
"""Mails that ask for an answer or a report."""

WATCHING = notifications.Topic(
    "watching", _l("Commitments that I watch"), _l("Reports, evidence and barriers of other parties.")
)
ANSWERS = notifications.Topic(
    "answers",
    _l("Answers to what I did"),
    _l("An agreed date, an extension granted or refused, a commitment accepted."),
)
MENTIONS = notifications.Topic("mentions", _l("Remarks that mention me"), _l("Somebody names you in a remark."))
REGISTERS = notifications.Topic(
    "registers",
    _l("Registers that I uploaded"),
    _l("When one was read and can be confirmed, and when it was imported."),
)
TOLD = (
    "accepted",
    "awaited_ended",
    "date_agreed",
    "extension_approved",
    "extension_denied",
    "handover_declined",
    "met",
)
"""Mails that tell the outcome of what their recipient asked, which its page shows too."""


def init_app(app: Flask) -> None:
    """Register the labels, and the list of mails on the pages of commitments."""
    from app.mail.outbox.about_views import panel

    for kind, label in LABELS.items():
        outbox.describe(f"commitments/{kind}", label, asks=kind in ASKING, optional=kind == "summary")
    notifications.add_topic(WATCHING, "commitments/watched")
    notifications.add_topic(ANSWERS, *(f"commitments/{kind}" for kind in TOLD))
    notifications.add_topic(MENTIONS, "commitments/mentioned")
    notifications.add_topic(REGISTERS, "commitments/import_worked")
    outbox.add_subject(
        app,
        outbox.Subject(
            Commitment, lambda person, today: select(Commitment.id).where(visible_to(person, today)), _names
        ),
    )
    outbox.add_subject(
        app,
        outbox.Subject(
            RegisterImport,
            lambda person, today: select(RegisterImport.id).where(readable_by(person, today)),
            _registers,
        ),
    )
    outbox.add_subject(
        app,
        outbox.Subject(
            Summary, lambda person, _today: select(Summary.id).where(Summary.person_id == person.id), _summaries
        ),
    )
    panels.add_panel(app, "aside", Commitment, panel)


def _names(ids: Collection[UUID]) -> dict[UUID, outbox.Named]:
    rows = db.session.execute(select(Commitment.id, Commitment.code, Commitment.title).where(Commitment.id.in_(ids)))
    return {
        row.id: outbox.Named(f"{row.code} {row.title}", url_for("commitments.registry.show", commitment_id=row.id))
        for row in rows
    }


def _registers(ids: Collection[UUID]) -> dict[UUID, outbox.Named]:
    query = select(RegisterImport.id, StoredFile.name).join(StoredFile, StoredFile.id == RegisterImport.file_id)
    rows = db.session.execute(query.where(RegisterImport.id.in_(ids)))
    return {
        row.id: outbox.Named(row.name, url_for("commitments.imports.show", register_import_id=row.id)) for row in rows
    }


def _summaries(ids: Collection[UUID]) -> dict[UUID, outbox.Named]:
    """Return the name of summaries, with the page to which their links lead."""
    return dict.fromkeys(ids, outbox.Named(str(LABELS["summary"]), "/"))
