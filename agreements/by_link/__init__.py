"""What links in mails about agreements open."""

from __future__ import annotations

from flask import Flask

from agreements.registry.models import Agreement
from app.circles.models import Classification
from app.mail import links
from app.mail.links import LinkAct


def init_app(app: Flask) -> None:
    """Let links open agreements. Parties read them there, and object to what happens at their end."""
    from agreements.by_link import views
    from agreements.making import views as making
    from agreements.registry import views as registry

    links.offer(
        app,
        Agreement,
        parameter="agreement_id",
        view=views.show,
        acts={"object": LinkAct(registry.object_to_end), "hand-on": LinkAct(making.pass_on)},
        label=lambda agreement: agreement.title,
        secret=lambda agreement: agreement.circle.classification is Classification.SECRET,
    )
