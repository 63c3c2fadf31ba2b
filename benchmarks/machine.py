"""The machine, commit and versions of a run."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from config import ROOT

PACKAGES = ("flask", "werkzeug", "jinja2", "sqlalchemy", "psycopg", "gunicorn", "weasyprint", "icalendar")


def described() -> dict[str, Any]:
    """Return the time, commit, machine and versions of this run."""
    memory = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    return {
        "taken_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "commit": _git("rev-parse", "--short=12", "HEAD"),
        "changed": bool(_git("status", "--porcelain", "--untracked-files=no")),
        "machine": {
            "cpu": model[1] if model else platform.machine(),
            "cores": os.cpu_count(),
            "memory_mib": int(memory[1]) // 1024 if memory else None,
            "system": platform.platform(),
            "load": [round(one, 1) for one in os.getloadavg()],
        },
        "versions": {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}},
    }


def _git(*words: str) -> str:
    """Return the output of git, "" outside of a repository."""
    result = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True)
    return result.stdout.strip() if result.returncode == 0 else ""
