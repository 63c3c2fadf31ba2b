"""Whoever receives a mail can do what it asks: its links open without an account, and nothing on their pages is closed.

Each kind of mail is produced by the action or job that sends it. Then its links are opened where nobody is signed in.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from app.accounts.models import Person
from app.clock import utc_now
from app.database import db
from app.mail.outbox.models import Mail
from app.web.i18n import force_locale
from commitments.registry.labels import WORDINGS
from tests.mails import accounts as accounts
from tests.mails import commitments as commitments
from tests.mails import forums as forums
from tests.mails.stage import PRODUCERS

MAILS = Path(__file__).resolve().parents[2] / "templates/mails"
ADDRESS = re.compile(r"http://localhost(/[^\s#]*)")
PERSONAL = ("/by-link/", "/answer/", "/registrations/", "/suggestions/own/")
"""Where the links of one person begin; their pages name that person or their organisation."""

FOR_ACCOUNTS = {
    "accounts/address-second": "administrators decide it, and have an account",
    "accounts/roles-asked": "administrators decide it, and have an account",
    "accounts/roles-changed": "sent only to people with an account",
    "forums/redaction/decided": "a coordinator marked the parts, and has an account",
    "forums/redaction/expired": "coordinators, who have an account; publishing never works by a link",
    "forums/redaction/proposed": "only people with an account can be asked; publishing never works by a link",
    "links/disowned": "people who can correct the address, and have an account",
}
"""Kinds whose links need an account, because all their recipients have one."""

WITHOUT_LINK = {
    "accounts/address-announced": "says whom to talk to",
    "accounts/address-changed": "the previous mail has the link that restores the address",
    "accounts/address-stopped": "nothing changed",
    "accounts/roles-announced": "says whom to talk to",
    "forums/invitations/withdrawn": "the session does not take place, and leaves the calendar",
    "links/code": "the code is entered on the page that asked for it",
}
"""Kinds that ask for nothing that a page does."""

ASKED = {
    "agreements/ends": "mailto:",
    "commitments/notice:T+1": "/report",
    "commitments/notice:T+7": "/report",
    "commitments/notice:T-14": "/report",
    "commitments/notice:T-3": "/report",
    "commitments/notice:answer": "/accept",
    "commitments/notice:blocked": "/comment",
    "commitments/notice:counter_proposed": "/agree-to-date",
    "commitments/notice:extension_asked": "/approve-extension/",
    "commitments/notice:partially_met": "/submit",
    "commitments/notice:proposed": "/accept",
    "commitments/notice:proposed_again": "/accept",
    "commitments/notice:returned": "/submit",
    "commitments/notice:submitted": "/verify",
    "commitments/notice:verify": "/verify",
    "forums/agenda/answered": "/propose",
    "forums/agenda/proposed": "/accept-item/",
    "forums/directives/given": "/reply",
    "forums/minutes/circulated": "/agree",
    "forums/minutes/correction-asked": "/answer-correction/",
    "forums/review/approvable": "/sign-in",
    "forums/review/opinion-asked": "/opinion/",
    "forums/review/opinion-given": "/answer-correction/",
    "forums/review/passage-changed": "/withdraw",
    "forums/review/recorded": "/withdraw",
    "forums/review/reminded": "/agree",
    "forums/review/text-changed": "/agree",
    "forums/preparation/asked": "/hand-in",
    "forums/preparation/reminded": "/hand-in",
    "insights/digest_drafted": "/sign-in",
    "insights/digest_released": "/answer/1",
    "links/passed-on": "/accept",
}
"""The act for which a mail asks, as it stands in the address of a button of its page."""


def test_every_kind_and_wording_of_mail_is_produced():
    kinds = {path.relative_to(MAILS).with_suffix("").as_posix() for path in MAILS.rglob("*.txt")} - {"base"}
    assert {kind for kind, _wording in PRODUCERS} == kinds
    assert {wording for kind, wording in PRODUCERS if kind == "commitments/notice"} == set(WORDINGS)
    assert not set(FOR_ACCOUNTS) & set(WITHOUT_LINK)
    assert set(FOR_ACCOUNTS) | set(WITHOUT_LINK) <= kinds


@pytest.mark.parametrize("kind, wording", PRODUCERS, ids=lambda value: value or "-")
def test_a_mail_leads_its_recipient_to_what_it_asks(stage, kind, wording):
    stage.wording = wording
    recipient = PRODUCERS[kind, wording](stage)
    db.session.commit()
    mail = mail_to(recipient, kind, wording)
    paths = sorted(set(ADDRESS.findall(mail.text)))
    assert bool(paths) == (kind not in WITHOUT_LINK), mail.text
    assert set(paths) <= {
        path.partition("#")[0] for path in ADDRESS.findall(mail.html.replace("&amp;", "&").replace('"', " "))
    }
    for path in paths:
        if kind in FOR_ACCOUNTS:
            opens_for_accounts(stage, path, recipient)
        else:
            opens_for_everyone(stage, path, recipient, ASKED.get(f"{kind}:{wording}".rstrip(":"), ""))


def mail_to(recipient, kind, wording) -> Mail:
    """Return the newest mail of a kind, and of a wording if given, to a person or an address."""
    address = recipient.email if isinstance(recipient, Person) else recipient
    stored = f"commitments/{wording}" if wording else kind
    of_kind = select(Mail).where(Mail.kind == stored, Mail.recipient == address).order_by(Mail.created_at.desc())
    found = [mail for mail in db.session.scalars(of_kind) if not wording or is_worded(mail, wording)]
    assert found, [(mail.kind, mail.recipient, mail.subject) for mail in db.session.scalars(select(Mail))]
    return found[0]


def is_worded(mail, wording) -> bool:
    """Whether the subject of a mail is that of a wording."""
    with force_locale("id"):
        subject = str(WORDINGS[wording].subject)
    parts = re.split(r"%\(\w+\)s", subject)
    return re.fullmatch(".+".join(map(re.escape, parts)), mail.subject) is not None


def opens_for_accounts(stage, path, recipient) -> None:
    """The recipient has an account, and the page answers once they sign in."""
    assert recipient.is_active
    assert stage.visitor().get(path, status=302).location.startswith("/sign-in")
    page = stage.visitor(recipient).get(path)
    assert page.soup.select("main form button, main a.btn"), path


def opens_for_everyone(stage, path, recipient, asked) -> None:
    """The page opens where nobody is signed in, says whose it is, and each of its links opens."""
    reader = stage.visitor()
    page = reader.get(path)
    main = page.soup.find("main")
    assert main.select("form button, a.btn"), f"{path} has no act: {page.words}"
    if path.startswith(PERSONAL):
        names = [recipient.name, recipient.organisation.name] if isinstance(recipient, Person) else ["Sari"]
        assert any(name in page.words for name in names), page.words
    for href in {one["href"] for one in main.select("a[href]")}:
        follows(reader, path, href)
    acts = [one.get("href") or one.get("action") or "" for one in main.select("a, form")]
    assert any(asked in act for act in acts), f"{path} does not offer {asked}: {acts}"
    if path.startswith("/by-link/"):
        leads_home(stage, path, recipient)


def follows(reader, path, href) -> None:
    """A link of the page opens; one to what needs an account leads to the sign-in page itself, or to the home page."""
    if href == "/" or href.startswith(("mailto:", "http", "#", "?")):
        return
    answer = reader.client.get(href)
    assert answer.status_code == 200, f"{path} leads to {href}, which answers {answer.status_code}"


def leads_home(stage, path, recipient) -> None:
    """Once the recipient signs in, their link leads to the page of the object."""
    recipient.joined_at = recipient.joined_at or utc_now()
    answer = stage.visitor(recipient).get(path, status=302)
    assert urlsplit(answer.location).path != "/sign-in"
    stage.visitor(recipient).get(answer.location)
