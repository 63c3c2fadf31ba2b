"""Drawings of specifications, kept in the data directory by the hash of specification, data and versions."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog
from flask import current_app, g, has_request_context
from markupsafe import Markup

from app.charts.job import ChartedJob, ChartJob
from app.charts.specs import Spec
from app.pdf import worker
from app.pdf.cache import cached
from app.pdf.job import PdfJob

log = structlog.get_logger()

PATIENCE = 2.0
"""Seconds that a page waits for all its drawings; the first one after a start waits for the process to begin."""
MOST_KEPT = 5000
"""Maximum number of drawings that are kept."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart drawn for wide and for slim places; either has the same data."""

    wide: Markup
    slim: Markup


def drawn(wide: Spec, slim: Spec) -> Drawing | None:
    """Return both drawings of a chart for a page, or None if they cannot be made, or not in `PATIENCE`.

    The reason is logged. The page then shows the table alone.
    """
    try:
        return Drawing(*(Markup(_svg(one)) for one in (wide, slim)))  # noqa: S704 - cleaned by svg.cleaned
    except worker.BeingMade:
        log.info("chart.awaited")
    except Exception:  # whatever fails in drawing, the page must not
        log.exception("chart.failed")
    return None


def with_charts(document: PdfJob, charts: Mapping[str, Spec]) -> ChartedJob:
    """Return the job of a document with charts in the places that its HTML has for them (`job.place_of`)."""
    return ChartedJob(document=document, charts=charts, fonts=_fonts())


def drawings() -> Path:
    """Return the directory of this instance in which drawings are kept."""
    folder: Path = current_app.extensions["settings"].data_dir / "charts"
    return folder


def forget_unused(before: datetime) -> int:
    """Delete drawings not requested since `before`, and the oldest beyond `MOST_KEPT`; return how many were deleted."""
    files = sorted((path for path in drawings().glob("*") if path.is_file()), key=lambda path: -path.stat().st_mtime)
    unused = [
        path for number, path in enumerate(files) if number >= MOST_KEPT or path.stat().st_mtime < before.timestamp()
    ]
    for path in unused:
        path.unlink(missing_ok=True)
    return len(unused)


def _fonts() -> Path:
    return drawings() / "fonts"


def _svg(spec: Spec) -> str:
    job = ChartJob(spec=spec, fonts=_fonts())
    if not has_request_context() or not current_app.extensions["settings"].paper_patience:
        return cached(drawings(), job.key(), job.print).decode()
    if "charts_until" not in g:
        g.charts_until = time.monotonic() + PATIENCE
    seconds = max(0.0, g.charts_until - time.monotonic())
    return worker.obtain(job, drawings(), seconds=seconds).decode()
