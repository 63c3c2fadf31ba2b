"""Statements that are built once: building one costs several times what running it does."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from inspect import Parameter, signature
from operator import attrgetter
from typing import Any, Generic, ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy import BindParameter, Executable, Row, bindparam
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import instance_dict

from app.database import Model, db
from app.proxies import itself

P = ParamSpec("P")
S = TypeVar("S")
M = TypeVar("M", bound=Model)
DECIDING = (bool, Enum)
"""What of a dataclass belongs to the shape whatever it says."""
MOST = 256
"""How many shapes of a statement are kept."""
VALUES = (UUID, date, str, int, list, tuple, set, frozenset)
"""What goes into a statement as it is; of anything else its attributes go."""


class Given(BindParameter[Any]):
    """A parameter that says yes when it is asked whether it is there: what is absent belongs to the shape."""

    inherit_cache = True

    def __bool__(self) -> bool:
        return True


class StandIn:
    """What a statement is built with in place of a thing: each attribute is a parameter, but for those of its shape."""

    def __init__(self, name: str, shape: dict[str, Hashable]) -> None:
        self._name, self._shape = name, shape
        self._taken: dict[str, Callable[[Any], Any]] = {}

    def __getattr__(self, attribute: str) -> Any:
        if attribute in self._shape:
            return self._shape[attribute]
        parameter = f"{self._name}_{attribute}"
        self._taken[parameter] = attrgetter(attribute)
        return Given(parameter)


@dataclass(frozen=True, slots=True)
class Built(Generic[S]):
    """A statement, and for each parameter which argument it comes from and how."""

    statement: S
    parameters: tuple[tuple[str, int, Callable[[Any], Any] | None], ...]


class Prepared(Generic[P, S]):
    """A statement for every shape that it was asked for; calling it returns one and the values to execute it with."""

    def __init__(self, build: Callable[P, S]) -> None:
        self.build: Callable[..., S] = build
        self.names = [one.name for one in signature(build).parameters.values() if one.kind != Parameter.KEYWORD_ONLY]
        self.built: dict[Hashable, Built[S]] = {}

    def __call__(self, *things: P.args, **shape: P.kwargs) -> tuple[S, dict[str, Any]]:
        given = tuple(map(itself, things))
        key = (tuple(map(_shape_of, given)), tuple(shape.items()))
        if (built := self.built.get(key)) is None:
            if len(self.built) >= MOST:  # a shape that an address decides after all
                self.built.clear()
            built = self.built[key] = self._built(given, shape)
        values = {
            name: given[position] if attribute is None else attribute(given[position])
            for name, position, attribute in built.parameters
        }
        return built.statement, values

    def plain(self, *things: P.args, **shape: P.kwargs) -> tuple[S, dict[str, Any]]:
        """Return a statement built for these very things: for what is rare, or does more with them than compare."""
        return self.build(*things, **shape), {}

    def _built(self, things: tuple[Any, ...], shape: dict[str, Any]) -> Built[S]:
        stands: list[Any] = []
        for name, thing in zip(self.names, things, strict=True):
            is_value = isinstance(thing, VALUES)
            stands.append(bindparam(name) if is_value else StandIn(name, dict(_shape_of(thing))))
        statement = self.build(*stands, **shape)
        parameters: list[tuple[str, int, Callable[[Any], Any] | None]] = []
        for position, stand in enumerate(stands):
            if isinstance(stand, StandIn):
                parameters += [(name, position, attribute) for name, attribute in stand._taken.items()]
            else:
                parameters.append((self.names[position], position, None))
        return Built(statement, tuple(parameters))


def prepared(build: Callable[P, S]) -> Prepared[P, S]:
    """Turn a function that builds a statement into one that builds it once for each shape.

    What positional arguments are, or their attributes, become parameters: `build` may only compare them. Keyword-only
    arguments, and the attributes that a class names in `statement_shape`, decide which conditions there are; they are
    few and hashable. Of a dataclass (filters) so do absent values, booleans and enums: `if filters.text` works as
    ever. None is never a parameter. It is executed so:

        @prepared
        def _coming(forum: Forum, now: datetime, *, mine: bool) -> Select[Session]: ...

        db.session.scalars(*_coming(forum, now, mine=True))
    """
    return Prepared(build)


def selected(statement: Executable, values: dict[str, Any]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the rows of a prepared statement that selects values: `selected(*_coming(forum, now, mine=True))`.

    In the session's transaction, with all that was changed in it, and without what it sets up to make objects of
    rows: that costs half as much again as such a statement.
    """
    session = db.session()
    session.flush()
    return session.connection().execute(statement, values).all()


def as_loaded(model: type[M], values: Sequence[Any]) -> M:
    """Return the object of a row as if the session had loaded it; `values` of every column, in the table's order.

    For what each page needs: a statement of values with two such objects costs two thirds of one of objects, since
    nothing is set up to read other rows as well.
    """
    session = db.session()
    names = _attributes(model)
    mapper = model.__mapper__
    known = session.identity_map.get(mapper.identity_key_from_primary_key((values[names.index("id")],)))
    if known is not None:
        return known
    made: M = mapper.class_manager.new_instance()
    instance_dict(made).update(zip(names, values, strict=True))
    make_transient_to_detached(made)
    session.add(made)
    return made


@cache
def _attributes(model: type[Model]) -> tuple[str, ...]:
    model.registry.configure()  # as the first statement of objects would
    return tuple(model.__mapper__.get_property_by_column(column).key for column in model.__table__.columns)


def _shape_of(thing: object) -> tuple[tuple[str, Hashable], ...]:
    if isinstance(thing, VALUES):
        return ()
    names: tuple[str, ...] = getattr(thing, "statement_shape", ())
    if of_dataclass := _fields_of(type(thing)):  # type: ignore[arg-type]  # mypy: a class were not hashable
        held = [(name, getattr(thing, name)) for name in of_dataclass]
        return tuple([one for one in held if not one[1] or isinstance(one[1], DECIDING) or one[0] in names])
    return tuple([(name, getattr(thing, name)) for name in names])


@cache
def _fields_of(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()
