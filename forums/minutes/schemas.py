"""API schemas of minutes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_login import current_user
from marshmallow import fields

from app.api import ApiSchema, Id, Moment, NamedOrganisation, NamedPerson, member
from app.organisations.models import Sector
from forums.agenda.models import ItemState, Purpose
from forums.attendance.schemas import KeptQuorumSchema
from forums.decisions.rules import VoteChoice
from forums.minutes.content import content_to_read
from forums.minutes.models import CorrectionState, Minutes, MinutesState, Part
from forums.minutes.policies import reads_whole
from forums.redaction.models import LegalBasis
from forums.scheduling.models import DecisionRule


class WithheldSchema(ApiSchema):
    """What published minutes say about a withheld part; `until` is its last day, null for no end."""

    sentences = fields.Integer(required=True)
    words = fields.Integer(required=True)
    basis = fields.String(required=True, metadata={"enum": [basis.value for basis in LegalBasis]})
    other_basis = fields.String(required=True)
    until = fields.String(required=True, allow_none=True)
    instead = fields.String(required=True)


class MinutesTextSchema(ApiSchema):
    """A passage as displayed. Published minutes may have it in pieces with one id; `withheld` is in place of a text."""

    id = fields.String(required=True)
    text = fields.String(required=True)
    withheld = fields.Nested(WithheldSchema, required=True, allow_none=True)

    def read_withheld(self, passage: Mapping[str, Any]) -> Any:
        """Return what is withheld in place of a text."""
        return passage.get("withheld")


class MinutesCommitmentSchema(ApiSchema):
    """A commitment as recorded in minutes."""

    id = fields.String(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    responsible = fields.String(required=True)
    first_due = fields.String(required=True)


class MinutesVoteSchema(ApiSchema):
    """The vote of a party as recorded in minutes, and its objection in its own words."""

    organisation = fields.String(required=True)
    sector = fields.String(required=True, metadata={"enum": [sector.value for sector in Sector]})
    choice = fields.String(required=True, metadata={"enum": [choice.value for choice in VoteChoice]})
    dissent = fields.String(required=True)


class MinutesDecisionSchema(ApiSchema):
    """A decision as recorded in minutes; `votes` are for, against and abstentions."""

    id = fields.String(required=True)
    code = fields.String(required=True)
    text = fields.String(required=True)
    basis = fields.String(required=True)
    how = fields.String(required=True, metadata={"enum": [rule.value for rule in DecisionRule]})
    dissent = fields.String(required=True)
    conditions = fields.String(required=True)
    party_votes = fields.List(fields.Nested(MinutesVoteSchema), required=True)
    votes = fields.List(fields.Integer(allow_none=True), required=True)
    quorum_met = fields.Boolean(required=True)
    quorum = fields.Nested(
        KeptQuorumSchema, required=True, allow_none=True, metadata={"description": "Null in older minutes."}
    )
    no_quorum_reason = fields.String(required=True)
    commitments = fields.List(fields.Nested(MinutesCommitmentSchema), required=True)
    withheld = fields.Nested(WithheldSchema, required=True, allow_none=True)

    def read_conditions(self, decision: Mapping[str, Any]) -> str:
        """Return the conditions under which it applies."""
        return decision.get("conditions") or ""

    def read_party_votes(self, decision: Mapping[str, Any]) -> Any:
        """Return the votes of parties, if they were recorded."""
        return decision.get("party_votes") or []

    def read_quorum(self, decision: Mapping[str, Any]) -> Any:
        """Return the quorum when it was taken."""
        return decision.get("quorum")

    def read_no_quorum_reason(self, decision: Mapping[str, Any]) -> str:
        """Return the reason for which it was taken without a quorum."""
        return decision.get("no_quorum_reason") or ""

    def read_withheld(self, decision: Mapping[str, Any]) -> Any:
        """Return what is withheld in place of its wording."""
        return decision.get("withheld")


class MinutesConflictSchema(ApiSchema):
    """A conflict of interest that a participant declared for an agenda item."""

    organisation = fields.String(required=True)
    name = fields.String(required=True)
    text = fields.String(required=True)
    abstains = fields.Boolean(required=True)


class MinutesDocumentSchema(ApiSchema):
    """A document of an agenda item."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    file = fields.String(required=True, metadata={"description": "The name of the file."})
    sha256 = fields.String(required=True, metadata={"description": "The SHA-256 of the file, in hexadecimal."})


class MinutesItemSchema(ApiSchema):
    """An agenda item with its passages and decisions."""

    place = fields.Integer(required=True)
    id = fields.String(required=True)
    title = fields.String(required=True)
    purpose = fields.String(required=True, metadata={"enum": [purpose.value for purpose in Purpose]})
    presenter = fields.String(required=True)
    minutes = fields.Integer(required=True)
    minutes_used = fields.Integer(required=True, allow_none=True)
    started_at = fields.String(required=True, allow_none=True)
    ended_at = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, metadata={"enum": [state.value for state in ItemState]})
    passages = fields.List(fields.Nested(MinutesTextSchema), required=True)
    decisions = fields.List(fields.Nested(MinutesDecisionSchema), required=True)
    conflicts = fields.List(fields.Nested(MinutesConflictSchema), required=True)
    documents = fields.List(fields.Nested(MinutesDocumentSchema), required=True)
    title_withheld = fields.Nested(WithheldSchema, required=True, allow_none=True)

    def read_started_at(self, item: Mapping[str, Any]) -> Any:
        """Return when its discussion began; minutes approved before this was kept do not say it."""
        return item.get("started_at")

    def read_ended_at(self, item: Mapping[str, Any]) -> Any:
        """Return when its discussion ended."""
        return item.get("ended_at")

    def read_conflicts(self, item: Mapping[str, Any]) -> Any:
        """Return the declared conflicts of interest."""
        return item.get("conflicts", ())

    def read_documents(self, item: Mapping[str, Any]) -> Any:
        """Return the documents; published minutes and those approved before documents were listed have none."""
        return item.get("documents", ())

    def read_title_withheld(self, item: Mapping[str, Any]) -> Any:
        """Return what is withheld in place of its title."""
        return item.get("title_withheld")


class PreviousMinutesSchema(ApiSchema):
    """The version that minutes replace, by the hash of its text; null in published minutes if it was not published."""

    version = fields.Integer(required=True)
    sha256 = fields.String(required=True, allow_none=True)
    approved_at = fields.String(required=True)


class AmendedSchema(ApiSchema):
    """Why minutes amend an approved version, and who asked for it."""

    reason = fields.String(required=True)
    asked_by = fields.String(required=True)


class MinutesContentSchema(ApiSchema):
    """Discussions and decisions; final once approved. `previous` and `amended` are null in a first version."""

    opening = fields.List(fields.Nested(MinutesTextSchema), required=True)
    items = fields.List(fields.Nested(MinutesItemSchema), required=True)
    other_decisions = fields.List(fields.Nested(MinutesDecisionSchema), required=True)
    closing = fields.List(fields.Nested(MinutesTextSchema), required=True)
    previous = fields.Nested(PreviousMinutesSchema, required=True, allow_none=True)
    amended = fields.Nested(AmendedSchema, required=True, allow_none=True)

    def read_previous(self, content: Mapping[str, Any]) -> Any:
        """Return the version that is replaced."""
        return content.get("previous")

    def read_amended(self, content: Mapping[str, Any]) -> Any:
        """Return the reason for the new version."""
        return content.get("amended")


class ListedMinutesSchema(ApiSchema):
    """One version of minutes. `sha256` is the hash of the approved content; for the public, of the published one."""

    id = Id("the minutes")
    session_id = Id("the session")
    version = fields.Integer(required=True)
    state = member(MinutesState, required=True)
    number = fields.String(required=True)
    language = fields.String(required=True)
    begun_at = Moment(required=True)
    circulated_at = Moment(required=True, allow_none=True)
    correction_until = Moment(required=True, allow_none=True)
    approved_at = Moment(required=True, allow_none=True)
    approved_by = fields.Nested(NamedPerson, required=True, allow_none=True)
    published_at = Moment(required=True, allow_none=True)
    sha256 = fields.String(required=True, allow_none=True)

    def read_sha256(self, minutes: Minutes) -> str | None:
        """Return the hash of the content that the user may read."""
        return minutes.sha256 if reads_whole(current_user, minutes.session) else minutes.published_sha256

    def read_approved_by(self, minutes: Minutes) -> Any:
        """Return who approved the minutes, for those who may read them completely."""
        return minutes.approved_by if reads_whole(current_user, minutes.session) else None


class MinutesSchema(ListedMinutesSchema):
    """A version of minutes with its content."""

    content = fields.Nested(MinutesContentSchema, required=True)

    def read_content(self, minutes: Minutes) -> dict[str, Any]:
        """Return the content that the user may read."""
        return content_to_read(minutes, minutes.session, whole=reads_whole(current_user, minutes.session))


class PassageSchema(ApiSchema):
    """A passage for its writers. `version` counts its saves; send it with the next one."""

    id = Id("the passage")
    minutes_id = Id("the minutes")
    part = member(Part, required=True)
    agenda_item_id = Id("the agenda item; null for none", allow_none=True)
    position = fields.Integer(required=True)
    text = fields.String(required=True)
    version = fields.Integer(required=True)
    author = fields.Nested(NamedPerson, required=True)
    at = Moment(required=True)
    written_by = fields.Nested(NamedPerson, required=True)
    written_at = Moment(required=True)


class CorrectionSchema(ApiSchema):
    """A requested correction. `passage_id` is null if it concerns the minutes as a whole.

    `wording` is the proposed text of the passage and `original` its text at that time; null if none was proposed.
    """

    id = Id("the correction")
    minutes_id = Id("the minutes")
    passage_id = Id("the passage; null for the minutes as a whole", allow_none=True)
    text = fields.String(required=True)
    wording = fields.String(required=True, allow_none=True)
    original = fields.String(required=True, allow_none=True)
    by = fields.Nested(NamedPerson, required=True)
    organisation = fields.Nested(NamedOrganisation, required=True)
    at = Moment(required=True)
    state = member(CorrectionState, required=True)
    answer = fields.String(required=True)
    answered_at = Moment(required=True, allow_none=True)
