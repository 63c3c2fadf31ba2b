"""The steps of the platform."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.settings.first_steps import queries
from app.settings.first_steps.actions import no_mail_server
from app.settings.first_steps.registry import Step, add_step


def register(app: Flask) -> None:
    """Register the steps for mail, roles and organisations."""
    add_step(
        app,
        Step(
            order=20,
            title=_l("Send yourself a test mail"),
            about=_l("Invitations, reminders and digests go out by mail. The step is done once you open its link."),
            endpoint="first_steps.send",
            policy="test_mail:send",
            role="administrator",
            done=queries.test_mail_arrived(),
            obstacle=no_mail_server,
        ),
    )
    for order, role, least, title, about in (
        (
            30,
            "administrator",
            2,
            _l("Invite a second administrator"),
            _l("Somebody must be able to manage accounts when you are away."),
        ),
        (
            40,
            "coordinator",
            1,
            _l("Name a coordinator"),
            _l("Coordinators run forums, commitments and agreements. Until there is one, nobody can create a forum."),
        ),
        (
            50,
            "leadership",
            1,
            _l("Name the leadership"),
            _l("Leadership reads the digests and decides what they ask."),
        ),
    ):
        add_step(
            app,
            Step(
                order=order,
                title=title,
                about=about,
                endpoint="people.create",
                policy="person:create",
                role="administrator",
                done=queries.has_holders(role, least=least),
            ),
        )
    add_step(
        app,
        Step(
            order=60,
            title=_l("Add the organisations"),
            about=_l("Partners take part through their organisation: add those that meet in your forums."),
            endpoint="organisations.create",
            policy="organisation:create",
            role="administrator",
            done=queries.has_organisations(least=2),
        ),
    )
