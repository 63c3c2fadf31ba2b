"""Controls of forms, written once for what is in them: WTForms takes 20 us for each attribute."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wtforms import Field
from wtforms.widgets import HiddenInput, Input, PasswordInput, TextArea

MOST = 2048
"""Controls that a process keeps."""
LONGEST = 200
"""The longest content, in characters, of a control that is kept."""

_kept: dict[tuple[Any, ...], Any] = {}


def written(field: Field, attributes: dict[str, Any], write: Callable[[], Any]) -> Any:
    """Return a field's control with these attributes as `write` writes it, or wrote it with the same in it.

    Nothing of passwords and hidden fields is kept.
    """
    widget = field.widget
    if not isinstance(widget, Input | TextArea) or isinstance(widget, PasswordInput | HiddenInput):
        return write()
    value, checked = str(field._value()), getattr(field, "checked", bool(field.data))
    if len(value) > LONGEST:
        return write()
    given = (field.render_kw or {}, vars(field.flags), attributes)
    key = (widget, field.name, field.id, value, checked, *(tuple(one.items()) for one in given))
    control = _kept.get(key)
    if control is None:
        if len(_kept) >= MOST:
            _kept.clear()
        control = _kept[key] = write()
    return control
