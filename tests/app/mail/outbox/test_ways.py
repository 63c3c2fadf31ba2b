"""Where no mail server is set up, mail stays, and pages that mention mail say so."""

from dataclasses import replace

import pytest

from app.mail.outbox import Way, mail_way
from app.mail.outbox.delivery import deliver
from app.mail.outbox.models import MailState
from tests.factories import AdministratorFactory, OrganisationFactory, PersonFactory

KEPT = {
    "en": "No mail server is set up: mail is kept under Outgoing mail until one is.",
    "id": "Server surel belum diatur: surel disimpan di Surel keluar sampai server diatur.",
}
both_languages = pytest.mark.parametrize("language", KEPT)


@pytest.fixture
def held(app):
    """MAIL_URL is “none”."""
    app.extensions["settings"] = replace(app.extensions["settings"], mail_waits=True)


@pytest.fixture
def demo(app):
    """The instance is a demo."""
    app.extensions["settings"] = replace(app.extensions["settings"], demo=True)


def test_mail_waits_until_there_is_a_server(app, held, queue, request):
    mail = queue(recipient="sari@dinas.example")
    assert deliver().total() == 0
    assert (mail.state, mail.tries) == (MailState.WAITING, 0)
    sink = request.getfixturevalue("smtp_sink")
    assert deliver()[MailState.SENT] == 1
    assert [message["To"] for message in sink.messages] == ["sari@dinas.example"]


def test_the_command_says_why_nothing_leaves(app, held, queue):
    queue()
    result = app.test_cli_runner().invoke(args=["outbox", "deliver"])
    assert (result.exit_code, result.stdout) == (0, "0 sent, 0 failed, 0 dead\n")
    assert "MAIL_URL=none" in result.stderr


@both_languages
def test_an_invitation_is_not_claimed_to_be_on_its_way(held, as_user, language):
    administrator = as_user(AdministratorFactory(language=language))
    person = PersonFactory(joined_at=None, email="budi@dinas.example")
    words = administrator.post("people.invite", person_id=person.id, follow=True).words
    assert KEPT[language] in words
    prepared = {"en": "The invitation to %s has been prepared.", "id": "Undangan untuk %s sudah disiapkan."}
    assert prepared[language] % "budi@dinas.example" in words
    assert "on its way" not in words


def test_with_a_mail_server_an_invitation_is_on_its_way(smtp_sink, as_user):
    administrator = as_user(AdministratorFactory(language="en"))
    person = PersonFactory(joined_at=None, email="budi@dinas.example")
    words = administrator.post("people.invite", person_id=person.id, follow=True).words
    assert "An invitation is on its way to budi@dinas.example." in words
    assert "No mail server" not in words


@both_languages
@pytest.mark.parametrize("endpoint", ["accounts.ask_link", "accounts.forgotten"])
def test_asking_for_a_link_says_that_none_leaves(held, as_user, endpoint, language):
    visitor = as_user()
    assert KEPT[language] in visitor.get(endpoint, lang=language).words
    sent = visitor.post(endpoint, {"email": "budi@dinas.example"}, status=200)
    assert KEPT[language] in sent.words
    assert "on its way" not in sent.words


@both_languages
@pytest.mark.parametrize("endpoint", ["outbox.index", "people.create", "addresses.own"])
def test_pages_that_mention_mail_say_that_it_stays(held, as_user, endpoint, language):
    OrganisationFactory()
    assert KEPT[language] in as_user(AdministratorFactory(language=language)).get(endpoint).words


def test_pages_are_silent_with_a_mail_server(smtp_sink, as_user):
    assert mail_way() is Way.SERVER
    assert "No mail server" not in as_user(AdministratorFactory(language="en")).get("outbox.index").words
    assert "No mail server" not in as_user().get("accounts.ask_link", lang="en").words


def test_while_developing_mail_is_saved_as_files(app, queue, as_user):
    queue()
    assert mail_way() is Way.FOLDER
    assert "only saved as files" in as_user(AdministratorFactory(language="en")).get("outbox.index").words
    assert deliver()[MailState.SENT] == 1


def test_the_demo_leads_to_the_page_of_its_mail(demo, as_user):
    page = as_user(AdministratorFactory(language="en")).get("outbox.index")
    assert "The demo sends no mail" in page.words
    assert page.soup.find("main").find("a", href="/demo/mail")
