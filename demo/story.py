"""What has happened in the demo so far, told in order of time and relative to today."""

from __future__ import annotations

from sqlalchemy import select

from app.accounts.models import Person
from app.clock import utc_now
from app.database import db
from demo.parties import assemble


def tell() -> bool:
    """Load the whole story unless somebody is there already; say whether it was loaded."""
    if db.session.scalar(select(Person.id).limit(1)):
        return False
    assemble(utc_now())
    return True
