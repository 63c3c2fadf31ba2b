"""What was approved cannot be changed by any route, operation of the API or job, nor while a new version is open."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import inspect, select

from app.api.description import description
from app.database import db
from app.jobs.registry import every_job
from app.jobs.running import run_job
from forums.agenda.models import AgendaItem
from forums.attendance.models import Attendance
from forums.decisions.models import Decision
from forums.minutes.models import Correction, Minutes, Passage
from tests.support.probes import Probe

pytestmark = pytest.mark.one_database

ROLES = ("coordinator", "chair", "facilitator", "taker", "member")
WRITING = ("POST", "PUT", "PATCH", "DELETE")
OUTSIDE = {"outbox", "inbox", "busy_feeds", "calendars.fill-holidays"}
"""Jobs that use the network, or fill the calendar of the country."""
LIKELY = {
    "text": "Lain sama sekali",
    "title": "Lain",
    "reason": "Diminta",
    "asked_by": "Pihak",
    "how": "consensus",
    "part": "opening",
    "version": "1",
    "days": "3",
    "number": "9",
    "without_attendance": "y",
    "verdict": "accepted",
    "answer": "Ya",
    "basis": "Lain",
    "dissent": "Lain",
    "minutes": "15",
    "purpose": "information",
    "place": "Lain",
    "presence": "absent",
}
"""Values of fields, so that most forms are accepted."""


@pytest.fixture
def stages(case):
    """Approved minutes with a correction that was answered, and what a new version of them is."""
    made = Correction(minutes_id=case.first.id, text="Dua puluh", by_id=case.room.member.id, at=case.first.approved_at)
    db.session.add(made)
    db.session.commit()
    case.correction = made
    return case


def frozen(case) -> dict[str, Any]:
    """Return all that was approved: the version, its notes and corrections, and what its session holds."""
    rows = {
        "minutes": select(Minutes).where(Minutes.id == case["first"]),
        "passages": select(Passage).where(Passage.minutes_id == case["first"]),
        "corrections": select(Correction).where(Correction.minutes_id == case["first"]),
        "decisions": select(Decision).where(Decision.session_id == case["session"]),
        "attendance": select(Attendance).where(Attendance.session_id == case["session"]),
        "items": select(AgendaItem).where(AgendaItem.session_id == case["session"]),
    }
    return {
        name: sorted(str(_values(row)) for row in db.session.scalars(query.execution_options(populate_existing=True)))
        for name, query in rows.items()
    }


def _values(row):
    return {column.key: getattr(row, column.key) for column in inspect(type(row)).column_attrs}


class Watching:
    """The database session, except that a commit compares what was approved, and rolls back."""

    def __init__(self, case, before):
        self.case, self.before, self.changed, self.commits = case, before, set(), 0

    def __call__(self):
        """Stand in for the current session too."""
        return self

    def commit(self):
        """Compare, and roll back."""
        self.commits += 1
        db.session.flush()
        after = frozen(self.case)
        self.changed |= {name for name in after if after[name] != self.before[name]}
        db.session.rollback()

    def __getattr__(self, name):
        return getattr(db.session, name)


def parameters(case, newest):
    """Return the values of the parameters of routes about the session, its forum and its people."""
    room = case.room
    return {
        "session_id": [case.session.id],
        "minutes_id": list({case.first.id, newest.id}),
        "agenda_item_id": [case.item.id],
        "decision_id": [case.decision.id],
        "correction_id": [case.correction.id],
        "passage_id": [one.id for one in case.passages(case.first)[:1]],
        "slug": [room.forum.slug],
        "participant_id": [room.participants["member"].id],
        "seat_id": [room.seats["agency"].id],
    }


def requests_about(app, values):
    """Yield (method, path, body) of every route that writes and whose parameters are all about the session."""
    examples = bodies(app)
    for rule in app.url_map.iter_rules():
        methods = sorted(set(WRITING) & (rule.methods or set()))
        if not methods or not rule.arguments or not rule.arguments <= values.keys():
            continue
        (name, *others) = sorted(rule.arguments)
        for value in values[name]:
            filled = {name: value, **{one: values[one][0] for one in others}}
            _domain, path = rule.build(filled | (rule.defaults or {}), append_unknown=False)
            for method in methods:
                yield method, path, examples.get((method, rule.endpoint), {})


def bodies(app):
    """Return the example of each operation of the API, by method and endpoint."""
    found = {}
    for methods in description(app)["paths"].values():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {}) if isinstance(operation, dict) else {}
            example = next((one["example"] for one in content.values() if "example" in one), {})
            found[method.upper(), f"api.{operation['operationId']}"] = example
    return found


def ask(probe, method, path, body):
    """Send a request as a page with likely fields, or to the API with its example."""
    if path.startswith("/api/"):
        headers = probe.program.headers | {"If-Match": "*"}
        return probe.program.client.open(path, method=method, headers=headers, json=body)
    return probe.client.open(path, method=method, headers=probe.token, data=LIKELY)


@pytest.mark.parametrize("stage", ["approved", "draft", "circulated"])
def test_no_request_changes_what_was_approved(app, stages, monkeypatch, stage):
    case = stages
    newest = case.first if stage == "approved" else case.amend()
    if stage != "approved":
        case.reword()
    if stage == "circulated":
        case.circulate(newest)
    probes = {role: Probe(app, getattr(case.room, role)) for role in ROLES}
    known = {"first": case.first.id, "session": case.session.id}
    requests = list(requests_about(app, parameters(case, newest)))
    db.session.commit()
    watching = Watching(known, frozen(known))
    db.session.rollback()
    monkeypatch.setattr("app.database.transactions.db", SimpleNamespace(session=watching))
    changed, statuses = [], set()
    for method, path, body in requests:
        for role, probe in probes.items():
            statuses.add(ask(probe, method, path, body).status_code)
            if watching.changed:
                changed.append(f"{method} {path} as {role}: {sorted(watching.changed)}")
                watching.changed.clear()
    assert changed == []
    assert len(requests) > 60
    assert watching.commits > 30
    assert {303, 403, 409} <= statuses


def test_no_job_changes_what_was_approved(app, stages, clock):
    case = stages
    newest = case.amend()
    case.reword()
    known = {"first": case.first.id, "session": case.session.id}
    before = frozen(known)
    db.session.commit()
    for _day in range(3):
        clock.shift(timedelta(days=15))
        for scheduled in every_job():
            if scheduled.name not in OUTSIDE:
                run_job(app, scheduled)
    db.session.expire_all()
    assert frozen(known) == before
    assert case.newest().id == newest.id


def test_a_draft_of_a_new_version_unlocks_nothing(case):
    case.amend()
    taker, coordinator = case.visitor("taker"), case.visitor("coordinator")
    page = taker.post(f"/sessions/{case.session.id}/decisions", {"text": "Baru", "how": "consensus"}, status=409)
    assert "dikunci" in page.words
    taker.post("forums.decisions.edit", {"text": "Lain", "how": "consensus"}, decision_id=case.decision.id, status=409)
    taker.post("forums.attendance.record", {}, session_id=case.session.id, status=409)
    coordinator.post("forums.minutes.reopen", {"reason": "Salah"}, session_id=case.session.id, status=409)
    live = taker.get("forums.live.show", session_id=case.session.id)
    assert not live.soup.find(id="decide")
    assert live.soup.find(id="write")
    assert "Anda sedang menyusun versi 2" in live.words
    shown = coordinator.get("forums.sessions.show", session_id=case.session.id)
    assert not shown.soup.find("a", href=f"/sessions/{case.session.id}/reopen")
