"""What follows from an answer of leadership: a commitment, an agenda item, a decision, or nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.circles.models import Classification
from app.database import db
from app.database.sequences import Counter
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery, Visibility
from forums.agenda.models import AgendaItem, ItemState, Purpose
from forums.decisions.models import Decision
from forums.minutes.models import Minutes, MinutesState
from forums.scheduling.models import DecisionRule, SessionState
from insights.digests import actions, documents
from insights.digests.models import Digest, DigestState, Snapshot
from insights.digests.rules import read_period
from insights.outcomes import actions as outcomes
from tests.factories import (
    CommitmentFactory,
    CoordinatorFactory,
    ForumFactory,
    LeadershipFactory,
    PersonFactory,
    SeatFactory,
    SessionFactory,
)
from tests.forums.room import WITHOUT_QUORUM

D = "insights.digests"
OUTCOMES = "insights.outcomes"
ACTS = ("commitment", "agenda-item", "decision")
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
QUESTION = actions.Ask(
    title="Lingkungan uji API", why="Uji terhenti", options=["Pinjam pusat data", "Tunda uji"], by=date(2026, 12, 9)
)


class Scene:
    """A forum of two organisations, and a released digest with a question."""

    def __init__(self):
        self.forum = ForumFactory(name="Forum Layanan", slug="forum-layanan", circle__name="Forum Layanan")
        self.owner, self.verifier = (SeatFactory(circle=self.forum.circle).organisation for _ in range(2))
        self.coordinator, self.leader = CoordinatorFactory(), LeadershipFactory(name="Ibu Kepala")
        CommitmentFactory(delivery=Delivery.IN_PROGRESS, first_due=date(2026, 11, 4))
        db.session.add(Counter(id="KMT-2026", value=9_000))  # beyond the numbers that factories give
        self.digest = actions.draft(read_period("monthly", "2026-11"), about=None, by=self.coordinator, at=NOW)
        for _ in range(2):
            actions.ask(self.digest, QUESTION, by=self.coordinator, at=NOW)
        actions.release(self.digest, by=self.coordinator, at=NOW)
        db.session.commit()
        self.where = {"digest_id": self.digest.id, "number": 1}

    def answer(self, number=1):
        actions.answer(self.digest, actions.Reply(option=1), number=number, by=self.leader, at=NOW)
        db.session.commit()

    @property
    def proposal(self):
        """The fields of a commitment that the form leaves to the coordinator."""
        return {"criteria": "Uji selesai", "due": "18 Desember 2026", "weight": "3", "visibility": "circle"} | {
            "responsible": str(self.owner.id),
            "verifier": str(self.verifier.id),
        }


@pytest.fixture
def scene(app, clock):
    return Scene()


def field(page, name):
    found = page.soup.select_one(f"main form [name={name}]")
    return found.get("value") if found.name == "input" else found.text.strip()


def test_leadership_answers_with_one_click_on_the_digest(scene, as_user):
    leader = as_user(scene.leader)
    page = leader.get(f"{D}.show", digest_id=scene.digest.id)
    form = page.soup.find("form", action=lambda url: url and url.endswith("/asks/1/answer"))
    assert [one.get_text(" ", strip=True) for one in form.select("button[name=option]")] == [
        "A. Pinjam pusat data",
        "B. Tunda uji",
    ]
    leader.post(form["action"], {"option": form.select("button[name=option]")[1]["value"], "answer": ""})
    assert (scene.digest.asks[0]["option"], scene.digest.asks[0]["answer"]) == (2, "Tunda uji")
    leader.post(f"{D}.answer", {"option": "1", "answer": "Mulai Senin."}, digest_id=scene.digest.id, number=2)
    assert scene.digest.asks[1]["answer"] == "Pinjam pusat data. Mulai Senin."
    words = leader.get(f"{D}.show", digest_id=scene.digest.id).words
    assert "Sudah ada arahan Tunda uji Ibu Kepala" in words


@pytest.mark.parametrize("sent", [{}, {"answer": " "}, {"option": "3"}, {"option": "0"}, {"option": "x"}])
def test_an_answer_without_an_option_or_words_is_refused_beside_the_question(scene, as_user, sent):
    page = as_user(scene.leader).post(f"{D}.answer", sent, status=422, **scene.where)
    assert "Lingkungan uji API" in page.words
    assert page.soup.select_one(".errors") is not None
    assert "answer" not in scene.digest.asks[0]


def test_words_alone_are_an_answer_and_are_kept_if_refused(scene, as_user):
    leader = as_user(scene.leader)
    page = leader.post(f"{D}.answer", {"option": "7", "answer": "Bicarakan dulu"}, status=422, **scene.where)
    assert page.soup.select_one("textarea[name=answer]").text.strip() == "Bicarakan dulu"
    leader.post(f"{D}.answer", {"answer": "Bicarakan dulu"}, **scene.where)
    assert (scene.digest.asks[0]["option"], scene.digest.asks[0]["answer"]) == (None, "Bicarakan dulu")


def test_an_answer_waits_on_the_coordinators_home_until_something_follows(scene, as_user):
    coordinator = as_user(scene.coordinator)
    assert "Tindak lanjuti" not in coordinator.get("/").words
    scene.answer()
    page = coordinator.get("/")
    assert "Arahan Ibu Kepala: Pinjam pusat data" in page.words
    path = next(one for one in page.soup.select("a.btn") if "Tindak lanjuti" in one.text)
    chosen = coordinator.get(path["href"])
    assert "Pinjam pusat data" in chosen.words
    assert [one.text for one in chosen.soup.select("select[name=forum] option")] == ["Forum Layanan"]
    coordinator.post(f"{OUTCOMES}.close", **scene.where)
    assert "Arahan Ibu Kepala" not in coordinator.get("/").words
    assert "Tidak perlu tindak lanjut." in coordinator.get(f"{D}.show", digest_id=scene.digest.id).words
    coordinator.post(f"{OUTCOMES}.close", status=409, **scene.where)
    assert "Tindak lanjuti" not in as_user(scene.leader).get("/").words


def test_an_answer_waits_however_many_digests_follow(scene, as_user):
    scene.answer()
    for week in range(10, 30):
        snapshot = Snapshot(
            kind="weekly", period=f"2026-W{week}", taken_at=datetime(2026, 12, 1, tzinfo=UTC), sha256="x"
        )
        snapshot.content = scene.digest.snapshot.content
        digest = Digest(
            code=f"RGK-{week}", snapshot=snapshot, state=DigestState.RELEASED, language="id", created_at=NOW
        )
        db.session.add(digest)
    assert "Arahan Ibu Kepala" in as_user(scene.coordinator).get("/").words
    assert "Lingkungan uji API" in as_user(scene.coordinator).get("/?needs=to-follow-up").words


def test_it_becomes_a_commitment_by_a_prefilled_form(scene, as_user):
    scene.answer()
    coordinator, forum = as_user(scene.coordinator), {"forum": "forum-layanan"}
    page = coordinator.get(f"{OUTCOMES}.commitment", **scene.where, **forum)
    assert field(page, "title") == "Pinjam pusat data"
    sent = scene.proposal | {"title": "Pinjam pusat data"}
    refused = coordinator.post(f"{OUTCOMES}.commitment", sent | {"criteria": ""}, status=422, **scene.where, **forum)
    assert field(refused, "due") == "18 Desember 2026"
    assert "outcomes" not in scene.digest.asks[0]
    coordinator.post(f"{OUTCOMES}.commitment", sent, **scene.where, **forum)
    made = db.session.scalars(select(Commitment).where(Commitment.title == "Pinjam pusat data")).one()
    assert (made.circle_id, made.responsible_id) == (scene.forum.circle_id, scene.owner.id)
    for person in (scene.coordinator, scene.leader):
        shown = as_user(person).get(f"{D}.show", digest_id=scene.digest.id)
        assert shown.soup.find("a", href=lambda url: url and url.endswith(f"/commitments/{made.id}")) is not None
    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "digest.followed_up")).one()
    assert row.details == {"number": 1, "kind": "commitment", "made": str(made.id)}


def test_it_becomes_an_item_of_the_next_session(scene, as_user):
    scene.answer()
    coordinator, where = as_user(scene.coordinator), scene.where | {"forum": "forum-layanan"}
    coordinator.get(f"{OUTCOMES}.agenda_item", status=409, **where)
    for day in (9, 2):
        SessionFactory(forum=scene.forum, number=day, starts_at=datetime(2026, 12, day, 2, tzinfo=UTC))
    page = coordinator.get(f"{OUTCOMES}.agenda_item", **where)
    assert field(page, "title") == "Lingkungan uji API"
    assert page.soup.select_one("input[name=purpose][checked]")["value"] == "directive"
    coordinator.post(f"{OUTCOMES}.agenda_item", {"title": "Uji API", "purpose": "directive", "minutes": "10"}, **where)
    item = db.session.scalars(select(AgendaItem).where(AgendaItem.title == "Uji API")).one()
    assert (item.state, item.purpose) == (ItemState.ACCEPTED, Purpose.DIRECTIVE)
    shown = as_user(scene.leader).get(f"{D}.show", digest_id=scene.digest.id)
    link = shown.soup.find("a", href=lambda url: url and url.endswith(f"#item-{item.id}"))
    assert link.text == "Uji API"


def test_it_becomes_a_decision_of_a_session_that_has_begun(scene, as_user):
    scene.answer()
    coordinator, where = as_user(scene.coordinator), scene.where | {"forum": "forum-layanan"}
    SessionFactory(forum=scene.forum, number=9, starts_at=datetime(2026, 12, 2, 2, tzinfo=UTC))
    coordinator.get(f"{OUTCOMES}.decision", status=409, **where)
    held = datetime(2026, 11, 18, 2, tzinfo=UTC)
    SessionFactory(forum=scene.forum, number=7, state=SessionState.HELD, starts_at=held, opened_at=held)
    page = coordinator.get(f"{OUTCOMES}.decision", **where)
    assert field(page, "text") == "Pinjam pusat data"
    assert page.soup.select_one("input[name=how][checked]")["value"] == "directive"
    basis = field(page, "basis")
    assert "Ibu Kepala" in basis
    sent = {"text": "Pinjam", "how": "directive", "basis": basis}
    refused = coordinator.post(f"{OUTCOMES}.decision", sent, status=422, **where)
    assert refused.soup.find(id="without_quorum-error")
    coordinator.post(f"{OUTCOMES}.decision", sent | WITHOUT_QUORUM, **where)
    made = db.session.scalars(select(Decision)).one()
    assert (made.text, made.how) == ("Pinjam", DecisionRule.DIRECTIVE)
    assert made.code in coordinator.get(f"{D}.show", digest_id=scene.digest.id).words
    later = datetime(2026, 11, 20, 2, tzinfo=UTC)
    session = SessionFactory(forum=scene.forum, number=8, state=SessionState.HELD, starts_at=later, opened_at=later)
    db.session.add(Minutes(session_id=session.id, state=MinutesState.APPROVED, language="id", begun_at=later))
    coordinator.get(f"{OUTCOMES}.decision", status=409, **where)


def test_programs_follow_up_too(scene, as_program):
    scene.answer()
    coordinator, path = as_program(scene.coordinator), f"/digests/{scene.digest.id}/asks/1"
    sent = {"criteria": "Uji selesai", "due": "2026-12-18"} | {
        "responsible": str(scene.owner.id),
        "verifier": str(scene.verifier.id),
    }
    coordinator.post(f"{path}/commitment", sent, status=422)
    ask = coordinator.post(f"{path}/commitment?forum=forum-layanan", sent).json["asks"][0]
    made = db.session.scalars(select(Commitment).where(Commitment.title == "Pinjam pusat data")).one()
    assert ask["outcomes"] == [{"kind": "commitment", "id": str(made.id)}]
    made.visibility = Visibility.PARTIES
    made.circle.classification = Classification.RESTRICTED
    db.session.commit()
    hidden = as_program(scene.leader).get(f"/digests/{scene.digest.id}").json["asks"][0]
    assert (hidden["answer"], hidden["outcomes"]) == ("Pinjam pusat data", [])
    coordinator.post(f"{path}/close", status=409)


def test_what_the_reader_may_not_read_is_not_shown(scene, as_user):
    scene.answer()
    where = scene.where | {"forum": "forum-layanan"}
    as_user(scene.coordinator).post(f"{OUTCOMES}.commitment", scene.proposal | {"title": "Pinjam rahasia"}, **where)
    assert "Pinjam rahasia" in as_user(scene.leader).get(f"{D}.show", digest_id=scene.digest.id).words
    scene.forum.circle.classification = Classification.RESTRICTED
    db.session.commit()
    assert "Pinjam rahasia" not in as_user(scene.leader).get(f"{D}.show", digest_id=scene.digest.id).words


def test_only_answered_questions_are_followed_up_by_coordinators_in_forums_that_they_know(scene, as_user):
    coordinator = as_user(scene.coordinator)
    for view in ("choose", "commitment", "agenda_item", "decision"):
        coordinator.get(f"{OUTCOMES}.{view}", status=409, **scene.where)
        coordinator.get(f"{OUTCOMES}.{view}", digest_id=scene.digest.id, number=3, status=404)
    scene.answer()
    ForumFactory(slug="rahasia", name="Forum Rahasia", circle__classification=Classification.SECRET)
    assert "Forum Rahasia" not in coordinator.get(f"{OUTCOMES}.choose", **scene.where).words
    for view in ("commitment", "agenda_item", "decision"):
        coordinator.get(f"{OUTCOMES}.{view}", status=404, **scene.where, forum="rahasia")
        as_user(scene.leader).get(f"{OUTCOMES}.{view}", status=403, **scene.where, forum="forum-layanan")
        as_user(PersonFactory()).get(f"{OUTCOMES}.{view}", status=404, **scene.where, forum="forum-layanan")
        answer = coordinator.client.get(coordinator.address(f"{OUTCOMES}.{view}", scene.where))
        assert answer.location.endswith("/follow-up")


def test_the_page_takes_as_many_statements_however_much_followed(scene, as_user, queries):
    scene.answer()
    coordinator, where = as_user(scene.coordinator), scene.where | {"forum": "forum-layanan"}
    SessionFactory(forum=scene.forum, starts_at=datetime(2026, 12, 2, 2, tzinfo=UTC))

    def follow():
        coordinator.post(f"{OUTCOMES}.commitment", scene.proposal | {"title": "Pinjam"}, **where)
        coordinator.post(
            f"{OUTCOMES}.agenda_item", {"title": "Uji API", "purpose": "directive", "minutes": "10"}, **where
        )

    follow()
    with queries(at_most=10) as few:
        coordinator.get(f"{D}.show", digest_id=scene.digest.id)
    scene.answer(number=2)
    for _ in range(3):
        follow()
    with queries(at_most=10) as many:
        coordinator.get(f"{D}.show", digest_id=scene.digest.id)
    assert len(many) == len(few)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_of_an_answer_are_accessible_and_fit(scene, pages, axe, width):
    begun = datetime(2026, 11, 18, 2, tzinfo=UTC)
    SessionFactory(forum=scene.forum, number=7, state=SessionState.HELD, starts_at=begun, opened_at=begun)
    SessionFactory(forum=scene.forum, number=8, starts_at=datetime(2026, 12, 2, 2, tzinfo=UTC))
    scene.answer()
    path = f"/digests/{scene.digest.id}"
    opened = {scene.leader: [path, f"{path}/asks/2/answer"]}
    opened[scene.coordinator] = ["/", f"{path}/asks/1/follow-up"]
    opened[scene.coordinator] += [f"{path}/asks/1/{act}?forum=forum-layanan" for act in ACTS]
    db.session.commit()
    for person, paths in opened.items():
        page = pages(person, width=width)
        for where in paths:
            assert page.goto(where).status == 200, where
            assert page.evaluate("document.documentElement.scrollWidth") == width, where
            axe(page)


def test_the_next_digest_tells_what_became_of_answers(scene, as_user):
    scene.answer(1)
    scene.answer(2)
    at = NOW + timedelta(hours=1)
    details = {"forum": scene.forum.slug}
    as_user(scene.coordinator).post(
        f"{OUTCOMES}.commitment", {"title": "Pinjam lingkungan"} | scene.proposal, **scene.where, **details
    )
    outcomes.close(scene.digest, 2, by=scene.coordinator, at=NOW)
    db.session.commit()
    hidden = ForumFactory(circle__classification=Classification.SECRET)
    asks = [dict(ask) for ask in scene.digest.asks]
    kept = CommitmentFactory(title="Rahasia", circle=hidden.circle, delivery=Delivery.IN_PROGRESS, proposed_at=NOW)
    asks[0]["outcomes"] = [*asks[0]["outcomes"], {"kind": "commitment", "id": str(kept.id)}]
    scene.digest.asks = asks
    later = at + timedelta(days=10)
    digest = actions.draft(read_period("monthly", "2026-12"), about=None, by=scene.coordinator, at=later)
    first, second = sorted(digest.snapshot.content["followed"], key=lambda one: len(one["outcomes"][0]))[::-1]
    assert [one["delivery"] for one in first["outcomes"]] == ["proposed"]
    assert [one["kind"] for one in second["outcomes"]] == ["nothing"]
    db.session.commit()
    page = as_user(scene.coordinator).get(f"{D}.show", digest_id=digest.id)
    assert "Pinjam lingkungan: Diusulkan" in page.words
    assert "Rahasia" not in page.words
    before = actions.draft(read_period("weekly", "2026-W47"), about=None, by=scene.coordinator, at=later)
    assert before.snapshot.content["followed"] == []
    assert documents.pdf(digest).startswith(b"%PDF")


def test_a_digest_tells_all_answers_of_its_period_however_many_digests_followed(scene):
    scene.answer()
    db.session.add_all(
        Digest(
            code=f"D{number}",
            snapshot_id=scene.digest.snapshot_id,
            state=DigestState.RELEASED,
            language="id",
            created_at=NOW,
            released_at=NOW + timedelta(hours=number),
        )
        for number in range(1, 26)
    )
    later = NOW + timedelta(days=10)
    digest = actions.draft(read_period("yearly", "2026"), about=None, by=scene.coordinator, at=later)
    assert [one["title"] for one in digest.snapshot.content["followed"]] == [QUESTION.title]
