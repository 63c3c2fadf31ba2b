"""Parses request bodies: the fields of a page's form as JSON. The rules are those of the form.

A body contains fields of the form. Fields that it omits keep the value that the page would show: that of the object, or
the default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _
from marshmallow import ValidationError
from werkzeug.datastructures import FileStorage, ImmutableMultiDict, MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType
from wtforms import BooleanField, FieldList, FileField, FormField, SelectField, SelectMultipleField

from app.api.form_schemas import FormClass, files_in, hidden_in, parts_of, schema_of
from app.api.problems import NO_JSON, Fault, Unacceptable, faults_in
from app.errors import bad_request

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


def read_body(form: FormClass | None) -> Body | None:
    """Return the parsed body for `form`. Raises Unacceptable, or an HTTP error if the body cannot be parsed."""
    if form is None:
        return None
    if files_in(form) and request.mimetype == "multipart/form-data":
        return _uploaded(form)
    _require_json()
    try:
        sent = schema_of(form)(partial=True).load(_json() if request.content_length else {})
    except ValidationError as error:
        raise Unacceptable(*faults_in(error.messages)) from None
    parts = parts_of(form)
    inputs: MultiDict[str, Any] = MultiDict()
    for name, value in sent.items():
        for key, text in _written(parts[name], name, value):
            inputs.add(key, text)
    return Body(inputs, frozenset(sent))


def _json() -> Any:
    """Return the parsed JSON of the request. Raises BadRequest if it is not valid."""
    try:
        return request.get_json()
    except (BadRequest, RecursionError):
        raise bad_request(NO_JSON) from None


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
        raise Unacceptable(*(Fault(f"/{name}", _("There is no such field")) for name in strange))
    return Body(MultiDict(sent), frozenset(name for name, _value in sent))


def _written(part: Any, name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the inputs, by name, that a browser would submit for `value`."""
    kind = part.field_class
    if issubclass(kind, FieldList):
        for position, inner in enumerate(value or ()):  # None: a list within a row that was left out
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
