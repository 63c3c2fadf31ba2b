"""Selects whose options are put together once: a list of zones or people has hundreds, the same ones each time."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from markupsafe import Markup
from wtforms.fields.choices import Choice
from wtforms.widgets import Select


class QuickSelect(Select):  # type: ignore[misc]
    """A select as WTForms writes it."""

    @classmethod
    def render_option(cls, choice: Choice, **attributes: Any) -> Markup:
        """Return an option; plain ones come from those that were written before."""
        if attributes or choice.render_kw:
            return Select.render_option(choice, **attributes)
        return _option(str(choice.value), str(choice.label or choice.value), bool(choice.selected))


QUICK, QUICK_MULTIPLE = QuickSelect(), QuickSelect(multiple=True)


@lru_cache(maxsize=4096)
def _option(value: str, label: str, selected: bool) -> Markup:
    option: Markup = Select.render_option(Choice(value, label, selected, {}))
    return option
