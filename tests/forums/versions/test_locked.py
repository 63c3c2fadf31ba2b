"""What was approved cannot be changed by any route, operation of the API, link in a mail, command or job, nor while a
new version is open.
"""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import click
import pytest
from sqlalchemy import inspect, select

from app.api.description import description
from app.clock import utc_now
from app.database import db
from app.database.transactions import transaction
from app.jobs.registry import every_job
from app.jobs.running import run_job
from app.mail.links import actions as links
from app.mail.links.registry import page_of
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
ARGUMENTS = {
    "accounts create-administrator": "kepala@jsc.example --name Kepala",
    "accounts first-administrator": "--if-needed",
    "accounts token": "{chair} --name Program",
    "audit verify": "",
    "backup": "{folder}/backup.zip",
    "check": "",
    "demo load": "",
    "digests build": "--kind monthly --period 2026-11 --forum {slug} --out {folder}/digest.pdf",
    "docs permissions": "",
    "forums import": "{folder}/calendar.ics --forum {slug} --past held",
    "indicators rebuild": "--since 2026-11-20",
    "outbox deliver": "",
    "outbox list": "",
    "scheduler status": "",
    "version": "",
}
"""The arguments of each command that is run."""
NOT_RUN = {
    "calendar": "reads files, and mail from standard input, without touching minutes",
    "db": "changes the schema of the database",
    "restore": "replaces the whole database by a backup",
    "search rebuild": "",
    "run": "starts a server",
    "shell": "runs what its user writes",
    "routes": "is Flask's own and reads no database",
    "scheduler run": "runs the jobs until it is stopped; a test below runs each of them",
    "scheduler tick": "runs the jobs; a test below runs each of them",
}
"""Commands, and groups of them, that are not run, and why."""
PASSWORD = "kuda laut menyanyi pagi"
CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:x\r
BEGIN:VEVENT\r
UID:{uid}\r
DTSTAMP:20261101T000000Z\r
DTSTART:20261126T010000Z\r
DTEND:20261126T020000Z\r
SUMMARY:Lain\r
END:VEVENT\r
END:VCALENDAR\r
"""


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
        """Replace the current session too."""
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


STAGES = pytest.mark.parametrize("stage", ["approved", "draft", "circulated"])


def brought_to(stage, case):
    """Return the newest version once it is at `stage`."""
    newest = case.first if stage == "approved" else case.amend()
    if stage != "approved":
        case.reword()
    if stage == "circulated":
        case.circulate(newest)
    return newest


@pytest.fixture
def watching(stages, monkeypatch):
    """A watch over what was approved, which undoes all commits from the time at which `begin` is called."""

    def begin():
        known = {"first": stages.first.id, "session": stages.session.id}
        db.session.commit()
        watching = Watching(known, frozen(known))
        db.session.rollback()
        monkeypatch.setattr("app.database.transactions.db", SimpleNamespace(session=watching))
        return watching

    return begin


@STAGES
def test_no_request_changes_what_was_approved(app, stages, watching, stage):
    newest = brought_to(stage, stages)
    probes = {role: Probe(app, getattr(stages.room, role)) for role in ROLES}
    requests = list(requests_about(app, parameters(stages, newest)))
    watch = watching()
    changed, statuses = [], set()
    for method, path, body in requests:
        for role, probe in probes.items():
            statuses.add(ask(probe, method, path, body).status_code)
            if watch.changed:
                changed.append(f"{method} {path} as {role}: {sorted(watch.changed)}")
                watch.changed.clear()
    assert changed == []
    assert len(requests) > 60
    assert watch.commits > 30
    assert {303, 403, 409} <= statuses


def acts_by_link(subject, parts):
    """Yield the name of each act of a link to an object that writes, and of each of its parts."""
    opened = page_of(type(subject).__name__)
    for name, act in opened.acts.items():
        if "POST" in opened.methods[name]:
            yield from (f"{name}/{part}" for part in parts) if act.parameters else [name]


@STAGES
def test_no_act_by_link_changes_what_was_approved(app, stages, watching, monkeypatch, stage):
    newest = brought_to(stage, stages)
    monkeypatch.setattr("app.mail.links.codes.is_confirmed", lambda *args, **values: True)  # as if the code was entered
    probe, parts, paths = Probe(app), [stages.item.id, stages.correction.id], []
    for role in ROLES:
        for subject in {stages.first, newest, stages.session}:
            with transaction():
                _link, secret = links.issue(getattr(stages.room, role), subject, sender=None, at=utc_now())
            paths += [(role, f"/by-link/{secret}/{act}") for act in acts_by_link(subject, parts)]
    watch = watching()
    changed, statuses = [], set()
    for role, path in paths:
        statuses.add(probe.client.post(path, headers=probe.token, data=LIKELY).status_code)
        if watch.changed:
            changed.append(f"{path} as {role}: {sorted(watch.changed)}")
            watch.changed.clear()
    assert changed == []
    assert len(paths) >= 50
    assert {403, 404, 409} <= statuses


def commands(group, path=""):
    """Yield the name of every command of a group, and of the groups in it."""
    for name, command in group.commands.items():
        yield from commands(command, f"{path}{name} ") if isinstance(command, click.Group) else [f"{path}{name}"]


def test_no_command_changes_what_was_approved(app, stages, smtp_sink, tmp_path):
    newest = brought_to("draft", stages)
    known = {"first": stages.first.id, "session": stages.session.id}
    values = {"folder": tmp_path, "chair": stages.room.chair.email, "slug": stages.room.forum.slug}
    (tmp_path / "calendar.ics").write_text(CALENDAR.format(uid=stages.session.uid), newline="")
    before = frozen(known)
    db.session.commit()
    ended = {}
    for name in commands(app.cli):
        if NOT_RUN.keys() & {name, name.partition(" ")[0]}:
            continue
        arguments = ARGUMENTS[name].format(**values).split()
        runner = app.test_cli_runner()
        ended[name] = runner.invoke(args=[*name.split(), *arguments], input=f"{PASSWORD}\n{PASSWORD}\n").exit_code
    db.session.expire_all()
    assert frozen(known) == before
    assert stages.newest().id == newest.id
    assert {name for name, code in ended.items() if code} == {"scheduler status"}  # none has run


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
