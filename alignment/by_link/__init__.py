"""What links in mails about alignment open: role matrices, barriers and shared goals."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort

from alignment.barriers.models import Barrier
from alignment.goals.models import GoalDifference, SharedGoal
from alignment.roles.models import RoleMatrix
from app.circles.models import Classification
from app.database import db
from app.mail import links
from app.mail.links import LinkAct
from app.web.arguments import uuid_of


def init_app(app: Flask) -> None:
    """Let links open role matrices, barriers and shared goals.

    A view, how a barrier was resolved, an interest and a response to options report; agreeing and acknowledging bind,
    so a code is asked for.
    """
    from alignment.barriers import views as barriers
    from alignment.by_link import views
    from alignment.goals import mediation_views as mediation
    from alignment.goals import views as goals
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
    links.offer(
        app,
        Barrier,
        parameter="barrier_id",
        view=views.show_barrier,
        acts={"resolve": LinkAct(barriers.resolve)},
        label=lambda barrier: barrier.title,
        secret=lambda barrier: barrier.circle is not None and barrier.circle.classification is Classification.SECRET,
    )
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


def _difference_of(goal: SharedGoal, part: str) -> dict[str, Any]:
    """Return the URL parameter for a difference about a goal."""
    found = db.session.get(GoalDifference, uuid_of(part)) if uuid_of(part) else None
    return {"goal_difference_id": found.id} if found and found.goal_id == goal.id else abort(404)
