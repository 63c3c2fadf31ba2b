"""What links in mails about alignment open."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, url_for

from alignment.barriers.models import Barrier
from alignment.capacity.models import Training
from alignment.goals.models import GoalDifference, SharedGoal
from alignment.roles.models import RoleMatrix
from app.circles.models import Classification
from app.database import db
from app.mail import links
from app.mail.links import LinkAct
from app.organisations.models import Organisation
from app.web.arguments import uuid_of


def init_app(app: Flask) -> None:
    """Let links open what mails are about.

    What reports needs the link alone; agreeing and acknowledging bind, so a code is asked for.
    """
    for offer in (_open_matrices, _open_barriers, _open_goals, _open_levels, _open_trainings):
        offer(app)


def _open_matrices(app: Flask) -> None:
    from alignment.by_link import views
    from alignment.roles import views as roles

    links.offer(
        app,
        RoleMatrix,
        parameter="role_matrix_id",
        view=views.show,
        acts={"fill": LinkAct(roles.fill), "consent": LinkAct(roles.consent, binds=True)},
        label=lambda matrix: matrix.circle.name,
        secret=lambda matrix: matrix.circle.classification is Classification.SECRET,
    )


def _open_barriers(app: Flask) -> None:
    from alignment.barriers import views as barriers
    from alignment.by_link import views

    links.offer(
        app,
        Barrier,
        parameter="barrier_id",
        view=views.show_barrier,
        acts={"resolve": LinkAct(barriers.resolve)},
        label=lambda barrier: barrier.title,
        secret=lambda barrier: barrier.circle is not None and barrier.circle.classification is Classification.SECRET,
    )


def _open_goals(app: Flask) -> None:
    from alignment.by_link import views
    from alignment.goals import mediation_views as mediation
    from alignment.goals import views as goals

    links.offer(
        app,
        SharedGoal,
        parameter="shared_goal_id",
        view=views.show_goal,
        acts={
            "answer": LinkAct(goals.answer, binds=True),
            "interest": LinkAct(goals.write_interest),
            "respond": LinkAct(mediation.respond, parameters=_difference_of),
        },
        label=lambda goal: goal.circle.name,
        secret=lambda goal: goal.circle.classification is Classification.SECRET,
    )


def _open_levels(app: Flask) -> None:
    from alignment.by_link import views
    from alignment.capacity import views as capacity

    links.offer(
        app,
        Organisation,
        parameter="organisation_id",
        view=views.show_levels,
        acts={"fill": LinkAct(capacity.fill)},
        label=lambda organisation: organisation.name,
        secret=lambda _organisation: False,
        home=lambda organisation: url_for("alignment.capacity.show", organisation_id=organisation.id),
    )


def _open_trainings(app: Flask) -> None:
    from alignment.by_link import views
    from alignment.capacity import training_views as trainings

    links.offer(
        app,
        Training,
        parameter="training_id",
        view=views.show_training,
        acts={"evaluate": LinkAct(trainings.evaluate), "raise": LinkAct(trainings.raise_levels)},
        label=lambda training: training.competence.name,
        secret=lambda training: training.session.forum.circle.classification is Classification.SECRET,
    )


def _difference_of(goal: SharedGoal, part: str) -> dict[str, Any]:
    """Return the URL parameter for a difference about a goal."""
    found = db.session.get(GoalDifference, uuid_of(part)) if uuid_of(part) else None
    return {"goal_difference_id": found.id} if found and found.goal_id == goal.id else abort(404)
