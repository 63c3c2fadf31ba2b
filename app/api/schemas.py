"""Base classes and fields of API schemas: JSON in snake_case, datetimes in UTC, enumerations by value."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, ClassVar

from marshmallow import Schema, fields


class Moment(fields.DateTime):
    """A datetime as `2027-01-05T02:00:00Z`, in whole seconds."""

    def _serialize(self, value: datetime | None, *_rest: Any, **_more: Any) -> str | None:
        return instant(value) if value else None


def instant(value: datetime) -> str:
    """Return an aware datetime as `2027-01-05T02:00:00Z`."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def member(members: type[enum.Enum], **options: Any) -> fields.Enum[enum.Enum]:
    """Return a field that serialises an enum member by its value."""
    return fields.Enum(members, by_value=True, **options)


class Id(fields.UUID):
    """The id of an object; `of` says of which one: "the agreement"."""

    def __init__(self, of: str, **options: Any) -> None:
        super().__init__(required=True, metadata={"description": f"The id of {of}."}, **options)


class ApiSchema(Schema):
    """Base class of response schemas. A method `read_x(obj)` returns the value of field `x` if no attribute has it.

    If the data must be assembled first, a method with `@pre_dump` returns it for the object.
    """

    readers: ClassVar[dict[str, Callable[..., Any]]] = {}

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        own = {name.removeprefix("read_"): getattr(cls, name) for name in vars(cls) if name.startswith("read_")}
        cls.readers = {**cls.readers, **own}

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Return the value of the field's `read_` method if there is one, else of the attribute."""
        if reader := self.readers.get(attr):
            return reader(self, obj)
        plain = "." not in attr and not isinstance(obj, dict)
        return getattr(obj, attr, default) if plain else super().get_attribute(obj, attr, default)


class NamedOrganisation(ApiSchema):
    """An organisation that another object refers to."""

    id = Id("the organisation")
    name = fields.String(required=True)


class NamedPerson(ApiSchema):
    """A person whom another object refers to."""

    id = Id("the person")
    name = fields.String(required=True)


class NamedCircle(ApiSchema):
    """The circle of an object: that of a forum or of an agreement, whose name it has."""

    id = Id("the circle")
    name = fields.String(required=True)
