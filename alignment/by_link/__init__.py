"""What links in mails about alignment open: role matrices and barriers."""

from __future__ import annotations

from flask import Flask

from alignment.barriers.models import Barrier
from alignment.roles.models import RoleMatrix
from app.circles.models import Classification
from app.mail import links
from app.mail.links import LinkAct


def init_app(app: Flask) -> None:
    """Let links open role matrices and barriers.

    Giving a view and saying how a barrier was resolved reports; agreeing binds, so a code is asked for.
    """
    from alignment.barriers import views as barriers
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
    links.offer(
        app,
        Barrier,
        parameter="barrier_id",
        view=views.show_barrier,
        acts={"resolve": LinkAct(barriers.resolve)},
        label=lambda barrier: barrier.title,
        secret=lambda barrier: barrier.circle is not None and barrier.circle.classification is Classification.SECRET,
    )
