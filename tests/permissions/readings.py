"""What each reader can get: the answers to all GET requests and the mail, with their marks, by channel."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit
from uuid import UUID, uuid4

import pypdf
from flask import Flask

from app.accounts.models import TokenPurpose
from app.accounts.tokens import issue
from app.api.access import PREFIX
from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.files.models import StoredFile
from app.files.store import content_of
from app.mail.outbox.models import Mail
from app.pdf.word import MEDIA_TYPE as WORD
from forums.checkin.links import token_of
from insights.dashboard.rows import Key
from tests.permissions.marks import words_in
from tests.support.mail_links import LINK
from tests.support.programs import Program
from tests.support.visitors import Visitor, client_of
from tests.support.world.world import World

READERS = {
    "F": "facilitator",
    "P": "participant",
    "N": "named coordinator",
    "c": "colleague",
    "k": "coordinator",
    "l": "leadership",
    "a": "administrator",
    "o": "other",
    "x": None,
}
"""The readers by their letters in reach.txt: capital ones are named in every circle, `x` is not signed in."""
NAMED = {"F", "P", "N"}
OF_NO_CIRCLE = {
    "ListedHoliday",
    "Ramadan",
    "Mail",
    "MailLink",
    "Token",
    "BusyFeed",
    "AccountSession",
    "AddressChange",
    "RoleRequest",
    "SavedView",
    "Boilerplate",
    "CooperationRequest",
    "AgreementImport",
    "Competence",
}
"""Models whose pages show nothing of circles."""
PREFIXES = tuple(f"q{one.value[:3]}" for one in Classification)
"""The first letters of the marks of each classification."""
SECRET = PREFIXES[list(Classification).index(Classification.SECRET)]
OTHER_PAGE = re.compile(r'href="([^"]*[?&;](?:page|before)=[^"]*)"')
FEED = "forums.feeds.personal"
ABOUT_A_CIRCLE = {"alignment.home.index", "alignment.five_c.index", "alignment.five_c.pdf"}
"""Pages whose query string names a circle."""
NAMES = {"guide": ["commitments"], "indicator": [key.value for key in Key], "list_name": ["commitments"]}
"""The names that fill these parameters of routes."""
MOST_PAGES = 16
"""The number of pages of one list that are followed."""
KINDS = {
    "text/calendar": "feed",
    "application/pdf": "pdf",
    "application/zip": "pdf",
    "text/csv": "sheet",
    "text/markdown": "pdf",
    WORD: "pdf",
}
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Reading:
    """All that one reader got: `found[channel]` holds the marks, `where[mark]` the URLs that showed each."""

    def __init__(self, app: Flask, world: World, person: Any) -> None:
        self.app, self.world, self.person = app, world, person
        self.visitor = Visitor(app, person)
        self.client = self.visitor.client
        self.program = Program(app, person)
        self.found: dict[str, set[str]] = defaultdict(set)
        self.where: dict[str, list[str]] = defaultdict(list)
        self.feed = ""
        if person is not None:
            self.feed = issue(person, TokenPurpose.FEED, at=utc_now(), lifetime=None)
            db.session.commit()

    def read_everything(self) -> None:
        """Request every GET route for every object of the world."""
        for rule in sorted(self.app.url_map.iter_rules(), key=lambda rule: rule.rule):
            if "GET" not in (rule.methods or set()) or rule.endpoint.endswith(("static", ".ready")):
                continue
            for path in self._addresses(rule):
                self._ask(path, rule)
                if rule.endpoint == FEED:
                    self._ask(f"{path}?mine=0", rule)
            if rule.endpoint in ABOUT_A_CIRCLE:
                for circle in self.world.objects["Circle"].values():
                    self._ask(f"{rule.rule}?circle={circle['id']}", rule)
            if not rule.arguments:
                self._follow(rule)

    def ask_about_clashes(self, starts_at: datetime) -> None:
        """Ask every forum about clashes at a time in each place, as people who plan a session do."""
        asked = {"day": f"{starts_at:%Y-%m-%d}", "time": f"{starts_at:%H:%M}", "minutes": "120", "mode": "in_person"}
        for forum in self.world.objects["Forum"].values():
            for place in self.world.places:
                path = f"/forums/{forum['slug']}/against"
                headers = {"X-CSRFToken": self.visitor.csrf_token()}
                answer = self.client.post(path, data={**asked, "place": place}, headers=headers)
                if answer.status_code == 200:
                    self.note("page", f"{path} about {place}", answer.get_data(as_text=True))

    def read_lists(self) -> None:
        """Request every route without parameters, the digests and the feed."""
        for rule in self.app.url_map.iter_rules():
            if "GET" not in (rule.methods or set()) or rule.endpoint.endswith(("static", ".ready")):
                continue
            if "digest_id" in rule.arguments or rule.endpoint == FEED:
                for path in self._addresses(rule):
                    self._ask(path, rule)
            elif not rule.arguments:
                self._ask(rule.rule, rule)
                self._follow(rule)

    def search_for(self, words: Iterable[str]) -> None:
        """Search for each word by itself."""
        for word in words:
            self._search(q=word)

    def _search(self, **query: Any) -> dict[str, Any]:
        """Return the answer of the API to a search, or an empty one for those who may not search."""
        where = f"{PREFIX}/search?{urlencode(query)}"
        answer = self.program.client.get(where, headers=self.program.headers)
        self.note("search", where, answer.get_data(as_text=True))
        return dict(answer.json) if answer.status_code == 200 else {}

    def read_mail(self) -> None:
        """Read every mail to this reader, and the pages that the links in them open without signing in."""
        if self.person is not None:
            for mail in db.session.scalars(db.select(Mail).where(Mail.recipient == self.person.email)):
                self.note("mail", f"mail {mail.kind}", text_of_mail(mail))
                for path in LINK.findall(mail.text):
                    self.note("mail", f"link of {mail.kind}", client_of(self.app).get(path).get_data(as_text=True))

    def note(self, channel: str, where: str, text: str) -> None:
        """Note the marks in an answer."""
        for word in words_in(text):
            self.found[channel].add(word)
            if where not in self.where[word]:
                self.where[word].append(where)

    def _addresses(self, rule: Any) -> Iterator[str]:
        policy = self.app.view_functions[rule.endpoint].policy  # type: ignore[attr-defined]
        if policy and policy.model:
            kind = policy.model.__name__
            if kind in OF_NO_CIRCLE:
                return
            if kind not in self.world.objects:
                raise LookupError(f"{rule.rule}: the marked world has no {kind}")
            for name in self.world.objects[kind]:
                yield self.world.address(self.app, rule, name)
        elif rule.rule.startswith("/check-in/"):
            for values in self._check_ins():
                yield str(rule.build(values, append_unknown=False)[1])
        else:
            for values in self._open_values(rule):
                yield str(rule.build(values, append_unknown=False)[1])

    def _open_values(self, rule: Any) -> Iterator[dict[str, Any]]:
        """Yield the URL values of a route whose policy, if any, is about no object."""
        wanted = set(rule.arguments)
        if not wanted:
            yield {}
        elif wanted == {"slug"}:
            yield from ({"slug": one["slug"]} for one in self.world.objects["Forum"].values())
        elif wanted == {"session_id"}:
            yield from ({"session_id": one["id"]} for one in self.world.objects["Session"].values())
        elif wanted == {"sha256"}:
            yield from ({"sha256": value} for name, value in self.world.tokens.items() if name.startswith("paper "))
        elif wanted <= NAMES.keys():
            [parameter] = wanted
            yield from ({parameter: name} for name in NAMES[parameter])
        elif wanted == {"mail_id"}:
            yield {"mail_id": uuid4()}
        elif {"token", "act"} <= wanted:
            yield {"token": "tidak-ada", "act": "comment", "part": "-"}
        elif wanted == {"token"}:
            yield {"token": self.feed if rule.endpoint == FEED else "tidak-ada"}
        else:
            raise LookupError(f"{rule.rule}: nothing fills {sorted(wanted)}")

    def _check_ins(self) -> Iterator[dict[str, Any]]:
        """Yield the URL values of the public check-in pages, of every session."""
        guest = next(iter(self.world.objects["Guest"].values()))["id"]
        for one in self.world.objects["Session"].values():
            yield {"token": token_of(one["id"], 0), "guest_id": guest}

    def _follow(self, rule: Any) -> None:
        """Request the other pages of a list, and search it for the first letters of secret marks."""
        path = rule.rule
        waiting = [f"{path}?limit=100", f"{path}?q={SECRET}"] if path.startswith(PREFIX) else [f"{path}?q={SECRET}"]
        waiting += _pages(path, self._get(path))
        seen = {path}
        while waiting and len(seen) < MOST_PAGES:
            address = waiting.pop(0)
            if address not in seen:
                seen.add(address)
                waiting += _pages(path, self._ask(address, rule))

    def _ask(self, path: str, rule: Any) -> Any:
        answer = self._get(path)
        assert answer.status_code < 500, f"{path} answered {answer.status_code}"
        if answer.status_code == 200:
            self.note(channel_of(rule, answer), path, text_of(answer))
        return answer

    def _get(self, path: str) -> Any:
        if path.startswith(f"{PREFIX}/"):
            return self.program.client.get(path, headers=self.program.headers)
        return self.client.get(path)


def _pages(path: str, answer: Any) -> list[str]:
    """Return the URLs of other pages that a page of a list links to."""
    if answer.status_code != 200:
        return []
    if answer.is_json:
        cursor = answer.json.get("next") if isinstance(answer.json, dict) else None
        return [f"{path}?{urlencode({'after': cursor, 'limit': 100})}"] if cursor else []
    linked = OTHER_PAGE.findall(answer.get_data(as_text=True)) if answer.mimetype == "text/html" else []
    addresses = (urlsplit(urljoin(path, unescape(one))) for one in linked)
    return [f"{path}?{one.query}" for one in addresses if one.path == path]


def channel_of(rule: Any, answer: Any) -> str:
    """Return the channel of an answer."""
    if "search." in rule.endpoint:
        return "search"
    if answer.mimetype in KINDS:
        return KINDS[answer.mimetype]
    if answer.mimetype == SHEET:
        return "sheet"
    if answer.mimetype not in {"text/html", "application/json"}:
        return "file"
    if not rule.arguments:
        return "list"
    return "api" if answer.is_json else "page"


def text_of(answer: Any) -> str:
    """Return all text of an answer with its headers, without line breaks inside words."""
    content = answer.get_data()
    head = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
    if answer.mimetype == "application/pdf":
        return head + text_of_pdf(sha256(content).hexdigest(), content)
    if answer.mimetype in {SHEET, WORD}:
        with zipfile.ZipFile(BytesIO(content)) as book:
            return head + "".join(book.read(name).decode("latin-1") for name in book.namelist())
    if answer.mimetype == "application/zip":
        with zipfile.ZipFile(BytesIO(content)) as book:
            parts = {name: book.read(name) for name in book.namelist()}
        return head + " ".join(f"{name} {text_of_pdf(sha256(one).hexdigest(), one)}" for name, one in parts.items())
    if answer.mimetype == "text/calendar":
        return head + unfolded(content.decode())
    return head + content.decode("utf-8", "replace")


def unfolded(calendar: str) -> str:
    """Return a calendar with its long lines unfolded."""
    return re.sub(r"\r?\n[ \t]", "", calendar)


_pdfs: dict[str, str] = {}


def text_of_pdf(key: str, content: bytes) -> str:
    """Return the text of a PDF with its metadata and embedded files; other content is text already."""
    if not content.startswith(b"%PDF"):
        return content.decode("utf-8", "replace")
    if key not in _pdfs:
        shown = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
        paper = pypdf.PdfReader(BytesIO(content))
        carried = [part.decode("latin-1") for parts in paper.attachments.values() for part in parts]
        _pdfs[key] = " ".join([re.sub(r"[\s\u00ad-]", "", shown), str(paper.metadata), *carried])
    return _pdfs[key]


def text_of_mail(mail: Mail) -> str:
    """Return all text of a mail with its calendar and attachments."""
    files = [db.session.get_one(StoredFile, UUID(one)) for one in mail.attachments]
    carried = [text_of_pdf(one.sha256, content_of(one)) for one in files if one.media_type == "application/pdf"]
    parts = [
        mail.subject,
        mail.text,
        mail.html,
        json.dumps(mail.headers),
        unfolded(mail.calendar or ""),
        mail.key or "",
    ]
    return " ".join([*parts, *(one.name for one in files), *carried])


def readings(app: Flask, world: World, names: Iterable[str] = READERS) -> dict[str, Reading]:
    """Return an empty reading for each reader."""
    people = {name: world.people[role] if (role := READERS[name]) else None for name in names}
    return {name: Reading(app, world, person) for name, person in people.items()}
