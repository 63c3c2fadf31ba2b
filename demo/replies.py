"""Mail that the demo received: a counter-proposal for a session, and two messages that could not be processed."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import EmailMessage

from app.mail.inbox.actions import receive
from forums.invitations.due import to_remind
from forums.invitations.models import AnswerState, Invitation, Via
from forums.invitations.queries import effective_answers
from forums.invitations.rsvp import Channel
from forums.replies.proposals import Wish, propose
from forums.scheduling.models import Session

AHEAD = timedelta(days=14)
A_DAY = timedelta(days=1)
LETTERS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    (
        "sekretariat@perhubungan.example",
        "Re: Undangan rapat",
        "Yth. Koordinator,\n\nMohon izin, Bapak Kepala Bidang bertugas di luar kota pada hari itu. "
        "Kehadirannya kami wakilkan; nama wakil menyusul.\n\nTerima kasih.\n",
        {},
    ),
    (
        "staf@mitrasolusi.example",
        "Di luar kantor",
        "Saya sedang cuti dan akan membalas surel Anda pada hari Senin.\n",
        {"Auto-Submitted": "auto-replied"},
    ),
)


def receive_replies(now: datetime) -> None:
    """Receive a proposal to hold the next session a day later, and two messages that are no answers."""
    for session in to_remind(now, now + AHEAD)[:1]:
        if open_one := _undecided(session):
            wish = Wish(
                starts_at=session.starts_at + A_DAY,
                ends_at=session.ends_at + A_DAY,
                comment="Pada hari itu kami mendampingi kunjungan kerja.",
            )
            written = now - timedelta(hours=20)
            propose(open_one, wish, through=Channel(via=Via.REPLY, stamped_at=written), at=written)
    for number, (sender, subject, text, fields) in enumerate(LETTERS):
        receive(_written(sender, subject, text, fields), at=now - timedelta(hours=5 + number))


def _undecided(session: Session) -> Invitation | None:
    """Return the last invitation of a person who has not answered yet."""
    waiting = [one.invitation for one in effective_answers(session) if one.state is AnswerState.NEEDS_ACTION]
    return next((one for one in reversed(waiting) if one.person), None)


def _written(sender: str, subject: str, text: str, fields: dict[str, str]) -> bytes:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, "forum@selaras.example", subject
    for name, value in fields.items():
        letter[name] = value
    letter.set_content(text)
    return letter.as_bytes()
