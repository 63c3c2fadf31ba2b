"""Actions in the marked world, through the API: what they record and mail is read too."""

from __future__ import annotations

from typing import Any

from flask import Flask

from tests.permissions.marks import Marks
from tests.support.programs import Program
from tests.support.world.world import World


def perform(app: Flask, world: World, marks: Marks) -> None:
    """Perform in each circle, as its participant and its facilitator, actions that leave traces with marks."""
    programs = {role: Program(app, world.people[role]) for role in ("participant", "facilitator", "chair")}
    for name in world.objects["Forum"]:
        for role, method, path, body in _actions(world, marks, name):
            answer = programs[role].client.open(
                f"/api/v1{path}", method=method, json=body, headers=programs[role].headers | {"If-Match": "*"}
            )
            assert answer.status_code < 300, f"{method} {path}: {answer.status_code} {answer.get_data(as_text=True)}"


def _actions(world: World, marks: Marks, name: str) -> list[tuple[str, str, str, dict[str, Any]]]:
    def id_of(model: str, stage: str = "") -> Any:
        return world.objects[model][f"{name} {stage}".strip()]["id"]

    def mark() -> str:
        return marks.word(name, "acts")

    commitment = f"/commitments/{id_of('Commitment')}"
    proposal = {"title": mark(), "criteria": mark(), "due": "2026-12-18", "visibility": "parties"} | {
        "responsible": str(world.people["participant"].organisation_id),
        "verifier": str(world.people["facilitator"].organisation_id),
    }
    return [
        ("facilitator", "POST", f"/circles/{id_of('Circle')}/commitments", proposal),
        ("participant", "POST", f"{commitment}/comment", {"text": mark()}),
        ("participant", "POST", f"/sessions/{id_of('Session')}/agenda-items", {"title": mark(), "minutes": 10}),
        ("participant", "POST", f"/minutes/{id_of('Minutes', 'circulated')}/corrections", {"text": mark()}),
        ("facilitator", "POST", f"/sessions/{id_of('Session')}/invitations", {}),
    ]
