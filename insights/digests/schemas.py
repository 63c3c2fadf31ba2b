"""API schemas of digests."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_login import current_user
from marshmallow import fields

from app.api import ApiSchema, Id, Moment, member
from app.circles.models import Classification
from app.clock import today
from insights.digests.models import Digest, DigestKind, DigestState, OutcomeKind
from insights.outcomes.queries import outcomes_of


class AskSchema(ApiSchema):
    """A question for leadership; `number` counts from 1.

    `answer`, `answered_by` and `answered_at` are null until it is answered. `option` is the number of the option that
    was chosen, or null if the answer is in words alone. `consequences` say what follows from each option, or are empty.
    """

    number = fields.Integer(required=True)
    title = fields.String(required=True)
    why = fields.String(required=True)
    options = fields.List(fields.String(), required=True)
    consequences = fields.List(fields.String(), required=True)
    by = fields.Date(required=True)
    answer = fields.String(required=True, allow_none=True)
    option = fields.Integer(required=True, allow_none=True)
    answered_by = fields.String(required=True, allow_none=True)
    answered_at = Moment(required=True, allow_none=True)


class ListedDigestSchema(ApiSchema):
    """The digest of a period. `scope` is what it covers.

    That is the slug of a forum, "agreement:<id>", "organisation:<id>", or empty for all forums and agreements.
    """

    id = Id("the digest")
    code = fields.String(required=True)
    kind = member(DigestKind, required=True, attribute="snapshot.kind")
    period = fields.String(required=True, attribute="snapshot.period")
    scope = fields.String(required=True, attribute="snapshot.scope")
    revision = fields.Integer(required=True)
    state = member(DigestState, required=True)
    classification = member(Classification, required=True)
    language = fields.String(required=True)
    lead = fields.String(required=True)
    asks = fields.List(fields.Nested(AskSchema), required=True)
    reason = fields.String(required=True)
    created_at = Moment(required=True)
    released_at = Moment(required=True, allow_none=True)
    taken_at = Moment(required=True, attribute="snapshot.taken_at")
    sha256 = fields.String(required=True, attribute="snapshot.sha256")

    def read_asks(self, digest: Digest) -> list[dict[str, Any]]:
        """Return the questions with their numbers."""
        return [_ask(number, ask) for number, ask in enumerate(digest.asks, 1)]


def _ask(number: int, ask: dict[str, Any]) -> dict[str, Any]:
    answered = ask.get("answered_at")
    return {
        "consequences": [],
        "answer": None,
        "option": None,
        "answered_by": None,
        **ask,
        "number": number,
        "by": date.fromisoformat(ask["by"]),
        "answered_at": datetime.fromisoformat(answered) if answered else None,
    }


class OutcomeSchema(ApiSchema):
    """What followed from an answer. `id` is null if `kind` is “nothing”."""

    kind = member(OutcomeKind, required=True)
    id = Id("what followed", allow_none=True)


class AskWithOutcomesSchema(AskSchema):
    """A question for leadership, with what followed from its answer, as far as the user may read that."""

    outcomes = fields.List(fields.Nested(OutcomeSchema), required=True)


class DigestSchema(ListedDigestSchema):
    """A digest with its snapshot, the content stored at `taken_at`, of which `sha256` is the hash.

    A digest with nothing to report (`is_empty`) cannot be released.
    """

    asks = fields.List(fields.Nested(AskWithOutcomesSchema), required=True)
    snapshot = fields.Dict(required=True, attribute="snapshot.content")
    is_empty = fields.Boolean(required=True, attribute="snapshot.is_empty")

    def read_asks(self, digest: Digest) -> list[dict[str, Any]]:
        """Return the questions with their numbers and outcomes."""
        outcomes = outcomes_of(digest, current_user, today())
        return [{**_ask(number, ask), "outcomes": outcomes[number]} for number, ask in enumerate(digest.asks, 1)]
