"""Mails about alignment: their labels, and what they are about."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from flask import Flask, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from alignment.barriers.models import Barrier
from alignment.barriers.queries import readable
from alignment.capacity.models import Competence, Training
from alignment.goals.models import SharedGoal
from alignment.roles.models import RoleMatrix
from app.circles.models import Circle
from app.circles.queries import knows_of
from app.database import db
from app.mail import outbox
from app.organisations.models import Organisation
from forums.scheduling.models import Forum, Session


def init_app(app: Flask) -> None:
    """Register the labels, and who may read the mails."""
    outbox.describe("alignment/roles/asked", _l("View of who does what"), asks=True)
    outbox.describe("alignment/roles/circulated", _l("Version of who does what"), asks=True)
    outbox.describe("alignment/roles/objected", _l("Objection to who does what"))
    outbox.describe("alignment/barriers/head_told", _l("Barrier to be removed"), asks=True)
    outbox.add_subject(
        app, outbox.Subject(Barrier, lambda person, today: select(Barrier.id).where(readable(person, today)), _barriers)
    )
    outbox.describe("alignment/goals/asked", _l("Question about the shared goal"), asks=True)
    outbox.describe("alignment/goals/respond", _l("Question about options"), asks=True)
    outbox.describe("alignment/goals/differs", _l("Difference about the shared goal"))
    outbox.describe("alignment/goals/ended", _l("Outcome of a mediation"))
    outbox.add_subject(
        app,
        outbox.Subject(
            SharedGoal,
            lambda person, today: select(SharedGoal.id).where(knows_of(SharedGoal.circle_id, person, today)),
            _named_goals,
        ),
    )
    outbox.describe("alignment/capacity/asked", _l("Levels of competences"), asks=True)
    outbox.describe("alignment/capacity/recorded", _l("Levels recorded on behalf"))
    outbox.describe("alignment/capacity/held", _l("Evaluation of a training"), asks=True)
    outbox.add_subject(
        app, outbox.Subject(Organisation, lambda _person, _today: select(Organisation.id), _organisations)
    )
    outbox.add_subject(
        app,
        outbox.Subject(
            Training,
            lambda person, today: (
                select(Training.id)
                .join(Training.session)
                .join(Session.forum)
                .where(knows_of(Forum.circle_id, person, today))
            ),
            _trainings,
        ),
    )
    outbox.add_subject(
        app,
        outbox.Subject(
            RoleMatrix,
            lambda person, today: select(RoleMatrix.id).where(knows_of(RoleMatrix.circle_id, person, today)),
            _names,
        ),
    )


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
