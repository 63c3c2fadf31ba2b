"""Requests with bodies to every operation of the world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.api.form_schemas import files_in
from app.api.operations import Operation, every_operation
from tests.permissions.matrix import MATRIX
from tests.support.programs import Program
from tests.support.world.instance import Instance


@dataclass(frozen=True)
class Attempt:
    """An operation, and a program that may call it on an object of the world."""

    operation: Operation
    path: str
    program: Program

    @property
    def takes_a_file(self) -> bool:
        """Whether the operation requires a file."""
        form = self.operation.takes
        return form is not None and bool(files_in(form) & self.operation.required)

    def send(self, body: Any = None, *, language: str = "id", **sent: Any) -> Any:
        """Send the body, as multipart if the operation requires a file."""
        headers = self.program.headers | {"If-Match": "*", "Accept-Language": language}
        if body is not None:
            sent |= {"data" if self.takes_a_file else "json": body}
        return self.program.client.open(self.path, method=self.operation.method, headers=headers, **sent)

    def refused(self, body: Any) -> set[str]:
        """Return the names of the fields that are refused."""
        faults = (self.send(body).json or {}).get("errors", [])
        return {fault["path"].lstrip("/").partition("/")[0] for fault in faults}


def attempts_at(instance: Instance) -> dict[str, list[Attempt]]:
    """Return the attempts for each operation, by its name: those by all roles that may call it."""
    app, world = instance.app, instance.world
    programs = {role: Program(app, person) for role, person in world.people.items()}
    rules = {rule.endpoint: rule for rule in app.url_map.iter_rules()}
    return {
        operation.name: [
            Attempt(operation, world.address(app, rules[operation.endpoint], row.target), programs[role])
            for row in MATRIX[operation.policy.name]
            for role in row.answers
            if row.answers[role] == "may"
        ]
        for operation in every_operation(app).values()
    }
