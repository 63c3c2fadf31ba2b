"""Meeting packs as a scenario: a session gets documents, its pack is circulated, and again after a late document."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from itertools import count
from random import Random

import pikepdf
from werkzeug.datastructures import FileStorage

from soak.journal import Fact
from soak.sample import JAKARTA
from soak.workload import WebUser, Workload

ITEM = "/agenda-items/([0-9a-f-]{36})/edit"
LATE = 2
"""How many versions follow the first one."""


def keep_packs(workload: Workload, random: Random, lane: int) -> None:
    """Plan one session after the other, circulate its pack, and renew it for each late document."""
    coordinator = workload.user(workload.sample.coordinator)
    member = workload.sample.members[lane % len(workload.sample.members)]
    party = workload.user(member.email)
    for number in count():
        if workload.ended.is_set():
            return
        session = _planned(coordinator, f"Rapat bahan {lane}-{number}", random)
        items = coordinator.find(f"{session}/agenda", ITEM) if session else []
        if not items or not _added(coordinator, items[0], f"Bahan {lane}-{number}"):
            continue
        if not _circulated(coordinator, session, 1, None):
            continue
        note = f"Catatan pribadi {lane}-{number}"
        party.read(f"{session}/pack")
        party.act(f"/agenda-items/{items[0]}/pack-note", value=(f"note:{items[0]} {member.email}", note), text=note)
        for turn in range(LATE):
            late = f"Bahan susulan {lane}-{number}-{turn}"
            if not _added(coordinator, random.choice(items), late):
                break
            if not _circulated(coordinator, session, turn + 2, ("late", late)):
                break


def _planned(coordinator: WebUser, title: str, random: Random) -> str:
    """Add a session with two items; return its path, or nothing if that was not confirmed."""
    day = datetime.now(JAKARTA).date() + timedelta(days=random.randint(5, 300))
    form = {"day": f"{day:%d/%m/%Y}", "time": "13:00", "minutes": "90", "mode": "in_person", "place": "Balai Kota"}
    made = coordinator.act(
        f"/forums/{coordinator.workload.sample.forum}/sessions/new",
        fact=("session", title),
        value=(f"plan:{title}", f"planned {day}T06:00"),
        title=title,
        **form,
    )
    for place in range(2) if made and made.is_done else ():
        item = f"Usulan {title} ke-{place}"
        coordinator.act(
            f"{made.location}/agenda/propose",
            fact=("proposal", item),
            value=(f"item:{item}", "accepted"),
            title=item,
            purpose="joint_solution",
            minutes="15",
            presenter="",
        )
    return made.location if made and made.is_done else ""


def _added(coordinator: WebUser, item: str, title: str) -> bool:
    """Add a page to an item of the agenda."""
    with pikepdf.new() as document, BytesIO() as content:
        document.add_blank_page(page_size=(300, 400))
        document.docinfo["/Title"] = title
        document.save(content)
        file = FileStorage(BytesIO(content.getvalue()), "bahan.pdf")
    added = coordinator.act(f"/agenda-items/{item}/documents/new", fact=("document", title), title=title, file=file)
    return added is not None and added.is_done


def _circulated(coordinator: WebUser, session: str, number: int, fact: Fact | None) -> bool:
    """Circulate the next version, which is `number`; `fact` is what it announces as new.

    It is not repeated without a response, because the minutes of another session can be a reason for one more version.
    """
    value = (f"pack:{session.rpartition('/')[2]}", str(number))
    done = coordinator.act(f"{session}/pack/circulate", fact=fact, value=value)
    return done is not None and done.is_done
