"""Circles and seats: groups of organisations that share access."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from app.accounts.duties import add_duty
from app.accounts.models import Person
from app.circles.models import Steward
from app.database import db


def init_app(app: Flask) -> None:
    """Register the models, the duty of stewards, and the pages for access to abandoned secret circles."""
    from app.circles import audit_labels as audit_labels
    from app.circles.break_glass import views

    add_duty(app, _serves_a_circle)
    app.register_blueprint(views.bp)


def _serves_a_circle(person: Person) -> bool:
    return db.session.scalar(select(Steward.id).where(Steward.person_id == person.id).limit(1)) is not None
