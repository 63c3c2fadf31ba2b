"""What people do all day: commitment and deliver, write, answer, plan, propose, decide."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import count
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from werkzeug.datastructures import FileStorage

from soak.town import Citizen, Told, Town

JAKARTA = ZoneInfo("Asia/Jakarta")


def keep_commitment(town: Town, dice: Random, lane: int) -> None:
    """Propose, accept, report and verify one commitment after the other."""
    members = town.scene.members
    owner, verifier = members[lane % len(members)], members[(lane + 1) % len(members)]
    coordinator, owning, checking = (
        town.citizen(email) for email in (town.scene.coordinator, owner.email, verifier.email)
    )
    due = (datetime.now(JAKARTA) + timedelta(days=40)).strftime("%d/%m/%Y")
    fixed = {"criteria": "Berkas terbuka", "due": due, "weight": "3", "visibility": "circle", "evidence_required": "y"}
    parties = {"responsible": owner.organisation, "verifier": verifier.organisation}
    for number in count():
        if town.ended.is_set():
            return
        title = f"Janji {lane}-{number}"
        made = coordinator.act(
            f"/commitments/new/{town.scene.circle}",
            fact=("act", title, "proposed", ""),
            title=title,
            **parties,
            **fixed,
        )
        if made and made.is_done:
            _deliver(made.location, title, owning, checking, dice)


def _deliver(where: str, title: str, owner: Citizen, verifier: Citizen, dice: Random) -> None:
    """Go through a commitment's acts until it is closed, something is not answered, or the dice say otherwise."""
    if dice.random() < 0.1:
        reason = f"Anggaran {title} belum ada"
        owner.act(f"{where}/decline", fact=("act", title, "declined", reason), reason=reason)
        return
    if not _done(owner.act(f"{where}/accept", fact=("act", title, "accepted", ""))):
        return
    for turn in range(3):
        text = f"Kemajuan {title} ke-{turn}"
        help_needed = {"help_needed": "y"} if dice.random() < 0.3 else {}
        if not _done(
            owner.act(f"{where}/report", fact=("act", title, "progress", text), progress="40", text=text, **help_needed)
        ):
            return
        if not _submitted(where, title, turn, owner, dice):
            return
        finding, act, form = dice.choice(
            [("verify", "met", {}), ("return", "returned", "reason"), ("partly-met", "partially_met", "reason")]
        )
        words = {"reason": f"Temuan {title} ke-{turn}"} if form else {}
        found = verifier.act(f"{where}/{finding}", fact=("act", title, act, words.get("reason", "")), **words)
        if not _done(found) or act == "met":
            return


def _submitted(where: str, title: str, turn: int, owner: Citizen, dice: Random) -> bool:
    """Hand over with a link, or with a file whose content stays with the instance."""
    text = f"Hasil {title} ke-{turn}"
    form: dict[str, object] = {"progress": "100", "text": text, "submit": "1"}
    if dice.random() < 0.3:
        content = f"{text};{dice.random()}\n".encode() * dice.randint(1, 3000)
        form["files"] = FileStorage(BytesIO(content), "hasil.csv")
        evidence = hashlib.sha256(content).hexdigest()
    else:
        evidence = form["link"] = f"https://ic.example/{title.replace(' ', '-')}/{turn}"
    town = owner.town
    answer = owner.act(f"{where}/report", fact=("act", title, "submitted", text), **form)
    if _done(answer):
        town.journal.begin(("evidence", title, evidence), None)
        town.journal.accept(("evidence", title, evidence), None)
    elif answer is None:
        town.journal.begin(("evidence", title, evidence), None)
    return _done(answer)


def write(town: Town, dice: Random, _lane: int) -> None:
    """Write passages, each in a few versions, as a page does: the same text again until it is answered."""
    taker, path = town.citizen(town.scene.taker), f"/sessions/{town.scene.session}/passages"
    while not town.ended.is_set():
        passage, version = str(UUID(int=dice.getrandbits(128), version=4)), "0"
        for turn in range(dice.randint(1, 3)):
            words = f"Rapat dibuka pukul 09.0{turn}. " + "Pembahasan. " * dice.randint(0, 60)
            form = {"passage": passage, "version": version, "part": "opening", "text": words.strip()}
            saved = taker.insist(path, value=(f"passage:{passage}", words.strip()), accept="application/json", **form)
            if saved is None:
                return
            version = saved.text.partition('"version":')[2].strip(" }\n").partition(",")[0]


def answer_by_link(town: Town, dice: Random, lane: int) -> None:
    """Answer an invitation by its link, now one way and now the other."""
    member, guest = town.scene.members[lane % len(town.scene.members)], town.citizen()
    while not town.ended.is_set():
        chosen = dice.choice(("attending_in_person", "tentative"))
        guest.act(member.link, value=(f"answer:{member.invitation}", chosen), answer=chosen)


def answer_in_app(town: Town, dice: Random, lane: int) -> None:
    """Answer an invitation in the application, without a further page."""
    member = town.scene.members[lane % len(town.scene.members)]
    person = town.citizen(member.email)
    while not town.ended.is_set():
        chosen = dice.choice(("attending_in_person", "tentative"))
        person.act(
            f"/invitations/{member.invitation}/quick", value=(f"answer:{member.invitation}", chosen), answer=chosen
        )


def plan(town: Town, dice: Random, lane: int) -> None:
    """Add sessions outside of the rule, cancel and restore them."""
    coordinator = town.citizen(town.scene.coordinator)
    for number in count():
        if town.ended.is_set():
            return
        title = f"Sesi {lane}-{number}"
        day = _some_day(dice)
        stands = f"{day}T02:00"
        form = {**_at_nine(day), "mode": "in_person", "place": "Balai Kota"}
        made = coordinator.act(
            f"/forums/{town.scene.forum}/sessions/new",
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
            and dice.random() < 0.6
        ):
            coordinator.act(f"{made.location}/restore", value=(f"plan:{title}", f"planned {stands}"))


def rearrange(town: Town, dice: Random, lane: int) -> None:
    """Invite to sessions, then move, cancel, restore them, and change one's mind."""
    coordinator = town.citizen(town.scene.coordinator)
    for number in count():
        if town.ended.is_set():
            return
        title, stands = f"Pindahan {lane}-{number}", _some_day(dice)
        made = coordinator.act(
            f"/forums/{town.scene.forum}/sessions/new",
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
        for _turn in range(dice.randint(1, 4)):
            stands = _moved(coordinator, made.location, title, stands, dice)


def _moved(coordinator: Citizen, where: str, title: str, stands: date, dice: Random) -> date:
    """Move a session, and undo that now and then; return the day on which it stands, as far as anybody knows."""
    wanted = _some_day(dice)
    form = {"version": _hidden(coordinator.read(f"{where}/move") or "", "version"), "reason": "Ruang dipakai"}
    form |= _at_nine(wanted)
    looked = coordinator.act(f"{where}/move", preview="1", **form)
    if looked is None or not looked.is_done:
        return stands
    form["seen"] = _hidden(looked.text, "seen")
    moved = coordinator.act(f"{where}/move", value=(f"plan:{title}", f"planned {wanted}T02:00"), **form)
    if moved is None or not moved.is_done:
        return stands
    change = moved.location.partition("change=")[2]
    if not change or dice.random() < 0.6:
        return wanted
    undone = coordinator.act(f"/changes/{change}/undo", value=(f"plan:{title}", f"planned {stands}T02:00"))
    return stands if _done(undone) else wanted


def _hidden(page: str, name: str) -> str:
    """Return what a page's form carries along under a name."""
    return page.partition(f'name="{name}"')[2].partition('value="')[2].partition('"')[0]


def _some_day(dice: Random) -> date:
    return datetime.now(JAKARTA).date() + timedelta(days=dice.randint(20, 300))


def _at_nine(day: date) -> dict[str, str]:
    return {"day": f"{day:%d/%m/%Y}", "time": "09:00", "minutes": "90"}


def propose(town: Town, dice: Random, lane: int) -> None:
    """Propose agenda items, as a participant and as the coordinator."""
    member = town.scene.members[lane % len(town.scene.members)]
    person = town.citizen(member.email)
    for number in count():
        if town.ended.is_set():
            return
        title = f"Usulan {lane}-{number}"
        person.act(
            f"/sessions/{town.scene.session}/agenda/propose",
            fact=("proposal", title),
            value=(f"item:{title}", "proposed"),
            title=title,
            purpose="joint_solution",
            minutes=str(dice.randint(5, 30)),
            presenter="",
            presenter_name=f"Penyaji {title}",
        )


def decide(town: Town, dice: Random, lane: int) -> None:
    """Record decisions of the session."""
    taker = town.citizen(town.scene.taker)
    for number in count():
        if town.ended.is_set():
            return
        text = f"Keputusan {lane}-{number}"
        taker.act(
            f"/sessions/{town.scene.session}/decisions",
            fact=("decision", text),
            text=text,
            how=dice.choice(("consensus", "directive")),
            basis="Temuan bersama",
        )


def program(town: Town, _dice: Random, lane: int) -> None:
    """Propose and accept over the API, each wish again and again under its key until there is an answer."""
    owner, verifier = town.scene.members[0], town.scene.members[1]
    proposing, owning = town.program(town.scene.token), town.program(owner.token)
    due = (datetime.now(JAKARTA) + timedelta(days=40)).date().isoformat()
    parties = {"responsible": owner.organisation, "verifier": verifier.organisation}
    for number in count():
        if town.ended.is_set():
            return
        title = f"Janji {lane}-{number}"
        thing = {"title": title, "criteria": "Berkas terbuka", "due": due, **parties}
        path, fact = f"/circles/{town.scene.circle}/commitments", ("act", title, "proposed", "")
        made = proposing.wish(path, thing, key=f"propose {title}", fact=fact)
        if made and made.is_done:
            where = f"/commitments/{json.loads(made.text)['id']}"
            owning.wish(f"{where}/accept", {}, key=f"accept {title}", fact=("act", title, "accepted", ""))


def browse(town: Town, dice: Random, lane: int) -> None:
    """Read, as most people do most of the time."""
    member = town.scene.members[lane % len(town.scene.members)]
    person = town.citizen(member.email)
    pages = ("/", "/commitments", "/sessions", f"/forums/{town.scene.forum}", f"/sessions/{town.scene.session}")
    while not town.ended.is_set():
        person.read(dice.choice(pages))


EVERYBODY = (
    keep_commitment,
    keep_commitment,
    write,
    answer_by_link,
    answer_in_app,
    plan,
    rearrange,
    propose,
    decide,
    program,
    browse,
)
KINDS = {"act", "evidence", "passage", "answer", "session", "proposal", "decision"}


def _done(told: Told | None) -> bool:
    return told is not None and told.is_done
