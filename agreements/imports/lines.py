"""The import of a register of existing agreements; a preview runs it and rolls it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from agreements.clauses import actions as clauses
from agreements.clauses.models import Clause
from agreements.imports import queries
from agreements.imports.rows import RegisterRow
from agreements.parties.actions import Credentials, Side
from agreements.registry import actions as registry
from agreements.registry.models import Agreement, Party
from agreements.registry.queries import for_detail
from agreements.registry.rules import Stage
from app.accounts.models import Person
from app.clock import local_date
from app.database import db
from app.errors import RuleViolation
from app.files.sheet_import.outcomes import Outcome, confirm, preview
from app.organisations.actions import OrganisationDetails
from app.organisations.actions import add as add_organisation
from app.organisations.models import Organisation, Sector
from app.web.i18n import language

BESIDE = {"sides": "parties", "name": "parties", "number": "title", "gap": "signed_on", "seen": "title"}
"""The column in which to show the error of a field with another name."""


def attempt(rows: Sequence[RegisterRow], sector: Sector | None, *, by: Person, at: datetime) -> Outcome[RegisterRow]:
    """Return the outcome of importing the lines, without keeping it."""
    return preview(partial(_take, rows, sector, by=by, at=at))


def take_in(
    rows: Sequence[RegisterRow], sector: Sector | None, *, seen: str | None, by: Person, at: datetime
) -> Outcome[RegisterRow]:
    """Import all lines if the outcome is the one that was `seen` (None: any).

    Organisations that are not known are created in `sector`; with None they are errors. Raises RuleViolation, with
    nothing imported, if the outcome differs or a line has errors.
    """
    return confirm(partial(_take, rows, sector, by=by, at=at), seen=seen)


def _take(rows: Sequence[RegisterRow], sector: Sector | None, *, by: Person, at: datetime) -> Outcome[RegisterRow]:
    for group in _groups(rows):
        if any(row.errors for row in group):
            continue
        try:
            with db.session.begin_nested():
                _import_agreement(group, sector, by=by, at=at)
        except _Refused as refused:
            for row in group:
                row.changes.clear()
            refused.row.errors[refused.column] = refused.message
    return Outcome(rows)


class _Refused(Exception):
    """A line that cannot be imported, with the column and the message to show."""

    def __init__(self, row: RegisterRow, violation: RuleViolation) -> None:
        name = BESIDE.get(violation.field or "", violation.field or "title")
        self.row, self.message = row, str(violation.message)
        self.column = name if name in row.cells else "obligation" if not row.begins else "title"


def _groups(rows: Sequence[RegisterRow]) -> list[list[RegisterRow]]:
    """Return the lines of each agreement; a line that belongs to none gets an error."""
    groups: list[list[RegisterRow]] = []
    for row in rows:
        if row.begins:
            groups.append([row])
        elif groups:
            groups[-1].append(row)
        else:
            row.errors.setdefault("title", _("No agreement begins above this line"))
    return groups


def _import_agreement(group: Sequence[RegisterRow], sector: Sector | None, *, by: Person, at: datetime) -> None:
    """Create an agreement with its obligations, signed if its day of signature is known; skip it if it is known."""
    row = group[0]
    try:
        organisations = [_organisation(name, row, sector, by=by, at=at) for name in row.parties]
        if _is_known(row, organisations, by=by, at=at):
            for line in group:
                line.is_known = True
            return
        agreement = _create(row, organisations, by=by, at=at)
        row.changes.append("agreement")
    except RuleViolation as violation:
        raise _Refused(row, violation) from violation
    clause = None
    for line in group:
        if line.cells["obligation"]:
            try:
                clause = clause or _clause(agreement, by=by, at=at)
                _oblige(agreement, clause, line, by=by, at=at)
            except RuleViolation as violation:
                raise _Refused(line, violation) from violation
    if row.days["signed_on"]:
        try:
            _sign(agreement, row, by=by, at=at)
        except RuleViolation as violation:
            raise _Refused(row, violation) from violation


def _organisation(name: str, row: RegisterRow, sector: Sector | None, *, by: Person, at: datetime) -> Organisation:
    found = queries.organisations_named(name)
    if len(found) == 1:
        return found[0]
    if found:
        raise RuleViolation(
            _l("Several organisations are called %(name)s. Write the full name", name=name), field="parties"
        )
    if sector is None:
        raise RuleViolation(_l("There is no organisation %(name)s", name=name), field="parties")
    row.changes.append("organisation")
    made = add_organisation(OrganisationDetails(name=name[:200]), sector=sector, by=by, at=at)
    db.session.flush()
    return made


def _is_known(row: RegisterRow, organisations: Sequence[Organisation], *, by: Person, at: datetime) -> bool:
    """Return whether there is an agreement of this kind and these parties, with a number or the title and dates."""
    assert row.kind
    numbers = {number.casefold() for number in row.numbers if number}
    ids = {organisation.id for organisation in organisations}
    for one in queries.with_parties(row.kind, ids, by, local_date(at)):
        if numbers & {party.reference_number.casefold() for party in one.parties if party.reference_number}:
            return True
        same_dates = (one.effective_on, one.expires_on) == (row.days["effective_on"], row.days["expires_on"])
        if one.title.casefold() == row.cells["title"].casefold() and (same_dates or not numbers):
            return True
    return False


def _create(row: RegisterRow, organisations: Sequence[Organisation], *, by: Person, at: datetime) -> Agreement:
    assert row.kind
    numbers = [*row.numbers, *([""] * len(organisations))]
    sides = [
        Side(organisation=one, credentials=Credentials(reference_number=number[:100]))
        for one, number in zip(organisations, numbers, strict=False)
    ]
    contract = registry.Contract(
        kind=row.kind,
        title=row.cells["title"],
        effective_on=row.days["effective_on"],
        expires_on=row.days["expires_on"],
        language=language(),
    )
    made = registry.create(contract, sides, by=by, at=at)
    db.session.flush()
    agreement = for_detail(made.id)
    assert agreement
    return agreement


def _clause(agreement: Agreement, *, by: Person, at: datetime) -> Clause:
    wording = clauses.Wording(number=_("Register"), heading=_("Obligations from the register"))
    clause = clauses.add_clause(agreement, wording, by=by, at=at)
    db.session.flush()
    return clause


def _oblige(agreement: Agreement, clause: Clause, row: RegisterRow, *, by: Person, at: datetime) -> None:
    first_due = row.days["first_due"]
    assert first_due
    duty = clauses.Duty(
        text=row.cells["obligation"],
        criteria=row.cells["criteria"] or row.cells["obligation"],
        debtor=_party(agreement, row, "debtor"),
        verifier=_party(agreement, row, "verifier"),
        frequency=row.frequency,
        first_due=first_due,
    )
    clauses.add_obligation(clause, duty, by=by, at=at)
    db.session.flush()
    row.changes.append("obligation")


def _party(agreement: Agreement, row: RegisterRow, column: str) -> Party:
    """Return the party that a cell names, by its name, short name or position."""
    written = row.cells[column].casefold()
    for party in agreement.in_order:
        organisation = party.seat.organisation
        if written in {organisation.name.casefold(), organisation.label.casefold(), str(party.position)}:
            return party
    raise RuleViolation(_l("This is no party of the agreement"), field=column)


def _sign(agreement: Agreement, row: RegisterRow, *, by: Person, at: datetime) -> None:
    signed_on = row.days["signed_on"]
    assert signed_on
    registry.move(agreement, Stage.OUT_FOR_SIGNATURE, by=by, at=at)
    signature = registry.Signature(
        signed_on=signed_on,
        effective_on=row.days["effective_on"] or signed_on,
        expires_on=row.days["expires_on"],
        gap=_("Taken over from a register of existing agreements."),
    )
    registry.sign(agreement, signature, by=by, at=at)
