"""Where no mail server is set up, mail stays, and every page says so."""

from dataclasses import replace

import pytest

from app.clock import utc_now
from app.database import db
from app.mail.links.actions import issue
from app.mail.outbox import Way, mail_way
from app.mail.outbox.delivery import deliver
from app.mail.outbox.models import MailState
from tests.factories import AdministratorFactory, CommitmentFactory, PersonFactory
from tests.support.repository import name_of, tracked

KEPT = {
    "en": "No mail server is set up: mail is kept on this server and not sent until one is.",
    "id": "Server surel belum diatur: surel disimpan di server ini dan belum terkirim.",
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


def stays(page):
    """Return what a page says about where mail stays, or ""."""
    found = page.soup.find_all("aside", class_="sample")
    assert len(found) < 2
    return found[0].find("p").text.strip() if found else ""


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
    page = administrator.post("people.invite", person_id=person.id, follow=True)
    words = page.words
    assert KEPT[language] in stays(page)
    prepared = {"en": "The invitation to %s has been prepared.", "id": "Undangan untuk %s sudah disiapkan."}
    assert prepared[language] % "budi@dinas.example" in words
    assert "on its way" not in words


def test_with_a_mail_server_an_invitation_is_on_its_way(smtp_sink, as_user):
    administrator = as_user(AdministratorFactory(language="en"))
    person = PersonFactory(joined_at=None, email="budi@dinas.example")
    page = administrator.post("people.invite", person_id=person.id, follow=True)
    words = page.words
    assert "An invitation is on its way to budi@dinas.example." in words
    assert not stays(page)


@both_languages
@pytest.mark.parametrize("endpoint", ["accounts.ask_link", "accounts.forgotten"])
def test_requesting_a_link_says_that_no_mail_can_be_sent(held, as_user, endpoint, language):
    visitor = as_user()
    assert stays(visitor.get(endpoint, lang=language)) == KEPT[language]
    sent = visitor.post(endpoint, {"email": "budi@dinas.example"}, status=200)
    assert stays(sent) == KEPT[language]
    assert "on its way" not in sent.words


@both_languages
def test_every_page_of_those_who_are_signed_in_says_that_mail_stays(held, as_user, language):
    visitor = as_user(PersonFactory(language=language))
    for address, status in (("/", 200), ("addresses.own", 200), ("checks.index", 403), ("/nowhere", 404)):
        page = visitor.get(address, status=status)
        assert stays(page) == KEPT[language]


@both_languages
def test_pages_by_link_say_that_mail_stays(held, as_user, language):
    person = PersonFactory()
    commitment = CommitmentFactory(responsible=person.organisation)
    _, secret = issue(person, commitment, sender=None, at=utc_now())
    db.session.commit()
    page = as_user().get("links.show", token=secret, lang=language)
    assert commitment.title in page.words
    assert stays(page) == KEPT[language]


def test_administrators_find_what_to_do_about_it(held, as_user):
    page = as_user(AdministratorFactory()).get("/")
    assert page.soup.find("aside", class_="sample").find("a")["href"] == "/settings/test-mail"


def test_all_pages_share_the_frame_that_says_that_mail_stays():
    """A page is a template that is a whole document; none but `base.html` is one, and no block replaces the notice."""
    whole = {name_of(path) for path in tracked("templates/*") if "<!doctype" in path.read_text().lower()}
    assert whole == {"templates/base.html", "templates/documents/base.html", "templates/mails/base.html"}
    base = next(path.read_text() for path in tracked("templates/base.html"))
    assert base.index("<body>") < base.index("{{ mail_stays() }}") < base.index("{% block frame %}")
    assert "{% block" not in base[base.index("<body>") : base.index("{% block frame %}")]


def test_pages_are_silent_with_a_mail_server(smtp_sink, as_user):
    assert mail_way() is Way.SERVER
    assert not stays(as_user(AdministratorFactory()).get("outbox.index"))
    assert not stays(as_user().get("accounts.ask_link"))


def test_while_developing_mail_is_saved_as_files(app, queue, as_user):
    queue()
    assert mail_way() is Way.FOLDER
    assert "saved as files" in stays(as_user(AdministratorFactory(language="en")).get("outbox.index"))
    assert deliver()[MailState.SENT] == 1


def test_the_demo_says_once_that_no_mail_is_sent_and_leads_to_its_mail(app, demo, monkeypatch, as_user):
    monkeypatch.setitem(app.config, "DEMO", True)
    page = as_user(AdministratorFactory(language="en")).get("outbox.index")
    [notice] = page.soup.find_all("aside", class_="sample")
    assert "no mail is sent" in notice.text
    assert notice.find("a", href="/demo/mail")
