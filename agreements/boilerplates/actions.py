"""Actions: keep templates, make one from an agreement, and fill an agreement from one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from babel.dates import format_date
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from agreements.boilerplates import rules
from agreements.boilerplates.labels import explained
from agreements.boilerplates.models import Boilerplate
from agreements.boilerplates.rules import ORDINALS, ClausePart, DutyPart, RightPart, Unreadable
from agreements.clauses import actions as clauses
from agreements.clauses.models import Obligation
from agreements.clauses.queries import rights_in, whole_clauses
from agreements.labels import KINDS
from agreements.registry.models import Agreement, AgreementKind
from agreements.registry.queries import lock
from agreements.registry.rules import MAKING
from app import audit
from app.accounts.models import Person
from app.clock import local_date
from app.database import db
from app.errors import RuleViolation, require_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """The values of a template."""

    title: str
    kind: AgreementKind
    language: str
    about: str = ""
    variables: str = ""
    body: str


def create(pattern: Pattern, *, by: Person, at: datetime) -> Boilerplate:
    """Create a template. Raises RuleViolation that names the first line that cannot be read."""
    check(pattern)
    boilerplate = Boilerplate(created_by=by, created_at=at, **_values(pattern))
    db.session.add(boilerplate)
    db.session.flush()
    audit.record("boilerplate.created", boilerplate, by=by, at=at, title=pattern.title)
    return boilerplate


def change(boilerplate: Boilerplate, pattern: Pattern, *, version: str | int | None, by: Person, at: datetime) -> None:
    """Change a template; agreements that were begun with it stay as they are.

    Raises RuleViolation as `create` does, and Conflict if `version` is stale.
    """
    require_version(boilerplate, version)
    check(pattern)
    for name, value in _values(pattern).items():
        setattr(boilerplate, name, value)
    audit.record("boilerplate.changed", boilerplate, by=by, at=at, title=pattern.title)


def retire(boilerplate: Boilerplate, *, by: Person, at: datetime) -> None:
    """Stop offering a template, or offer it again."""
    boilerplate.retired_at = None if boilerplate.retired_at else at
    action = "boilerplate.retired" if boilerplate.retired_at else "boilerplate.restored"
    audit.record(action, boilerplate, by=by, at=at, title=boilerplate.title)


def check(pattern: Pattern) -> list[ClausePart]:
    """Return the clauses of a template. Raises RuleViolation that names the first line that cannot be read."""
    own = _read("variables", pattern.variables)
    try:
        found = rules.read(pattern.body, own)
    except Unreadable as fault:
        raise RuleViolation(explained(fault), field="body") from fault
    if not found:
        raise RuleViolation(_l("Write at least one clause"), field="body")
    return found


def parts_of(boilerplate: Boilerplate) -> list[ClausePart]:
    """Return the clauses of a template, which could be read when it was saved."""
    return rules.read(boilerplate.body, rules.own_variables(boilerplate.variables))


def preview(agreement: Agreement, boilerplate: Boilerplate, answers: str = "") -> list[ClausePart]:
    """Return the clauses that an agreement gets from a template, with the values of its variables.

    `answers` are the values of the template's own variables, one "name: value" per line. Raises RuleViolation for an
    answer that cannot be read, and if the agreement has fewer parties than the template names.
    """
    own = rules.own_variables(boilerplate.variables)
    try:
        given = rules.answers(answers, own)
    except Unreadable as fault:
        raise RuleViolation(explained(fault), field="answers") from fault
    found = parts_of(boilerplate)
    if rules.parties_needed(found) > len(agreement.parties):
        raise RuleViolation(
            _l("The template names %(number)d parties. Add the missing ones first", number=rules.parties_needed(found)),
            field="boilerplate",
        )
    values = {**values_of(agreement), **given}
    return [rules.fill(clause, values) for clause in found]


def fill(agreement: Agreement, boilerplate: Boilerplate, answers: str, *, by: Person, at: datetime) -> int:
    """Add the clauses of a template to a draft, with their obligations and rights; return how many.

    Raises RuleViolation as `preview` does, if the agreement is signed, and if a number of a clause is taken.
    """
    lock(agreement)
    agreement.require(*MAKING)
    found = preview(agreement, boilerplate, answers)
    parties, since = agreement.in_order, agreement.effective_on or local_date(at)
    audit.record("agreement.filled", agreement, by=by, at=at, title=boilerplate.title)
    for part in found:
        wording = clauses.Wording(number=part.number, heading=part.heading[:200], text=part.text)
        clause = clauses.add_clause(agreement, wording, by=by, at=at)
        db.session.flush()
        for duty in part.duties:
            owed = clauses.Duty(
                text=duty.text[:200],
                criteria=duty.criteria,
                debtor=parties[duty.debtor - 1],
                verifier=parties[duty.verifier - 1],
                frequency=duty.frequency,
                first_due=since + timedelta(days=duty.days),
            )
            clauses.add_obligation(clause, owed, by=by, at=at)
        for right in part.rights:
            clauses.add_right(clause, holder=parties[right.holder - 1], text=right.text[:300], by=by, at=at)
    return len(found)


def values_of(agreement: Agreement) -> dict[str, str]:
    """Return the values of the variables that an agreement fills by itself; unknown ones are empty."""
    locale = agreement.language
    with force_locale(locale):
        kind = str(KINDS[agreement.kind])
    values = {"judul": agreement.title, "jenis": kind, "tujuan": agreement.purpose}
    for name, day in (("tanggal_mulai", agreement.effective_on), ("tanggal_berakhir", agreement.expires_on)):
        values[name] = format_date(day, "d MMMM y", locale=locale) if day else ""
    for ordinal, party in zip(ORDINALS, agreement.in_order, strict=False):
        values[f"pihak_{ordinal}"] = party.seat.organisation.name
        values[f"penanda_tangan_{ordinal}"] = party.signatory_name
        values[f"jabatan_{ordinal}"] = party.signatory_position
        values[f"nomor_{ordinal}"] = party.reference_number
    return values


def pattern_of(agreement: Agreement) -> Pattern:
    """Return a template with the clauses of an agreement, in which variables stand for the names of its parties."""
    names = {one.seat.organisation.name: ordinal for ordinal, one in zip(ORDINALS, agreement.in_order, strict=False)}
    places = {party.id: party.position for party in agreement.parties}
    rights: Mapping[UUID, list[RightPart]] = defaultdict(list)
    for right in rights_in(agreement.id):
        rights[right.clause_id].append(RightPart(holder=places[right.holder_id], text=_plain(right.text, names)))
    start = agreement.effective_on or local_date(agreement.created_at)
    found = [
        ClausePart(
            number=one.number.replace(":", "."),
            heading=_plain(one.heading, names),
            text=_plain(one.text, names),
            duties=tuple(_duty_of(duty, places, (duty.first_due - start).days, names) for duty in one.obligations),
            rights=tuple(rights[one.id]),
        )
        for one in whole_clauses(agreement.id)
    ]
    body = rules.written(found, agreement.language)
    return Pattern(title=agreement.title, kind=agreement.kind, language=agreement.language, body=body)


def _duty_of(duty: Obligation, places: Mapping[UUID, int], days: int, names: Mapping[str, str]) -> DutyPart:
    return DutyPart(
        debtor=places[duty.debtor_id],
        verifier=places[duty.verifier_id],
        days=min(max(days, 0), rules.LONGEST_WAIT),
        frequency=duty.frequency,
        text=_plain(duty.text, names),
        criteria=_plain(duty.criteria, names),
    )


def _plain(text: str, names: Mapping[str, str]) -> str:
    """Return text with variables for the names of the parties, and without braces that could be read as others."""
    text = text.replace("{{", "{ {").replace("}}", "} }")
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, f"{{{{pihak_{names[name]}}}}}")
    return text


def _read(field: str, variables: str) -> dict[str, str]:
    try:
        return rules.own_variables(variables)
    except Unreadable as fault:
        raise RuleViolation(explained(fault), field=field) from fault


def _values(pattern: Pattern) -> dict[str, object]:
    return {name: getattr(pattern, name) for name in ("title", "kind", "language", "about", "variables", "body")}
