"""Recipients of a mail can do what it asks, with and without an account, and nothing on its pages is closed.

Each kind of mail is produced by the action or job that sends it. Then its links are opened where nobody is signed in,
and by its recipient once they have an account: both pages offer the act for which the mail asks.
"""

import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from app.accounts.models import Person
from app.clock import utc_now
from app.database import db
from app.mail.outbox import labels
from app.mail.outbox.models import Mail
from app.web.i18n import force_locale
from commitments.registry.labels import WORDINGS
from tests.mails import accounts as accounts
from tests.mails import alignment as alignment
from tests.mails import commitments as commitments
from tests.mails import cooperation as cooperation
from tests.mails import forums as forums
from tests.mails import registers as registers
from tests.mails.commitments import NOTICE
from tests.mails.stage import MAILBOXES, PRODUCERS
from tests.support.mail_links import link_to

MAILS = Path(__file__).resolve().parents[2] / "templates/mails"
ADDRESS = re.compile(r"http://localhost(/[^\s#]*)")
PERSONAL = ("/by-link/", "/answer/", "/registrations/", "/suggestions/own/")
"""Where the links of one person begin; their pages name that person or their organisation."""

FOR_ACCOUNTS = {
    "agreements/import_worked": "/confirm",  # the coordinator who uploaded it
    "commitments/import_worked": "/confirm",  # the person who uploaded it
    "accounts/address-second": "/confirm",  # administrators decide it
    "accounts/handed-over": "/commitments",  # others get a link with the first mail about each of these
    "accounts/roles-asked": "/confirm",  # administrators decide it
    "accounts/roles-changed": "/profile",
    "forums/redaction/decided": "/redact",  # a coordinator marked the parts
    "forums/redaction/expired": "/redact",  # coordinators; publishing never works by a link
    "forums/redaction/proposed": "/approve",  # only people with an account can be asked
    "organisations/succeeded": "/contacts",  # administrators, and people who moved with their account
    "links/disowned": "/edit",  # people who can correct the address
}
"""Kinds whose links need an account, because all their recipients have one, with the act for which they ask."""

WITHOUT_LINK = {
    "accounts/address-announced": "says whom to talk to",
    "accounts/address-changed": "the previous mail has the link that restores the address",
    "accounts/address-stopped": "nothing changed",
    "accounts/roles-announced": "says whom to talk to",
    "forums/invitations/withdrawn": "the session does not take place, and leaves the calendar",
    "links/code": "the code is entered on the page that asked for it",
}
"""Kinds that ask for nothing that a page does."""


WITH_SECOND_LINK = {"dispositions/given"}
"""Kinds whose second link opens what the mail is about, with the acts of that."""


class Asked(NamedTuple):
    """The act for which a mail asks, as written in the addresses of the page of its link and of that for accounts."""

    by_link: str
    signed_in: str


def both(act: str) -> Asked:
    """Return an act whose address ends alike on both pages."""
    return Asked(act, act)


ANSWER = Asked("/answer/", "/answer/")
"""Invitations are answered on the same page with and without an account."""
AGREE = Asked("/agree", "/agree")

ASKED = {
    "agreements/amendments/sent": both("/position"),
    "agreements/ends": both("/object"),
    "alignment/barriers/head_told": both("/resolve"),
    "alignment/goals/asked": both("/answer"),
    "alignment/goals/respond": both("/respond"),
    "alignment/capacity/asked": both("/fill"),
    "alignment/capacity/held": both("/evaluate"),
    "alignment/roles/asked": both("/fill"),
    "alignment/roles/circulated": both("/consent"),
    "agreements/passed_on": both("/hand-on"),
    "commitments/imported": both("/accept"),
    "commitments/notice:T+1": both("/report"),
    "commitments/notice:T+7": both("/report"),
    "commitments/notice:T-14": both("/report"),
    "commitments/notice:T-3": both("/report"),
    "commitments/notice:answer": both("/accept"),
    "commitments/notice:blocked": both("/comment"),
    "commitments/notice:counter_proposed": both("/agree-to-date"),
    "commitments/notice:disputed": Asked("/position", "/mediation"),
    "commitments/notice:handover_asked": Asked("/take-over/", "/accept"),
    "commitments/notice:mediate": Asked("/outcome", "/mediation"),
    "commitments/notice:mentioned": both("/comment"),
    "commitments/notice:outcome_proposed": Asked("/agree-to-outcome", "/mediation"),
    "commitments/notice:to_mediate": Asked("/option", "/mediation"),
    "commitments/notice:extension_asked": Asked("/approve-extension/", "/approve"),
    "commitments/notice:help_needed": both("/comment"),
    "commitments/notice:partially_met": Asked("/submit", "/report"),
    "commitments/notice:proposed": both("/accept"),
    "commitments/notice:proposed_again": both("/accept"),
    "commitments/notice:returned": Asked("/submit", "/report"),
    "commitments/notice:submitted": both("/verify"),
    "commitments/notice:verify": both("/verify"),
    "commitments/reminders": both("/report"),
    "commitments/reminder_of_several": both("/report"),
    "commitments/summary": both("/report"),
    "cooperation/requests/arrived": both("/ask"),
    "cooperation/requests/passed_on": both("/ask"),
    "cooperation/requests/wrote": both("/write"),
    "dispositions/given": both("/answer"),
    "forums/agenda/answered": both("/propose"),
    "forums/agenda/proposed": Asked("/accept-item/", "/accept"),
    "forums/basis/ending": both("/renew"),
    "forums/circular/circulated": both("/vote"),
    "forums/circular/extended": both("/vote"),
    "forums/circular/objected": both("/reply"),
    "forums/circular/recorded": both("/vote"),
    "forums/circular/reminded": both("/vote"),
    "forums/circular/replied": both("/vote"),
    "forums/directives/given": both("/reply"),
    "forums/invitations/changed": ANSWER,
    "forums/invitations/invited": ANSWER,
    "forums/invitations/recorded": ANSWER,
    "forums/invitations/reminded": ANSWER,
    "forums/minutes/circulated": AGREE,
    "forums/minutes/correction-asked": Asked("/answer-correction/", "/answer"),
    "forums/replies/declined": ANSWER,
    "forums/review/approvable": Asked("/account", "/approve"),
    "forums/review/opinion-asked": Asked("/opinion/", "/give"),
    "forums/review/opinion-given": Asked("/answer-correction/", "/answer"),
    "forums/review/passage-changed": Asked("/withdraw", "/withdraw-agreement"),
    "forums/review/recorded": Asked("/withdraw", "/withdraw-agreement"),
    "forums/review/reminded": AGREE,
    "forums/review/text-changed": AGREE,
    "forums/preparation/asked": both("/hand-in"),
    "forums/preparation/reminded": both("/hand-in"),
    "insights/digest_answered": Asked("/sign-in", "/follow"),
    "insights/digest_drafted": Asked("/sign-in", "/release"),
    "insights/digest_released": Asked("/answer/1", "/asks/1/answer"),
    "links/passed-on": both("/accept"),
}

NEWS = {
    "alignment/goals/differs",
    "alignment/goals/ended",
    "alignment/capacity/recorded",
    "alignment/roles/objected",
    "accounts/address-asked",
    "accounts/address-confirm",
    "accounts/address-undone",
    "accounts/address-yours",
    "accounts/invitation",
    "accounts/password-changed",
    "accounts/password-link",
    "accounts/sign-in-link",
    "agreements/amendments/applied",
    "agreements/amendments/position_taken",
    "agreements/amendments/withdrawn",
    "agreements/dates_changed",
    "agreements/receipt_recorded",
    "agreements/renewed_tacitly",
    "agreements/terminated",
    "commitments/imported_on_behalf",
    "commitments/notice:accepted",
    "commitments/notice:awaited_ended",
    "commitments/notice:cancelled",
    "commitments/notice:closed",
    "commitments/notice:contact_named",
    "commitments/notice:date_agreed",
    "commitments/notice:declined",
    "commitments/notice:dispute_withdrawn",
    "commitments/notice:extension_approved",
    "commitments/notice:extension_denied",
    "commitments/notice:handed_over",
    "commitments/notice:handover_begun",
    "commitments/notice:handover_declined",
    "commitments/notice:handover_withdrawn",
    "commitments/notice:met",
    "commitments/notice:outcome_declined",
    "commitments/notice:settled",
    "commitments/notice:watched",
    "commitments/notice:recorded",
    "cooperation/requests/received",
    "cooperation/requests/told",
    "dispositions/news",
    "forums/circular/closed",
    "forums/circular/withdrawn",
    "forums/directives/answered",
    "forums/directives/received",
    "forums/minutes/approved",
    "forums/pack/circulated",
    "forums/pack/reminded",
    "forums/pack/shared",
    "forums/minutes/correction-answered",
    "forums/registration/told",
    "forums/scheduling/joined",
    "notifications/summary",
    "settings/test-mail",
}
"""Kinds that ask for nothing, or whose link is itself the act. Their pages open; they need no act."""


def test_every_kind_and_wording_of_mail_is_produced():
    kinds = {path.relative_to(MAILS).with_suffix("").as_posix() for path in MAILS.rglob("*.txt")} - {"base"}
    assert {kind for kind, _wording in PRODUCERS} == kinds
    assert {wording for kind, wording in PRODUCERS if kind == "commitments/notice"} == set(WORDINGS)
    assert not set(FOR_ACCOUNTS) & set(WITHOUT_LINK)
    assert set(FOR_ACCOUNTS) | set(WITHOUT_LINK) <= kinds


def test_every_mail_that_asks_names_its_act():
    """`asking` is what the product itself counts as unanswered; this list may contain more, and forgets nothing."""
    asking = {_listed(kind) for kind in labels.asking()}
    assert asking <= set(ASKED) | set(FOR_ACCOUNTS)
    sorted_out = [set(ASKED), set(NEWS), set(FOR_ACCOUNTS), set(WITHOUT_LINK)]
    assert sum(map(len, sorted_out)) == len(set().union(*sorted_out)), "a kind is in two lists"
    assert set().union(*sorted_out) == {_name(kind, wording) for kind, wording in PRODUCERS}


def _listed(kind: str) -> str:
    """Return the name of a kind as `enqueue` stores it: notices of commitments are stored by their wording."""
    package, _slash, rest = kind.partition("/")
    return f"{NOTICE}:{rest}" if package == "commitments" and rest in WORDINGS else kind


def _name(kind: str, wording: str) -> str:
    return f"{kind}:{wording}".rstrip(":")


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
    asked = ASKED.get(_name(kind, wording))
    for path in paths:
        if path.startswith("/notifications/off/"):  # of a topic, whoever has an account
            opens_for_everyone(stage, path, recipient, None)
        elif kind in FOR_ACCOUNTS:
            opens_for_accounts(stage, path, recipient, FOR_ACCOUNTS[kind])
        else:
            is_second = kind in WITH_SECOND_LINK and path != ADDRESS.findall(mail.text)[0]
            opens_for_everyone(stage, path, recipient, None if is_second else asked)


@pytest.mark.parametrize("mail", MAILBOXES.values(), ids=MAILBOXES)
def test_the_mailbox_of_an_organisation_learns_who_can_act_or_can_answer_itself(stage, mail):
    """A personal link never goes to a mailbox: its mail names people, each of whom has a link of their own."""
    sent = mail(stage)
    db.session.commit()
    mails = select(Mail).where(Mail.kind == sent.kind, Mail.recipient == sent.mailbox)
    (found,) = db.session.scalars(mails.order_by(Mail.created_at.desc()).limit(1))
    assert found.person_id is None
    assert "/by-link/" not in found.text + found.html
    paths = sorted(set(ADDRESS.findall(found.text)))
    for path in paths:
        opens_for_everyone(stage, path, sent.organisation, ASKED[sent.kind])
    assert paths or sent.people
    for person in sent.people:
        assert person.name in found.text
        assert person.name in found.html
        assert stage.visitor().get(link_to(person)).soup.select("main form, main a.btn")


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


def opens_for_accounts(stage, path, recipient, asked) -> None:
    """The recipient has an account, and the page offers the act once they sign in."""
    assert recipient.is_active
    assert stage.visitor().get(path, status=302).location.startswith("/sign-in")
    offers(stage.visitor(recipient).get(path), asked)


def opens_for_everyone(stage, path, recipient, asked: Asked | None) -> None:
    """The page opens where nobody is signed in, says whose it is and offers the act, and each of its links opens."""
    reader = stage.visitor()
    page = reader.get(path)
    if path.startswith(PERSONAL):
        names = (
            [recipient.name, recipient.organisation.name]
            if isinstance(recipient, Person)
            else [getattr(recipient, "name", "Sari")]
        )
        assert any(name in page.words for name in names), page.words
    for href in {one["href"] for one in page.soup.select("main a[href]")}:
        follows(reader, path, href)
    if asked:
        offers(page, asked.by_link)
    if path.startswith("/by-link/"):
        leads_home(stage, path, recipient, asked)


def offers(page, asked: str) -> None:
    """The page has a button, a link or a form for the act. Passing the mail on to somebody else does not count."""
    found = [
        one.get("formaction") or one.get("action") or one.get("href") or ""
        for one in page.soup.select("main a, main form, main button[formaction]")
    ]
    acts = [act for act in found if not act.endswith("/pass-on") and not act.startswith("mailto:")]
    assert any(asked in act for act in acts), f"{asked} is not among {acts}"


def follows(reader, path, href) -> None:
    """A link of the page opens; one to what needs an account leads to the sign-in page itself, or to the home page."""
    if href == "/" or href.startswith(("mailto:", "http", "#", "?")):
        return
    answer = reader.client.get(href)
    assert answer.status_code == 200, f"{path} leads to {href}, which answers {answer.status_code}"


def leads_home(stage, path, recipient, asked: Asked | None) -> None:
    """Once the recipient signs in, their link leads to the page of the object, which offers the same act."""
    recipient.joined_at = recipient.joined_at or utc_now()
    answer = stage.visitor(recipient).get(path, status=302)
    assert urlsplit(answer.location).path != "/sign-in"
    page = stage.visitor(recipient).get(answer.location)
    if asked:
        offers(page, asked.signed_in)
