"""Every operation that changes an object requires the version that the client read."""

import pytest

from app.api.access import PREFIX
from app.api.operations import every_operation, reading
from tests.permissions.matrix import rows
from tests.support.programs import Program
from tests.support.world.world import build_world

pytestmark = pytest.mark.every_database


@pytest.fixture
def town(app, clock, monkeypatch):
    """The world with empty PDFs, and an API client for every role."""
    monkeypatch.setattr("app.pdf.pdf.render", lambda *_given, **_named: b"%PDF-1.7")
    monkeypatch.setattr("app.pdf.merging.MergeJob.print", lambda *_given: b"%PDF-1.7")
    world = build_world()
    return world, {role: Program(app, person) for role, person in world.people.items()}


def changing(app):
    """Yield operations that need a version with the one that reads it, a target and a role that may; removals last."""
    allowed = {}
    for row in rows():
        for role, told in row.answers.items():
            if told == "may":
                allowed.setdefault(row.policy, (row.target, role))
    found = sorted(every_operation(app).values(), key=lambda one: one.name)
    removals = [one for one in reversed(found) if one.method == "DELETE"]
    for operation in [*(one for one in found if one not in removals), *removals]:
        if operation.needs_match and operation.about is None:
            yield operation, reading(operation.policy.model), *allowed[operation.policy.name]


def test_a_change_without_the_version_that_was_read_or_with_a_stale_one_is_refused(app, town):
    world, programs = town
    rules = {rule.endpoint: rule for rule in app.url_map.iter_rules()}
    tried = 0
    for operation, read, obj, role in changing(app):
        path, source = (world.address(app, rules[one.endpoint], obj).removeprefix(PREFIX) for one in (operation, read))
        program = programs[role]
        seen = program.get(source).headers["ETag"]
        for match, status in ((None, 428), ('"0-gone"', 412), ('"gone"', 412)):
            named = {"If-Match": match} if match else {}
            program.ask(operation.method, path, status=status, headers=named)
        told = program.client.open(PREFIX + path, method=operation.method, headers=program.headers | {"If-Match": seen})
        assert told.status_code not in {412, 428}, f"{operation.name}: the version that was read is called stale"
        assert told.status_code < 500, operation.name
        tried += 1
    assert tried > 60


def test_of_two_who_read_the_same_answer_to_an_invitation_the_second_to_change_it_is_refused(town):
    world, programs = town
    invitation = f"/invitations/{world.objects['Invitation']['internal']['id']}"
    own, coordinator = programs["participant"], programs["coordinator"]
    seen = {program: program.get(invitation).headers["ETag"] for program in (own, coordinator)}
    said = {"answer": "attending_in_person", "source": "telephone"}
    told = coordinator.post(f"{invitation}/record", said, match=seen[coordinator])
    assert coordinator.get(invitation).headers["ETag"] == told.headers["ETag"]
    excused = {"answer": "excused", "reason": "Dinas luar"}
    own.post(f"{invitation}/answer", excused, match=seen[own], status=412)
    assert own.get(invitation).json["answer"] == "attending_in_person"
    own.post(f"{invitation}/answer", excused, match=own.get(invitation).headers["ETag"])


def test_an_extension_is_answered_by_the_version_of_its_commitment(town):
    world, programs = town
    ids = {kind: world.objects[kind]["internal"]["id"] for kind in ("Commitment", "Extension")}
    coordinator = programs["coordinator"]
    seen = coordinator.get(f"/commitments/{ids['Commitment']}").headers["ETag"]
    path = f"/commitments/extensions/{ids['Extension']}/approve"
    role = next(one for one in ("coordinator", "verifier", "chair") if may(programs[one], path))
    programs[role].post(path, match=None, status=428)
    programs[role].post(path, match='"0-gone"', status=412)
    assert programs[role].post(path, match=seen).json["current_due"] == "2027-01-08"


def may(program, path):
    return program.client.post(PREFIX + path, headers=program.headers).status_code == 428
