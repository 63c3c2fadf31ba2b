"""What it all says: home pages and digests."""

from __future__ import annotations

from flask import Flask

from insights.digests import models as models


def init_app(app: Flask) -> None:
    """Make the tables known."""
