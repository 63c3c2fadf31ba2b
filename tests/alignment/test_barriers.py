"""Barriers through the pages: from a blocker, talked over, put before leadership, resolved; who may know of them."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from alignment.barriers import actions, factors, listing, matters, overview, views
from alignment.barriers.actions import Entry, Hindered
from alignment.barriers.jobs import escalate_old_ones
from alignment.barriers.models import Barrier, BarrierEffect
from alignment.barriers.queries import effects_of, talks_about
from alignment.five_c.rules import Aspect
from app.audit.models import AuditRow
from app.audit.queries import history
from app.circles.models import Classification
from app.clock import today, utc_now
from app.database import db
from app.events import emit
from app.mail.outbox.models import Mail
from app.organisations.models import Organisation
from app.organisations.succession.actions import Decision, held, pass_on
from commitments.blockers.actions import block, unblock
from commitments.blockers.models import BlockerKind
from commitments.registry.models import Commitment
from commitments.registry.rules import Visibility
from forums.agenda.events import ItemContinued
from forums.agenda.models import AgendaItem
from forums.directives.models import Directive
from tests.factories import (
    AgreementFactory,
    CommitmentFactory,
    ForumFactory,
    LeadershipFactory,
    OrganisationFactory,
    PersonFactory,
    RegulationFactory,
)
from tests.forums.searching import withhold
from tests.support.mail_links import link_to

B = "alignment.barriers"


@pytest.fixture
def blocked(table):
    """The commitment of the table, blocked by the interface of the unit."""
    commitment = db.session.scalars(select(Commitment)).one()
    text = "Antarmuka antrean belum terbuka\nMenunggu persetujuan keamanan."
    block(commitment, kind=BlockerKind.SYSTEM, text=text, remover=table.unit, by=table.partner, at=utc_now())
    db.session.commit()
    return commitment


def barrier():
    db.session.expire_all()
    return db.session.scalars(select(Barrier)).one()


def entered(table, title="Verifikasi lapangan wajib tatap muka", *, days=10, circle=None, owner=None, **values):
    """Record a barrier that began some days ago."""
    since = today() - timedelta(days=days)
    entry = Entry(kind=BlockerKind.REGULATION, title=title, text="", since=since, owner=owner, **values)
    made = actions.enter(entry, circle, by=table.coordinator, at=utc_now())
    db.session.commit()
    return made


def raised(table, blocked, as_user):
    visitor = as_user(table.partner)
    page = visitor.get("commitments.registry.show", commitment_id=blocked.id)
    assert "Catat sebagai hambatan" in page.words
    form = visitor.get(f"{B}.raise_from", commitment_id=blocked.id)
    assert form.soup.select_one("[name=title]")["value"] == "Antarmuka antrean belum terbuka"
    fields = {one["name"]: one.get("value", "") for one in form.soup.select("main form input[name]")}
    fields |= {"kind": "system", "text": "Menunggu persetujuan keamanan.", "owner": str(table.unit.id)}
    visitor.post(f"{B}.raise_from", fields, commitment_id=blocked.id)
    return barrier()


def test_a_blocker_becomes_a_barrier_and_its_removal_suggests_resolving(table, blocked, as_user):
    made = raised(table, blocked, as_user)
    assert (made.owner_id, made.circle_id, made.since) == (table.unit.id, table.forum.circle_id, today())
    visitor = as_user(table.partner)
    shown = visitor.get(f"{B}.show", barrier_id=made.id)
    assert blocked.code in shown.words
    assert "Sudah selesai?" not in shown.words
    visitor.post(f"{B}.raise_from", {"title": "Lagi"}, commitment_id=blocked.id, status=409)
    assert made.title in visitor.get("commitments.registry.show", commitment_id=blocked.id).words
    assert made.title not in visitor.get("forums.scheduling.show", slug=table.forum.slug).words
    assert "1 hambatan terbuka" in visitor.get("forums.scheduling.show", slug=table.forum.slug).words
    unblock(db.session.get_one(Commitment, blocked.id), by=table.partner, at=utc_now(), note="Terbuka")
    db.session.commit()
    assert "Sudah selesai?" in visitor.get(f"{B}.show", barrier_id=made.id).words
    assert barrier().resolved_on is None


def test_a_blocker_joins_a_known_barrier(table, blocked, as_user):
    known = entered(table, circle=table.forum.circle)
    as_user(table.partner).post(f"{B}.join", {"barrier": str(known.id)}, commitment_id=blocked.id)
    effect = db.session.scalars(select(BarrierEffect)).one()
    assert (effect.barrier_id, effect.commitment_id) == (known.id, blocked.id)
    as_user(table.partner).post(f"{B}.join", {"barrier": str(known.id)}, commitment_id=blocked.id, status=409)


def test_it_is_owned_told_to_the_head_proposed_and_resolved(table, as_user):
    made = entered(table, circle=table.forum.circle)
    visitor = as_user(table.coordinator)
    visitor.post(f"{B}.tell_head", {}, barrier_id=made.id, status=409)
    owner = {"owner": str(table.unit.id), "owner_office": "Kepala dinas", "version": made.version}
    visitor.post(f"{B}.name_owner", owner, barrier_id=made.id)
    visitor.post(f"{B}.name_owner", owner, barrier_id=made.id, status=409)
    visitor.post(f"{B}.tell_head", {}, barrier_id=made.id)
    visitor.post(f"{B}.tell_head", {}, barrier_id=made.id, status=409)  # not twice a day
    mail = db.session.scalars(select(Mail).where(Mail.kind == "alignment/barriers/head_told")).one()
    assert mail.person_id == table.chair.id  # the focal point, because the organisation has no head here
    visitor.post(f"{B}.put_on_agenda", {"session": str(table.next.id)}, barrier_id=made.id)
    item = db.session.scalars(select(AgendaItem).where(AgendaItem.title.contains(made.title))).one()
    assert item.session_id == table.next.id
    visitor.post(f"{B}.put_on_agenda", {"session": str(table.next.id)}, barrier_id=made.id, status=409)
    assert table.forum.name in visitor.get(f"{B}.show", barrier_id=made.id).words
    resolution = {"how": "Dasar hukum terbit", "version": barrier().version}
    as_user(table.partner).post(f"{B}.resolve", resolution, barrier_id=made.id, status=403)
    as_user(table.chair).post(f"{B}.resolve", resolution, barrier_id=made.id)
    assert "Dasar hukum terbit" in visitor.get(f"{B}.index").words
    visitor.post(f"{B}.escalate", {}, barrier_id=made.id, status=409)
    visitor.post(f"{B}.reopen", {"reason": "Ditolak lagi"}, barrier_id=made.id)
    assert (barrier().resolved_on, barrier().resolution, barrier().head_told_at) == (None, "", None)


def test_an_item_that_is_continued_takes_its_barriers_along(table, as_user):
    made = entered(table, circle=table.forum.circle)
    earlier = actions.put_on_agenda(made, table.next, by=table.coordinator, at=utc_now())
    later = table.item(title="Lanjutan", position=9)
    emit(ItemContinued(earlier=earlier, item=later))
    assert {talk.subject for talk in talks_about([made.id], table.chair, today())[made.id]} == {
        "Lanjutan",
        earlier.title,
    }
    assert talks_about([made.id], PersonFactory(), today()) == {}


def test_leadership_gives_the_forum_of_a_barrier_a_directive(table, as_user):
    made = entered(table, circle=table.forum.circle)
    as_user(table.coordinator).post(f"{B}.escalate", {}, barrier_id=made.id)
    leader = as_user(LeadershipFactory())
    forum = {"text": "Terapkan foto bertanda lokasi", "forum": str(table.forum.id)}
    as_user(table.coordinator).post(f"{B}.direct", forum, barrier_id=made.id, status=403)
    leader.post(f"{B}.direct", forum, barrier_id=made.id)
    leader.post(f"{B}.direct", forum, barrier_id=made.id, status=409)
    directive = db.session.scalars(select(Directive)).one()
    assert barrier().directive_id == directive.id
    assert "Terapkan foto bertanda lokasi" in leader.get(f"{B}.show", barrier_id=made.id).words
    member = as_user(table.partner).get(f"{B}.show", barrier_id=made.id).words
    assert "Terapkan foto" not in member  # members read a directive once it is on an agenda
    assert "Pimpinan sudah memberi arahan" in member
    assert made.title in leader.get("forums.directives.show", directive_id=directive.id).words


@pytest.mark.parametrize("days,escalated", [(90, False), (91, True)])
def test_a_barrier_that_is_open_for_more_than_90_days_is_put_before_leadership(table, days, escalated):
    made = entered(table, days=days)
    list(escalate_old_ones())
    assert bool(made.escalated_at) is escalated


def test_one_that_is_resolved_meanwhile_keeps_no_other_from_leadership(table):
    first, second, third = (entered(table, days=days) for days in (100, 99, 98))
    job = escalate_old_ones()
    next(job)
    actions.resolve(second, how="Selesai", decision=None, version=second.version, by=table.coordinator, at=utc_now())
    db.session.commit()
    list(job)
    assert [bool(one.escalated_at) for one in (first, second, third)] == [True, False, True]


def test_one_that_is_reopened_is_put_before_leadership_anew(table):
    made = entered(table, days=100, circle=table.forum.circle)
    actions.direct(made, table.forum, "Terapkan", by=LeadershipFactory(), at=utc_now())
    actions.resolve(made, how="Selesai", decision=None, version=made.version, by=table.coordinator, at=utc_now())
    actions.reopen(made, reason="Lagi", by=table.coordinator, at=utc_now())
    assert (made.directive_id, made.escalated_at) == (None, None)
    list(escalate_old_ones())
    assert made.escalated_at


def test_its_regulation_is_linked_by_one_who_saw_the_present_one(table, as_user, monkeypatch):
    made, rule = entered(table), RegulationFactory(number="14")
    visitor, version = as_user(table.coordinator), made.version
    visitor.post(f"{B}.link_regulation", {"regulation": str(rule.id), "version": version}, barrier_id=made.id)
    monkeypatch.setattr(views, "regulation_choices", list)  # as if it came after the most that are offered
    (chosen,) = visitor.get(f"{B}.link_regulation", barrier_id=made.id).soup.select("[name=regulation] [selected]")
    assert chosen["value"] == str(rule.id)
    visitor.post(f"{B}.link_regulation", {"regulation": "", "version": version}, barrier_id=made.id, status=409)
    assert barrier().regulation_id == rule.id


def test_those_who_may_not_know_of_the_circle_learn_nothing(app, table, blocked, as_user, as_program):
    made = raised(table, blocked, as_user)
    made.circle.classification = Classification.SECRET
    made.escalated_at = utc_now()
    db.session.commit()
    for person in (PersonFactory(), PersonFactory(organisation=table.firm), LeadershipFactory()):
        visitor = as_user(person)
        visitor.get(f"{B}.show", barrier_id=made.id, status=404)
        for page in (visitor.get(f"{B}.index"), visitor.get(f"{B}.index", format="csv")):
            assert made.title not in page.data.decode()
        assert as_program(person).get("/alignment/barriers").json["items"] == []
        with app.test_request_context():
            assert factors.factors([made.circle_id], person, today()) == []
            assert matters.matters(person, today()) == []


def test_what_it_hinders_is_named_to_those_alone_who_may_read_it(table, as_user):
    made = entered(table)
    kept = CommitmentFactory(circle=table.forum.circle, visibility=Visibility.PARTIES, title="Antar para pihak")
    agreement = AgreementFactory(title="PKS Data")
    db.session.commit()
    visitor = as_user(table.coordinator)
    visitor.post(f"{B}.add_effect", {"commitment": str(kept.id)}, barrier_id=made.id)
    visitor.post(f"{B}.add_effect", {"agreement": str(agreement.id), "part": "24 titik"}, barrier_id=made.id)
    visitor.post(f"{B}.add_effect", {"agreement": str(agreement.id)}, barrier_id=made.id, status=422)
    both = {"agreement": str(agreement.id), "commitment": str(kept.id)}
    visitor.post(f"{B}.add_effect", both, barrier_id=made.id, status=422)
    assert "Antar para pihak" in visitor.get(f"{B}.show", barrier_id=made.id).words
    assert "1 hambatan terbuka" in visitor.get("agreements.registry.show", agreement_id=agreement.id).words
    stranger = PersonFactory()
    assert effects_of([made.id], stranger, today()) == {}
    shown = as_user(stranger).get(f"{B}.show", barrier_id=made.id).words
    assert "Antar para pihak" not in shown
    assert "PKS Data" not in shown


def test_what_is_written_is_corrected_unless_somebody_wrote_meanwhile(table, as_user):
    made = entered(table, circle=table.forum.circle)
    visitor = as_user(table.coordinator)
    form = visitor.get(f"{B}.correct", barrier_id=made.id).soup.select_one("main form")
    assert form.select_one("[name=title]")["value"] == made.title
    assert form.select_one("[name=kind] [selected]")["value"] == "regulation"
    told = {"title": "Verifikasi daring ditolak", "kind": "system", "text": "Antre", "version": made.version}
    told["since"] = (today() - timedelta(days=20)).isoformat()
    as_user(table.partner).post(f"{B}.correct", told, barrier_id=made.id, status=403)
    future = visitor.post(f"{B}.correct", {**told, "since": "2027-05-01"}, barrier_id=made.id, status=422)
    assert future.soup.select_one("[name=title]")["value"] == told["title"]
    visitor.post(f"{B}.correct", told, barrier_id=made.id)
    assert (barrier().title, barrier().kind, barrier().text) == (told["title"], BlockerKind.SYSTEM, "Antre")
    assert "memperbaiki hambatan: Verifikasi daring ditolak" in visitor.get(f"{B}.show", barrier_id=made.id).words
    visitor.post(f"{B}.correct", told, barrier_id=made.id, status=409)
    resolution = {"how": "Terbit", "version": barrier().version}
    visitor.post(f"{B}.resolve", resolution, barrier_id=made.id)
    visitor.post(f"{B}.correct", {**told, "version": barrier().version}, barrier_id=made.id, status=409)


def test_what_it_hinders_is_corrected_and_removed(table, blocked, as_user):
    made = raised(table, blocked, as_user)
    effect = db.session.scalars(select(BarrierEffect)).one()
    at = {"barrier_id": made.id, "effect_id": effect.id}
    visitor = as_user(table.coordinator)
    assert visitor.get(f"{B}.show", barrier_id=made.id).soup.select_one(f"a[href$='effects/{effect.id}']")
    told = {"part": "dua loket", "since": (today() - timedelta(days=3)).isoformat(), "version": made.version}
    visitor.post(f"{B}.correct_effect", told, **at)
    visitor.post(f"{B}.correct_effect", told, status=409, **at)
    assert "dua loket" in visitor.get(f"{B}.show", barrier_id=made.id).words
    elsewhere = entered(table, "Lain")
    visitor.get(f"{B}.correct_effect", barrier_id=elsewhere.id, effect_id=effect.id, status=404)
    visitor.post(f"{B}.remove_effect", {}, **at)
    visitor.post(f"{B}.remove_effect", {}, status=404, **at)
    assert db.session.scalars(select(BarrierEffect)).all() == []
    visitor.get(f"{B}.raise_from", commitment_id=blocked.id)  # its blocker belongs to no barrier any more


def test_the_list_is_filtered_and_downloaded(table, as_user):
    entered(table, "Lama", days=70, owner=table.unit)
    entered(table, "Baru", days=5)
    visitor = as_user(table.coordinator)
    page = visitor.get(f"{B}.index")
    assert "Paling lama terbuka: Lama, 70 hari" in page.words

    def titles(**filters):
        return [one.get_text() for one in visitor.get(f"{B}.index", **filters).soup.select("table.cards th a.quiet")]

    assert titles() == ["Lama", "Baru"]
    assert titles(age="60") == ["Lama"]
    assert titles(owner="none") == ["Baru"]
    assert titles(organisation=str(table.unit.id)) == ["Lama"]
    assert titles(sort="-since") == ["Baru", "Lama"]
    assert titles(kind="system") == titles(forum=table.forum.slug) == titles(state="resolved") == []
    rows = list(csv.reader(io.StringIO(visitor.get(f"{B}.index", format="csv").data.decode())))
    assert [row[0] for row in rows[1:]] == ["Lama", "Baru"]


def test_the_page_says_when_it_does_not_count_them_all(table, as_user, monkeypatch):
    for module in (listing, overview):
        monkeypatch.setattr(module, "MOST_DRAWN", 2)
    visitor = as_user(table.coordinator)
    for number in range(3):
        assert "lebih dari" not in visitor.get(f"{B}.index").words
        entered(table, f"Hambatan {number}")
    words = visitor.get(f"{B}.index").words
    for told in ("lebih dari 2 terbuka", "Yang dihitung hanya 2 yang paling lama", "Belum ada yang menyelesaikan, 2+"):
        assert told in words


def test_the_list_asks_no_more_however_many_barriers_there_are(table, as_user, queries):
    visitor = as_user(table.coordinator)
    entered(table)
    with queries() as few:
        visitor.get(f"{B}.index")
    for number in range(6):
        made = entered(table, f"Hambatan {number}", owner=OrganisationFactory(), circle=table.forum.circle)
        hindered = Hindered(agreement_id=AgreementFactory().id)
        actions.add_effect(made, hindered, by=table.coordinator, at=utc_now())
    db.session.commit()
    with queries(at_most=len(few)):
        page = visitor.get(f"{B}.index")
    assert len(page.soup.select("table.cards tbody tr")) == 7


def test_its_findings_and_matters_have_numbers_and_one_act(app, table):
    entered(table, days=118, circle=table.forum.circle)
    entered(table, "Kedua", days=20, circle=table.forum.circle, owner=table.unit)
    with app.test_request_context():
        (found,) = factors.factors([table.forum.circle_id], table.coordinator, today())
        (matter,) = matters.matters(table.coordinator, today())
    assert (found.aspect, found.supports, found.weight) == (Aspect.CONTENT, False, 118)
    assert "118" in found.text
    assert matter.act_href.endswith("/owner")
    assert matter.weight == 118
    for old in db.session.scalars(select(Barrier)):
        actions.name_owner(old, table.unit, "", version=old.version, by=table.coordinator, at=utc_now())
    with app.test_request_context():
        (matter,) = matters.matters(table.coordinator, today())
        assert matter.act_href.endswith("/agenda")
        old = db.session.scalars(select(Barrier).order_by(Barrier.since)).first()
        actions.put_on_agenda(old, table.next, by=table.coordinator, at=utc_now())
        (matter,) = matters.matters(table.coordinator, today())
    assert matter.act_href == ""  # it is on an agenda already


@pytest.mark.parametrize("where", ["seated", "elsewhere", "no circle"])
def test_a_successor_owns_the_open_barriers(table, where):
    circle = {"seated": table.forum.circle, "elsewhere": ForumFactory().circle}.get(where)
    made = entered(table, owner=table.firm, circle=circle, owner_office="Kepala DPMPTSP")
    made.head_told_at = utc_now()
    new = OrganisationFactory(name="PT Penerus")
    receivers = {obj.id: new.id for _kind, objects in held(table.firm, table.coordinator) for obj in objects}
    firm = db.session.get_one(Organisation, table.firm.id)
    pass_on(firm, Decision(successors=[new], receivers=receivers, basis="Akta 1"), by=table.coordinator, at=utc_now())
    db.session.commit()
    made = db.session.get_one(Barrier, made.id, populate_existing=True)
    assert (made.owner_id, made.owner_office, made.head_told_at) == (new.id, "", None)
    assert f"menetapkan penerus {new.name}" in history(made)[0].what


def test_programs_list_read_and_resolve(table, as_program):
    made = entered(table)
    program = as_program(table.coordinator)
    assert program.get("/alignment/barriers", resolved="false").json["items"][0]["title"] == made.title
    program.post(f"/alignment/barriers/{made.id}/resolve", {"how": "Selesai"})
    assert program.get(f"/alignment/barriers/{made.id}").json["resolution"] == "Selesai"


def test_a_forwarded_link_tells_nothing_of_other_circles(table, as_user):
    made = entered(table, owner=table.unit)
    commitment = db.session.scalars(select(Commitment)).one()
    actions.add_effect(made, Hindered(commitment_id=commitment.id), by=table.coordinator, at=utc_now())
    actions.put_on_agenda(made, table.next, by=table.coordinator, at=utc_now())
    actions.tell_head(made, by=table.coordinator, at=utc_now())
    table.forum.circle.classification = Classification.SECRET
    db.session.commit()
    path = link_to(table.chair)
    assert commitment.code not in as_user().get(path).words
    form = as_user().get(f"{path}/resolve")
    assert form.soup.select("[name=how]")
    assert not form.soup.select("[name=decision]")
    as_user().post(f"{path}/resolve", {"how": "Selesai", "version": made.version})
    assert barrier().resolution == "Selesai"


def test_acts_in_a_secret_forum_are_told_to_its_people_alone(table, blocked, as_user):
    made, public = entered(table), entered(table, circle=ForumFactory(name="Forum terbuka").circle)
    public.circle.classification = Classification.PUBLIC
    actions.join(blocked, made, by=table.partner, at=utc_now())
    actions.put_on_agenda(made, table.next, by=table.coordinator, at=utc_now())
    unblock(blocked, by=table.partner, at=utc_now(), note="Terbuka")
    table.forum.circle.classification = Classification.SECRET
    db.session.commit()
    stranger, member = as_user(PersonFactory()), as_user(table.partner)
    told = [visitor.get(f"{B}.show", barrier_id=made.id).words for visitor in (member, stranger)]
    for act in ("Sudah selesai?", "menggabungkan komitmen", "mengusulkannya ke acara sesi"):
        assert [act in words for words in told] == [True, False]
    assert "mencatat hambatan ini" in told[1]
    assert "Forum terbuka" not in stranger.get(f"{B}.index").words  # its barrier is not for strangers


def test_an_act_is_filed_under_the_more_closed_circle(table, blocked):
    secret = ForumFactory(circle__classification=Classification.SECRET).circle
    own, free, closed = (entered(table, circle=circle) for circle in (table.forum.circle, None, secret))
    for made in (free, closed):
        actions.join(blocked, made, by=table.partner, at=utc_now())  # its blocker is free again, once it is removed
        effect = db.session.scalars(select(BarrierEffect).where(BarrierEffect.barrier_id == made.id)).one()
        shown = {"part": "Loket", "since": today(), "version": str(made.version)}
        actions.correct_effect(made, effect, **shown, by=table.coordinator, at=utc_now())
        actions.remove_effect(made, effect, by=table.coordinator, at=utc_now())
    for made in (own, closed):
        actions.put_on_agenda(made, table.next, by=table.coordinator, at=utc_now())
    db.session.commit()
    done = select(AuditRow.subject_id, AuditRow.circle_id).where(AuditRow.action.startswith("barrier."))
    filed = {tuple(row) for row in db.session.execute(done.where(AuditRow.action != "barrier.entered"))}
    forum_id = table.forum.circle_id
    assert filed == {(own.id, forum_id), (free.id, forum_id), (closed.id, secret.id)}


def test_an_item_that_is_withheld_is_not_named(table, as_user):
    made = entered(table)
    item = actions.put_on_agenda(made, table.session, by=table.coordinator, at=utc_now())
    table.forum.circle.classification = Classification.PUBLIC
    withhold(table, agenda_item_id=item.id)
    assert talks_about([made.id], PersonFactory(), today()) == {}
