"""The jobs of the process that renders documents: one specification, and a document with charts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path

import structlog
from markupsafe import Markup

from app.charts.specs import Spec
from app.pdf.assets import digest
from app.pdf.job import PdfJob

VEGA_LITE = "5.21"
"""The version of Vega-Lite for which the specifications are written; vl-convert has several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartJob:
    """A specification with its data; `fonts` is the folder of the unpacked fonts."""

    spec: Spec
    fonts: Path

    def key(self) -> str:
        """Return the SHA-256 of specification, data and the programs that draw them."""
        return digest(_programs().encode(), json.dumps(self.spec, sort_keys=True).encode())

    def print(self) -> bytes:
        """Return the drawing as SVG in UTF-8. Raises ValueError if Vega refuses the specification."""
        import vl_convert

        from app.charts import fonts
        from app.charts.svg import cleaned

        fonts.register(self.fonts)
        svg = vl_convert.vegalite_to_svg(self.spec, vl_version=VEGA_LITE, allowed_base_urls=[])
        return cleaned(svg, description=self.spec["description"], key=self.key()).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartedJob:
    """A document with charts: its job, and the specifications by the names of their places (`place_of`) in its HTML.

    They are drawn in the process that renders the document. One that cannot be drawn is left out, and logged: the
    document has its table.
    """

    document: PdfJob
    charts: Mapping[str, Spec]
    fonts: Path

    def key(self) -> str:
        """Return the SHA-256 of all inputs."""
        drawings = [self._job(spec).key() for spec in self.charts.values()]
        return digest(self.document.key().encode(), *(key.encode() for key in drawings))

    def print(self) -> bytes:
        """Draw the charts, render the document and return the PDF."""
        html = self.document.html
        for name, spec in self.charts.items():
            html = html.replace(place_of(name), self._drawn(spec))
        return replace(self.document, html=html).print()

    def _job(self, spec: Spec) -> ChartJob:
        return ChartJob(spec=spec, fonts=self.fonts)

    def _drawn(self, spec: Spec) -> str:
        from app.charts.svg import for_paper

        try:
            return for_paper(self._job(spec).print().decode())
        except Exception:  # the document has the table
            structlog.get_logger().exception("chart.failed")
            return ""


@cache  # saves 3 ms of each drawing; programs change with a release, which ends the process
def _programs() -> str:
    """Return a hash of the programs that draw, besides a specification."""
    code = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    return digest(f"vl-convert {version('vl-convert-python')} {VEGA_LITE}".encode(), *code)


def place_of(name: str) -> Markup:
    """Return the HTML comment in whose place the chart `name` is drawn."""
    return Markup("<!-- chart {} -->").format(name)
