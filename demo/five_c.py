"""Adds the sentence above the 5C review of a forum of the demo."""

from __future__ import annotations

from datetime import datetime, timedelta

from alignment.five_c import actions
from alignment.five_c.actions import Written
from demo.parties import Parties
from forums.scheduling.models import Forum

SENTENCE = "Kemauan dan forumnya ada; yang menahan adalah pembagian kerja yang dipahami berbeda."
WANTED = "Menetapkan siapa yang memeriksa mutu data sebelum tayang, paling lambat akhir Desember."


def add_synopsis(parties: Parties, forum: Forum, now: datetime) -> None:
    """Write what the coordinator says of the programme, and the directive that is wanted."""
    written = Written(sentence=SENTENCE, wanted=WANTED)
    actions.write(forum.circle, written, version=None, by=parties.coordinator, at=now - timedelta(days=2))
