"""API tokens of a person."""

import pytest

from app.accounts.models import Token
from app.audit.models import AuditRow
from app.database import db
from tests.factories import PersonFactory

pytestmark = pytest.mark.usefixtures("clock")


def made(visitor, **answers):
    page = visitor.post("programs.index", {"name": "Dasbor", "days": "30", **answers}, status=200)
    return page.soup.find(id="secret")["value"]


def test_a_token_is_shown_once_and_opens_the_api(as_user, client):
    visitor = as_user(PersonFactory())
    secret = made(visitor)
    assert secret not in visitor.get("programs.index").get_data(as_text=True)
    told = client.get("/api/v1/commitments", headers={"Authorization": f"Bearer {secret}"})
    assert told.status_code == 200
    assert db.session.scalars(db.select(Token)).one().digest != secret


def test_a_token_reaches_as_far_as_was_chosen(as_user, client):
    secret = made(as_user(PersonFactory()), scopes=["forums:read"])
    assert client.get("/api/v1/commitments", headers={"Authorization": f"Bearer {secret}"}).status_code == 403


def test_a_revoked_token_opens_nothing_and_both_acts_are_recorded(as_user, client):
    person = PersonFactory()
    visitor = as_user(person)
    secret = made(visitor)
    token = db.session.scalars(db.select(Token)).one()
    visitor.post("programs.revoke", token_id=token.id)
    visitor.post("programs.revoke", token_id=token.id)
    assert client.get("/api/v1/commitments", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    acts = db.session.scalars(
        db.select(AuditRow.action).where(AuditRow.subject_id == person.id).order_by(AuditRow.id)
    ).all()
    assert acts == ["token.issued", "token.revoked"]


def test_nobody_revokes_the_token_of_another(as_user):
    made(as_user(PersonFactory()))
    token = db.session.scalars(db.select(Token)).one()
    as_user(PersonFactory()).post("programs.revoke", token_id=token.id, status=404)


def test_a_token_without_a_name_is_refused_beside_the_field(as_user):
    page = as_user(PersonFactory()).post("programs.index", {"days": "30", "scopes": ["forums:read"]}, status=422)
    assert "Tulis kegunaan token ini" in page.words
    assert page.soup.find("input", value="forums:read").has_attr("checked")


@pytest.mark.parametrize("answers", [{"days": "9999"}, {"scopes": ["everything"]}])
def test_what_is_not_offered_is_refused(as_user, answers):
    as_user(PersonFactory()).post("programs.index", {"name": "Dasbor", "days": "30", **answers}, status=422)
    assert db.session.scalars(db.select(Token)).all() == []


def test_there_is_an_end_to_the_number_of_tokens(as_user):
    visitor = as_user(PersonFactory())
    for _n in range(50):
        made(visitor)
    assert "banyak token" in visitor.post("programs.index", {"name": "Satu lagi", "days": "30"}, status=422).words


@pytest.mark.one_database
@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_of_tokens_and_the_guide_are_accessible(pages, axe, width):
    for path in ("/profile/tokens", "/api/docs"):
        page = pages(PersonFactory(), width=width)
        page.goto(path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
