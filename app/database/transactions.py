"""The only code that commits: once per request, job or command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response, g
from flask.typing import ResponseReturnValue

from app.database import db
from app.database.engine import only_reads


class TransactionalFlask(Flask):
    """A Flask application whose requests end in one commit (status below 400) or one rollback.

    The commit is part of the dispatch, so that errors it raises (a stale version, a violated constraint) are rendered
    by the error handlers.
    """

    def dispatch_request(self) -> ResponseReturnValue:
        response: Response = self.make_response(super().dispatch_request())
        if response.status_code < 400 or g.get("keeps_refusal", False):
            db.session().expire_on_commit = False  # the response is rendered: these objects are not used again
            db.session.commit()
        else:
            db.session.rollback()
        return response


def keep_although_refused() -> None:
    """Commit this request even if its status is 400 or above, for example to count failed sign-ins."""
    g.keeps_refusal = True


def let_write() -> None:
    """Let a GET request write too. On SQLite its transaction then takes the write lock when it begins.

    Raises RuntimeError if it has begun: what has read cannot start to write if another transaction wrote meanwhile.
    """
    if only_reads() and db.session().in_transaction():
        raise RuntimeError("let_write() comes before the first query of a request")
    g.only_reads = False


@contextmanager
def transaction(*, reads_only: bool = False) -> Iterator[None]:
    """Commit once at the end of a job or command; roll back on any exception."""
    previous = g.get("only_reads", False)
    g.only_reads = reads_only
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        g.only_reads = previous
