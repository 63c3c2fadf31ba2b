"""The heartbeat of the scheduler process."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Model
from app.database.types import Moment


class Heartbeat(Model):
    """When the leading scheduler was last alive: the row `scheduler`, whose `leader` is "host:process".

    The row `restore` names the restore that the database came from.
    """

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(String(40), unique=True)
    leader: Mapped[str] = mapped_column(String(120))
    at: Mapped[Moment]
