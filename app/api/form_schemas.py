"""Schemas of request bodies, generated from the forms of the pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from marshmallow import Schema, fields, validate
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FileField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    SelectField,
    SelectMultipleField,
    TimeField,
)
from wtforms.fields.core import UnboundField
from wtforms.validators import Length, NumberRange, Optional

from app.api.messages import MESSAGES, TranslatedSchema

FormClass = Callable[..., Any]
"""A form class of a page, or of a nested form."""

KINDS: dict[type[Any], type[fields.Field[Any]]] = {
    BooleanField: fields.Boolean,
    IntegerField: fields.Integer,
    DateField: fields.Date,
}
DROP = re.compile(r"Choose or drop (?:(?:a file|files) here\. )?")
"""How the help text of a file field begins on pages."""
CLOCK = r"^([01]?\d|2[0-3])[.:][0-5]\d$"


class BodySchema(TranslatedSchema):
    """Base class of schemas generated from forms."""

    error_messages = {
        "unknown": _l("There is no such field"),
        "type": _l("Send an object"),
    }


class Upload(fields.Raw):
    """A file in a multipart body."""


@cache  # saves 0.4 ms for each row of a body; forms change with a release, which ends the process
def parts_of(form: FormClass) -> dict[str, Any]:
    """Return the unbound fields of a form by name, in the order of the page.

    Hidden fields, and those in the form's attribute `page_only`, are not part of the API.
    """
    attributes = {name: getattr(form, name) for name in dir(form)}
    known = {name: part for name, part in attributes.items() if isinstance(part, UnboundField)}
    left_out = getattr(form, "page_only", ())
    shown = {
        name: field
        for name, field in known.items()
        if name not in left_out and not issubclass(field.field_class, HiddenField)
    }
    return dict(sorted(shown.items(), key=lambda item: int(item[1].creation_counter)))


def hidden_in(form: FormClass) -> tuple[str, ...]:
    """Return the names of a form's hidden fields. They are submitted empty, because rows sent by a program are new."""
    fields = {name: getattr(form, name) for name in dir(form)}
    return tuple(name for name, field in fields.items() if issubclass(getattr(field, "field_class", str), HiddenField))


def files_in(form: FormClass) -> frozenset[str]:
    """Return the names of a form's file fields, with which the body is multipart/form-data."""
    return frozenset(name for name, part in parts_of(form).items() if issubclass(part.field_class, FileField))


def required_in(form: FormClass) -> frozenset[str]:
    """Return the names of the fields that must have a value and have no default."""
    return frozenset(name for name, part in parts_of(form).items() if _is_required(part) and not _has_default(part))


@cache  # saves 1 to 3 ms of each request, and marshmallow registers every class until the process ends
def schema_of(
    form: FormClass, *, name: str = "", required: frozenset[str] | None = None, multipart: bool = False
) -> type[Schema]:
    """Return the schema of the JSON for `form`, or of the parts of a multipart body.

    It validates types; all other rules are validated by the form. `required` are the fields that a body must contain,
    by default those for which the form itself has no value.
    """
    must = required_in(form) if required is None else required
    made = {field: _field(form, field, must=field in must, multipart=multipart) for field in parts_of(form)}
    package = form.__module__.rpartition(".")[0]  # two packages may have a form of the same name
    return BodySchema.from_dict(
        {field: kind for field, kind in made.items() if kind is not None},
        name=name or f"{package}.{form.__name__.removesuffix('Form')}",
    )


def _field(form: FormClass, name: str, *, must: bool, multipart: bool) -> fields.Field[Any] | None:
    """Return the marshmallow field for a field of a form; None for a file in JSON."""
    part = parts_of(form)[name]
    kind = part.field_class
    facts = _facts(form, name)
    if issubclass(kind, FileField):
        return _upload(part, facts, must=must) if multipart else None
    if issubclass(kind, FieldList):
        rows = fields.Nested(schema_of(part.args[0].args[0]))
        return fields.List(rows, required=must, validate=_most(part), metadata=facts)
    if issubclass(kind, SelectMultipleField):
        of_list = ("title",) if takes_id(part) else ("title", "description")
        whole = {fact: facts.pop(fact) for fact in of_list if fact in facts}
        inner = _kind(part)(error_messages=MESSAGES[_kind(part)], metadata=facts)
        return fields.List(inner, required=must, metadata=whole)
    return _plain(part, facts, must=must, nullable=not (multipart or must or _is_filled(part)))


def _plain(part: Any, facts: dict[str, Any], *, must: bool, nullable: bool) -> fields.Field[Any]:
    """Return the field of a single value; null means no value."""
    made = _kind(part)
    settings: dict[str, Any] = {"required": must, "allow_none": nullable}
    if nullable and "enum" in facts:
        facts["enum"] = [*facts["enum"], None]
    if made is fields.Integer:
        settings["strict"] = True
    if made is fields.Boolean:
        settings |= {"truthy": {True}, "falsy": {False}}
    return made(metadata=facts, **settings)


def _upload(part: Any, facts: dict[str, Any], *, must: bool) -> fields.Field[Any]:
    binary = {"type": "string", "format": "binary"}
    if not issubclass(part.field_class, MultipleFileField):
        return Upload(required=must, metadata=binary | facts)
    return fields.List(Upload(metadata=binary), required=must, metadata=facts)


def _kind(part: Any) -> type[fields.Field[Any]]:
    kind = part.field_class
    if issubclass(kind, SelectField):
        by_number = part.kwargs.get("coerce") is int
        return fields.UUID if takes_id(part) else fields.Integer if by_number else fields.String
    return next((written for base, written in KINDS.items() if issubclass(kind, base)), fields.String)


def _facts(form: FormClass, name: str) -> dict[str, Any]:
    """Return the properties of a field in the API description besides its type."""
    part = parts_of(form)[name]
    facts: dict[str, Any] = {}
    with force_locale("en"):  # the description is in English
        if part.args and part.args[0]:
            facts["title"] = str(part.args[0])
        if described := _described(form, name):
            facts["description"] = described
    if issubclass(part.field_class, TimeField):
        facts["pattern"] = CLOCK
    if max_length := part.kwargs.get("max_length") or getattr(part.field_class, "max_length", None):
        facts["maxLength"] = max_length
    if _is_required(part) and _kind(part) is fields.String:
        facts["minLength"] = 1
    if choices := part.kwargs.get("choices"):
        facts["enum"] = [choice.value for choice in choices]
    for rule in _validators(part):
        if isinstance(rule, NumberRange):
            facts |= {"minimum": rule.min, "maximum": rule.max}
        elif isinstance(rule, Length) and rule.max > 0:
            facts["maxLength"] = rule.max
    return facts


def _described(form: FormClass, name: str) -> str:
    """Return the description of a field: of what it is the id, and the help text of the page, where it applies.

    The help text of a date shows how people write dates, while the API accepts only ISO 8601.
    """
    part = parts_of(form)[name]
    help_text = str(part.kwargs.get("description") or "")
    if issubclass(part.field_class, DateField) and re.search(r"\d", help_text):
        help_text = ""
    if issubclass(part.field_class, FileField) and (dropped := DROP.match(help_text)):
        help_text = help_text[dropped.end() :]
        help_text = help_text[:1].upper() + help_text[1:]
    reference = f"The id of {id_of(form, name)}." if takes_id(part) else ""
    return " ".join(text for text in (reference, help_text) if text)


def id_of(form: FormClass, name: str) -> str:
    """Return what a field identifies: "an organisation". Forms name it in their attribute `ids`."""
    from app.web.fields import OrganisationField, PersonField

    usual = {OrganisationField: "an organisation", PersonField: "a person"}
    named: dict[str, str] = getattr(form, "ids", {})
    return named.get(name) or usual[parts_of(form)[name].field_class]


def takes_id(part: Any) -> bool:
    """Whether the value of a field is the id of an object."""
    from app.web.fields import IdField
    from app.web.forms import identity

    return issubclass(part.field_class, IdField) or part.kwargs.get("coerce") is identity


def _most(part: Any) -> Any:
    most = part.kwargs.get("max_entries")
    return validate.Length(max=most, error=_l("Send at most %(most)d", most=most)) if most else None


def _is_required(part: Any) -> bool:
    return any(getattr(rule, "field_flags", {}).get("required") for rule in _validators(part))


def _has_default(part: Any) -> bool:
    return "default" in part.kwargs


def _is_filled(part: Any) -> bool:
    """Whether a field has no empty value: it is required, or none of its choices is empty."""
    choices = part.kwargs.get("choices")
    may_be_empty = any(isinstance(rule, Optional) for rule in _validators(part))
    return _is_required(part) or bool(choices and not may_be_empty and all(one.value != "" for one in choices))


def _validators(part: Any) -> Iterable[Any]:
    return part.args[1] if len(part.args) > 1 else part.kwargs.get("validators", ()) or ()
