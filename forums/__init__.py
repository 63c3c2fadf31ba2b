"""Forums: sessions, agendas, attendance, minutes and decisions."""

from __future__ import annotations

from importlib import import_module

from flask import Blueprint, Flask

from forums import audit_labels
from forums.agenda import models as agenda_models
from forums.attendance import models as attendance_models
from forums.basis import models as basis_models
from forums.busy import models as busy_models
from forums.changes import models as change_models
from forums.checkin import models as checkin_models
from forums.circular import models as circular_models
from forums.conflicts import models as conflict_models
from forums.decisions import models as decision_models
from forums.directives import models as directive_models
from forums.dossier import models as dossier_models
from forums.escalation import models as escalation_models
from forums.imports import models as import_models
from forums.invitations import models as invitation_models
from forums.members import models as member_models
from forums.minutes import models as minutes_models
from forums.officers import models as officer_models
from forums.pack import models as pack_models
from forums.papers import models as paper_models
from forums.papers.convener import models as convener_models
from forums.papers.records import models as record_models
from forums.papers.reports import models as report_models
from forums.preparation import models as preparation_models
from forums.redaction import models as redaction_models
from forums.registration import models as registration_models
from forums.replies import models as reply_models
from forums.review import models as review_models
from forums.scheduling import models as scheduling_models
from forums.versions import models as version_models

__all__ = [
    "agenda_models",
    "attendance_models",
    "basis_models",
    "busy_models",
    "change_models",
    "checkin_models",
    "circular_models",
    "conflict_models",
    "convener_models",
    "decision_models",
    "directive_models",
    "dossier_models",
    "escalation_models",
    "import_models",
    "init_app",
    "invitation_models",
    "member_models",
    "minutes_models",
    "officer_models",
    "pack_models",
    "paper_models",
    "preparation_models",
    "record_models",
    "redaction_models",
    "registration_models",
    "reply_models",
    "report_models",
    "review_models",
    "scheduling_models",
    "version_models",
]

SLICES = (
    "scheduling",
    "members",
    "basis",
    "replies",
    "agenda",
    "preparation",
    "conflicts",
    "invitations",
    "busy",
    "changes",
    "attendance",
    "registration",
    "minutes",
    "review",
    "decisions",
    "circular",
    "versions",
    "directives",
    "dispositions",
    "live",
    "room",
    "officers",
    "checkin",
    "papers",
    "pack",
    "dossier",
    "redaction",
    "calendar",
    "imports",
    "holidays",
    "seat_import",
    "next_act",
    "phrases",
    "escalation",
)
"""Slices with pages or jobs, each with an `init_app(app, parent)` that registers its blueprints on `parent`."""


def init_app(app: Flask) -> None:
    """Import the models, and register the pages, the API and the jobs of every slice."""
    from forums import api, by_link, first_steps, guides, mails

    audit_labels.describe_acts()
    parent = Blueprint("forums", __name__)
    for name in SLICES:
        import_module(f"forums.{name}").init_app(app, parent)
    app.register_blueprint(parent)
    api.init_app(app)
    by_link.init_app(app)
    first_steps.register(app)
    guides.register(app)
    mails.init_app(app)
