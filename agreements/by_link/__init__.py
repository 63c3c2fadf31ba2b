"""What links in mails about agreements and their amendments open."""

from __future__ import annotations

from uuid import UUID

from flask import Flask, abort

from agreements.amendments.models import Addendum
from agreements.compliance.queries import receipt_with_agreement
from agreements.registry.models import Agreement
from app.circles.models import Classification
from app.mail import links
from app.mail.links import LinkAct
from app.web.arguments import uuid_of


def init_app(app: Flask) -> None:
    """Let links open agreements and amendments.

    Parties object there to what happens at the end of an agreement, withdraw what was recorded on their behalf, and
    take positions on an amendment.
    """
    from agreements.amendments import views as amendments
    from agreements.by_link import views
    from agreements.compliance import views as compliance
    from agreements.making import views as making
    from agreements.registry import views as registry

    links.offer(
        app,
        Agreement,
        parameter="agreement_id",
        view=views.show,
        acts={
            "object": LinkAct(registry.object_to_end),
            "hand-on": LinkAct(making.pass_on),
            "withdraw-statement": LinkAct(compliance.withdraw, binds=True, parameters=_receipt),
        },
        label=lambda agreement: agreement.title,
        secret=_is_secret,
    )
    links.offer(
        app,
        Addendum,
        parameter="amendment_id",
        view=views.show_amendment,
        acts={"position": LinkAct(amendments.take_position, binds=True)},
        label=lambda amendment: f"{amendment.agreement.title} ({amendment.number})",
        secret=lambda amendment: _is_secret(amendment.agreement),
    )


def _receipt(agreement: Agreement, part: str) -> dict[str, UUID]:
    found = receipt_with_agreement(uuid_of(part) or abort(404))
    return {"receipt_id": found.id} if found and found.right.clause.agreement_id == agreement.id else abort(404)


def _is_secret(agreement: Agreement) -> bool:
    return agreement.circle.classification is Classification.SECRET
