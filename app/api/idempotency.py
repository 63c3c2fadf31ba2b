"""Idempotent requests: a repeated request with the same Idempotency-Key acts once and gets the same response."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Response, current_app, g, request
from flask_babel import gettext as _
from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from app.api.problems import Fault, Unacceptable
from app.clock import utc_now
from app.database import Model, db
from app.database.types import Moment

HEADER = "Idempotency-Key"
KEPT = timedelta(days=1)
"""How long a response is stored."""
LONGEST = 200
STORED_HEADERS = ("Content-Type", "ETag", "Location")


class StoredResponse(Model):
    """The stored response to a request with a key, saved in the transaction of the action."""

    __tablename__ = "given_answers"
    __table_args__ = (UniqueConstraint("token_id", "key", name="one_answer_per_key"),)

    token_id: Mapped[UUID] = mapped_column(ForeignKey("tokens.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(LONGEST))
    request_digest: Mapped[str] = mapped_column(String(64))
    given_at: Mapped[Moment] = mapped_column(index=True)
    status: Mapped[int] = mapped_column(default=0)
    headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    body: Mapped[str] = mapped_column(default="")


def once(act: Callable[[], Response]) -> Response:
    """Return the response of `act`, or the stored response for the same key.

    Refusals are not stored: they changed nothing. Raises Unacceptable if the key was used with a different request.
    """
    key = request.headers.get(HEADER)
    if request.method != "POST" or key is None:
        return act()
    if not key.strip() or len(key) > LONGEST or not key.isprintable():
        raise Unacceptable(Fault(HEADER, _("Send 1 to %(most)d visible characters", most=LONGEST), "header"))
    digest = _request_digest()
    if earlier := _earlier(key):
        return _again(earlier, digest)
    claim = StoredResponse(token_id=g.token.id, key=key, request_digest=digest, given_at=utc_now())
    db.session.add(claim)
    try:
        db.session.flush()
    except IntegrityError:  # a concurrent request with the same key
        db.session.rollback()
        return _again(db.session.scalars(_with_key(key)).one(), digest)
    response = act()
    if response.cache_control.no_store:  # contains a secret that is shown once: the client must request a new one
        db.session.delete(claim)
        return response
    claim.status = response.status_code
    claim.headers = {name: response.headers[name] for name in STORED_HEADERS if name in response.headers}
    claim.body = response.get_data(as_text=True)
    return response


def delete_expired() -> int:
    """Delete responses older than `KEPT`; return how many."""
    old = delete(StoredResponse).where(StoredResponse.given_at < utc_now() - KEPT)
    return db.session.execute(old).rowcount  # type: ignore[attr-defined]


def _with_key(key: str) -> Any:
    return select(StoredResponse).where(StoredResponse.token_id == g.token.id, StoredResponse.key == key)


def _earlier(key: str) -> StoredResponse | None:
    return db.session.scalar(_with_key(key))


def _again(earlier: StoredResponse, digest: str) -> Response:
    if earlier.request_digest != digest:
        raise Unacceptable(Fault(HEADER, _("This key came with another request before"), "header"))
    response: Response = current_app.response_class(earlier.body, status=earlier.status, headers=earlier.headers)
    response.headers["Idempotency-Replayed"] = "true"
    return response


def _request_digest() -> str:
    signature = f"{request.method} {request.full_path}\n".encode() + request.get_data(cache=True)
    return hashlib.sha256(signature).hexdigest()
