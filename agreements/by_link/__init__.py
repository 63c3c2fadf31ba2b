"""What links in mails about agreements open."""

from __future__ import annotations

from flask import Flask

from agreements.registry.models import Agreement
from app.circles.models import Classification
from app.mail import links


def init_app(app: Flask) -> None:
    """Let links open agreements. Parties read them there, and write to the person who manages the agreement."""
    from agreements.by_link import views

    links.offer(
        app,
        Agreement,
        parameter="agreement_id",
        view=views.show,
        acts={},
        label=lambda agreement: agreement.title,
        secret=lambda agreement: agreement.circle.classification is Classification.SECRET,
    )
