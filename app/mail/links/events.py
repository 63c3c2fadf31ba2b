"""Events of links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.mail.links.models import MailLink


@dataclass(frozen=True, slots=True)
class LinkEnded:
    """A link was revoked or disowned. Features end the links that they made themselves for the same object."""

    link: MailLink
    at: datetime
