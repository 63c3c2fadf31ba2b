"""Policies of files: who may read and add them."""

from __future__ import annotations

from agreements.documents import queries
from agreements.documents.models import Document
from agreements.registry.models import Agreement
from agreements.registry.policies import change_agreement, read_agreement, read_whole
from app.accounts.models import Person
from app.web.policies import loads, policy

loads("document_id", Document)(queries.for_download)


@policy("document:read", Document)
def read_document(user: Person, document: Document) -> bool:
    """Shared files: everyone who may read all of the agreement; files of one party: that party and coordinators."""
    if not read_whole(user, document.agreement):
        return False
    party = document.party
    if party is None or party.seat.organisation_id == user.organisation_id:
        return True
    return change_agreement(user, document.agreement)


@policy("document:add", Agreement, hidden_unless=read_agreement, opened_by=("coordinator",))
def add_document(user: Person, agreement: Agreement) -> bool:
    """Coordinators for every party; members of a party for their own."""
    return change_agreement(user, agreement) or (
        read_whole(user, agreement) and agreement.side_of(user.organisation_id) is not None
    )
