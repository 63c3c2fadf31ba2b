"""The widget of dates and times: a text field, and a button that opens the picker of the browser."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from wtforms import Field
from wtforms.widgets import TextInput

from app.web.assets import icon

MARKUP = Markup(
    '<span class="picker">{text}<button type="button" class="btn btn-secondary" data-picker hidden>'
    '{icon}<span class="visually-hidden">{label}</span></button>'
    '<input type="{kind}" tabindex="-1" aria-hidden="true" hidden></span>'
)
ICONS = {"date": "calendar", "time": "clock"}


class WithPicker(TextInput):  # type: ignore[misc]
    """A text input with a button for the picker of an input of type `kind`, "date" or "time".

    A script shows the button and copies what was chosen into the text (see pickers.js); only the text is submitted.
    """

    def __init__(self, kind: str, label: Any) -> None:
        super().__init__()
        self.kind = kind
        self.label = label

    def __call__(self, field: Field, **kwargs: Any) -> Markup:
        """Return the HTML of the text input and its picker."""
        label = f"{self.label}: {field.label.text}"
        text = super().__call__(field, **kwargs)
        return MARKUP.format(text=text, label=label, icon=icon(ICONS[self.kind]), kind=self.kind)
