"""Template functions of the form components: the errors of a form, and the attributes of each control."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, Form
from wtforms.fields import (
    DateField,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    MultipleFileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from app.web.selects import shortened

Mistake = tuple[str | None, str]

UNTYPED = (HiddenField, PasswordField)
"""Fields that are strings for WTForms, but no text that would be missed."""
SEARCHED_FROM = 9
"""Number of options from which a select is searchable."""


def mistakes(form: Form) -> list[Mistake]:
    """Return all errors of `form`: the id of the control (None for the whole form) and the message."""
    whole: list[Mistake] = [(None, str(error)) for error in form.form_errors]
    return whole + [mistake for field in form for mistake in _of_field(field)]


def control(
    field: Field, help_text: Any, classes: str, attributes: Mapping[str, Any], unit: Any = None
) -> dict[str, Any]:
    """Return the HTML attributes of a field's control: classes, aria-describedby and aria-invalid."""
    made = {"class": f"{classes} is-invalid" if field.errors else classes.strip(), **attributes}
    described_by = described(field, help_text, unit)
    if described_by:
        made["aria-describedby"] = described_by
    if field.errors:
        made["aria-invalid"] = "true"
    return made


def described(field: Field, help_text: Any, unit: Any = None) -> str:
    """Return the ids of the help text, error message and unit of a field, as far as they exist."""
    parts = {"help": help_text, "error": field.errors, "unit": unit}
    return " ".join(f"{field.id}-{part}" for part, present in parts.items() if present)


def searching(field: SelectField, wanted: bool | None) -> dict[str, str]:
    """Return the attributes that make a select searchable: if `wanted`, or by default if it is long.

    A very long one is shortened, see `app.web.selects`.
    """
    options = len(field.choices or ())
    if not (options >= SEARCHED_FROM if wanted is None else wanted):
        return {}
    hooks = {"data-search": _("No match. Type another part of the name.")}
    rest = shortened(field)
    return hooks | ({"data-options": rest} if rest else {})


def may_be_empty(field: Field) -> bool:
    """Whether a field should be marked "optional": it can be filled in, but does not have to be."""
    if field.flags.required:
        return False
    if isinstance(field, SelectField) and not isinstance(field, RadioField):
        return any(choice.value in ("", None) for choice in field.choices or ())
    return True


def has_files(form: Form) -> bool:
    """Whether a form has file fields."""
    return any(isinstance(field, FileField | MultipleFileField) for field in form)


def asks_for_text(form: Form) -> bool:
    """Whether leaving a form loses much input: it has a text area, rows of fields, or several lines of text."""
    lines = [one for one in form if isinstance(one, StringField | DateField) and not isinstance(one, UNTYPED)]
    return len(lines) > 1 or any(isinstance(one, TextAreaField | FormField | FieldList) for one in form)


def _of_field(field: Field) -> Iterator[Mistake]:
    if isinstance(field, FormField):
        yield from mistakes(field.form)
        return
    if isinstance(field, FieldList):
        for entry in field:
            yield from _of_field(entry)
    for error in field.errors:
        if not isinstance(error, list | tuple | dict):  # the errors of a list's entries were returned above
            yield _target(field), str(error)


def _target(field: Field) -> str:
    """Return the id of the control to link to: for a group of choices, that of the first one."""
    return f"{field.id}-0" if isinstance(field, RadioField | SelectMultipleField) else field.id
