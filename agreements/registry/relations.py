"""Relations between agreements."""

from __future__ import annotations

import enum

from agreements.registry.models import Agreement, AgreementKind
from agreements.registry.rows import Relative


class Relation(enum.Enum):
    """Relation of another agreement to a given one."""

    RENEWS = "renews"
    RENEWED_BY = "renewed_by"
    ABOVE = "above"
    AMENDED_BY = "amended_by"
    CARRIED_OUT_BY = "carried_out_by"


def relation(agreement: Agreement, other: Agreement | Relative) -> Relation:
    """Return the relation of `other`, a related agreement, to `agreement`."""
    if other.id == agreement.renews_id:
        return Relation.RENEWS
    if other.renews_id == agreement.id:
        return Relation.RENEWED_BY
    if other.id == agreement.parent_id:
        return Relation.ABOVE
    return Relation.AMENDED_BY if other.kind is AgreementKind.ADDENDUM else Relation.CARRIED_OUT_BY
