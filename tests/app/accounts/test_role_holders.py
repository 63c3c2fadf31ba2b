"""Denied pages and empty lists name those who can open them here."""

import pytest

from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.organisations.models import Contact, ContactRole
from app.web.policies import every_policy
from commitments.registry.rules import Visibility
from tests.factories import (
    AdministratorFactory,
    ChairFactory,
    CircleFactory,
    CommitmentFactory,
    CoordinatorFactory,
    ForumFactory,
    LeadershipFactory,
    ParticipantFactory,
    PersonFactory,
)


def test_a_denied_page_names_those_who_can_open_it(as_user):
    CoordinatorFactory(name="Siti Aminah")
    AdministratorFactory(name="Budi Santoso")
    member = as_user(PersonFactory())
    assert "Hubungi Siti Aminah (koordinator)." in member.get("/forums/new", status=403).words
    assert "Hubungi Budi Santoso (administrator)." in member.get("/settings/outbox", status=403).words
    both = "Hubungi Budi Santoso (administrator) atau Siti Aminah (koordinator)."
    assert both in member.get("/people", status=403).words


def test_it_says_that_nobody_holds_the_role_and_who_can_give_it(as_user):
    admin = AdministratorFactory(name="Budi Santoso")
    CoordinatorFactory(suspended_at=utc_now())
    CoordinatorFactory(joined_at=None)
    denied = as_user(PersonFactory()).get("/forums/new", status=403).words
    assert "Belum ada koordinator di sini. Budi Santoso (administrator) dapat memberikan peran itu." in denied
    own = as_user(admin).get("/forums/new", status=403).words
    assert "Belum ada koordinator di sini. Anda dapat memberikan peran itu kepada seseorang." in own


def test_it_says_so_where_nobody_can_give_the_role_either(as_user):
    denied = as_user(PersonFactory()).get("/forums/new", status=403).words
    assert "Belum ada koordinator di sini." in denied
    assert "dapat memberikan" not in denied
    assert "pengelola server" in as_user(PersonFactory()).get("/settings/outbox", status=403).words


def test_at_most_three_people_are_named(as_user):
    for name in ("Ani", "Budi", "Citra", "Dewi", "Eka"):
        CoordinatorFactory(name=name)
    denied = as_user(PersonFactory()).get("/forums/new?lang=en", status=403).words
    assert "Ask Ani (coordinator), Budi (coordinator), Citra (coordinator), or 2 others." in denied


def test_only_people_whom_the_policy_allows_are_named(as_user):
    """A coordinator who is not named in a secret forum cannot change it, and does not learn of it."""
    named = CoordinatorFactory(name="Siti Aminah")
    CoordinatorFactory(name="Budi Santoso")
    forum = ForumFactory(circle=CircleFactory(classification=Classification.SECRET))
    member = ParticipantFactory(forum=forum).person
    denied = as_user(member).get(f"/forums/{forum.slug}/edit", status=403).words
    assert "Budi" not in denied
    assert "Siti" not in denied
    assert "Peran Anda tidak mencakup tindakan ini." in denied
    ChairFactory(forum=forum, person=named)
    denied = as_user(member).get(f"/forums/{forum.slug}/edit", status=403).words
    assert "Hubungi Siti Aminah (koordinator)." in denied


def test_what_is_hidden_names_nobody(as_user):
    CoordinatorFactory(name="Siti Aminah")
    forum = ForumFactory()
    hidden = as_user(PersonFactory()).get(f"/forums/{forum.slug}", status=404).words
    assert "Siti" not in hidden


def test_programs_get_the_same_sentence(as_program):
    CoordinatorFactory(name="Siti Aminah")
    problem = as_program(PersonFactory()).post("/forums", {}, status=403).json
    assert "Siti Aminah (koordinator)" in problem["detail"]


@pytest.mark.parametrize("path", ["/forums", "/agreements", "/sessions", "/commitments/new", "/digests"])
def test_an_empty_list_says_whom_to_ask(as_user, path):
    leader = LeadershipFactory()
    AdministratorFactory(name="Budi Santoso")
    member = as_user(PersonFactory(organisation=leader.organisation))
    assert "Belum ada koordinator di sini. Budi Santoso (administrator)" in member.get(path).words
    CoordinatorFactory(name="Siti Aminah")
    assert "Hubungi Siti Aminah (koordinator)." in member.get(path).words


def test_strangers_learn_the_unit_but_no_names(as_user):
    CoordinatorFactory(name="Siti Aminah")
    page = as_user().get("/sign-in").words
    assert "Belum punya? Hubungi BLUD Jakarta Smart City." in page
    assert "Siti" not in page
    assert "Belum ada akun di sini" not in page


def test_the_sign_in_page_of_an_empty_instance_says_how_to_begin(as_user):
    page = as_user().get("/sign-in").words
    assert "Belum ada akun di sini" in page
    assert "flask accounts first-administrator" in page


def test_every_policy_that_can_deny_a_page_names_those_who_may(app):
    """Those that declare nobody allow every member, so that nobody is denied."""
    member = PersonFactory()
    denying = [one for one in every_policy() if (one.model is None and not one(member)) or one.hidden_unless]
    assert len(denying) > 80
    assert [one.name for one in denying if not (one.opened_by or one.held_by)] == []


def test_the_roles_that_policies_name_are_allowed(app):
    makers = {"administrator": AdministratorFactory, "coordinator": CoordinatorFactory, "leadership": LeadershipFactory}
    people = {role: make() for role, make in makers.items()}
    general = [one for one in every_policy() if one.model is None]
    assert [(one.name, role) for one in general for role in one.opened_by if not one(people[role])] == []


def test_pages_of_administrators_name_them(as_user):
    AdministratorFactory(name="Budi Santoso")
    member = as_user(PersonFactory())
    for path in ("/settings/health", "/settings/organisation", "/people/role-requests"):
        assert "Hubungi Budi Santoso (administrator)." in member.get(path, status=403).words


def test_a_commitment_names_the_people_of_the_organisation_that_verifies_it(as_user, as_program):
    coordinator = CoordinatorFactory(name="Siti Aminah")
    commitment = CommitmentFactory(visibility=Visibility.PARTIES, proposed_by_id=coordinator.id)
    reader = PersonFactory(organisation=commitment.responsible)
    path = f"/commitments/{commitment.id}/verify"
    assert (
        "Tanyakan kepada Siti Aminah (koordinator) siapa yang berwenang."
        in as_user(reader).post(path, status=403).words
    )
    PersonFactory(name="Ani", organisation=commitment.verifier)
    PersonFactory(name="Budi", organisation=commitment.verifier, joined_at=None)
    focal = PersonFactory(name="Wati", organisation=commitment.verifier)
    db.session.add(Contact(organisation=commitment.verifier, role=ContactRole.FOCAL_POINT, person=focal))
    db.session.commit()
    label = commitment.verifier.label
    named = f"Hubungi Wati ({label}) atau Ani ({label})."
    assert named in as_user(reader).post(path, status=403).words
    assert named in as_program(reader).post(path, {}, status=403).json["detail"]
