"""Acts in the marked world, through the API as programs do them: what they record and mail is read too."""

from __future__ import annotations

from typing import Any

from flask import Flask

from tests.doors.marks import Marks
from tests.doors.world import World
from tests.support.programs import Program


def act(app: Flask, world: World, marks: Marks) -> None:
    """Let the participant and the facilitator do in each circle what leaves traces: in words of their own."""
    programs = {role: Program(app, world.people[role]) for role in ("participant", "facilitator", "chair")}
    for name in world.things["Forum"]:
        for role, method, path, body in _acts(world, marks, name):
            answer = programs[role].client.open(
                f"/api/v1{path}", method=method, json=body, headers=programs[role].headers | {"If-Match": "*"}
            )
            assert answer.status_code < 300, f"{method} {path}: {answer.status_code} {answer.get_data(as_text=True)}"


def _acts(world: World, marks: Marks, name: str) -> list[tuple[str, str, str, dict[str, Any]]]:
    def thing(kind: str, stage: str = "") -> Any:
        return world.things[kind][f"{name} {stage}".strip()]["id"]

    def word() -> str:
        return marks.word(name, "acts")

    commitment = f"/commitments/{thing('Commitment')}"
    proposal = {"title": word(), "criteria": word(), "due": "2026-12-18", "visibility": "parties"} | {
        "responsible": str(world.people["participant"].organisation_id),
        "verifier": str(world.people["facilitator"].organisation_id),
    }
    return [
        ("facilitator", "POST", f"/circles/{thing('Circle')}/commitments", proposal),
        ("participant", "POST", f"{commitment}/comment", {"text": word()}),
        ("participant", "POST", f"/sessions/{thing('Session')}/agenda-items", {"title": word(), "minutes": 10}),
        ("participant", "POST", f"/minutes/{thing('Minutes', 'circulated')}/corrections", {"text": word()}),
        ("facilitator", "POST", f"/sessions/{thing('Session')}/invitations", {}),
    ]
