"""The web process dies in the middle of work, again and again: what it said was done is done, and nothing half."""

import random
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, text

from app.accounts import passwords
from app.audit import chain
from app.audit.models import AuditRow
from app.codes import Counter as CodeCounter
from app.database import db
from app.organisations.models import Contact, ContactRole
from app.outbox.models import Mail
from app.transactions import transaction
from commitments.delivery.models import Update
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery
from forums.invitations import actions
from forums.invitations.links import secret
from forums.invitations.models import Answer, Invitation
from forums.minutes.models import Passage
from tests.forums.room import room
from tests.support.postgresql import free_port
from tests.support.processes import Person

KILLS = {"sqlite": 20, "postgresql": 5}
EVERY_KIND = {"proposed", "accepted", "progress", "written", "answered"}
SAVES = ("Rapat dibuka.", "Rapat dibuka pukul 09.00.")
PASSWORD = "ombak-tenang-di-teluk-jakarta"


class Town:
    """People who work at a server without pause, and what it told each of them was done."""

    def __init__(self, port: int, scene: SimpleNamespace) -> None:
        self.port, self.scene = port, scene
        self.ended = threading.Event()
        self.troubles: list[str] = []
        self.done: dict[str, list[str]] = defaultdict(list)
        self.tried: list[str] = []
        self.texts: dict[str, str] = {}
        self.unsure: dict[str, str] = {}
        lives = (self.promise, self.promise, self.write, self.answer)
        self.threads = [threading.Thread(target=self.live, args=(life, n)) for n, life in enumerate(lives)]

    def live(self, life: Callable[[int], None], lane: int) -> None:
        """Live until the end, and tell the test what went wrong."""
        try:
            life(lane)
        except Exception as error:
            self.troubles.append(f"{life.__name__}: {error!r}")

    def total(self) -> int:
        """Return how many changes were accepted so far."""
        return sum(map(len, list(self.done.values())))

    def person(self, email: str) -> Person:
        """Return somebody who is signed in."""
        person = Person(self.port)
        while not person.sign_in(email, PASSWORD) and not self.ended.is_set():
            time.sleep(0.05)
        return person

    def act(self, person: Person, path: str, **form: object) -> str | None:
        """Send a form that must be accepted; None when no answer came, and nobody knows whether it was done."""
        answer = person.post(path, **form)
        if answer is None:
            time.sleep(0.05)
            return None
        assert answer[0] < 400, f"{path} answered {answer[0]}"
        return answer[1] or answer[2]

    def promise(self, lane: int) -> None:
        """Propose, accept and report one commitment after the other."""
        coordinator, owner = self.person(self.scene.coordinator), self.person(self.scene.owner)
        due = (datetime.now(UTC) + timedelta(days=40)).strftime("%d/%m/%Y")
        fixed = {"criteria": "Berkas terbuka", "due": due, "weight": "3", "visibility": "circle"}
        for number in count():
            if self.ended.is_set():
                return
            title = f"Janji {lane}-{number}"
            parties = {"responsible": self.scene.responsible, "verifier": self.scene.verifier}
            where = self.act(coordinator, self.scene.new_commitment, title=title, **parties, **fixed)
            if where is None:
                continue
            self.done["proposed"].append(title)
            if self.act(owner, f"{where}/accept") is None:
                continue
            self.done["accepted"].append(title)
            if self.act(owner, f"{where}/report", progress="40", text=f"Kemajuan {title}"):
                self.done["progress"].append(title)

    def write(self, _lane: int) -> None:
        """Write passages, each in two versions, as a page does: the same text again until it is answered."""
        taker = self.person(self.scene.taker)
        while not self.ended.is_set():
            passage, version = str(uuid4()), "0"
            for words in SAVES:
                self.unsure[passage] = words
                saved = None
                while saved is None and not self.ended.is_set():
                    form = {"passage": passage, "version": version, "part": "opening", "text": words}
                    saved = self.act(taker, self.scene.passages, accept="application/json", **form)
                if saved is None:
                    return
                self.texts[passage] = words
                self.done["written"].append(passage)
                version = saved.partition('"version":')[2].strip(" }\n")

    def answer(self, _lane: int) -> None:
        """Answer an invitation by its link, now one way and now the other."""
        guest = Person(self.port)
        while guest.get(self.scene.link) is None and not self.ended.is_set():
            time.sleep(0.05)
        for number in count():
            if self.ended.is_set():
                return
            chosen = ("attending_in_person", "tentative")[number % 2]
            self.tried.append(chosen)
            if self.act(guest, self.scene.link, answer=chosen):
                self.done["answered"].append(chosen)
                self.tried = []


@pytest.fixture
def scene(app) -> SimpleNamespace:
    """A forum with a session to come, whose people have passwords."""
    now = datetime.now(UTC)
    it = room()
    it.session.starts_at, it.session.ends_at = now + timedelta(days=2), now + timedelta(days=2, hours=2)
    for person in (it.coordinator, it.member, it.taker):
        person.password_hash = passwords.hashed(PASSWORD)
    db.session.add(Contact(organisation=it.member.organisation, role=ContactRole.FOCAL_POINT, person=it.member))
    actions.invite(it.session, by=it.coordinator, at=now)
    db.session.flush()
    invitation = db.session.scalars(select(Invitation).where(Invitation.person_id == it.partner.id)).one()
    scene = SimpleNamespace(
        coordinator=it.coordinator.email,
        owner=it.member.email,
        taker=it.taker.email,
        responsible=str(it.member.organisation_id),
        verifier=str(it.partner.organisation_id),
        guest=it.partner.id,
        link=f"/answer/{secret(invitation)}",
        new_commitment=f"/commitments/new/{it.forum.circle_id}",
        passages=f"/sessions/{it.session.id}/passages",
    )
    db.session.commit()
    return scene


def test_killing_the_web_again_and_again_loses_no_accepted_change_and_leaves_none_half_done(app, scene, victims):
    port = free_port()
    running = victims("serve", PORT=str(port))
    town = Town(port, scene)
    for thread in town.threads:
        thread.start()
    try:
        let_all_begin(town)
        for _ in range(KILLS[db.engine.dialect.name]):
            web = running.next_child()
            work_on(town, random.randint(1, 12))
            time.sleep(random.uniform(0, 0.06))
            running.kill(web)
        work_on(town, 4)
    finally:
        town.ended.set()
        for thread in town.threads:
            thread.join(30)
    assert town.troubles == []
    assert set(town.done) == EVERY_KIND
    assert_commitments_are_whole(town)
    assert_passages_are_whole(town)
    assert_answers_are_whole(town, scene)
    assert_the_record_holds()


def let_all_begin(town: Town) -> None:
    """Return when each kind of change was accepted once: from then on all of them are in the middle of something."""
    end = time.monotonic() + 120
    while set(town.done) != EVERY_KIND and not town.troubles:
        assert time.monotonic() < end, f"nothing begins: {sorted(town.done)}"
        time.sleep(0.02)


def work_on(town: Town, changes: int) -> None:
    """Return when so many more changes were accepted."""
    end, wanted = time.monotonic() + 120, town.total() + changes
    while town.total() < wanted and not town.troubles:
        assert time.monotonic() < end, f"nothing moved: {dict(Counter({k: len(v) for k, v in town.done.items()}))}"
        time.sleep(0.005)


def assert_commitments_are_whole(town: Town) -> None:
    """What was answered is there, and each act has its state, its entry, its record and its mail."""
    commitments = {one.title: one for one in db.session.scalars(select(Commitment))}
    acts = [(update.commitment_id, update.act.value) for update in db.session.scalars(select(Update))]
    titles = {one.id: title for title, one in commitments.items()}
    for act in ("proposed", "accepted", "progress"):
        assert set(town.done[act]) <= {titles[which] for which, done in acts if done == act}
    recorded = select(AuditRow.subject_id, AuditRow.action).where(AuditRow.subject_type == "Commitment")
    told = Counter((which, f"commitment.{act}") for which, act in acts)
    assert Counter(map(tuple, db.session.execute(recorded))) == told
    assert max(told.values()) == 1
    states = {Delivery.PROPOSED: 1, Delivery.ACCEPTED: 2, Delivery.IN_PROGRESS: 3}
    entries = Counter(which for which, _act in acts)
    assert {one.id: states[one.delivery] for one in commitments.values()} == dict(entries)
    numbers = sorted(int(one.code.rpartition("-")[2]) for one in commitments.values())
    assert numbers == list(range(1, len(commitments) + 1))
    assert db.session.scalar(select(CodeCounter.value).where(CodeCounter.id.like("KMT-%"))) == len(commitments)
    mails = select(func.count()).select_from(Mail).where(Mail.kind == "commitments/notice")
    assert db.session.scalar(mails) == sum(act in {"proposed", "accepted"} for _which, act in acts)


def assert_passages_are_whole(town: Town) -> None:
    """Each passage holds the text that was answered last, or the one whose answer never came."""
    passages = {str(one.id): one for one in db.session.scalars(select(Passage))}
    assert set(town.texts) <= set(passages) <= set(town.unsure)
    for which, passage in passages.items():
        assert passage.text in {town.texts.get(which), town.unsure[which]}
        assert passage.text == SAVES[passage.version - 1]
    begun = select(AuditRow.subject_id).where(AuditRow.action == "passage.begun")
    assert Counter(db.session.scalars(begun)) == Counter(UUID(which) for which in passages)


def assert_answers_are_whole(town: Town, scene: SimpleNamespace) -> None:
    """The answer that counts is the last one that was thanked for, or one sent since."""
    answer = db.session.scalars(select(Answer).where(Answer.person_id == scene.guest)).one()
    assert answer.answer.value in {town.done["answered"][-1], *town.tried}
    recorded = select(func.count()).select_from(AuditRow).where(AuditRow.action == "invitation.answered")
    assert db.session.scalar(recorded) >= len(town.done["answered"])


def assert_the_record_holds() -> None:
    """The file is sound, nothing is said twice, and the chain verifies over every row."""
    if db.engine.dialect.name == "sqlite":
        assert db.session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        assert db.session.execute(text("PRAGMA foreign_key_check")).all() == []
    for column in (Mail.key, Mail.message_id):
        said = db.session.scalars(select(column).where(column.is_not(None))).all()
        assert len(said) == len(set(said))
    db.session.commit()
    with transaction():
        chain.seal()
    found = chain.verify()
    rows = db.session.scalar(select(func.count()).select_from(AuditRow))
    assert (found.broken_at, found.unsealed, found.head.position) == (None, 0, rows)
