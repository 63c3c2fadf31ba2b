"""The floor of page times: a bare Flask view with one indexed SELECT and a Jinja page of a given size."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from flask import Flask, render_template
from jinja2 import DictLoader
from sqlalchemy import Engine, String, Uuid, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from app.database.engine import engine_options

FLOOR = "/floor"
"""The URL prefix of the floor, beside the application."""
PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ person.name }}</title></head>
<body>
<h1>{{ person.name }}</h1>
<p>{{ filling }}</p>
</body>
</html>
"""
WORDS = "One page of words that nobody reads. "


class Base(DeclarativeBase):
    """The floor's own models: of Selaras it uses only the table of people."""


class Person(Base):
    """A row found by its primary key."""

    __tablename__ = "people"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))


def create_floor(url: str) -> Flask:
    """Return the bare application on the database at `url`: /<person's id>/<size of the page in bytes>."""
    app = Flask(__name__)
    app.jinja_loader = DictLoader({"page.html": PAGE})
    engine = create_engine(url, **engine_options(url))

    @app.get("/<uuid:person_id>/<int:size>")
    def page(person_id: UUID, size: int) -> str:
        return render_template("page.html", person=_person(engine, person_id), filling=_filling(size))

    return app


def _person(engine: Engine, person_id: UUID) -> Person:
    with Session(engine) as session:
        return session.scalars(select(Person).where(Person.id == person_id)).one()


@lru_cache(maxsize=128)
def _filling(size: int) -> str:
    return (WORDS * (size // len(WORDS) + 1))[: max(0, size - len(PAGE))]
