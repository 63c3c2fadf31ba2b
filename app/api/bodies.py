"""Parses request bodies: the fields of a page's form as JSON. The rules are those of the form.

A body contains fields of the form. Fields that it omits keep the value that the page would show: that of the object, or
the default.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import Schema, ValidationError, fields, validate
from werkzeug.datastructures import FileStorage, ImmutableMultiDict, MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    TimeField,
)
from wtforms.fields.core import UnboundField
from wtforms.validators import InputRequired, Length, NumberRange

from app.api.problems import Fault, Unacceptable, faults_in

FormClass = Callable[..., Any]
"""A form class of a page, or of a nested form."""

LARGEST = 1024 * 1024
"""Maximum size of a JSON body in bytes."""


@dataclass(frozen=True, slots=True)
class Body:
    """A parsed body: strings and files by the names of the form's inputs, and the names of the given fields."""

    inputs: MultiDict[str, Any]
    given: frozenset[str]

    def over(
        self, form: Any, sends: Mapping[str, str]
    ) -> tuple[ImmutableMultiDict[str, str], ImmutableMultiDict[str, FileStorage]]:
        """Return the strings and files that a browser would submit from `form` after the body is filled in.

        `sends` are inputs that the page submits itself. If the view has no form before a submission, `form` is None and
        the result is the body alone. Raises Unacceptable if the body contains a field that the form does not have in
        the current state.
        """
        if form is not None and (absent := sorted(self.given - {field.short_name for field in form})):
            raise Unacceptable(*(Fault(f"/{name}", _("This cannot be said here now")) for name in absent))
        automatic = {name: text for name, text in sends.items() if name not in self.given}
        settled = self.given | automatic.keys()
        untouched = (field for field in form or () if field.short_name not in settled)
        opened = (one for field in untouched for one in _opened(field))
        sent = [*self.inputs.items(multi=True), *automatic.items(), *opened]
        files = [(name, value) for name, value in sent if isinstance(value, FileStorage)]
        texts = [(name, value) for name, value in sent if not isinstance(value, FileStorage)]
        return ImmutableMultiDict(texts), ImmutableMultiDict(files)


class Answers(Schema):
    """Base class of schemas generated from forms."""

    error_messages = {
        "unknown": _l("There is no such field"),
        "type": _l("Send an object"),
    }


def read_body(form: FormClass | None) -> Body | None:
    """Return the parsed body for `form`. Raises Unacceptable, or an HTTP error if the body cannot be parsed."""
    if form is None:
        return None
    if has_files(form) and request.mimetype == "multipart/form-data":
        return _uploaded(form)
    _require_json()
    try:
        sent = schema_of(form)().load(request.get_json() if request.content_length else {})
    except ValidationError as error:
        raise Unacceptable(*faults_in(error.messages)) from None
    except RecursionError:
        raise BadRequest from None
    parts = parts_of(form)
    inputs: MultiDict[str, Any] = MultiDict()
    for name, value in sent.items():
        for key, text in _written(parts[name], name, value):
            inputs.add(key, text)
    return Body(inputs, frozenset(sent))


@cache  # once per form and process, as are all of these: a form is asked once for each row of a body
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


@cache
def hidden_in(form: FormClass) -> tuple[str, ...]:
    """Return the names of a form's hidden fields. They are submitted empty, because rows sent by a program are new."""
    fields = {name: getattr(form, name) for name in dir(form)}
    return tuple(name for name, field in fields.items() if issubclass(getattr(field, "field_class", str), HiddenField))


def has_files(form: FormClass) -> bool:
    """Whether a form has file fields, for which the body is multipart/form-data."""
    return any(issubclass(part.field_class, FileField) for part in parts_of(form).values())


@cache  # 0.6 ms, and marshmallow would register a class for every request
def schema_of(form: FormClass) -> type[Schema]:
    """Return the schema of the JSON for `form`. It validates types; all other rules are validated by the form."""
    made = {name: _field(part) for name, part in parts_of(form).items() if not issubclass(part.field_class, FileField)}
    package = form.__module__.rpartition(".")[0]  # two packages may have a form of the same name
    return Answers.from_dict(made, name=f"{package}.{form.__name__.removesuffix('Form')}")


def _field(part: Any) -> fields.Field[Any]:
    kind = part.field_class
    if issubclass(kind, FieldList):
        return fields.List(_field(part.args[0]), error_messages=NO_LIST, validate=_most(part))
    if issubclass(kind, FormField):
        return fields.Nested(schema_of(part.args[0]))
    if issubclass(kind, SelectMultipleField):
        return fields.List(_plain(part, required=True), error_messages=NO_LIST)
    required = any(isinstance(one, InputRequired) for one in _validators(part)) and "default" not in part.kwargs
    return _plain(part, required=required)


def _plain(part: Any, *, required: bool) -> fields.Field[Any]:
    """Return the field of a single value; null means no value, where none is required."""
    made = _kind(part)
    settings: dict[str, Any] = {
        "allow_none": not required,
        "error_messages": WRONG[made],
        "metadata": _facts(part) | ({"x-required": True} if required else {}),
    }
    if made is fields.Integer:
        settings["strict"] = True
    if made is fields.Boolean:
        settings |= {"truthy": {True}, "falsy": {False}}
    return made(**settings)


def _kind(part: Any) -> type[fields.Field[Any]]:
    kind = part.field_class
    if issubclass(kind, SelectField):
        by_number = part.kwargs.get("coerce") is int
        return fields.UUID if _takes_id(part) else fields.Integer if by_number else fields.String
    return next((written for base, written in KINDS.items() if issubclass(kind, base)), fields.String)


NO_LIST = {"invalid": _l("Send a list")}
KINDS: dict[type[Any], type[fields.Field[Any]]] = {
    BooleanField: fields.Boolean,
    IntegerField: fields.Integer,
    DateField: fields.Date,
}
WRONG: dict[type[Any], dict[str, Any]] = {
    kind: {"invalid": message, "null": message, **more}
    for kind, message, more in (
        (fields.String, _l("Send a text"), {"invalid_utf8": _l("Send a text")}),
        (fields.Integer, _l("Send a whole number"), {"too_large": _l("Send a smaller number")}),
        (fields.Boolean, _l("Send true or false"), {}),
        (fields.Date, _l("Send a date such as 2027-01-05"), {"format": _l("Send a date such as 2027-01-05")}),
        (fields.UUID, _l("Send the id of a thing"), {"invalid_uuid": _l("Send the id of a thing")}),
    )
}


def _facts(part: Any) -> dict[str, Any]:
    """Return the properties of a field in the API description besides its type."""
    facts: dict[str, Any] = {}
    if part.args and part.args[0]:
        facts["title"] = part.args[0]
    if described := part.kwargs.get("description"):
        facts["description"] = described
    if issubclass(part.field_class, TimeField):
        facts["pattern"] = r"^([01]?\d|2[0-3])[.:][0-5]\d$"
    if longest := part.kwargs.get("longest") or getattr(part.field_class, "longest", None):
        facts["maxLength"] = longest
    if choices := part.kwargs.get("choices"):
        facts["enum"] = [choice.value for choice in choices]
    for rule in _validators(part):
        if isinstance(rule, NumberRange):
            facts |= {"minimum": rule.min, "maximum": rule.max}
        elif isinstance(rule, Length) and rule.max > 0:
            facts["maxLength"] = rule.max
    return facts


def _most(part: Any) -> Any:
    most = part.kwargs.get("max_entries")
    return validate.Length(max=most, error=_l("Send at most %(most)d", most=most)) if most else None


def _validators(part: Any) -> list[Any]:
    return list(part.args[1] if len(part.args) > 1 else part.kwargs.get("validators", ()) or ())


def _takes_id(part: Any) -> bool:
    from app.web.fields import IdField
    from app.web.forms import identity

    return issubclass(part.field_class, IdField) or part.kwargs.get("coerce") is identity


def _require_json() -> None:
    if request.content_length and request.mimetype != "application/json":
        raise UnsupportedMediaType
    if (request.content_length or 0) > LARGEST:
        raise RequestEntityTooLarge
    request.max_content_length = LARGEST


def _uploaded(form: FormClass) -> Body:
    names = set(parts_of(form))
    sent = [*request.form.items(multi=True), *request.files.items(multi=True)]
    if strange := sorted({name or "" for name, _value in sent} - names):  # the name of an unnamed part is None
        raise Unacceptable(*(Fault(f"/{name}", str(_l("There is no such field"))) for name in strange))
    return Body(MultiDict(sent), frozenset(name for name, _value in sent))


def _written(part: Any, name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the inputs, by name, that a browser would submit for `value`."""
    kind = part.field_class
    if issubclass(kind, FieldList):
        for position, inner in enumerate(value):
            yield from _written(part.args[0], f"{name}-{position}", inner)
    elif isinstance(value, Mapping):
        for inner_name, inside in parts_of(part.args[0]).items():
            inner = value.get(inner_name, inside.kwargs.get("default"))
            yield from _written(inside, f"{name}-{inner_name}", inner)
        yield from ((f"{name}-{hidden}", "") for hidden in hidden_in(part.args[0]))
    elif isinstance(value, list):
        yield from ((name, str(inner)) for inner in value)
    elif value is not False:
        yield name, "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _opened(field: Any) -> Iterator[tuple[str, str]]:
    """Yield the inputs that a browser would submit for an unchanged field."""
    if isinstance(field, (FieldList, FormField)):
        for inner in field:
            yield from _opened(inner)
    elif isinstance(field, BooleanField):
        if field.data:
            yield field.name, "y"
    elif isinstance(field, SelectMultipleField):
        yield from ((field.name, str(value)) for value in field.data or ())
    elif isinstance(field, SelectField):
        if field.data is not None:
            yield field.name, str(getattr(field.data, "value", field.data))
    elif not isinstance(field, FileField):
        yield field.name, "" if field.data is None else str(field.data)
