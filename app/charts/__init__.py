"""Charts: Vega-Lite specifications, drawn as SVG in the process that renders PDF documents and kept by their hash.

A feature makes a specification from rows by a pure function (`specs.specification`), states its finding in words, and
draws it with `drawing.drawn` for a page (wide and slim, in the colours of the theme) or has a document draw it
(`drawing.with_charts`). A page never needs the drawing: the table behind a chart has everything, and stands alone where
drawing fails.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the job that limits the drawings that are kept."""
    from app.charts import jobs as jobs
