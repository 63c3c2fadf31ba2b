"""The life of minutes as a scenario: a session is held, its minutes are agreed, approved, amended and published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from uuid import UUID

from soak.journal import Value
from soak.paper_life import write_record, write_report
from soak.sample import JAKARTA, Member
from soak.workload import WebUser, Workload, hidden

BATCH = 3
"""How many sessions are planned for the same next minute."""
ID = "([0-9a-f-]{36})"


def keep_minutes(workload: Workload, random: Random, lane: int) -> None:
    """Hold one session after the other, and lead its minutes to approval, often to a new version and publication."""
    desk = Desk(workload)
    _approve_as_deputy(desk)
    for number, session in enumerate(_begun_sessions(desk, lane)):
        if workload.ended.is_set():
            return
        Life(desk, random, session, f"{lane}-{number}").run()


def _approve_as_deputy(desk: Desk) -> None:
    """Let the minute-taker approve minutes in place of the chair, whose time was over days ago."""
    if desk.sample.unapproved:
        minutes, session = desk.sample.unapproved.pop()
        path, state = f"/minutes/{minutes}/approve-as-deputy", (f"minutes:{session} 1", "approved")
        desk.taker.act_once(path, value=state, because="Kepala sedang cuti")


class Desk:
    """The browsers of those who work on minutes; members of organisations sign in when they are needed first."""

    def __init__(self, workload: Workload) -> None:
        self.workload, self.sample = workload, workload.sample
        self.taker, self.chair, self.coordinator = (
            workload.user(email) for email in (self.sample.taker, self.sample.chair, self.sample.coordinator)
        )
        self.parties: dict[str, WebUser] = {self.sample.chair: self.chair}

    def party(self, member: Member) -> WebUser:
        """Return the browser of an organisation's focal point."""
        if member.email not in self.parties:
            self.parties[member.email] = self.workload.user(member.email)
        return self.parties[member.email]


@dataclass(frozen=True, slots=True)
class Begun:
    """A session that has begun; those of the sample have no title. `stands` is its start as in the journal."""

    id: str
    title: str = ""
    stands: str = ""


def _begun_sessions(desk: Desk, lane: int) -> Iterator[Begun]:
    """Yield sessions that have begun: one of the sample, then one-off sessions for now.

    A form knows no seconds, so they are planned for the next full minute, while the earlier ones are held.
    """
    workload = desk.workload
    batch = [Begun(workload.sample.begun.pop())] if workload.sample.begun else []
    for number in count():
        begins = (datetime.now(JAKARTA) + timedelta(seconds=65)).replace(second=0, microsecond=0)
        planned = [_planned(desk, f"Rapat {lane}-{number}-{place}", begins) for place in range(BATCH)]
        yield from batch
        workload.ended.wait((begins - datetime.now(JAKARTA)).total_seconds() + 0.5)
        if workload.ended.is_set():
            return
        batch = [session for session in planned if session]


def _planned(desk: Desk, title: str, begins: datetime) -> Begun | None:
    """Add a one-off session; None if that was refused or had no response."""
    stands = f"{begins.astimezone(UTC):%Y-%m-%dT%H:%M}"
    made = desk.coordinator.act(
        f"/forums/{desk.sample.forum}/sessions/new",
        fact=("session", title),
        value=(f"plan:{title}", f"planned {stands}"),
        title=title,
        day=f"{begins:%d/%m/%Y}",
        time=f"{begins:%H:%M}",
        minutes="90",
        mode="in_person",
        place="Balai Kota",
    )
    return Begun(made.location.rpartition("/")[2], title, stands) if made and made.is_done else None


class Life:
    """The minutes of one session, step by step. Each step returns whether the next one is possible.

    Requests without a response are repeated where the application does the act at most once; what a person would look
    for before repeating it is looked for.
    """

    def __init__(self, desk: Desk, random: Random, session: Begun, name: str) -> None:
        self.desk, self.random, self.name = desk, random, name
        self.session, self.mailed, self.planned = session.id, session.title, session
        self.where, self.minutes, self.version = f"/sessions/{session.id}", "", 1
        self.passages: list[str] = []
        self.decision, self.wording = "", ""
        self.reworded: list[Value] = []
        self.withheld = ""

    def run(self) -> None:
        """Hold the session, then lead its minutes as far as they come."""
        if not self._held():
            return
        if self.decision:
            write_record(self.desk.coordinator, self.session, self.decision)
        if not (self._circulated() and self._agreed() and self._approved()):
            return
        write_report(self.desk.coordinator, self.session)
        if self.random.random() < 0.6:
            self._published()
        if self.random.random() < 0.7 and self._amended():
            if not (self._circulated() and self._agreed() and self._approved()):
                return
            self._published()

    def _held(self) -> bool:
        taker = self.desk.taker
        if not taker.act_once(f"{self.where}/open"):
            return False
        items = taker.find(f"{self.where}/live", f"/agenda-items/{ID}/start")
        for item in ["", *dict.fromkeys(items)]:
            part = {"part": "discussion", "item": item} if item else {"part": "opening"}
            self._note(part, f"Catatan {self.name} ke-{len(self.passages)}. Peserta membahasnya. Tidak ada keberatan.")
        self._decided(items)
        held = (f"plan:{self.planned.title}", f"held {self.planned.stands}") if self.planned.title else None
        return bool(self.passages) and self.desk.chair.act_once(f"{self.where}/close", value=held)

    def _note(self, part: dict[str, str], text: str, *, passage: str = "") -> None:
        """Write a note, or another text into one that was copied from the version before."""
        version = "1" if passage else "0"
        passage = passage or str(UUID(int=self.random.getrandbits(128), version=4))
        form = {"passage": passage, "version": version, "text": text, **part}
        saved = self.desk.taker.act_until_answered(
            f"{self.where}/passages", value=(f"passage:{passage}", text), accept="application/json", **form
        )
        if saved and saved.is_done and version == "0":
            self.passages.append(passage)

    def _decided(self, items: list[str]) -> None:
        """Record a decision; one whose request had no response is left as it is."""
        text = f"Keputusan rapat {self.name}"
        made = self.desk.taker.act(
            f"{self.where}/decisions" + (f"?item={items[0]}" if items else ""),
            fact=("decision", text),
            value=(f"wording:{text}", text),
            text=text,
            how="consensus",
            basis="Temuan bersama",
            without_quorum="y",
            no_quorum_reason="Disepakati yang hadir",
        )
        if made and made.is_done:
            self.decision = made.location.partition("commit=")[2][:36]
            self.wording = text

    def _circulated(self) -> bool:
        found = self.desk.taker.find(f"{self.where}/minutes", f"/minutes/{ID}/circulate")
        if not found:
            return False
        self.minutes = f"/minutes/{found[0]}"
        form = {"days": str(self.random.randint(1, 7)), "without_attendance": "y", "number": ""}
        return self.desk.taker.act_once(f"{self.minutes}/circulate", value=self._state("circulated"), **form)

    def _agreed(self) -> bool:
        """Let some parties request corrections, one after it agreed, and answer them; then let all parties agree."""
        members = self.random.sample(self.desk.sample.members, len(self.desk.sample.members))
        asked: dict[str, tuple[str, str]] = {}
        for number, member in enumerate(members[: self.random.randint(0, 2)]):
            if number and not self._agrees(member):
                return False
            asked |= self._corrected(member, number)
        if asked:
            self._asked_about(asked)
        if not self._answered(asked):
            return False
        done = [self._agrees(member, by_link=member is members[-1]) for member in members]
        chair = (self._party(self.desk.sample.chair), "agreed")
        return self.desk.chair.act_once(f"{self.minutes}/agree", value=chair) and all(done)

    def _agrees(self, member: Member, *, by_link: bool = False) -> bool:
        """Agree on a page, or by the link in the mail about this version, if it has come."""
        value = (self._party(member.email), "agreed")
        asked = by_link and self.mailed
        link = self.desk.workload.link_in_mail(member.email, self.mailed) if asked else None
        if link is None:
            return self.desk.party(member).act_once(f"{self.minutes}/agree", value=value)
        guest = self.desk.workload.user()
        guest.find(link, "csrf_token")
        self.desk.workload.journal.count("by link")
        return guest.act_once(f"{link}/agree", value=value)

    def _corrected(self, member: Member, number: int) -> dict[str, tuple[str, str]]:
        """Request a correction of a passage; return its text with the passage and the wording."""
        passage, text = self.random.choice(self.passages), f"Koreksi {self.name}, versi {self.version}, ke-{number}"
        wording = f"Usul {self.name}, versi {self.version}, ke-{number}. Disampaikan oleh yang hadir."
        self.desk.party(member).act(
            f"{self.minutes}/correct",
            fact=("correction", text),
            value=(f"correction:{text}", "open"),
            also=[(self._party(member.email), "corrected")],
            passage=passage,
            wording=wording,
            text=text,
        )
        return {text: (passage, wording)}

    def _asked_about(self, asked: dict[str, tuple[str, str]]) -> None:
        """Ask a party that requested no correction what it thinks of one; it answers, and changes its mind."""
        member = self.random.choice(self.desk.sample.members)
        found = self.desk.taker.find(f"{self.where}/minutes", f"/corrections/{ID}/ask")
        page = self._page(f"/corrections/{found[0]}/ask", self.desk.taker) if found else ""
        number = member.email.partition("@")[0].removeprefix("anggota")
        seat = re.search(f'value="{ID}"[^>]*>\\s*(?:<[^>]*>\\s*)*Instansi Contoh {number}\\s*<', page)
        text = next((text for text in asked if text in page), None)
        if seat is None or text is None:
            return
        self.desk.taker.act_once(f"/corrections/{found[0]}/ask", seats=seat[1])
        given = self.desk.party(member).find(f"{self.where}/minutes", f"/opinions/{ID}/give")
        for verdict in ("approves", "disapproves") if given else ():
            value = (f"opinion:{text} {member.email}", str(verdict == "approves"))
            self.desk.party(member).act_once(
                f"/opinions/{given[0]}/give", value=value, verdict=verdict, reason=f"Pendapat tentang {text}"
            )

    def _answered(self, asked: dict[str, tuple[str, str]]) -> bool:
        """Answer the corrections that the page shows; return whether none is left."""
        taker = self.desk.taker
        for path in dict.fromkeys(taker.find(f"{self.where}/minutes", f"/corrections/{ID}/answer") if asked else ()):
            where = f"/corrections/{path}/answer"
            page = self._page(where, taker)
            text = next((text for text in asked if text in page), None)
            if text is None:
                return False
            passage, wording = asked[text]
            state, words = self.random.choice((("accepted", ""), ("declined", f"Alasan {text}")))
            changed = [(f"passage:{passage}", wording)] if state == "accepted" else []
            form = {"verdict": state, "wording": wording, "version": hidden(page, "version"), "answer": words}
            if not taker.act_once(where, value=(f"correction:{text}", state), also=changed, **form):
                return False
        return True

    def _approved(self) -> bool:
        return self.desk.chair.act_once(f"{self.minutes}/approve", value=self._state("approved"), also=self.reworded)

    def _amended(self) -> bool:
        """Begin a new version, with a changed note and a reworded decision."""
        taker, reason = self.desk.taker, f"Perbaikan {self.name}"
        form = {"reason": reason, "asked_by": "Instansi Contoh 0, surat nomor 7"}
        if not taker.act_once(f"{self.minutes}/amend", fact=("amended", reason), **form):
            return False
        self.version, self.mailed = 2, reason
        copies = taker.find(f"{self.where}/live?part=opening", f"edit={ID}")
        if not copies:
            return False
        self.passages = list(dict.fromkeys(copies))
        self._note({"part": "opening"}, f"Catatan {self.name} yang diperbaiki. Peserta setuju.", passage=copies[0])
        return self._reworded()

    def _reworded(self) -> bool:
        if not self.decision:
            return True
        text = f"{self.wording}\nDiperjelas dalam versi {self.version}."
        form = {"text": text, "basis": "Temuan bersama", "dissent": ""}
        done = self.desk.taker.act_once(f"/decisions/{self.decision}/reword", fact=("reworded", text), **form)
        self.reworded = [(f"wording:{self.wording}", text)]
        return done

    def _published(self) -> None:
        """Publish all of the minutes, or all but one part; sometimes publish another edition without a part."""
        if self.withheld or self.random.random() < 0.5:
            self._redacted(1)
        else:
            self.desk.coordinator.act_once(f"{self.minutes}/publish", value=self._state("published"))
        if self.random.random() < 0.3:
            self._redacted(2)

    def _redacted(self, edition: int) -> None:
        """Mark a part and ask the chair to approve; if the chair refuses, mark another one and ask once more."""
        for attempt in range(2):
            instead = f"Bagian tertutup {self.name} versi {self.version} edisi {edition} ke-{attempt}"
            if not self._marked(instead):
                return
            found = self.desk.chair.find(f"{self.where}/minutes", f"/redactions/{ID}")
            request = next((one for one in found if instead in self._page(f"/redactions/{one}")), None)
            if request is None:
                return
            if attempt or self.random.random() < 0.7:
                before = [(f"redaction:{self.withheld}", "replaced")] if self.withheld else []
                done = {"value": (f"redaction:{instead}", "in_force"), "also": [self._state("published"), *before]}
                if self.desk.chair.act_once(f"/redactions/{request}/approve", **done):
                    self.withheld = instead
                return
            refused, reason = (f"redaction:{instead}", "refused"), f"Alasan {instead}"
            if not self.desk.chair.act_once(f"/redactions/{request}/refuse", value=refused, reason=reason):
                return

    def _marked(self, instead: str) -> bool:
        """Mark one part, as the coordinator, and ask the chair to approve."""
        coordinator, path = self.desk.coordinator, f"{self.minutes}/redact"
        page = self._page(path, coordinator)
        parts = re.findall(f'value="((?:passage|decision|title):{ID[1:-1]})"', page)
        chair = re.search(f'value="{ID}"[^>]*>Kepala JSC', page)
        if not parts or chair is None:
            return False
        mark = {"part": self.random.choice(parts), "sentences": "0", "basis": "confidentiality", "instead": instead}
        return coordinator.act_once(
            path,
            value=(f"redaction:{instead}", "proposed"),
            **{f"marks-0-{name}": value for name, value in mark.items()},
            reason=f"Alasan {instead}",
            ask="y",
            approver=chair[1],
        )

    def _page(self, path: str, reader: WebUser | None = None) -> str:
        return "".join((reader or self.desk.chair).find(path, "(?s).+"))

    def _state(self, state: str) -> Value:
        return f"minutes:{self.session} {self.version}", state

    def _party(self, email: str) -> str:
        return f"party:{self.session} {self.version} {email}"
