"""Scenarios that users repeat until the end of a trial: commitments, answers, sessions, agendas; and all scenarios."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import count
from random import Random

from werkzeug.datastructures import FileStorage

from soak.agreement_life import keep_agreements
from soak.alignment_life import align
from soak.circular_life import decide_in_writing
from soak.commitment_life import pass_on
from soak.minutes_life import keep_minutes
from soak.minutes_scenarios import decide, write
from soak.pack_life import keep_packs
from soak.register_life import take_in_registers
from soak.sample import JAKARTA
from soak.workload import Response, WebUser, Workload, hidden


def keep_commitment(workload: Workload, random: Random, lane: int) -> None:
    """Propose, accept, report and verify one commitment after the other."""
    members = workload.sample.members
    owner, verifier = members[lane % len(members)], members[(lane + 1) % len(members)]
    coordinator, owning, checking = (
        workload.user(email) for email in (workload.sample.coordinator, owner.email, verifier.email)
    )
    due = (datetime.now(JAKARTA) + timedelta(days=40)).strftime("%d/%m/%Y")
    fixed = {"criteria": "Berkas terbuka", "due": due, "weight": "3", "visibility": "circle", "evidence_required": "y"}
    parties = {"responsible": owner.organisation, "verifier": verifier.organisation}
    for number in count():
        if workload.ended.is_set():
            return
        title = f"Janji {lane}-{number}"
        made = coordinator.act(
            f"/commitments/new/{workload.sample.circle}",
            fact=("act", title, "proposed", ""),
            title=title,
            **parties,
            **fixed,
        )
        if made and made.is_done:
            _deliver(made.location, title, owning, checking, random)


def _deliver(where: str, title: str, owner: WebUser, verifier: WebUser, random: Random) -> None:
    """Perform the acts of a commitment until it is closed, a request has no response, or at random."""
    if random.random() < 0.1:
        reason = f"Anggaran {title} belum ada"
        owner.act(f"{where}/decline", fact=("act", title, "declined", reason), reason=reason)
        return
    if not _done(owner.act(f"{where}/accept", fact=("act", title, "accepted", ""))):
        return
    for turn in range(3):
        text = f"Kemajuan {title} ke-{turn}"
        help_needed = {"help_needed": "y"} if random.random() < 0.3 else {}
        if not _done(
            owner.act(f"{where}/report", fact=("act", title, "progress", text), progress="40", text=text, **help_needed)
        ):
            return
        if not _submitted(where, title, turn, owner, random):
            return
        finding, act, form = random.choice(
            [("verify", "met", {}), ("return", "returned", "reason"), ("partly-met", "partially_met", "reason")]
        )
        words = {"reason": f"Temuan {title} ke-{turn}"} if form else {}
        found = verifier.act(f"{where}/{finding}", fact=("act", title, act, words.get("reason", "")), **words)
        if not _done(found) or act == "met":
            return


def _submitted(where: str, title: str, turn: int, owner: WebUser, random: Random) -> bool:
    """Submit with a link or a file as evidence."""
    text = f"Hasil {title} ke-{turn}"
    form: dict[str, object] = {"progress": "100", "text": text}
    if random.random() < 0.3:
        content = f"{text};{random.random()}\n".encode() * random.randint(1, 3000)
        form["files"] = FileStorage(BytesIO(content), "hasil.csv")
        evidence = hashlib.sha256(content).hexdigest()
    else:
        evidence = form["link"] = f"https://ic.example/{title.replace(' ', '-')}/{turn}"
    workload = owner.workload
    answer = owner.act(f"{where}/submit", fact=("act", title, "submitted", text), **form)
    if _done(answer):
        workload.journal.start(("evidence", title, evidence))
        workload.journal.accept(("evidence", title, evidence))
    elif answer is None:
        workload.journal.start(("evidence", title, evidence))
    return _done(answer)


def answer_by_link(workload: Workload, random: Random, lane: int) -> None:
    """Answer an invitation by its link, with changing answers."""
    member, guest = workload.sample.members[lane % len(workload.sample.members)], workload.user()
    while not workload.ended.is_set():
        chosen = random.choice(("attending_in_person", "tentative"))
        guest.act(member.link, value=(f"answer:{member.invitation}", chosen), answer=chosen)


def answer_in_app(workload: Workload, random: Random, lane: int) -> None:
    """Answer an invitation in the application, with the quick buttons."""
    member = workload.sample.members[lane % len(workload.sample.members)]
    person = workload.user(member.email)
    while not workload.ended.is_set():
        chosen = random.choice(("attending_in_person", "tentative"))
        person.act(
            f"/invitations/{member.invitation}/quick", value=(f"answer:{member.invitation}", chosen), answer=chosen
        )


def plan(workload: Workload, random: Random, lane: int) -> None:
    """Add one-off sessions, cancel and restore them."""
    coordinator = workload.user(workload.sample.coordinator)
    for number in count():
        if workload.ended.is_set():
            return
        title = f"Sesi {lane}-{number}"
        day = _some_day(random)
        stands = f"{day}T02:00"
        form = {**_at_nine(day), "mode": "in_person", "place": "Balai Kota"}
        made = coordinator.act(
            f"/forums/{workload.sample.forum}/sessions/new",
            fact=("session", title),
            value=(f"plan:{title}", f"planned {stands}"),
            title=title,
            **form,
        )
        if not _done(made) or made is None:
            continue
        value = (f"plan:{title}", f"cancelled {stands}")
        if (
            _done(coordinator.act(f"{made.location}/cancel", value=value, reason=f"Batal {title}"))
            and random.random() < 0.6
        ):
            coordinator.act(f"{made.location}/restore", value=(f"plan:{title}", f"planned {stands}"))


def rearrange(workload: Workload, random: Random, lane: int) -> None:
    """Invite to sessions, then move them, and undo some of the moves."""
    coordinator = workload.user(workload.sample.coordinator)
    for number in count():
        if workload.ended.is_set():
            return
        title, stands = f"Pindahan {lane}-{number}", _some_day(random)
        made = coordinator.act(
            f"/forums/{workload.sample.forum}/sessions/new",
            fact=("session", title),
            value=(f"plan:{title}", f"planned {stands}T02:00"),
            title=title,
            mode="in_person",
            place="Balai Kota",
            **_at_nine(stands),
        )
        if made is None or not made.is_done:
            continue
        coordinator.act(f"{made.location}/invitations/send", letter_number="")
        for _turn in range(random.randint(1, 4)):
            stands = _moved(coordinator, made.location, title, stands, random)


def _moved(coordinator: WebUser, where: str, title: str, stands: date, random: Random) -> date:
    """Move a session, and sometimes undo that; return its last known day."""
    wanted = _some_day(random)
    form = {"version": hidden(coordinator.read(f"{where}/move") or "", "version"), "reason": "Ruang dipakai"}
    form |= _at_nine(wanted)
    looked = coordinator.act(f"{where}/move", preview="1", **form)
    if looked is None or not looked.is_done:
        return stands
    form["seen"] = hidden(looked.text, "seen")
    moved = coordinator.act(f"{where}/move", value=(f"plan:{title}", f"planned {wanted}T02:00"), **form)
    if moved is None or not moved.is_done:
        return stands
    change = moved.location.partition("change=")[2]
    if not change or random.random() < 0.6:
        return wanted
    undone = coordinator.act(f"/changes/{change}/undo", value=(f"plan:{title}", f"planned {stands}T02:00"))
    return stands if _done(undone) else wanted


def _some_day(random: Random) -> date:
    return datetime.now(JAKARTA).date() + timedelta(days=random.randint(20, 300))


def _at_nine(day: date) -> dict[str, str]:
    return {"day": f"{day:%d/%m/%Y}", "time": "09:00", "minutes": "90"}


def propose(workload: Workload, random: Random, lane: int) -> None:
    """Propose agenda items, as a participant and as the coordinator."""
    member = workload.sample.members[lane % len(workload.sample.members)]
    person = workload.user(member.email)
    for number in count():
        if workload.ended.is_set():
            return
        title = f"Usulan {lane}-{number}"
        person.act(
            f"/sessions/{workload.sample.session}/agenda/propose",
            fact=("proposal", title),
            value=(f"item:{title}", "proposed"),
            title=title,
            purpose="joint_solution",
            minutes=str(random.randint(5, 30)),
            presenter="",
            presenter_name=f"Penyaji {title}",
        )


def use_api(workload: Workload, _random: Random, lane: int) -> None:
    """Propose and accept commitments over the API; each request is repeated with its key until it is answered."""
    owner, verifier = workload.sample.members[0], workload.sample.members[1]
    proposing, owning = workload.api_user(workload.sample.token), workload.api_user(owner.token)
    due = (datetime.now(JAKARTA) + timedelta(days=40)).date().isoformat()
    parties = {"responsible": owner.organisation, "verifier": verifier.organisation}
    for number in count():
        if workload.ended.is_set():
            return
        title = f"Janji {lane}-{number}"
        thing = {"title": title, "criteria": "Berkas terbuka", "due": due, **parties}
        path, fact = f"/circles/{workload.sample.circle}/commitments", ("act", title, "proposed", "")
        made = proposing.request_until_answered(path, thing, key=f"propose {title}", fact=fact)
        if made and made.is_done:
            where = f"/commitments/{json.loads(made.text)['id']}"
            owning.request_until_answered(
                f"{where}/accept", {}, key=f"accept {title}", fact=("act", title, "accepted", "")
            )


def browse(workload: Workload, random: Random, lane: int) -> None:
    """Read pages."""
    member = workload.sample.members[lane % len(workload.sample.members)]
    person = workload.user(member.email)
    pages = (
        "/",
        "/commitments",
        "/sessions",
        f"/forums/{workload.sample.forum}",
        f"/sessions/{workload.sample.session}",
    )
    while not workload.ended.is_set():
        person.read(random.choice(pages))


ALL_SCENARIOS = (
    keep_commitment,
    keep_commitment,
    write,
    keep_minutes,
    keep_minutes,
    decide_in_writing,
    decide_in_writing,
    keep_packs,
    align,
    keep_agreements,
    pass_on,
    take_in_registers,
    answer_by_link,
    answer_in_app,
    plan,
    rearrange,
    propose,
    decide,
    use_api,
    browse,
)
KINDS = {"act", "evidence", "passage", "answer", "session", "proposal", "decision", "minutes", "circular", "vote"}
KINDS |= {"goal", "stance", "roles", "consent", "barrier", "agreement", "dispute", "register"}


def _done(response: Response | None) -> bool:
    return response is not None and response.is_done
