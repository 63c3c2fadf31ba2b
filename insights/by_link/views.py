"""The page of a digest that a link in a mail opens."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.web.pages import page
from app.web.policies import guarded
from insights.digests import documents, policies
from insights.digests.models import Digest


@guarded(policies.read_digest)
def show(digest: Digest) -> ResponseReturnValue:
    """Show the lead, figures and questions of a digest, with what the recipient of the mail can do about them."""
    return page(
        "insights/by_link/show.html",
        digest=digest,
        title=documents.full_title(digest),
        content=documents.content(digest),
        empty=digest.snapshot.is_empty,
    )
