"""Base class of the factories: rows are committed at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from factory.alchemy import SQLAlchemyModelFactory

from app.database import db

_open: list[bool] = []
"""For each block of `together`, whether something was made in it."""


@contextmanager
def together() -> Iterator[None]:
    """Commit the rows that factories create in the block once, at its end; blocks may nest."""
    _open.append(False)
    try:
        yield
        if _open[-1]:
            db.session.commit()
    finally:
        _open.pop()


class Factory(SQLAlchemyModelFactory):
    """Creates committed rows in the test's database: an object and those that it needs, in one transaction."""

    class Meta:
        abstract = True
        sqlalchemy_session = db.session

    @classmethod
    def _generate(cls, strategy: str, params: dict[str, Any]) -> Any:
        made = super()._generate(strategy, params)
        if _open:
            _open[-1] = True
            db.session.flush()
        else:
            db.session.commit()
        return made

    @classmethod
    def _create(cls, model_class: type[Any], *args: Any, **kwargs: Any) -> Any:
        return super()._create(model_class, *args, **{"id": uuid4(), **kwargs})
