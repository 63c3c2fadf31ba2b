"""Successors of organisations: merge and split in one act, official names, and what stays as it was."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from agreements.registry.rules import Stage
from app.accounts.models import Person
from app.audit.models import AuditRow
from app.circles.models import Classification, Seat
from app.clock import today, utc_now
from app.database import db
from app.mail.outbox.models import Mail
from app.organisations.models import Organisation, Sector
from app.organisations.queries import values_before
from app.organisations.succession.models import FormerName, OrganisationSuccession
from forums.scheduling.models import Participant
from tests.factories import (
    AdministratorFactory,
    AgreementFactory,
    CommitmentFactory,
    ForumFactory,
    OrganisationFactory,
    PartyFactory,
    PersonFactory,
    SeatFactory,
)
from tests.forums.room import room

CHOOSE, PASS_ON, RENAME = (f"organisation_succession.{name}" for name in ("choose", "pass_on", "rename"))


@pytest.fixture
def merger(app, clock):
    """A forum, an agreement and commitments of an agency that a new one takes over, and an administrator."""
    it = room()
    it.old = it.partner.organisation
    it.new = OrganisationFactory(name="Dinas Gabungan", short_name="DG", sector=Sector.GOVERNMENT)
    it.third = OrganisationFactory(name="Dinas Ketiga")
    it.administrator = AdministratorFactory()
    it.owed = CommitmentFactory(circle=it.forum.circle, responsible=it.old, verifier=it.chair.organisation)
    it.verified = CommitmentFactory(circle=it.forum.circle, responsible=it.chair.organisation, verifier=it.old)
    it.agreement = AgreementFactory(stage=Stage.SIGNED, signed_on=today() - timedelta(days=40))
    it.party = PartyFactory(agreement=it.agreement, organisation=it.old, position=1, signed_as=it.old.name)
    PartyFactory(agreement=it.agreement, organisation=it.chair.organisation, position=2)
    for seat in db.session.scalars(select(Seat)):
        seat.since = today() - timedelta(days=60)
    db.session.commit()
    return it


def form_of(page, **changes):
    """The fields of the page as a browser would send them."""
    fields = {"basis": "Pergub 12/2026", "archives": "y", **changes}
    for one in page.soup.select("form[method=post] input[type=hidden], form[method=post] select"):
        if not one["name"].startswith("lines"):
            continue
        chosen = one.select_one("option[selected]")
        fields.setdefault(one["name"], one.get("value") if one.name == "input" else chosen["value"] if chosen else "")
    return fields


def passed_on(visitor, it, *successors, status=None, **changes):
    page = visitor.get(PASS_ON, organisation_id=it.old.id, to=[one.id for one in successors])
    settings = {"status": status} if status else {}
    return visitor.post(PASS_ON, form_of(page, **changes), organisation_id=it.old.id, **settings)


def test_everything_that_is_open_passes_to_the_successor_in_one_act(merger, as_user):
    first_due = merger.owed.first_due
    passed_on(as_user(merger.coordinator), merger, merger.new)
    db.session.expire_all()
    assert merger.owed.responsible_id == merger.new.id
    assert merger.owed.first_due == first_due
    assert merger.verified.verifier_id == merger.new.id
    assert merger.party.seat.organisation_id == merger.new.id
    assert merger.partner.organisation_id == merger.new.id
    assert merger.old.archived_at
    row = db.session.scalars(select(OrganisationSuccession)).one()
    assert (row.predecessor_id, row.successor_id, row.basis) == (merger.old.id, merger.new.id, "Pergub 12/2026")
    kinds = {"organisation.passed_on", "organisation.took_over", "seat.passed_on", "agreement.party_succeeded"}
    assert kinds <= set(db.session.scalars(select(AuditRow.action)))


def test_the_past_keeps_the_former_organisation(merger, as_user):
    before = db.session.scalars(select(Seat).where(Seat.organisation_id == merger.old.id)).all()
    passed_on(as_user(merger.coordinator), merger, merger.new)
    db.session.expire_all()
    yesterday = today() - timedelta(days=1)
    assert {seat.until for seat in before} == {yesterday}
    assert {seat.organisation_id for seat in before} == {merger.old.id}
    page = as_user(merger.coordinator).get("agreements.registry.show", agreement_id=merger.agreement.id)
    assert merger.new.name in page.words
    assert f"ditandatangani sebagai {merger.old.name}" in page.words


def test_the_successor_reads_an_agreement_that_is_over_but_is_no_party(merger, as_user):
    merger.agreement.stage, merger.agreement.ended_on = Stage.TERMINATED, today() - timedelta(days=3)
    heir = PersonFactory(organisation=merger.new)
    db.session.commit()
    passed_on(as_user(merger.coordinator), merger, merger.new)
    db.session.expire_all()
    assert merger.party.seat.organisation_id == merger.old.id
    reader = as_user(heir)
    assert merger.agreement.title in reader.get("agreements.registry.index", all="1").words
    reader.get("agreements.registry.history", agreement_id=merger.agreement.id)


def test_participants_follow_their_organisation_to_its_new_seat(merger, as_user):
    passed_on(as_user(merger.coordinator), merger, merger.new)
    db.session.expire_all()
    mine = select(Participant).where(Participant.person_id == merger.partner.id).order_by(Participant.joined_at)
    former, present = db.session.scalars(mine)
    assert former.left_at == present.joined_at
    assert (present.seat.organisation_id, present.left_at) == (merger.new.id, None)


def test_a_successor_with_a_seat_of_its_own_keeps_one(merger, as_user):
    SeatFactory(circle=merger.forum.circle, organisation=merger.new, since=today() - timedelta(days=60))
    passed_on(as_user(merger.coordinator), merger, merger.new)
    db.session.expire_all()
    here = select(Seat).where(Seat.circle_id == merger.forum.circle_id, Seat.organisation_id == merger.new.id)
    assert len(db.session.scalars(here).all()) == 1


def test_a_split_gives_each_line_its_own_successor(merger, as_user):
    visitor = as_user(merger.coordinator)
    page = visitor.get(PASS_ON, organisation_id=merger.old.id, to=[merger.new.id, merger.third.id])
    fields = form_of(page)
    name = next(key for key, value in fields.items() if value == str(merger.verified.id)).replace("object_id", "to")
    fields[name] = str(merger.third.id)
    visitor.post(PASS_ON, fields, organisation_id=merger.old.id)
    db.session.expire_all()
    assert merger.owed.responsible_id == merger.new.id
    assert merger.verified.verifier_id == merger.third.id
    assert len(db.session.scalars(select(OrganisationSuccession)).all()) == 2


def test_nobody_comes_to_verify_itself(merger, as_user):
    visitor = as_user(merger.coordinator)
    page = visitor.get(PASS_ON, organisation_id=merger.old.id, to=[merger.chair.organisation_id])
    assert "pihak lawannya" in page.words
    fields = form_of(page)
    assert all(
        value != str(merger.chair.organisation_id) for key, value in fields.items() if _is_of(fields, key, merger.owed)
    )
    forced = {key: str(merger.chair.organisation_id) if key.endswith("-to") else value for key, value in fields.items()}
    refused = visitor.post(PASS_ON, forced, organisation_id=merger.old.id, status=422)
    assert "tidak dapat beralih" in refused.words
    db.session.expire_all()
    assert merger.owed.responsible_id == merger.old.id


def _is_of(fields, key, commitment):
    return key.endswith("-to") and fields[key.replace("-to", "-object_id")] == str(commitment.id)


def test_a_list_that_is_out_of_date_changes_nothing(merger, as_user):
    visitor = as_user(merger.coordinator)
    fields = form_of(visitor.get(PASS_ON, organisation_id=merger.old.id, to=[merger.new.id]))
    CommitmentFactory(circle=merger.forum.circle, responsible=merger.old, verifier=merger.chair.organisation)
    refused = visitor.post(PASS_ON, fields, organisation_id=merger.old.id, status=409)
    assert "telah berubah" in refused.words
    assert 'value="Pergub 12/2026"' in str(refused.soup)
    db.session.expire_all()
    assert merger.owed.responsible_id == merger.old.id


def test_what_belongs_to_a_closed_circle_stays_and_is_not_named(merger, as_user):
    secret = ForumFactory(name="Forum tertutup", circle__classification=Classification.SECRET)
    seat = SeatFactory(circle=secret.circle, organisation=merger.old)
    visitor = as_user(merger.coordinator)
    assert "Forum tertutup" not in visitor.get(PASS_ON, organisation_id=merger.old.id, to=[merger.new.id]).words
    passed_on(visitor, merger, merger.new)
    db.session.expire_all()
    assert seat.organisation_id == merger.old.id
    assert seat.until is None


def test_a_chair_who_stays_is_named_before_anything_changes(merger, as_user):
    merger.old = merger.chair.organisation
    visitor = as_user(merger.coordinator)
    fields = form_of(visitor.get(PASS_ON, organisation_id=merger.old.id, to=[merger.new.id]))
    for key in [one for one, value in fields.items() if value == str(merger.chair.id)]:
        fields[key.replace("object_id", "to")] = ""
    refused = visitor.post(PASS_ON, fields, organisation_id=merger.old.id, status=422)
    assert "Pilih pimpinan lain" in refused.words


def test_only_coordinators_pass_on_and_administrators_are_told(merger, as_user):
    as_user(merger.partner).get(PASS_ON, organisation_id=merger.old.id, status=403)
    as_user(merger.administrator).get(CHOOSE, organisation_id=merger.old.id, status=403)
    passed_on(as_user(merger.coordinator), merger, merger.new)
    told = db.session.scalars(select(Mail.person_id).where(Mail.kind == "organisations/succeeded")).all()
    assert {merger.administrator.id, merger.partner.id} <= set(told)


def test_choosing_leads_to_the_list(merger, as_user):
    visitor = as_user(merger.coordinator)
    assert visitor.get(CHOOSE, organisation_id=merger.old.id).soup.select_one("form[method=get]")
    found = visitor.get(CHOOSE, organisation_id=merger.old.id, first=merger.new.id, status=303)
    assert str(merger.new.id) in found.headers["Location"]


def test_a_new_official_name_keeps_the_former_one(merger, as_user):
    visitor, former = as_user(merger.coordinator), merger.old.name
    fields = {"name": "Dinas Bernama Baru", "short_name": "DBB", "basis": "Pergub 1/2026", "since": "2026-01-05"}
    visitor.post(RENAME, {**fields, "version": merger.old.version}, organisation_id=merger.old.id)
    db.session.expire_all()
    assert merger.old.name == "Dinas Bernama Baru"
    row = db.session.scalars(select(FormerName)).one()
    assert (row.name, row.until) == (former, date(2026, 1, 5))
    assert f"Dahulu {former}" in visitor.get("organisations.show", organisation_id=merger.old.id).words
    assert values_before(utc_now() - timedelta(minutes=1))[merger.old.id]["name"] == former
    visitor.post(RENAME, {**fields, "version": merger.old.version}, organisation_id=merger.old.id, status=422)


def test_papers_of_earlier_days_keep_the_former_name(merger, as_user):
    visitor, former = as_user(merger.coordinator), merger.old.name
    since = merger.session.day + timedelta(days=1)
    fields = {"name": "Dinas Bernama Baru", "basis": "Pergub 1/2026", "since": since.isoformat()}
    visitor.post(RENAME, {**fields, "version": merger.old.version}, organisation_id=merger.old.id)
    paper = visitor.get("forums.papers.sheet_to_sign", session_id=merger.session.id)
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(paper.data)).pages).split())
    assert former in text
    assert "Dinas Bernama Baru" not in text


def test_a_program_passes_on_with_the_same_lines(merger, as_program):
    lines = [{"object_id": str(one.id), "to": str(merger.new.id)} for one in _objects(merger)]
    body = {"lines": lines, "basis": "Pergub 12/2026", "archives": False}
    as_program(merger.coordinator).post(f"/organisations/{merger.old.id}/pass-on", body, status=409)
    people = db.session.scalars(select(Person).where(Person.organisation_id == merger.old.id)).all()
    body["lines"] += [{"object_id": str(one.id), "to": str(merger.new.id)} for one in people]
    as_program(merger.coordinator).post(f"/organisations/{merger.old.id}/pass-on", body)
    db.session.expire_all()
    assert merger.owed.responsible_id == merger.new.id
    assert db.session.get_one(Organisation, merger.old.id).archived_at is None


def _objects(merger):
    seats = select(Seat).where(Seat.organisation_id == merger.old.id, Seat.circle_id == merger.forum.circle_id)
    return [merger.owed, merger.verified, merger.party, *db.session.scalars(seats)]
