"""What links in mails about alignment open: role matrices, the levels of an organisation, and trainings."""

from __future__ import annotations

from flask import Flask, url_for

from alignment.capacity.models import Training
from alignment.roles.models import RoleMatrix
from app.circles.models import Classification
from app.mail import links
from app.mail.links import LinkAct
from app.organisations.models import Organisation


def init_app(app: Flask) -> None:
    """Let links open what mails are about. Giving a view or a level reports; agreeing binds, so a code is asked for."""
    from alignment.by_link import views
    from alignment.capacity import training_views as trainings
    from alignment.capacity import views as capacity
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
        Organisation,
        parameter="organisation_id",
        view=views.show_levels,
        acts={"fill": LinkAct(capacity.fill)},
        label=lambda organisation: organisation.name,
        secret=lambda _organisation: False,
        home=lambda organisation: url_for("alignment.capacity.show", organisation_id=organisation.id),
    )
    links.offer(
        app,
        Training,
        parameter="training_id",
        view=views.show_training,
        acts={"evaluate": LinkAct(trainings.evaluate), "raise": LinkAct(trainings.raise_levels)},
        label=lambda training: training.competence.name,
        secret=lambda training: training.session.forum.circle.classification is Classification.SECRET,
    )
