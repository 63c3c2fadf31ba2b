"""The pages that links in mails open: of a role matrix, the levels of an organisation, and a training."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_login import current_user

from alignment.capacity import policies as capacity
from alignment.capacity import queries, trainings
from alignment.capacity.models import Training
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
