"""What changed in the period of a digest, from its snapshot alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext

from insights.digests.rules import newly_late


class Named(NamedTuple):
    """Something that a digest names; the id of a commitment is None if it is none, or in older snapshots."""

    text: str
    commitment_id: str | None = None


def changes(record: Mapping[str, Any]) -> list[tuple[str, Sequence[Named]]]:
    """Return what changed as pairs of words, such as "2 completed:", and what they count."""
    kept, late, decided, held = record["kept"], newly_late(record), record["decisions"], record["held"]
    stuck = [one for one in record["commitments"] if one.get("id") in record.get("newly_blocked", ())]
    return [
        (ngettext("%(num)d completed:", "%(num)d completed:", len(kept)), _commitments(kept)),
        (ngettext("%(num)d newly late:", "%(num)d newly late:", len(late)), _commitments(late)),
        (ngettext("%(num)d newly blocked:", "%(num)d newly blocked:", len(stuck)), _commitments(stuck)),
        (
            ngettext("%(num)d decided:", "%(num)d decided:", len(decided)),
            [Named(f"{one['code']}, {one['forum']}") for one in decided],
        ),
        (
            ngettext("%(num)d session held:", "%(num)d sessions held:", len(held)),
            [Named(_session(one)) for one in held],
        ),
    ]


def _commitments(rows: Iterable[Mapping[str, Any]]) -> list[Named]:
    return [Named(one["title"], one.get("id")) for one in rows]


def _session(row: Mapping[str, Any]) -> str:
    forum = row["forum"] or _("Name not known")
    return _("%(forum)s, session %(number)s", forum=forum, number=row["number"])
