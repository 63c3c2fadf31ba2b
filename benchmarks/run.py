"""One run of measurements, as they see it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.instances import Instances


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a measurement may ask for. Quick ones ask less often, to see that they work; `folder` takes their files."""

    folder: Path
    instances: Instances
    quick: bool
