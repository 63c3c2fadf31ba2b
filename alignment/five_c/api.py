"""The API of the 5C review."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from marshmallow import fields

from alignment.five_c import policies, queries, views
from alignment.five_c.forms import SynopsisForm
from alignment.five_c.review import review_of
from alignment.five_c.rules import Aspect, Forces
from app.api import Api, ApiSchema, Id, member
from app.circles.models import Circle
from app.clock import today

api = Api("alignment.five_c", area="alignment", tag="Alignment")
REVIEW = "/alignment/five-c/<uuid:circle_id>"


class FactorSchema(ApiSchema):
    """A finding of a register; `href` is the page that proves it."""

    aspect = member(Aspect, required=True)
    supports = fields.Boolean(required=True)
    text = fields.String(required=True)
    register = fields.String(required=True)
    href = fields.String(required=True)


class FiveCSchema(ApiSchema):
    """What supports and what hinders a forum or an agreement, with what a coordinator wrote above it."""

    id = Id("the circle of the forum or agreement")
    name = fields.String(required=True)
    sentence = fields.String(required=True)
    wanted = fields.List(fields.String(), required=True)
    factors = fields.List(fields.Nested(FactorSchema), required=True)

    def read_sentence(self, circle: Circle) -> str:
        """Return the sentence, "" if there is none."""
        return found.sentence if (found := queries.synopsis_of(circle.id)) else ""

    def read_wanted(self, circle: Circle) -> list[str]:
        """Return the directives that are wanted."""
        return found.directives if (found := queries.synopsis_of(circle.id)) else []

    def read_factors(self, circle: Circle) -> list[Any]:
        """Return the factors by aspect, those that support first."""
        forces: list[Forces] = list(review_of(circle.id, current_user, today()).forces)
        return [factor for one in forces for factor in (*one.supports, *one.hinders)]


api.resource(REVIEW, policies.read_review, FiveCSchema, summary="Read the 5C review of a forum or agreement.")
api.act(
    f"{REVIEW}/synopsis",
    views.write,
    takes=SynopsisForm,
    example={"sentence": "Forumnya ada; satu petunjuk menahan tiga layanan."},
    gives=FiveCSchema,
    changes=False,
)
