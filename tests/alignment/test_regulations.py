"""Regulations through the pages: entered, related, marked, revised with commitments, discussed, named by decisions."""

import csv
import io
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from alignment.barriers.models import Barrier, BarrierEffect
from alignment.regulations import queries
from alignment.regulations.factors import factors
from alignment.regulations.matters import matters
from alignment.regulations.models import Regulation, Revision, regulation_circles
from alignment.regulations.rules import RelationKind, RevisionStage
from alignment.services.models import Channel, Integration, Service, service_commitments
from app.audit.queries import history
from app.circles.models import Classification
from app.clock import today, utc_now
from app.database import db
from app.organisations.models import Organisation
from app.organisations.succession.actions import Decision as Successors
from app.organisations.succession.actions import held, pass_on
from commitments.blockers.models import BlockerKind
from commitments.registry.models import Commitment
from forums.agenda.models import AgendaItem
from forums.decisions.models import Decision
from forums.scheduling.models import DecisionRule, Forum, Session, SessionState
from tests.factories import (
    CommitmentFactory,
    ForumFactory,
    OrganisationFactory,
    PersonFactory,
    RegulationFactory,
    SessionFactory,
)

R = "alignment.regulations"
WHY = "Tiga layanan tidak dapat diuji coba daring."


@pytest.fixture
def rule(table):
    """A regulation of the partner's organisation."""
    return RegulationFactory(number="DEMO/KEP/14", issuing=table.firm, issuer="Kepala DPMPTSP")


def block(table, rule, *, circle=None, commitment=None, service="Izin reklame"):
    """Add a barrier of the regulation, open for 118 days, that hinders a commitment, else a service."""
    since = today() - timedelta(days=118)
    barrier = Barrier(kind=BlockerKind.REGULATION, title="Tanda tangan basah", since=since, regulation_id=rule.id)
    barrier.raised_at, barrier.raised_by_id, barrier.circle = utc_now(), table.coordinator.id, circle
    db.session.add(barrier)
    db.session.flush()
    effect = BarrierEffect(barrier_id=barrier.id, since=since, part="Tanda tangan petugas di tempat")
    if commitment:
        effect.commitment_id = commitment.id
    else:
        own = {"channel": Channel.COUNTER, "status": Integration.MANUAL, "status_since": since}
        offered = Service(name=service, owner_id=table.firm.id, **own)
        offered.created_at, offered.created_by_id = utc_now(), table.coordinator.id
        db.session.add(offered)
        db.session.flush()
        effect.service_id = offered.id
    db.session.add(effect)
    db.session.commit()
    return effect


def begun(visitor, rule, **planned):
    """Begin a revision 60 days ago, and return it."""
    visitor.post(f"{R}.begin_revision", {"title": "Rancangan", "on": ago(60), **planned}, regulation_id=rule.id)
    return db.session.scalars(select(Revision)).one()


def ago(days):
    return (today() - timedelta(days=days)).isoformat()


def test_a_coordinator_enters_and_corrects_a_regulation(table, as_user, monkeypatch):
    visitor = as_user(table.coordinator)
    fields = {"level": "president", "number": "95", "year": "2018", "title": "Sistem Pemerintahan"}
    visitor.post(f"{R}.enter", fields)
    made = db.session.scalars(select(Regulation)).one()
    assert made.citation == "Perpres 95/2018"
    visitor.post(f"{R}.enter", fields, status=422)
    monkeypatch.setattr(queries, "exists_already", lambda *_number, besides: False)  # entered at the same moment
    visitor.post(f"{R}.enter", fields, status=422)
    other = RegulationFactory(number="9", level=made.level, year=2018)
    visitor.post(f"{R}.edit", {**fields, "version": str(other.version)}, regulation_id=other.id, status=422)
    again = {**fields, "title": "SPBE", "issuing": str(table.unit.id), "version": str(made.version)}
    visitor.post(f"{R}.edit", again, regulation_id=made.id)
    assert "SPBE" in as_user(table.partner).get(f"{R}.show", regulation_id=made.id).words
    visitor.post(f"{R}.edit", again, regulation_id=made.id, status=409)
    text = {"version": str(db.session.get_one(Regulation, made.id).version), "file": (io.BytesIO(b"Pasal"), "p.txt")}
    visitor.post(f"{R}.edit", {**again, **text}, regulation_id=made.id)
    assert as_user(table.partner).get(f"{R}.download", regulation_id=made.id).data == b"Pasal"
    as_user(table.partner).post(f"{R}.enter", fields, status=403)


def test_relations_show_on_both_pages_and_never_form_a_circle(table, rule, as_user):
    visitor, law = as_user(table.coordinator), RegulationFactory(number="7", title="Pelayanan Publik")
    visitor.post(f"{R}.relate", {"kind": "derives_from", "other": str(law.id)}, regulation_id=rule.id)
    for page, other in ((rule, law), (law, rule)):
        shown = visitor.get(f"{R}.show", regulation_id=page.id)
        assert other.citation in shown.words
        assert shown.soup.select_one(f"svg.graph a[href*='{other.id}']")
    visitor.post(f"{R}.relate", {"kind": "derives_from", "other": str(rule.id)}, regulation_id=law.id, status=422)
    repeal = {"kind": "repeals", "other": str(law.id)}
    visitor.post(f"{R}.relate", repeal, regulation_id=rule.id, status=422)
    visitor.post(f"{R}.relate", {**repeal, "on": "2026-01-05"}, regulation_id=rule.id)
    assert db.session.get_one(Regulation, law.id).repealed_on == date(2026, 1, 5)
    later = RegulationFactory(number="8")
    visitor.post(f"{R}.relate", {**repeal, "on": "2026-03-05"}, regulation_id=later.id)
    assert db.session.get_one(Regulation, law.id).repealed_on == date(2026, 1, 5)  # the earlier day stays
    page = visitor.get(f"{R}.relate", regulation_id=rule.id)
    for form in page.soup.select("form[action*='/relations/']"):
        visitor.post(form["action"])
    shown = visitor.get(f"{R}.show", regulation_id=rule.id).soup
    assert not shown.select("svg.graph")


def test_a_mark_has_a_reason_and_is_lifted_with_one(table, rule, as_user):
    visitor = as_user(table.coordinator)
    visitor.post(f"{R}.mark", {"reason": ""}, regulation_id=rule.id, status=422)
    visitor.post(f"{R}.mark", {"reason": WHY}, regulation_id=rule.id)
    visitor.post(f"{R}.mark", {"reason": WHY}, regulation_id=rule.id, status=409)
    shown = as_user(table.partner).get(f"{R}.show", regulation_id=rule.id).words
    assert WHY in shown
    assert "Ditandai untuk ditinjau" in shown
    assert "usang" not in shown.replace("tidak pernah menyatakan suatu aturan usang", "")
    visitor.post(f"{R}.lift", {"reason": "Sudah jelas"}, regulation_id=rule.id)
    shown = as_user(table.partner).get(f"{R}.show", regulation_id=rule.id).words
    assert "Sudah jelas" in shown
    assert rule.title not in visitor.get(f"{R}.index", marked="1").words


def test_a_revision_moves_through_its_stages_to_a_new_regulation(table, rule, as_user):
    visitor = as_user(table.coordinator)
    wrong = {"title": "Rancangan", "on": ago(60), "drafted": ago(-9), "legal_review": ago(-5)}
    visitor.post(f"{R}.begin_revision", wrong, regulation_id=rule.id, status=422)
    revision = begun(visitor, rule, drafted=ago(50), holder=str(table.firm.id))
    visitor.post(f"{R}.begin_revision", {"title": "Kedua", "on": ago(1)}, regulation_id=rule.id, status=409)
    move = {"on": ago(28), "version": str(revision.version)}
    visitor.post(f"{R}.advance", {**move, "on": ago(-1)}, revision_id=revision.id, status=422)
    visitor.post(f"{R}.advance", {**move, "on": ago(61)}, revision_id=revision.id, status=422)
    visitor.post(f"{R}.advance", move, revision_id=revision.id)
    visitor.post(f"{R}.advance", move, revision_id=revision.id, status=409)
    shown = visitor.get(f"{R}.show", regulation_id=rule.id)
    assert "28 hari" in shown.soup.select_one(".stages .now").get_text()
    assert table.firm.name in shown.soup.select_one("#revision").parent.get_text()
    for _stage in range(3):
        again = {"on": ago(2), "version": str(db.session.get_one(Revision, revision.id).version), "outcome": "repeals"}
        answer = visitor.post(f"{R}.advance", again, revision_id=revision.id)
    assert db.session.get_one(Revision, revision.id).stage is RevisionStage.IN_FORCE
    entered = {"level": "agency_decision", "number": "DEMO/KEP/3", "year": "2026", "title": "Petunjuk baru"}
    visitor.post(answer.location, entered)
    assert db.session.get_one(Regulation, rule.id).repealed_on.isoformat() == ago(2)  # when the new one came into force
    shown = visitor.get(f"{R}.show", regulation_id=rule.id).words
    assert "DEMO/KEP/3/2026" in shown
    assert "Tidak ada perubahan yang sedang disusun." in shown


def test_a_revision_is_planned_and_abandoned_with_a_reason(app, table, rule, as_user):
    visitor = as_user(table.coordinator)
    revision = begun(visitor, rule)
    sent = {"version": str(revision.version), "drafted": ago(3), "holder": str(table.unit.id)}
    visitor.post(f"{R}.plan", sent, revision_id=revision.id)
    visitor.post(f"{R}.plan", sent, revision_id=revision.id, status=409)
    with app.test_request_context():
        (matter,) = matters(table.partner, today())
    assert matter.mark == "60 hari"
    assert table.unit.label in matter.note
    version = str(db.session.get_one(Revision, revision.id).version)
    visitor.post(f"{R}.abandon", {"reason": "Diganti", "version": version}, revision_id=revision.id)
    with app.test_request_context():
        assert matters(table.partner, today()) == []
    visitor.post(f"{R}.advance", {"on": ago(0), "version": version}, revision_id=revision.id, status=409)


def test_a_commitment_of_a_forum_carries_the_revision_forward(table, rule, as_user):
    visitor = as_user(table.coordinator)
    revision = begun(visitor, rule, drafted=ago(-9), holder=str(table.firm.id))
    assert table.forum.name in visitor.get(f"{R}.commit", revision_id=revision.id).words
    at = {"revision_id": revision.id, "circle": table.forum.circle_id}
    form = visitor.get(f"{R}.commit", **at).soup
    assert "Rancangan" in form.select_one("[name=title]")["value"]
    assert form.select_one("[name=responsible] [selected]")["value"] == str(table.firm.id)
    fields = {"title": "Menyusun rancangan", "criteria": "Naskah", "responsible": str(table.firm.id), "due": ago(-9)}
    fields |= {"verifier": str(table.unit.id), "weight": "3", "visibility": "circle", "evidence_required": "y"}
    visitor.post(f"{R}.commit", fields, **at)
    shown = as_user(table.partner).get(f"{R}.show", regulation_id=rule.id).words
    assert "Menyusun rancangan" in shown
    assert "Diusulkan" in shown
    visitor.get(f"{R}.commit", revision_id=revision.id, circle=revision.id, status=404)


def test_pages_name_what_belongs_to_a_secret_circle_to_its_people_alone(table, rule, as_user):
    commitment = db.session.scalars(select(Commitment)).one()
    block(table, rule, circle=table.forum.circle, commitment=commitment)
    visitor = as_user(table.coordinator)
    visitor.post(f"{R}.put_on_agenda", {"session": str(table.session.id)}, regulation_id=rule.id)
    table.forum.circle.classification = Classification.SECRET
    db.session.commit()
    stranger = PersonFactory()
    page = as_user(stranger).get(f"{R}.show", regulation_id=rule.id).words
    listed = as_user(stranger).get(f"{R}.index", blocks="1").words
    own = as_user(table.partner).get(f"{R}.show", regulation_id=rule.id).words
    for told in (commitment.title, "Tanda tangan petugas", table.forum.name):
        assert told not in page
        assert told in own
    assert rule.title not in listed
    assert rule.title in as_user(table.partner).get(f"{R}.index", blocks="1").words
    assert factors([table.forum.circle_id], stranger, today()) == []


def test_what_a_regulation_blocks_is_counted_listed_and_waited_for(table, rule, as_user):
    effect = block(table, rule)
    waiting = CommitmentFactory(circle=table.forum.circle, responsible=table.firm, verifier=table.unit)
    linked = {"service_id": effect.service_id, "commitment_id": waiting.id}
    db.session.execute(service_commitments.insert().values(linked))
    RegulationFactory(title="Tanpa hambatan")
    visitor = as_user(table.partner)
    shown = visitor.get(f"{R}.show", regulation_id=rule.id)
    for told in ("Menghalangi 1 layanan", "Izin reklame", "118 hari", "Tanda tangan petugas di tempat", waiting.code):
        assert told in shown.words
    assert "Tanpa hambatan" not in visitor.get(f"{R}.index", blocks="1").words
    rows = list(csv.reader(io.StringIO(visitor.get(f"{R}.index", format="csv", blocks="1").data.decode())))
    assert [row[1] for row in rows[1:]] == ["DEMO/KEP/14"]
    assert visitor.get(f"{R}.index", format="xlsx").data.startswith(b"PK")


@pytest.mark.parametrize(
    "query,found",
    [({"q": "kep 14 2019"}, True), ({"q": "DEMO/KEP/14"}, True), ({"q": "reklame"}, False), ({"level": "law"}, False)],
)
def test_the_list_is_searched_by_number_and_title(table, rule, as_user, query, found):
    assert (rule.title in as_user(table.partner).get(f"{R}.index", **query).words) is found


def test_a_regulation_goes_to_a_session_once(table, rule, as_user):
    visitor, sent = as_user(table.partner), {"session": str(table.session.id)}
    visitor.post(f"{R}.put_on_agenda", sent, regulation_id=rule.id)
    item = db.session.scalars(select(AgendaItem).where(AgendaItem.title.contains("DEMO/KEP/14"))).one()
    assert item.session_id == table.session.id
    visitor.post(f"{R}.put_on_agenda", sent, regulation_id=rule.id, status=409)
    assert item.title in visitor.get(f"{R}.show", regulation_id=rule.id).words


def test_a_session_that_passed_or_is_elsewhere_blocks_no_other_one(table, rule, as_user):
    visitor, at = as_user(table.coordinator), {"regulation_id": rule.id}
    visitor.post(f"{R}.put_on_agenda", {"session": str(table.session.id)}, **at)
    other = SessionFactory(forum=ForumFactory(), starts_at=utc_now() + timedelta(days=5))
    visitor.post(f"{R}.put_on_agenda", {"session": str(other.id)}, **at)
    session = db.session.get_one(Session, table.session.id)
    session.starts_at, session.ends_at = utc_now() - timedelta(days=9), utc_now() - timedelta(days=8)
    db.session.commit()
    visitor.post(f"{R}.put_on_agenda", {"session": str(table.next.id)}, **at)
    db.session.get_one(Forum, table.forum.id).circle.classification = Classification.SECRET
    db.session.commit()
    told = visitor.get(f"{R}.show", **at).words
    assert told.count("mengusulkannya ke acara sesi") == 1  # what was done in the secret forum is left out
    db.session.get_one(Session, other.id).state = SessionState.CANCELLED
    page = visitor.get(f"{R}.put_on_agenda", **at)
    assert "Belum ada sesi terjadwal" in page.words
    assert not page.soup.select("main button[type=submit]")


def test_a_decision_names_a_regulation_in_one_step(table, rule, as_user):
    table.hold()
    decision = Decision(code="KEP-2026-001", forum=table.forum, session=table.session, text="Petunjuk diubah")
    decision.how, decision.quorum_met, decision.decided_at = DecisionRule.CONSENSUS, True, utc_now()
    decision.recorded_by_id, decision.language = table.taker.id, "id"
    db.session.add(decision)
    db.session.commit()
    at = {"decision_id": decision.id}
    visitor = as_user(table.coordinator)
    named = {"regulations": str(rule.id), "seen": ""}
    visitor.post(f"{R}.name_in_decision", named, **at)
    visitor.post(f"{R}.name_in_decision", named, status=409, **at)
    assert rule.citation in visitor.get("forums.decisions.show", **at).words
    assert "Petunjuk diubah" in visitor.get(f"{R}.show", regulation_id=rule.id).words
    as_user(table.partner).post(f"{R}.name_in_decision", {}, status=404, **at)
    assert "Petunjuk diubah" not in as_user(table.partner).get(f"{R}.show", regulation_id=rule.id).words
    visitor.post(f"{R}.name_in_decision", {"sent": "1", "seen": str(rule.id)}, **at)
    assert f"{rule.citation} {rule.title}" not in visitor.get("forums.decisions.show", **at).words


def test_forums_that_work_under_it_are_kept_by_those_who_do_not_know_of_them(table, rule, as_user):
    secret, circle_id = ForumFactory(circle__classification=Classification.SECRET), table.forum.circle_id
    db.session.execute(regulation_circles.insert().values(regulation_id=rule.id, circle_id=secret.circle_id))
    visitor, at = as_user(table.coordinator), {"regulation_id": rule.id}
    version = str(rule.version)
    visitor.post(f"{R}.place", {"circles": str(circle_id), "version": version}, **at)
    visitor.post(f"{R}.place", {"sent": "1", "version": version}, **at, status=409)
    shown = visitor.get(f"{R}.show", **at).words
    assert table.forum.name in shown
    assert secret.name not in shown
    visitor.post(f"{R}.place", {"sent": "1", "version": str(db.session.get_one(Regulation, rule.id).version)}, **at)
    assert db.session.scalars(select(regulation_circles.c.circle_id)).all() == [secret.circle_id]


def test_the_5c_view_hears_of_what_blocks_and_of_revisions(app, table, rule, as_user):
    block(table, rule, circle=table.forum.circle)
    visitor = as_user(table.coordinator)
    begun(visitor, rule)
    visitor.post(f"{R}.put_on_agenda", {"session": str(table.session.id)}, regulation_id=rule.id)
    with app.test_request_context():
        found = factors([table.forum.circle_id], table.partner, today())
    assert [(one.supports, one.aspect.value) for one in found] == [(False, "content"), (False, "context")]
    assert "118 hari" in found[0].text
    assert factors([table.unit.id], table.partner, today()) == []


def test_a_successor_takes_regulations_and_revisions_over(table, rule, as_user):
    revision = begun(as_user(table.coordinator), rule, holder=str(table.firm.id))
    new = OrganisationFactory(name="PT Penerus")
    receivers = {obj.id: new.id for _kind, objects in held(table.firm, table.coordinator) for obj in objects}
    firm = db.session.get_one(Organisation, table.firm.id)
    decided = Successors(successors=[new], receivers=receivers, basis="Akta 1")
    pass_on(firm, decided, by=table.coordinator, at=utc_now())
    db.session.commit()
    passed = db.session.get_one(Regulation, rule.id, populate_existing=True)
    assert (passed.issuer_id, passed.issuer) == (new.id, "")
    assert f"menyerahkan perubahan kepada {new.name}" in [one.what for one in history(rule)]
    assert db.session.get_one(Revision, revision.id).holder_id == new.id


def test_no_page_asks_more_as_the_register_grows(table, rule, as_user, queries):
    visitor = as_user(table.coordinator)
    block(table, rule)
    begun(visitor, rule)
    paths = ({"where": f"{R}.index"}, {"where": f"{R}.show", "regulation_id": rule.id})
    counts = []
    for path in paths:
        with queries() as few:
            visitor.get(**path)
        counts.append(len(few))
    for number in range(3):
        other = RegulationFactory()
        block(table, rule, service=f"Izin {number}")
        visitor.post(f"{R}.relate", {"kind": "derives_from", "other": str(other.id)}, regulation_id=rule.id)
    for path, most in zip(paths, counts, strict=True):
        with queries(at_most=most):
            visitor.get(**path)


def test_programs_list_read_mark_and_move(table, rule, as_program):
    program = as_program(table.coordinator)
    block(table, rule)
    (listed,) = program.get("/alignment/regulations", blocks="true").json["items"]
    assert listed["citation"] == "DEMO/KEP/14/2019"
    path = f"/alignment/regulations/{rule.id}"
    program.post(f"{path}/mark", {"reason": WHY})
    program.post(f"{path}/revision", {"title": "Rancangan", "on": ago(30), "drafted": ago(-9)})
    whole = program.get(path).json
    assert whole["marks"][0]["reason"] == WHY
    assert whole["blocked"][0]["name"] == "Izin reklame"
    revision = whole["revisions"][0]["id"]
    moved = program.post(f"/alignment/revisions/{revision}/stage", {"on": ago(2)}).json
    assert moved["revisions"][0]["stage"] == "drafted"
    program.patch(f"/alignment/revisions/{revision}/plan", {"enacted": ago(-20)})
    steps = program.get(f"/alignment/revisions/{revision}").json["steps"]
    assert {step["stage"]: step["planned_on"] for step in steps}["enacted"] == ago(-20)
    older = RegulationFactory()
    program.post(f"{path}/relations", {"kind": RelationKind.AMENDS.value, "other": str(older.id)})
    (relation,) = program.get(path).json["related"]
    assert relation["kind"] == "amends"
    program.delete(f"{path}/relations/{relation['relation_id']}")
    program.patch(f"{path}/circles", {"circles": [str(table.forum.circle_id)]})
    whole = program.get(path).json
    assert (whole["related"], [one["name"] for one in whole["circles"]]) == ([], [table.forum.name])
    program.patch(f"{path}/circles", {"circles": []}, match='"1"', status=412)
    program.patch(f"{path}/circles", {"circles": []})
    assert program.get(path).json["circles"] == []
