"""What links in mails about digests open: the digest, its PDF, and the answers of leadership."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort

from app.circles.models import Classification
from app.mail import links
from app.mail.links import LinkAct
from insights.digests.documents import title
from insights.digests.models import Digest
from insights.digests.queries import level_of


def init_app(app: Flask) -> None:
    """Let links open digests. They are never written or released by link."""
    from insights.by_link import views
    from insights.digests import views as digests

    links.offer(
        app,
        Digest,
        parameter="digest_id",
        view=views.show,
        acts={
            "answer": LinkAct(digests.answer, binds=True, parameters=_question),
            "pdf": LinkAct(digests.download),
        },
        label=title,
        secret=lambda digest: level_of(digest) is Classification.SECRET,
    )


def _question(digest: Digest, part: str) -> dict[str, Any]:
    """Return the parameters of the question with this number; the view answers 404 if there is none."""
    return {"digest_id": digest.id, "number": int(part)} if part.isdecimal() else abort(404)
