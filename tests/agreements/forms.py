"""What is typed into the forms of agreements, and where they are."""

from typing import Any

from sqlalchemy import select

from agreements.registry.models import Agreement
from app.database import db

SHOW, LIST, NEW = "agreements.registry.show", "agreements.registry.index", "agreements.registry.create"
EDIT, MOVE, SIGN = "agreements.registry.edit", "agreements.registry.move", "agreements.registry.sign"
NOBODY = "00000000-0000-4000-8000-000000000000"
SIGNED = {
    "signed_on": "20 November 2026",
    "place": "Balai Kota",
    "effective_on": "1/12/2026",
    "expires_on": "30/11/2027",
    "gap": "Lembar tanda tangan ada di arsip",
}
"""What is typed when an agreement is signed."""


def wish(*organisations: Any, **changes: str) -> dict[str, str]:
    """Return the form of a new agreement between organisations."""
    typed = {
        "kind": "kesepakatan_bersama",
        "title": "Integrasi Layanan",
        "purpose": "Menjajaki integrasi",
        "parent_id": "",
        "classification": "internal",
        "effective_on": "9 Januari 2027",
        "expires_on": "8/1/2028",
        "notice_days": "45",
        "renewal": "tacit",
        **changes,
    }
    for number, organisation in enumerate(organisations):
        typed[f"sides-{number}-organisation"] = str(organisation.id)
        typed.setdefault(f"sides-{number}-reference_number", f"NO/{number}")
    return typed


def made() -> Agreement | None:
    """Return the newest agreement."""
    return db.session.scalars(select(Agreement).order_by(Agreement.created_at.desc())).first()
