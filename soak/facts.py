"""The facts and values of a journal, read from a database. Titles and texts are unique within a trial."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from alignment.barriers.models import Barrier
from alignment.goals.models import GoalStance, GoalVersion
from alignment.roles.models import RoleConsent, RoleVersion
from app.accounts.models import Person
from app.database import db
from app.files.models import StoredFile
from commitments.delivery.models import Evidence, Update
from commitments.registry.models import Commitment
from forums.agenda.models import AgendaItem
from forums.circular.models import Circular, CircularDocument, CircularReply, CircularState, CircularVote
from forums.decisions.models import Decision
from forums.invitations.models import Answer, Invitation
from forums.minutes.models import Correction, Minutes, Passage
from forums.pack.models import PackNote, PackVersion
from forums.pack.rules import ChangeKind, PartKind
from forums.papers.records.models import AgreementRecord
from forums.papers.reports.models import Report
from forums.preparation.models import AgendaDocument
from forums.redaction.models import Redaction, Withholding
from forums.review.models import Consent, Opinion
from forums.scheduling.models import Session
from forums.versions.models import Amendment, Rewording
from soak.agreed_facts import agreed_facts, agreed_values
from soak.journal import Fact

KEPT = Commitment.title.like("Janji%")
"""Commitments whose acts are facts; others follow from obligations, registers and disputes."""
FROM_CIRCULARS = AgendaItem.title.like("SIR-%")
"""Items that nobody proposed: they follow from circular decisions."""


def facts() -> Counter[Fact]:
    """Return each fact with the number of its rows."""
    return Counter([*_acts(), *_evidence(), *_titles(), *_texts(), *_renewals(), *agreed_facts()])


def values() -> dict[str, str]:
    """Return the current values of the registers."""
    texts = {f"passage:{one.id}": one.text for one in db.session.execute(select(Passage.id, Passage.text))}
    answers = select(Invitation.id, Answer.answer).join(
        Answer, (Answer.session_id == Invitation.session_id) & (Answer.person_id == Invitation.person_id)
    )
    answered = {f"answer:{identity}": answer.value for identity, answer in db.session.execute(answers)}
    sessions = select(Session.title, Session.starts_at, Session.state).where(Session.title != "")
    planned = {
        f"plan:{title}": f"{state.value} {starts_at:%Y-%m-%dT%H:%M}"
        for title, starts_at, state in db.session.execute(sessions)
    }
    items = {
        f"item:{title}": state.value for title, state in db.session.execute(select(AgendaItem.title, AgendaItem.state))
    }
    found = texts | answered | planned | items | _of_minutes() | _of_circulars() | _of_papers() | _of_alignment()
    return found | agreed_values()


def _acts() -> list[Fact]:
    found = select(Commitment.title, Update.act, Update.text).join(Update, Update.commitment_id == Commitment.id)
    return [("act", title, act.value, text) for title, act, text in db.session.execute(found.where(KEPT))]


def _evidence() -> list[Fact]:
    found = (
        select(Commitment.title, Evidence.link, StoredFile.sha256)
        .join(Evidence, Evidence.commitment_id == Commitment.id)
        .outerjoin(StoredFile, StoredFile.id == Evidence.file_id)
    )
    return [("evidence", title, link or sha256) for title, link, sha256 in db.session.execute(found.where(KEPT))]


def _titles() -> list[Fact]:
    sessions = db.session.scalars(select(Session.title).where(Session.title != ""))
    items = db.session.scalars(select(AgendaItem.title).where(AgendaItem.proposed_by_id.is_not(None), ~FROM_CIRCULARS))
    return [*(("session", title) for title in sessions), *(("proposal", title) for title in items)]


def _texts() -> list[Fact]:
    """Return what is known by a text of its own; a decision, whose wording may change, by the first line of it."""
    texts = {
        "correction": Correction.text,
        "amended": Amendment.reason,
        "reworded": Rewording.text,
        "circular": Circular.title,
        "reply": CircularReply.text,
        "enclosure": CircularDocument.title,
        "goal": GoalVersion.goal,
        "roles": RoleVersion.note,
        "barrier": Barrier.title,
    }
    found = [(kind, text) for kind, column in texts.items() for text in db.session.scalars(select(column))]
    documents = select(AgendaDocument.title).join(AgendaDocument.item).where(~FROM_CIRCULARS)
    found += [("document", title) for title in db.session.scalars(documents)]
    decided = select(Decision.text).where(Decision.session_id.is_not(None))
    return [*(("decision", name_of(text)) for text in db.session.scalars(decided)), *found]


def _renewals() -> list[Fact]:
    """Return the documents that a version of a pack announced as new."""
    return [
        ("late", change.title)
        for version in db.session.scalars(select(PackVersion).where(PackVersion.number > 1))
        for change in version.known_changes
        if (change.kind, change.part) == (ChangeKind.NEW, PartKind.DOCUMENT)
    ]


def name_of(wording: str) -> str:
    """Return the first line of a decision, which stays the same in every wording."""
    return wording.partition("\n")[0].strip()


def _of_minutes() -> dict[str, str]:
    """Return states of minutes, corrections and redactions, wordings of decisions, and what each party answered."""
    versions = select(Minutes.session_id, Minutes.version, Minutes.state)
    minutes = {f"minutes:{session} {version}": state.value for session, version, state in db.session.execute(versions)}
    answered = select(Correction.text, Correction.state)
    asked = {f"correction:{text}": state.value for text, state in db.session.execute(answered)}
    worded = {f"wording:{name_of(text)}": text for text in db.session.scalars(select(Decision.text))}
    withheld = select(Withholding.instead, Redaction.state).join(Redaction, Redaction.id == Withholding.redaction_id)
    redacted = {f"redaction:{instead}": state.value for instead, state in db.session.execute(withheld)}
    return minutes | asked | worded | redacted | _parties(Correction, "corrected") | _parties(Consent, "agreed")


def _parties(model: type[Correction | Consent], answer: str) -> dict[str, str]:
    """Return the answers of parties, by the person who gave them."""
    query = select(Minutes.session_id, Minutes.version, Person.email)
    query = query.join(model, model.minutes_id == Minutes.id).join(Person, Person.id == model.by_id)
    return {f"party:{session} {version} {email}": answer for session, version, email in db.session.execute(query).all()}


def _of_circulars() -> dict[str, str]:
    """Return what people made of circulars, their ends and the vote of each person; not what follows from the votes."""
    stays = {CircularState.DRAFT, CircularState.WITHDRAWN}
    found = {}
    for one in db.session.execute(select(Circular.id, Circular.state, Circular.ends_at)):
        found[f"circular:{one.id}"] = one.state.value if one.state in stays else "circulated"
        found[f"end:{one.id}"] = f"{one.ends_at:%Y-%m-%dT%H:%M}"
    votes = select(CircularVote.circular_id, Person.email, CircularVote.choice)
    votes = votes.join(Person, Person.id == CircularVote.by_id).where(CircularVote.replaced_at.is_(None))
    return found | {f"vote:{one} {email}": choice.value for one, email, choice in db.session.execute(votes)}


def _of_papers() -> dict[str, str]:
    """Return the numbers of packs, records and reports, private notes, and opinions on corrections."""
    packs = select(PackVersion.session_id, PackVersion.number).order_by(PackVersion.number)
    found = {f"pack:{session}": str(number) for session, number in db.session.execute(packs)}
    for kind, model in (("record", AgreementRecord), ("report", Report)):
        rows = db.session.execute(select(model.session_id, model.number))
        found |= {f"{kind}:{session}": number for session, number in rows}
    notes = select(PackNote.agenda_item_id, Person.email, PackNote.text).join(Person, Person.id == PackNote.person_id)
    found |= {f"note:{item} {email}": text for item, email, text in db.session.execute(notes)}
    given = select(Correction.text, Person.email, Opinion.approves).join(
        Opinion, Opinion.correction_id == Correction.id
    )
    given = given.join(Person, Person.id == Opinion.by_id)
    return found | {f"opinion:{text} {email}": str(approves) for text, email, approves in db.session.execute(given)}


def _of_alignment() -> dict[str, str]:
    """Return what each person answered last to the versions of goals and role matrices, and what became of barriers."""
    said = select(GoalVersion.goal_id, GoalVersion.number, Person.email, GoalStance.part)
    said = said.join(GoalStance, GoalStance.version_id == GoalVersion.id).join(Person, Person.id == GoalStance.by_id)
    found = {
        f"stance:{goal} {number} {email}": part.value if part else "acknowledge"
        for goal, number, email, part in db.session.execute(said)
    }
    agreed = select(RoleVersion.matrix_id, RoleVersion.number, Person.email, RoleConsent.agrees)
    agreed = agreed.join(RoleConsent, RoleConsent.version_id == RoleVersion.id)
    for matrix, number, email, agrees in db.session.execute(agreed.join(Person, Person.id == RoleConsent.by_id)):
        found[f"consent:{matrix} {number} {email}"] = "yes" if agrees else "no"
    barriers = db.session.execute(select(Barrier.title, Barrier.resolved_on))
    return found | {f"barrier:{title}": "resolved" if day else "open" for title, day in barriers}
