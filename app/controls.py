"""Controls of forms, written once for what is in them: WTForms takes 20 us for each attribute."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from markupsafe import Markup, escape
from wtforms import Field
from wtforms.widgets import HiddenInput, Input, PasswordInput, Select, TextArea

MOST = 2048
"""Controls that a process keeps."""
LONGEST = 200
"""The longest content, in characters, of a control that is kept."""
SHORT = 20
"""How many options a select that is kept may have."""

_kept: dict[tuple[Any, ...], Any] = {}


def written(field: Field, attributes: dict[str, Any], write: Callable[[], Any]) -> Any:
    """Return a field's control with these attributes as `write` writes it, or wrote it with the same in it.

    Nothing of passwords and hidden fields is kept.
    """
    widget, flags = field.widget, vars(field.flags)
    if type(widget) is HiddenInput and flags == widget.field_flags and not attributes and not field.render_kw:
        said = map(escape, (field.id, field.name, field._value()))
        return Markup('<input id="{}" name="{}" type="hidden" value="{}">'.format(*said))  # noqa: S704 - escaped
    content = _content(field)
    if content is None:
        return write()
    given = (field.render_kw or {}, flags, attributes)
    key = (widget, field.name, field.id, content, *(tuple(one.items()) for one in given))
    control = _kept.get(key)
    if control is None:
        if len(_kept) >= MOST:
            _kept.clear()
        control = _kept[key] = write()
    return control


def _content(field: Field) -> Hashable | None:
    """Return what is in a control; None of one that is not kept."""
    widget = field.widget
    if isinstance(widget, Select):
        return _options(field)
    if not isinstance(widget, Input | TextArea) or isinstance(widget, PasswordInput | HiddenInput):
        return None
    value = str(field._value())
    return None if len(value) > LONGEST else (value, getattr(field, "checked", bool(field.data)))


def _options(field: Field) -> Hashable | None:
    """Return the options of a short select with their words, and which of them are chosen."""
    if len(field.choices or ()) > SHORT or field.has_groups():
        return None
    return tuple(
        (str(one.value), str(one.label), bool(one.selected), tuple(one.render_kw.items()))
        for one in field._iter_choices_normalized()
    )
