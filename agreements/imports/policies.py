"""Policy of imports of agreements."""

from __future__ import annotations

from agreements.imports.models import AgreementImport
from agreements.registry.policies import create_agreement
from app.accounts.models import Person
from app.web.policies import policy


@policy("agreement-import:complete", AgreementImport)
def complete_import(user: Person, imported: AgreementImport) -> bool:
    """The coordinator who uploaded it."""
    return user.id == imported.created_by_id and create_agreement(user)
