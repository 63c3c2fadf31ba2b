"""compose.yaml as Compose reads it, for tests on machines without containers."""

import re
from functools import cache
from typing import Any

import yaml

from tests.support.repository import ROOT

VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}|\$(\$)")


@cache
def compose() -> dict[str, Any]:
    """Return compose.yaml, its variables as they are written."""
    return yaml.safe_load((ROOT / "compose.yaml").read_text())


def environment_of(service: str, given: dict[str, str]) -> dict[str, str]:
    """Return the variables of a service's container where the file .env holds `given`."""
    written = compose()["services"][service]["environment"]
    return {name: interpolated(str(value), given) for name, value in written.items()}


def interpolated(text: str, given: dict[str, str]) -> str:
    """Put the values of `given` into a text of compose.yaml. Raises KeyError for a required one that is missing."""

    def value(found: re.Match[str]) -> str:
        name, kind, default, dollar = found.groups()
        if dollar:
            return "$"
        return given.get(name) or (default if kind == "-" else given[name])

    return VARIABLE.sub(value, text)
