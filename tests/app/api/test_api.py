"""The API: tokens, problems, pagination, versions and idempotency keys, tested with commitments."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm.exc import StaleDataError

from app.accounts import tokens
from app.accounts.models import TokenPurpose
from app.audit.models import AuditRow
from app.clock import utc_now
from app.database import db
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery
from tests.factories import (
    CircleFactory,
    CommitmentFactory,
    CoordinatorFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
)

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def coordinator():
    return CoordinatorFactory()


@pytest.fixture
def table():
    """A circle with two organisations at it."""
    circle = CircleFactory()
    return circle, *(SeatFactory(circle=circle, organisation=OrganisationFactory()).organisation for _n in range(2))


def proposal(owner, checker, **changes):
    return {
        "title": "Satu berkas permohonan",
        "criteria": "Formulir tunggal dipakai",
        "responsible": str(owner.id),
        "verifier": str(checker.id),
        "due": "2026-12-11",
    } | changes


def test_without_a_token_nothing_opens(as_program):
    answer = as_program().get("/commitments", status=401)
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json["status"] == 401


@pytest.mark.parametrize("header", ["Basic abc", "Bearer", "Bearer nonsense", "Bearer \x7f", "bearer  "])
def test_what_is_no_token_opens_nothing(as_program, header):
    as_program().get("/commitments", status=401, headers={"Authorization": header})


def test_the_cookie_of_a_signed_in_person_opens_nothing(as_user, coordinator):
    as_user(coordinator).get("/api/v1/commitments", status=401)


def test_a_token_of_the_programs_opens_no_page(as_program, client, coordinator):
    program = as_program(coordinator)
    assert client.get("/commitments", headers=program.headers).status_code == 302


def test_an_expired_token_opens_nothing(as_program, coordinator, clock):
    program = as_program(coordinator, days=30)
    clock.shift(timedelta(days=30))
    program.get("/commitments", status=401)


def test_a_revoked_token_opens_nothing(as_program, coordinator):
    program = as_program(coordinator)
    tokens.revoke(coordinator, TokenPurpose.API, at=utc_now())
    program.get("/commitments", status=401)


def test_the_token_of_someone_suspended_opens_nothing(as_program, coordinator):
    program = as_program(coordinator)
    coordinator.suspended_at = utc_now()
    program.get("/commitments", status=401)


def test_a_token_reaches_as_far_as_its_scopes(as_program, coordinator, table):
    circle, owner, verifier = table
    reader = as_program(coordinator, scopes=("commitments:read",))
    reader.get("/commitments")
    reader.post(f"/circles/{circle.id}/commitments", proposal(owner, verifier), status=403)
    as_program(coordinator, scopes=("forums:write",)).get("/commitments", status=403)
    as_program(coordinator, scopes=("commitments:write",)).get("/commitments")


def test_a_commitment_is_proposed_and_read(as_program, coordinator, table):
    circle, owner, verifier = table
    made = as_program(coordinator).post(f"/circles/{circle.id}/commitments", proposal(owner, verifier), status=201)
    assert made.json["delivery"] == "proposed"
    assert made.json["weight"] == 3
    assert made.json["evidence_required"] is True
    assert made.json["proposed_at"] == "2026-11-24T02:00:00Z"
    assert made.headers["Location"].endswith(f"/commitments/{made.json['id']}")
    read = as_program(coordinator).get(f"/commitments/{made.json['id']}")
    assert read.json == made.json
    assert read.headers["ETag"] == made.headers["ETag"]


def test_an_act_of_a_program_is_recorded_like_one_of_a_person(as_program, coordinator, table):
    circle, owner, verifier = table
    made = as_program(coordinator).post(f"/circles/{circle.id}/commitments", proposal(owner, verifier), status=201)
    entry = db.session.scalars(db.select(AuditRow).where(AuditRow.action == "commitment.proposed")).one()
    assert str(entry.subject_id) == made.json["id"]
    assert entry.actor_id == coordinator.id


@pytest.mark.parametrize(
    "changes, path",
    [
        ({"title": 7}, "/title"),
        ({"title": ""}, "/title"),
        ({"title": "x" * 201}, "/title"),
        ({"due": "soon"}, "/due"),
        ({"due": None}, "/due"),
        ({"due": "2026-01-01"}, "/due"),
        ({"weight": 9}, "/weight"),
        ({"weight": True}, "/weight"),
        ({"weight": 10**30}, "/weight"),
        ({"responsible": "nobody"}, "/responsible"),
        ({"responsible": "00000000-0000-4000-8000-000000000000"}, "/responsible"),
        ({"contributors": "x"}, "/contributors"),
        ({"contributors": [1]}, "/contributors/0"),
        ({"visibility": "everyone"}, "/visibility"),
        ({"evidence_required": "yes"}, "/evidence_required"),
        ({"colour": "red"}, "/colour"),
        ({"csrf_token": "x"}, "/csrf_token"),
    ],
)
def test_every_fault_names_its_field(as_program, coordinator, table, changes, path):
    circle, owner, verifier = table
    body = proposal(owner, verifier, **changes)
    told = as_program(coordinator).post(f"/circles/{circle.id}/commitments", body, status=422)
    assert [fault["path"] for fault in told.json["errors"]] == [path]
    assert db.session.scalars(db.select(Commitment)).all() == []


def test_a_rule_that_says_no_names_its_field_too(as_program, coordinator, table):
    circle, owner, _verifier = table
    told = as_program(coordinator).post(f"/circles/{circle.id}/commitments", proposal(owner, owner), status=422)
    assert [fault["path"] for fault in told.json["errors"]] == ["/verifier"]


def test_refusals_are_in_the_language_of_the_person(as_program, table):
    circle, owner, verifier = table
    told = [
        as_program(CoordinatorFactory(language=language)).post(
            f"/circles/{circle.id}/commitments", proposal(owner, verifier, title=""), status=422
        )
        for language in ("id", "en")
    ]
    assert [one.json["errors"][0]["detail"] for one in told] == ["Tulis isi komitmennya", "Write what is promised"]


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_is_no_json_is_refused(as_program, coordinator, table, body):
    program = as_program(coordinator)
    path = f"/circles/{table[0].id}/commitments"
    program.ask("POST", path, status=400, data=body, content_type="application/json")


@pytest.mark.parametrize("body", [b"[]", b"null", b"7", b'"x"'])
def test_a_body_that_is_no_object_is_refused(as_program, coordinator, table, body):
    program = as_program(coordinator)
    path = f"/circles/{table[0].id}/commitments"
    program.ask("POST", path, status=422, data=body, content_type="application/json")


def test_a_body_of_another_kind_is_refused(as_program, coordinator, table):
    path = f"/circles/{table[0].id}/commitments"
    as_program(coordinator).ask("POST", path, status=415, data={"title": "x"})


def test_a_body_too_large_is_refused(as_program, coordinator, table):
    path = f"/circles/{table[0].id}/commitments"
    body = b'{"title": "' + b"x" * 2_000_000 + b'"}'
    as_program(coordinator).ask("POST", path, status=413, data=body, content_type="application/json")


def test_what_is_not_shared_does_not_exist(as_program):
    commitment = CommitmentFactory()
    as_program(PersonFactory()).get(f"/commitments/{commitment.id}", status=404)


def test_an_address_that_nothing_has_is_answered_by_a_problem(client, as_program, coordinator):
    told = client.get("/api/v1/nonsense", headers=as_program(coordinator).headers)
    assert (told.status_code, told.mimetype) == (404, "application/problem+json")
    told = client.delete("/api/v1/commitments", headers=as_program(coordinator).headers)
    assert (told.status_code, told.mimetype) == (405, "application/problem+json")


def test_a_list_is_read_page_by_page_without_gap_or_double(as_program, coordinator):
    circle = CircleFactory()
    made = {str(CommitmentFactory(circle=circle, current_due=date(2027, 1, 1 + n % 3)).id) for n in range(11)}
    program = as_program(coordinator)
    for sort in ("due", "-due", "code", "-progress"):
        seen, after = [], {}
        while True:
            page = program.get("/commitments", limit=4, sort=sort, **after).json
            seen += [one["id"] for one in page["items"]]
            if page["next"] is None:
                break
            after = {"after": page["next"]}
        assert len(seen) == len(set(seen)) == 11
        assert set(seen) == made


def test_a_row_added_behind_the_cursor_does_not_move_the_next_page(as_program, coordinator):
    circle = CircleFactory()
    for day in range(2, 8):
        CommitmentFactory(circle=circle, current_due=date(2027, 1, day))
    program = as_program(coordinator)
    first = program.get("/commitments", limit=3).json
    CommitmentFactory(circle=circle, current_due=date(2027, 1, 1))
    second = program.get("/commitments", limit=3, after=first["next"]).json
    assert [one["current_due"] for one in second["items"]] == ["2027-01-05", "2027-01-06", "2027-01-07"]


@pytest.mark.parametrize(
    "query, path",
    [
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"limit": "x"}, "limit"),
        ({"sort": "nonsense"}, "sort"),
        ({"state": "nonsense"}, "state"),
        ({"circle": "nonsense"}, "circle"),
        ({"after": "nonsense"}, "after"),
        ({"after": "W10"}, "after"),
        ({"after": "WyJ4IiwgIngiXQ"}, "after"),
        ({"page": 2}, "page"),
    ],
)
def test_a_question_that_is_not_understood_is_refused(as_program, coordinator, query, path):
    told = as_program(coordinator).get("/commitments", status=422, **query)
    assert [(fault["path"], fault["location"]) for fault in told.json["errors"]] == [(path, "query")]


def test_a_list_takes_the_same_few_statements_whatever_its_length(as_program, coordinator, queries):
    circle = CircleFactory()
    CommitmentFactory(circle=circle)
    program = as_program(coordinator)
    with queries(at_most=4) as few:
        program.get("/commitments")
    for _n in range(20):
        CommitmentFactory(circle=circle)
    with queries(at_most=len(few)):
        program.get("/commitments")


def test_what_was_read_already_is_not_sent_again(as_program, coordinator):
    commitment = CommitmentFactory()
    program = as_program(coordinator)
    for path in (f"/commitments/{commitment.id}", "/commitments"):
        tag = program.get(path).headers["ETag"]
        assert program.get(path, status=304, headers={"If-None-Match": tag}).get_data() == b""
    commitment.title = "Judul baru"
    assert program.get("/commitments", headers={"If-None-Match": tag}).json["items"][0]["title"] == "Judul baru"


def test_a_change_must_say_which_version_it_saw(as_program, coordinator):
    commitment = CommitmentFactory()
    program = as_program(coordinator)
    path = f"/commitments/{commitment.id}"
    seen = program.get(path).headers["ETag"]
    reason = {"reason": "Tidak jadi"}
    program.post(f"{path}/cancel", reason, match=None, status=428)
    program.post(f"{path}/cancel", reason, match='"999-abc"', status=412)
    assert commitment.delivery is Delivery.PROPOSED
    done = program.post(f"{path}/cancel", reason, match=seen)
    assert done.json["delivery"] == "cancelled"
    program.post(f"{path}/cancel", reason, match=seen, status=412)
    assert program.get(path).headers["ETag"] == done.headers["ETag"]


def test_a_row_that_another_request_changed_meanwhile_is_a_conflict(as_program, coordinator, table, monkeypatch):
    def lose(*_given, **_named):
        raise StaleDataError("0 rows were matched")

    circle, owner, verifier = table
    path, program = f"/commitments/{CommitmentFactory().id}/cancel", as_program(coordinator)
    for name in ("record", "record_all"):
        monkeypatch.setattr(f"app.audit.{name}", lose)
    program.post(path, {"reason": "Batal"}, status=412)
    program.post(f"/circles/{circle.id}/commitments", proposal(owner, verifier), match=None, status=409)


def test_the_same_key_acts_once_and_hears_the_same(as_program, coordinator, table):
    circle, owner, verifier = table
    program = as_program(coordinator)
    path, key = f"/circles/{circle.id}/commitments", {"Idempotency-Key": "a-key"}
    first = program.post(path, proposal(owner, verifier), status=201, headers=key)
    again = program.post(path, proposal(owner, verifier), status=201, headers=key)
    assert again.json == first.json
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(db.session.scalars(db.select(Commitment)).all()) == 1


def test_a_key_is_the_token_s_own_and_for_one_request(as_program, coordinator, table):
    circle, owner, verifier = table
    path, key = f"/circles/{circle.id}/commitments", {"Idempotency-Key": "a-key"}
    program = as_program(coordinator)
    program.post(path, proposal(owner, verifier), status=201, headers=key)
    told = program.post(path, proposal(verifier, owner), status=422, headers=key)
    assert told.json["errors"][0]["location"] == "header"
    as_program(coordinator).post(path, proposal(verifier, owner), status=201, headers=key)
    assert len(db.session.scalars(db.select(Commitment)).all()) == 2


def test_a_refused_request_may_be_repaired_under_its_key(as_program, coordinator, table):
    circle, owner, verifier = table
    program = as_program(coordinator)
    path, key = f"/circles/{circle.id}/commitments", {"Idempotency-Key": "a-key"}
    program.post(path, proposal(owner, verifier, title=""), status=422, headers=key)
    program.post(path, proposal(owner, verifier), status=201, headers=key)


@pytest.mark.parametrize("key", ["", " ", "x" * 201])
def test_an_invalid_key_is_refused(as_program, coordinator, table, key):
    circle, owner, verifier = table
    path = f"/circles/{circle.id}/commitments"
    as_program(coordinator).post(path, proposal(owner, verifier), status=422, headers={"Idempotency-Key": key})


def test_answers_are_forgotten_after_a_day(as_program, coordinator, table, clock):
    from app.api.idempotency import StoredResponse, delete_expired

    circle, owner, verifier = table
    path = f"/circles/{circle.id}/commitments"
    as_program(coordinator).post(path, proposal(owner, verifier), status=201, headers={"Idempotency-Key": "a-key"})
    clock.shift(timedelta(days=1, minutes=1))
    assert delete_expired() == 1
    assert db.session.scalars(db.select(StoredResponse)).all() == []


def test_the_door_of_programs_sets_no_cookie(as_program, coordinator):
    answer = as_program(coordinator).get("/commitments", headers={"Cookie": "selaras=nonsense"})
    assert "Set-Cookie" not in answer.headers
