"""Policies of imports: who may upload a register, read an import and complete it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.models import Person
from app.circles.queries import knows
from app.clock import today
from app.web.policies import policy
from commitments.imports.models import RegisterImport
from commitments.registry.policies import propose_commitment


@policy("register-import:list")
def list_imports(user: Person) -> bool:
    """Everyone signed in; the list contains the user's own imports, and for coordinators all that they may know of."""
    return user.is_active


@policy("register-import:read", RegisterImport)
def read_import(user: Person, imported: RegisterImport) -> bool:
    """The person who uploaded it, and coordinators, if they may know of the circle."""
    if not knows(user, imported.circle, today()):
        return False
    return user.is_coordinator or user.id == imported.created_by_id


def uploaders(reader: Person, imported: RegisterImport) -> list[tuple[Person, Any]]:
    """Return the person who uploaded it; whoever reads the import reads the name on its page."""
    return [(imported.created_by, _l("uploader"))]


@policy("register-import:complete", RegisterImport, hidden_unless=read_import, held_by=uploaders)
def complete_import(user: Person, imported: RegisterImport) -> bool:
    """The person who uploaded it, while they may propose commitments in the circle."""
    return user.id == imported.created_by_id and propose_commitment(user, imported.circle)
