"""The steps of the platform."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.mail.outbox import Way, how_to_set_mail, mail_folder, mail_way
from app.settings.first_steps import queries
from app.settings.first_steps.registry import Step, add_step

SHEET = "people_import.add"
"""The page that imports people, their roles and organisations."""


def _where_the_test_mail_goes() -> Any:
    """Return what the step of the test mail needs here, or where its mail lies; None if a mail server is set."""
    if folder := mail_folder():
        return _("Here mail is written to files: open the link in the newest file of %(folder)s.", folder=folder)
    return None if _has_mail() else how_to_set_mail()


def _has_mail() -> bool:
    return mail_way() is not Way.OUTBOX


def _holders(order: int, role: str, *, least: int = 1, title: Any, about: Any) -> Step:
    """Return the step that is done when at least `least` people hold a role."""
    return Step(
        order=order,
        title=title,
        about=about,
        endpoint="people.create",
        policy="person:create",
        role="administrator",
        sheet=SHEET,
        done=queries.has_holders(role, least=least),
    )


STEPS = (
    Step(
        order=10,
        title=_l("Set the letterhead and the time zone"),
        about=_l(
            "Letters, minutes and digests carry name, address and, if there is one, an emblem; the time zone decides "
            "what day “today” is. The step is done once the address and the place of letters are set."
        ),
        endpoint="instance.edit",
        policy="instance:change",
        role="administrator",
        done=queries.has_letterhead(),
    ),
    Step(
        order=20,
        title=_l("Send yourself a test mail"),
        about=_l("Invitations, reminders and digests go out by mail. The step is done once you open its link."),
        endpoint="first_steps.send",
        policy="test_mail:send",
        role="administrator",
        done=queries.test_mail_arrived(),
        note=_where_the_test_mail_goes,
        is_possible=_has_mail,
    ),
    _holders(
        30,
        "administrator",
        least=2,
        title=_l("Invite a second administrator"),
        about=_l("Someone must be able to manage accounts when you are away."),
    ),
    _holders(
        40,
        "coordinator",
        title=_l("Name a coordinator"),
        about=_l("Coordinators run forums, commitments and agreements. Until there is one, nobody can create a forum."),
    ),
    _holders(
        50,
        "leadership",
        title=_l("Name the leadership"),
        about=_l("Leadership reads the digests and decides what they ask."),
    ),
    Step(
        order=60,
        title=_l("Add the organisations"),
        about=_l("Partners take part through their organisation: add those that meet in your forums."),
        endpoint="organisations.create",
        policy="organisation:create",
        role="administrator",
        sheet=SHEET,
        done=queries.has_organisations(least=2),
    ),
)


def register(app: Flask) -> None:
    """Register the steps for the letterhead, mail, roles and organisations."""
    for step in STEPS:
        add_step(app, step)
