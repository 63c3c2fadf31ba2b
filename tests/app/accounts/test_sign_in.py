"""Signing in with a password: who may, what is recorded of it, and sessions."""

import statistics
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.accounts import passwords
from app.accounts.models import Person
from app.audit.models import AuditRow
from app.database import db
from tests.app.accounts.door import PASSWORD, STORED, WRONG, come_from, is_in, sign_in
from tests.factories import AdministratorFactory, CoordinatorFactory, PersonFactory

pytestmark = pytest.mark.usefixtures("hurry")


def test_a_member_signs_in_and_goes_where_she_wanted(member, stranger):
    asked = stranger.get("profile.edit", status=302)
    assert asked.location == "/sign-in?next=%2Fprofile"
    answer = sign_in(stranger, " Narahubung@Dinas.example ", next="/profile")
    assert answer.location == "/profile"
    assert member.name in stranger.get("profile.edit").text


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)"],
)
def test_the_door_leads_nowhere_but_into_the_house(member, stranger, elsewhere):
    assert sign_in(stranger, next=elsewhere).location == "/"


def test_a_wrong_password_and_an_unknown_address_hear_the_same(member, stranger):
    wrong = sign_in(stranger, password="not this one", status=422)
    unknown = sign_in(stranger, "nobody@dinas.example", status=422)
    assert WRONG in wrong.words
    assert wrong.words.replace("narahubung", "nobody") == unknown.words
    assert 'value="nobody@dinas.example"' in unknown.text
    assert PASSWORD not in unknown.text


@pytest.mark.one_database
def test_an_unknown_address_costs_as_much_as_a_wrong_password(member, monkeypatch, as_user):
    monkeypatch.undo()
    member.password_hash = passwords.hashed(PASSWORD)

    def seconds(email, origin):
        visitor = come_from(as_user(), origin)
        begun = time.process_time()
        sign_in(visitor, email, "not this one", status=422)
        return time.process_time() - begun

    wrong = statistics.median(seconds("narahubung@dinas.example", f"10.0.0.{n}") for n in range(4))
    unknown = statistics.median(seconds("nobody@dinas.example", f"10.0.1.{n}") for n in range(4))
    assert unknown == pytest.approx(wrong, rel=0.5)


@pytest.mark.parametrize("state", [{"joined_at": None}, {"suspended_at": datetime(2026, 2, 1, tzinfo=UTC)}])
def test_who_has_no_active_account_does_not_come_in(app, stranger, state):
    PersonFactory(email="narahubung@dinas.example", password_hash=STORED, **state)
    assert WRONG in sign_in(stranger, status=422).words


def test_a_hash_of_other_costs_is_made_anew_at_the_next_sign_in(member, stranger):
    sign_in(stranger)
    assert not passwords.is_outdated(member.password_hash)
    sign_in(stranger)


def test_a_session_begins_with_nothing_left_of_an_earlier_one(member, stranger):
    with stranger.client.session_transaction() as session:
        session["planted"] = "by someone else"
    sign_in(stranger)
    with stranger.client.session_transaction() as session:
        assert "planted" not in session


def test_signing_out_is_a_post_and_ends_the_session(member, stranger):
    sign_in(stranger)
    stranger.get("/sign-out", status=405)
    assert is_in(stranger)
    stranger.post("accounts.sign_out")
    assert not is_in(stranger)


def test_a_form_from_elsewhere_signs_nobody_in(member, client):
    answer = client.post("/sign-in", data={"email": member.email, "password": PASSWORD})
    assert answer.status_code == 400


@pytest.mark.parametrize("typed", ["x" * 1_048_576, "nul\x00nul", "🦋🦋🦋", "‮drow", "' OR 1=1 --"])
def test_whatever_is_typed_gets_a_page(member, stranger, typed):
    sign_in(stranger, typed, typed, status=422)
    sign_in(stranger, member.email, typed, status=422)


def test_coming_in_is_recorded_without_personal_data(member, stranger):
    sign_in(stranger)
    row = db.session.scalar(db.select(AuditRow).where(AuditRow.action == "person.signed_in"))
    assert (row.actor_id, row.subject_id, row.details) == (member.id, member.id, {"way": "password"})


@pytest.fixture
def demo(app):
    app.extensions["settings"] = replace(app.extensions["settings"], demo=True)
    app.jinja_env.globals["settings"] = app.extensions["settings"]
    CoordinatorFactory(email="koordinator@jsc.example", name="Koordinator JSC")
    AdministratorFactory(email="admin@jsc.example", name="Administrator Sistem")


def test_the_demo_offers_its_people_with_one_click(demo, as_user):
    visitor = as_user()
    forms = visitor.get("accounts.sign_in").soup.select("form[action='/sign-in/demo']")
    offered = [form.select_one("[name=email]")["value"] for form in forms]
    assert offered == ["koordinator@jsc.example", "admin@jsc.example"]
    visitor.post("accounts.sign_in_demo", {"email": offered[0]})
    assert "Koordinator JSC" in visitor.get("profile.edit").text


def test_the_demo_lets_only_its_own_people_in_with_one_click(demo, member, as_user):
    as_user().post("accounts.sign_in_demo", {"email": member.email}, status=404)


def test_outside_the_demo_nobody_comes_in_with_one_click(app, as_user):
    CoordinatorFactory(email="koordinator@jsc.example")
    as_user().post("accounts.sign_in_demo", {"email": "koordinator@jsc.example"}, status=404)
    assert not as_user().get("accounts.sign_in").soup.select("form[action='/sign-in/demo']")


def test_the_sign_in_page_reads_only_the_unit_and_whether_there_are_accounts(member, as_user, queries):
    with queries(at_most=2) as asked:
        as_user().get("accounts.sign_in")
    assert any("FROM instances" in one for one in asked)


def test_who_is_in_is_not_asked_again(member, as_user):
    assert as_user(member).get("/sign-in?next=/profile", status=302).location == "/profile"
    assert db.session.get(Person, member.id).is_active
