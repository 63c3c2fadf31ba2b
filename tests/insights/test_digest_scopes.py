"""Digests of an agreement and of an organisation tell what belongs to it, to those who may read that."""

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from agreements.registry.rules import Stage
from app.accounts.models import Person
from app.circles.models import Classification, NamedPerson
from app.database import db
from app.mail.notifications import actions as notifications
from app.mail.notifications.models import Rhythm
from app.mail.outbox.models import Mail, MailState
from app.organisations.models import Contact, ContactRole
from commitments.registry.rules import Delivery, Visibility
from forums.scheduling.models import SessionState
from insights.digests import actions, documents
from insights.digests.jobs import send_released
from insights.digests.models import Digest
from insights.digests.rules import read_period
from insights.digests.scope import scope_of, tag_of
from tests.factories import (
    AgreementFactory,
    CircleFactory,
    CommitmentFactory,
    CoordinatorFactory,
    ForumFactory,
    LeadershipFactory,
    OrganisationFactory,
    PartyFactory,
    PersonFactory,
    SeatFactory,
    SessionFactory,
)

pytestmark = pytest.mark.every_database

D = "insights.digests"
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
NOVEMBER = read_period("monthly", "2026-11")
LATE = {"delivery": Delivery.IN_PROGRESS, "first_due": date(2026, 11, 4)}


@pytest.fixture(autouse=True)
def still(app, clock):
    """The time is fixed at Tuesday, 24 November 2026."""


def released(about, by) -> Digest:
    digest = actions.draft(NOVEMBER, about=about, by=by, at=NOW)
    actions.release(digest, by=by, at=NOW)
    db.session.commit()
    return digest


class Pact:
    """A signed agreement of two parties, with a commitment between them that only they see, and one outside."""

    def __init__(self, classification=Classification.INTERNAL):
        self.agreement = AgreementFactory(
            title="PKS Data Udara", stage=Stage.SIGNED, circle=CircleFactory(classification=classification)
        )
        self.first, self.second = (PersonFactory() for _ in range(2))
        for place, person in enumerate((self.first, self.second), 1):
            PartyFactory(agreement=self.agreement, organisation=person.organisation, position=place)
        self.own = CommitmentFactory(
            title="Data sensor",
            circle=self.agreement.circle,
            responsible=self.first.organisation,
            verifier=self.second.organisation,
            visibility=Visibility.PARTIES,
            **LATE,
        )
        CommitmentFactory(title="Lain", **LATE)
        self.coordinator, self.leader, self.stranger = CoordinatorFactory(), LeadershipFactory(), PersonFactory()


def test_a_digest_of_an_agreement_tells_its_commitments_to_its_parties(as_user, as_program):
    it = Pact()
    digest = released(it.agreement, it.coordinator)
    record = digest.snapshot.content
    assert (record["about"], record["scope"]) == ("agreement", "PKS Data Udara")
    assert [row["title"] for row in record["commitments"]] == ["Data sensor"]
    assert [row["title"] for row in record["agreements"]] == ["PKS Data Udara"]
    assert digest.code == f"RGK-2026-11-pks-data-{it.agreement.id.hex[-5:]}"
    for person, reads in ((it.coordinator, 1), (it.leader, 1), (it.first, 1), (it.second, 1), (it.stranger, 0)):
        as_user(person).get(f"{D}.show", digest_id=digest.id, status=200 if reads else 404)
        as_user(person).get(f"{D}.download", digest_id=digest.id, status=200 if reads else 404)
        assert len(as_program(person).get("/digests").json["items"]) == reads
        assert len(as_program(person).get("/digests", scope=digest.snapshot.scope).json["items"]) == reads
    assert "PKS Data Udara" in as_user(it.first).get(f"{D}.index").words


def test_what_a_third_party_may_not_see_is_left_out():
    it = Pact()
    third = PersonFactory()
    PartyFactory(agreement=it.agreement, organisation=third.organisation, position=3)
    shared = CommitmentFactory(
        title="Bersama", circle=it.agreement.circle, responsible=it.first.organisation, visibility="circle", **LATE
    )
    record = released(it.agreement, it.coordinator).snapshot.content
    assert [row["code"] for row in record["commitments"]] == [shared.code]
    assert "Data sensor" not in json.dumps(record)


def test_a_closed_agreement_keeps_its_digest_to_its_people(as_user):
    it = Pact(Classification.SECRET)
    keeper = it.agreement.keeper_id
    digest = released(it.agreement, CoordinatorFactory())
    assert digest.classification is Classification.SECRET
    assert digest.snapshot.content["commitments"] == []  # its keeper is of neither party
    for person in (it.coordinator, it.leader, it.first, it.stranger):
        as_user(person).get(f"{D}.show", digest_id=digest.id, status=404)
        assert str(digest.id) not in as_user(person).get(f"{D}.index").text
        as_user(person).post(
            f"{D}.begin",
            {"kind": "monthly", "period": "2026-11", "scope": digest.snapshot.scope},
            status=422 if person.is_coordinator else 403,
        )
    send_released()
    told = set(db.session.scalars(select(Mail.recipient).where(Mail.kind.contains("digest_released"))))
    assert told == {db.session.get(Person, keeper).email}


def test_whoever_joins_an_agreement_later_is_not_told_what_was_between_the_others(as_user, as_program, smtp_sink):
    it = Pact()
    digest = actions.draft(NOVEMBER, about=it.agreement, by=it.coordinator, at=NOW)
    third, named = PersonFactory(), PersonFactory()
    PartyFactory(agreement=it.agreement, organisation=third.organisation, position=3)
    colleague = PersonFactory(organisation=it.first.organisation)
    for person in (named, colleague):
        db.session.add(NamedPerson(circle_id=it.agreement.circle_id, person_id=person.id))
    actions.release(digest, by=it.coordinator, at=NOW)
    db.session.commit()
    assert [row["title"] for row in digest.snapshot.content["commitments"]] == ["Data sensor"]
    for person, reads in ((it.first, 1), (colleague, 1), (it.leader, 1), (it.coordinator, 1), (third, 0), (named, 0)):
        as_user(person).get(f"{D}.show", digest_id=digest.id, status=200 if reads else 404)
        assert len(as_program(person).get("/digests").json["items"]) == reads
    send_released()
    told = set(db.session.scalars(select(Mail.recipient).where(Mail.kind.contains("digest_released"))))
    assert colleague.email in told
    assert named.email not in told


def test_a_coordinator_named_later_in_a_secret_agreement_is_not_told_what_was_between_its_parties(as_user):
    it = Pact(Classification.SECRET)
    before, later = CoordinatorFactory(organisation=it.first.organisation), CoordinatorFactory()
    db.session.add(NamedPerson(circle_id=it.agreement.circle_id, person_id=before.id))
    digest = released(it.agreement, before)
    db.session.add(NamedPerson(circle_id=it.agreement.circle_id, person_id=later.id))
    db.session.commit()
    for person, reads in ((before, True), (later, False)):
        as_user(person).get(f"{D}.show", digest_id=digest.id, status=200 if reads else 404)
        assert (digest.code in as_user(person).get(f"{D}.index").words) == reads


class Office:
    """An organisation that owes something in a forum in which it sits, and in one in which it does not."""

    def __init__(self):
        self.member, self.coordinator, self.leader = PersonFactory(), CoordinatorFactory(), LeadershipFactory()
        self.office = self.member.organisation
        self.forum = ForumFactory(name="Forum Sendiri")
        SeatFactory(circle=self.forum.circle, organisation=self.office)
        for forum in (self.forum, ForumFactory(name="Forum Asing")):
            SessionFactory(forum=forum, state=SessionState.HELD, starts_at=datetime(2026, 11, 4, 2, tzinfo=UTC))
            CommitmentFactory(title=f"Janji di {forum.name}", circle=forum.circle, responsible=self.office, **LATE)
            CommitmentFactory(title="Janji orang lain", circle=forum.circle, **LATE)
        secret = CircleFactory(classification=Classification.RESTRICTED)
        CommitmentFactory(title="Tertutup", circle=secret, responsible=self.office, **LATE)


def test_a_digest_of_an_organisation_tells_what_it_owes_and_where_it_sits(as_user, as_program):
    it = Office()
    digest = released(it.office, it.coordinator)
    record = digest.snapshot.content
    assert {row["title"] for row in record["commitments"]} == {"Janji di Forum Sendiri", "Janji di Forum Asing"}
    assert [(row["name"], row["open"]) for row in record["forums"]] == [("Forum Sendiri", 1)]
    assert [row["forum"] for row in record["held"]] == ["Forum Sendiri"]
    assert (record["decisions"], record["barriers"]) == ([], [])
    assert "orang lain" not in json.dumps(record)
    colleague, stranger = PersonFactory(organisation=it.office), PersonFactory()
    for person, reads in ((it.coordinator, 1), (it.leader, 1), (it.member, 1), (colleague, 1), (stranger, 0)):
        page = as_user(person).get(f"{D}.show", digest_id=digest.id, status=200 if reads else 404)
        assert (it.office.name in page.words) == bool(reads)
        assert len(as_program(person).get("/digests").json["items"]) == reads
    as_user(it.member).get(f"{D}.answer", digest_id=digest.id, number=1, status=403)


def test_a_draft_about_an_organisation_is_for_coordinators(as_user):
    it = Office()
    digest = actions.draft(NOVEMBER, about=it.office, by=it.coordinator, at=NOW)
    db.session.commit()
    as_user(it.member).get(f"{D}.show", digest_id=digest.id, status=404)
    as_user(it.leader).get(f"{D}.show", digest_id=digest.id, status=404)
    as_user(it.coordinator).get(f"{D}.release", digest_id=digest.id)


def test_the_contacts_of_an_organisation_receive_its_digest_with_leadership(smtp_sink):
    it = Office()
    db.session.add(Contact(organisation_id=it.office.id, person_id=it.member.id, role=ContactRole.HEAD))
    digest = released(it.office, it.coordinator)
    send_released()
    mails = {mail.recipient: mail.subject for mail in db.session.scalars(select(Mail))}
    assert set(mails) == {it.member.email, it.leader.email}
    assert it.office.name in mails[it.member.email]
    revised = actions.revise(digest, reason="Angka", by=it.coordinator, at=NOW)
    assert revised.organisation_id == it.office.id


def test_a_digest_to_read_comes_as_its_reader_chose_and_one_to_decide_always_comes(smtp_sink):
    it = Office()
    db.session.add(Contact(organisation_id=it.office.id, person_id=it.member.id, role=ContactRole.HEAD))
    for person in (it.member, it.leader):
        notifications.choose(person, {"digests": Rhythm.APP}, at=NOW)
    digest = actions.draft(NOVEMBER, about=it.office, by=it.coordinator, at=NOW)
    question = actions.Ask(title="Lanjutkan?", why="-", options=("Ya", "Tidak"), by=date(2026, 12, 1))
    actions.ask(digest, question, by=it.coordinator, at=NOW)
    actions.release(digest, by=it.coordinator, at=NOW)
    db.session.commit()
    send_released()
    states = {mail.recipient: mail.state for mail in db.session.scalars(select(Mail))}
    assert states == {it.member.email: MailState.IN_APP, it.leader.email: MailState.WAITING}
    released(None, it.coordinator)
    send_released()
    query = select(Mail.state).where(Mail.recipient == it.leader.email).order_by(Mail.created_at, Mail.kind)
    assert db.session.scalars(query).all() == [MailState.WAITING, MailState.IN_APP]


def test_every_scope_is_chosen_on_the_page_and_has_its_own_figures(as_user):
    it, pact = Office(), Pact()
    visitor = as_user(it.coordinator)
    offered = [one["value"] for one in visitor.get(f"{D}.begin").soup.select("select[name=scope] option")]
    scopes = ["", it.forum.slug, scope_of(pact.agreement), scope_of(it.office)]
    assert set(scopes) <= set(offered)
    for scope in scopes:
        for kind, period in (("weekly", "2026-W48"), ("yearly", "2026")):
            visitor.post(f"{D}.begin", {"kind": kind, "period": period, "scope": scope})
    digests = db.session.scalars(select(Digest)).all()
    assert len({digest.code for digest in digests}) == 8
    open_in = {digest.snapshot.scope: digest.snapshot.content["figures"]["open"] for digest in digests}
    assert [open_in[scope] for scope in scopes] == [6, 2, 1, 2]
    visitor.post(f"{D}.begin", {"kind": "yearly", "period": "2026", "scope": "forum-lain"}, status=422)


def test_titles_and_files_of_a_year(as_user):
    it = Office()
    digest = actions.draft(read_period("yearly", "2026"), about=it.office, by=it.coordinator, at=NOW)
    assert documents.full_title(digest) == f"Rangkuman Tahunan 2026, {it.office.name}"
    assert documents.name(digest) == "Rangkuman-Tahunan_2026_2026-12-31_v1.pdf"
    assert documents.pdf(digest).startswith(b"%PDF")


def test_the_command_makes_the_digest_of_an_organisation(app):
    it = Office()
    arguments = ["digests", "build", "--kind", "yearly", "--period", "2026", "--json"]
    run = app.test_cli_runner().invoke(args=[*arguments, "--organisation", str(it.office.id)])
    assert json.loads(run.stdout)["scope"] == it.office.name
    run = app.test_cli_runner().invoke(args=[*arguments, "--organisation", str(it.member.id)])
    assert (run.exit_code, run.stderr.count("\n")) == (1, 1)


def test_long_names_are_shortened_and_stay_apart():
    one, other = (ForumFactory(slug=f"forum-koordinasi-lintas-sektor-{n}") for n in "ab")
    assert tag_of(one) != tag_of(other)
    assert len(tag_of(OrganisationFactory(short_name="", name="Dinas Lingkungan Hidup"))) <= 14
