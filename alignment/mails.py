"""Mails about alignment: their labels, and what they are about."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from uuid import UUID

from flask import Flask, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from alignment.barriers.models import Barrier
from alignment.barriers.queries import readable
from alignment.capacity.models import Competence, Training
from alignment.goals.models import SharedGoal
from alignment.roles.models import RoleMatrix
from app.accounts.models import Person
from app.circles.models import Circle
from app.circles.queries import knows_of
from app.database import db
from app.mail import outbox
from app.organisations.models import Organisation
from forums.scheduling.models import Forum, Session

LABELS = {
    "alignment/roles/asked": _l("View of who does what"),
    "alignment/roles/circulated": _l("Version of who does what"),
    "alignment/roles/objected": _l("Objection to who does what"),
    "alignment/barriers/head_told": _l("Barrier to be removed"),
    "alignment/goals/asked": _l("Question about the shared goal"),
    "alignment/goals/respond": _l("Question about options"),
    "alignment/goals/differs": _l("Difference about the shared goal"),
    "alignment/goals/ended": _l("Outcome of a mediation"),
    "alignment/capacity/asked": _l("Levels of competences"),
    "alignment/capacity/recorded": _l("Levels recorded on behalf"),
    "alignment/capacity/held": _l("Evaluation of a training"),
}
ASKING = {
    "alignment/roles/asked",
    "alignment/roles/circulated",
    "alignment/barriers/head_told",
    "alignment/goals/asked",
    "alignment/goals/respond",
    "alignment/capacity/asked",
    "alignment/capacity/held",
}
"""Mails that ask for an answer."""


def init_app(app: Flask) -> None:
    """Register the labels, and what mails are about with who may read it."""
    for kind, label in LABELS.items():
        outbox.describe(kind, label, asks=kind in ASKING)
    for subject in (
        outbox.Subject(RoleMatrix, _of_circle(RoleMatrix), _names),
        outbox.Subject(SharedGoal, _of_circle(SharedGoal), _named_goals),
        outbox.Subject(Barrier, lambda person, today: select(Barrier.id).where(readable(person, today)), _barriers),
        outbox.Subject(Organisation, lambda _person, _today: select(Organisation.id), _organisations),
        outbox.Subject(Training, _readable_trainings, _trainings),
    ):
        outbox.add_subject(app, subject)


def _of_circle(model: type[RoleMatrix | SharedGoal]) -> Callable[[Person, date], Select[UUID]]:
    """Return how the ids of what belongs to a circle are selected for those who may know of it."""
    return lambda person, today: select(model.id).where(knows_of(model.circle_id, person, today))


def _readable_trainings(person: Person, today: date) -> Select[UUID]:
    query = select(Training.id).join(Training.session).join(Session.forum)
    return query.where(knows_of(Forum.circle_id, person, today))


def _names(ids: Collection[UUID]) -> dict[UUID, outbox.Named]:
    rows = db.session.execute(select(RoleMatrix.id, Circle.name).join(RoleMatrix.circle).where(RoleMatrix.id.in_(ids)))
    return {
        row.id: outbox.Named(
            _("Role matrix of %(name)s", name=row.name), url_for("alignment.roles.show", role_matrix_id=row.id)
        )
        for row in rows
    }


def _barriers(ids: Collection[UUID]) -> dict[UUID, outbox.Named]:
    rows = db.session.execute(select(Barrier.id, Barrier.title).where(Barrier.id.in_(ids)))
    return {row.id: outbox.Named(row.title, url_for("alignment.barriers.show", barrier_id=row.id)) for row in rows}


def _named_goals(ids: Collection[UUID]) -> dict[UUID, outbox.Named]:
    rows = db.session.execute(select(SharedGoal.id, Circle.name).join(SharedGoal.circle).where(SharedGoal.id.in_(ids)))
    return {
        row.id: outbox.Named(
            _("Shared goal of %(name)s", name=row.name), url_for("alignment.goals.show", shared_goal_id=row.id)
        )
        for row in rows
    }


def _organisations(ids: Collection[UUID]) -> dict[UUID, outbox.Named]:
    rows = db.session.execute(select(Organisation.id, Organisation.label).where(Organisation.id.in_(ids)))
    return {
        row.id: outbox.Named(
            _("Levels of %(name)s", name=row.label), url_for("alignment.capacity.show", organisation_id=row.id)
        )
        for row in rows
    }


def _trainings(ids: Collection[UUID]) -> dict[UUID, outbox.Named]:
    query = select(Training.id, Competence.name).join(Training.competence).where(Training.id.in_(ids))
    return {
        row.id: outbox.Named(
            _("Training for %(competence)s", competence=row.name),
            url_for("alignment.capacity.show_training", training_id=row.id),
        )
        for row in db.session.execute(query)
    }
