"""Labels of versions of minutes."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext

from forums.versions.comparison import Comparison


def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    app.jinja_env.globals.update(size_of_changes=size_of_changes, differing_parts=differing_parts)


def size_of_changes(comparison: Comparison) -> str:
    """Return how much differs: "2 of 19 parts differ; 4 words added; 1 word removed; new wording of KEP-2026-012"."""
    added, removed = comparison.words
    sizes = [differing_parts(comparison)]
    if added:
        sizes.append(ngettext("%(num)d word added", "%(num)d words added", added))
    if removed:
        sizes.append(ngettext("%(num)d word removed", "%(num)d words removed", removed))
    if comparison.reworded:
        sizes.append(_("new wording of %(codes)s", codes=", ".join(comparison.reworded)))
    return "; ".join(sizes)


def differing_parts(comparison: Comparison) -> str:
    """Return how many parts differ: "2 of 19 parts differ"."""
    changed = len(comparison.changed)
    return ngettext(
        "%(changed)s of %(num)d part differs", "%(changed)s of %(num)d parts differ", comparison.total, changed=changed
    )
