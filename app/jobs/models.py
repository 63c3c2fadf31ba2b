"""The sign of life of the process that runs the jobs."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Model
from app.database.types import Moment


class Heartbeat(Model):
    """When the scheduler that leads was last alive: the row `scheduler`, whose `leader` is "host:process".

    The row `restore` names the restore that the database came from.
    """

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(String(40), unique=True)
    leader: Mapped[str] = mapped_column(String(120))
    at: Mapped[Moment]
