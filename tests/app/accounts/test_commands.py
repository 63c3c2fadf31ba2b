"""The command line of accounts."""

import pytest

from app.accounts import passwords, tokens
from app.accounts.models import Person, TokenPurpose
from app.clock import utc_now
from app.database import db
from tests.factories import PersonFactory


@pytest.fixture
def run(app):
    def run(*words, text=""):
        db.session.commit()
        return app.test_cli_runner().invoke(args=["accounts", *words], input=text)

    return run


def test_an_administrator_is_created_with_the_password_of_standard_input(run):
    done = run("create-administrator", "Admin@Kota.example", text="kuda terbang di Ancol\n")
    assert done.exit_code == 0
    person = db.session.scalar(db.select(Person).where(Person.email == "admin@kota.example"))
    assert person.is_administrator
    assert person.is_active
    assert passwords.matches("kuda terbang di Ancol", person.password_hash)
    assert person.organisation.name == "BLUD Jakarta Smart City"


def test_an_administrator_is_created_with_a_name_and_an_organisation(run):
    options = ("--name", "Rina Wijaya", "--organisation", "Diskominfo Kota Contoh")
    done = run("create-administrator", "rina@kota.example", *options, text="kuda terbang di Ancol\n")
    assert done.exit_code == 0
    person = db.session.scalars(db.select(Person)).one()
    assert (person.name, person.organisation.name) == ("Rina Wijaya", "Diskominfo Kota Contoh")
    run("create-administrator", "rina@kota.example", text="kuda terbang di Monas\n")
    assert (person.name, person.organisation.name) == ("Rina Wijaya", "Diskominfo Kota Contoh")


def test_someone_who_exists_becomes_an_administrator(run, app):
    member = PersonFactory(email="kepala@kota.example")
    stamp = member.stamp
    assert run("create-administrator", "kepala@kota.example", text="kuda terbang di Ancol\n").exit_code == 0
    assert member.roles == ["administrator"]
    assert member.stamp != stamp


@pytest.mark.parametrize(
    "email, password", [("no address", "kuda terbang di Ancol"), ("a@b.example", "short"), ("a@b.example", "")]
)
def test_what_cannot_be_is_refused_in_one_line(run, email, password):
    done = run("create-administrator", email, text=password + "\n")
    assert done.exit_code == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert not db.session.scalar(db.select(Person))


def test_only_the_token_is_on_standard_output_and_it_works_for_its_days(run, app):
    member = PersonFactory(email="kepala@kota.example")
    done = run("token", "Kepala@kota.example", "--name", "laporan", "--days", "30")
    assert done.exit_code == 0
    secret = done.stdout.strip()
    found = tokens.find(secret, TokenPurpose.API, at=utc_now())
    assert found.person is member
    assert 29 <= (found.expires_at - utc_now()).days <= 30
    assert secret not in found.digest


@pytest.mark.parametrize(
    "words, code",
    [
        (["token", "nobody@kota.example", "--name", "n"], 1),
        (["token", "nobody@kota.example"], 2),
        (["token", "nobody@kota.example", "--name", "n", "--days", "0"], 2),
        (["token"], 2),
    ],
)
def test_exit_codes_tell_refusal_from_wrong_usage(run, words, code):
    done = run(*words)
    assert done.exit_code == code
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
