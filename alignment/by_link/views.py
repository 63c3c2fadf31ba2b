"""The pages of alignment that a link in a mail opens."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_login import current_user

from alignment.barriers.listing import lines_of
from alignment.barriers.models import Barrier
from alignment.barriers.policies import read_barrier, resolve_barrier
from alignment.capacity import policies as capacity
from alignment.capacity import queries, trainings
from alignment.capacity.models import Training
from alignment.goals import policies as goals
from alignment.goals import queries as of_goals
from alignment.goals.models import SharedGoal
from alignment.roles import policies
from alignment.roles.board import board_of
from alignment.roles.models import RoleMatrix
from app.clock import today
from app.organisations.models import Organisation
from app.web.pages import page
from app.web.policies import guarded
from forums.scheduling.models import SessionState


@guarded(policies.read_matrix)
def show(role_matrix: RoleMatrix) -> ResponseReturnValue:
    """Show the proposed roles, and what the organisation of the recipient can say of them."""
    return page(
        "alignment/by_link/show.html",
        matrix=role_matrix,
        board=board_of(role_matrix, today()),
        fills=policies.fill_matrix(current_user, role_matrix),
    )


@guarded(read_barrier)
def show_barrier(barrier: Barrier) -> ResponseReturnValue:
    """Show a barrier, and that the recipient can say how it was resolved.

    A link can be forwarded: of what the barrier hinders it shows services, and what belongs to its own circle.
    """
    (line,) = lines_of([barrier], current_user, today())
    return page(
        "alignment/by_link/barrier.html",
        barrier=barrier,
        line=line,
        effects=[one for one in line.effects if one.circle_id in {None, barrier.circle_id}],
        resolves=resolve_barrier(current_user, barrier),
    )


@guarded(goals.read_goal)
def show_goal(shared_goal: SharedGoal) -> ResponseReturnValue:
    """Show a shared goal, what parties say of it, the latest outcome, and options that the recipient is asked about."""
    return page(
        "alignment/by_link/goal.html",
        goal=shared_goal,
        it=of_goals.overview(shared_goal, today(), mediation=True),
        writes=goals.write_goal(current_user, shared_goal),
        reads_mediation=goals.reads_mediation(current_user, shared_goal),
        interest=of_goals.interest_of(shared_goal.id, current_user.organisation_id),
        answers=goals.answer_goal(current_user, shared_goal),
    )


@guarded(capacity.read_levels)
def show_levels(organisation: Organisation) -> ResponseReturnValue:
    """Show the levels of the organisation of the recipient, who can fill them in."""
    return page(
        "alignment/by_link/levels.html",
        organisation=organisation,
        competences=queries.competences(),
        levels=queries.levels_of([organisation.id]),
        fills=capacity.fill_levels(current_user, organisation),
    )


@guarded(capacity.read_training)
def show_training(training: Training) -> ResponseReturnValue:
    """Show what the recipient can say of a training, and whether the level of their organisation can rise."""
    held = training.session.state is SessionState.HELD
    own = [one for one in trainings.present(training) if one.id == current_user.organisation_id] if held else []
    return page(
        "alignment/by_link/training.html",
        training=training,
        own=own[0] if own else None,
        evaluates=capacity.evaluate_training(current_user, training),
        said=trainings.evaluation_of(training.id, current_user.id),
    )
