"""The parameters of a run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.instances import Instances


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a benchmark may use. Quick runs only show that benchmarks work; `folder` is for their files."""

    folder: Path
    instances: Instances
    quick: bool
