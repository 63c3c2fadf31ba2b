"""The examples in the guide to the API. A test runs them in order against the demo."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from app.api.access import PREFIX


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A request.

    `$NAME` is replaced by a value of an earlier response: `keeps` maps names to a path in its JSON ("items.0.id") or to
    a header ("ETag").
    """

    title: Any
    method: str = "GET"
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    keeps: Mapping[str, str] = field(default_factory=dict)
    status: int = 200

    @property
    def shell(self) -> str:
        """The request as a curl command."""
        words = ["curl -si", *([f"-X {self.method}"] if self.method not in {"GET", "POST"} else [])]
        first = " ".join([*words, f'"$SELARAS{PREFIX}{self.path}"'])
        lines = [first, '-H "Authorization: Bearer $TOKEN"']
        lines += [f'-H "{name}: {value}"' for name, value in self.headers.items()]
        if self.body is None:
            return " \\\n  ".join(lines)
        sent = json.dumps(self.body, ensure_ascii=False, indent=2)
        return " \\\n  ".join([*lines, "--json @- <<BODY"]) + f"\n{sent}\nBODY"


EXAMPLES = (
    Example(
        title=_l("Read the open commitments, ordered by due date. “next” is the cursor of the next page."),
        path="/commitments?state=open&sort=due&limit=2",
        keeps={
            "NEXT": "next",
            "CIRCLE": "items.0.circle.id",
            "OWNER": "items.0.responsible.id",
            "VERIFIER": "items.0.verifier.id",
        },
    ),
    Example(title=_l("Read the next page."), path="/commitments?state=open&sort=due&limit=2&after=$NEXT"),
    Example(
        title=_l(
            "Propose a commitment. Fields that the body omits have the values with which the form on the page opens: "
            "weight 3, evidence required. If it is repeated with the same Idempotency-Key, it acts only once."
        ),
        method="POST",
        path="/circles/$CIRCLE/commitments",
        headers={"Idempotency-Key": "20261124-0001"},
        body={
            "title": "Satu formulir untuk semua loket",
            "criteria": "Formulir dipakai di kelima wilayah",
            "responsible": "$OWNER",
            "verifier": "$VERIFIER",
            "due": "2099-12-11",
        },
        status=201,
        keeps={"COMMITMENT": "id", "ETAG": "ETag"},
    ),
    Example(
        title=_l("Change an object: send the version that you read as If-Match."),
        method="POST",
        path="/commitments/$COMMITMENT/cancel",
        headers={"If-Match": '"$ETAG"'},
        body={"reason": "Diganti oleh kesepakatan baru"},
    ),
    Example(
        title=_l("The version is out of date now, so the same request is refused."),
        method="POST",
        path="/commitments/$COMMITMENT/cancel",
        headers={"If-Match": '"$ETAG"'},
        body={"reason": "Diganti oleh kesepakatan baru"},
        status=412,
    ),
    Example(title=_l("Read the timeline of the commitment."), path="/commitments/$COMMITMENT/updates"),
)
