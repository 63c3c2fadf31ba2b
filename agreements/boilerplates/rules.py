"""Rules of the text of templates: how it is read and written, and how variables are filled. Lines count from 1.

A template is plain text. A line "# Pasal 1: Definisi" begins a clause; the lines below it are its text. "* Kewajiban
pihak 2, verifikator pihak 1, 30 hari, setiap bulan: Laporan" adds an obligation whose first due date is that number of
days after the first day in force, "  Kriteria: …" its acceptance criteria, and "* Hak pihak 1: …" a right. The English
words are Obligation, party, verifier, days, Criteria and Right. A variable is a name in double braces.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from agreements.clauses.rules import Frequency

ORDINALS = ("kesatu", "kedua", "ketiga", "keempat", "kelima", "keenam")
"""What follows the name of a variable of a party, by its position in the text."""
OF_PARTIES = ("pihak", "penanda_tangan", "jabatan", "nomor")
OF_AGREEMENT = ("judul", "jenis", "tujuan", "tanggal_mulai", "tanggal_berakhir")
KNOWN = frozenset({*OF_AGREEMENT, *(f"{name}_{ordinal}" for name in OF_PARTIES for ordinal in ORDINALS)})
"""The variables that an agreement fills by itself."""
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
VARIABLE = re.compile(r"\{\{\s*([a-z][a-z0-9_]{0,39})\s*\}\}")
BRACES = re.compile(r"\{\{|\}\}")
LONGEST_WAIT = 3660
"""Maximum number of days from the first day in force to the first due date of an obligation."""
MOST_PARTIES = len(ORDINALS)

WORDS: dict[str, dict[str, str]] = {
    "id": {"duty": "Kewajiban", "party": "pihak", "verifier": "verifikator", "days": "hari", "criteria": "Kriteria"}
    | {"right": "Hak"},
    "en": {"duty": "Obligation", "party": "party", "verifier": "verifier", "days": "days", "criteria": "Criteria"}
    | {"right": "Right"},
}
FREQUENCIES: dict[str, dict[Frequency, str]] = {
    "id": {
        Frequency.ONCE: "sekali",
        Frequency.MONTHLY: "setiap bulan",
        Frequency.QUARTERLY: "setiap triwulan",
        Frequency.HALF_YEARLY: "setiap semester",
        Frequency.YEARLY: "setiap tahun",
    },
    "en": {
        Frequency.ONCE: "once",
        Frequency.MONTHLY: "every month",
        Frequency.QUARTERLY: "every quarter",
        Frequency.HALF_YEARLY: "every half-year",
        Frequency.YEARLY: "every year",
    },
}
_FREQUENCY = {word: frequency for words in FREQUENCIES.values() for frequency, word in words.items()}
HEADING = re.compile(r"# ([^:]{1,40}): (.{1,200})")
DUTY = re.compile(
    r"\* (?:Kewajiban|Obligation) (?:pihak|party) (\d+), (?:verifikator|verifier) (?:(?:pihak|party) )?(\d+), "
    r"(\d+) (?:hari|days?)(?:, ([a-z -]+))?: (.{1,200})",
    re.IGNORECASE,
)
RIGHT = re.compile(r"\* (?:Hak|Right) (?:pihak|party) (\d+): (.{1,300})", re.IGNORECASE)
CRITERIA = re.compile(r"\s+(?:Kriteria|Criteria): (.+)", re.IGNORECASE)
OWN = re.compile(r"([^:]+):\s*(.+)")
MARKED = ("# ", "* ", "\\")


class Problem(enum.Enum):
    """What is wrong with a line."""

    NO_CLAUSE = "no_clause"
    NOT_UNDERSTOOD = "not_understood"
    NO_CRITERIA = "no_criteria"
    SAME_PARTY = "same_party"
    UNKNOWN_PARTY = "unknown_party"
    UNKNOWN_FREQUENCY = "unknown_frequency"
    TOO_LATE = "too_late"
    UNKNOWN_VARIABLE = "unknown_variable"
    BRACES = "braces"
    BAD_NAME = "bad_name"
    TAKEN = "taken"
    SAME_NUMBER = "same_number"


class Unreadable(Exception):
    """A line of a template that cannot be read; `what` is the part of it that is wrong."""

    def __init__(self, line: int, problem: Problem, what: str = "") -> None:
        super().__init__(line, problem, what)
        self.line, self.problem, self.what = line, problem, what


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyPart:
    """An obligation in a template; parties by position, `days` from the first day in force to the first due date."""

    debtor: int
    verifier: int
    days: int
    frequency: Frequency
    text: str
    criteria: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RightPart:
    """A right in a template; the party by position."""

    holder: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClausePart:
    """A clause in a template."""

    number: str
    heading: str
    text: str = ""
    duties: tuple[DutyPart, ...] = ()
    rights: tuple[RightPart, ...] = ()


@dataclass(slots=True)
class _Draft:
    """A clause that is being read, with the lines on which its obligations stand."""

    number: str
    heading: str
    lines: list[str] = field(default_factory=list)
    duties: list[tuple[int, DutyPart]] = field(default_factory=list)
    rights: list[RightPart] = field(default_factory=list)

    def finished(self) -> ClausePart:
        """Return the clause. Raises Unreadable for an obligation without criteria."""
        for line, duty in self.duties:
            if not duty.criteria:
                raise Unreadable(line, Problem.NO_CRITERIA)
        text, duties = "\n".join(self.lines).strip(), tuple(duty for _line, duty in self.duties)
        return ClausePart(number=self.number, heading=self.heading, text=text, duties=duties, rights=tuple(self.rights))


def own_variables(text: str) -> dict[str, str]:
    """Return the variables that a template declares, one "name: what to write" per line. Raises Unreadable."""
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        parts = OWN.fullmatch(line.strip())
        if not parts or not NAME.fullmatch(parts[1].strip()):
            raise Unreadable(number, Problem.BAD_NAME, line.strip()[:40])
        name = parts[1].strip()
        if name in KNOWN or name in found:
            raise Unreadable(number, Problem.TAKEN, name)
        found[name] = parts[2].strip()
    return found


def read(body: str, own: Collection[str]) -> list[ClausePart]:
    """Return the clauses of a template with the variables `own`. Raises Unreadable for the first wrong line."""
    drafts: list[_Draft] = []
    for number, line in enumerate(body.splitlines(), 1):
        _check_variables(number, line, own)
        if heading := HEADING.fullmatch(line.rstrip()):
            if any(one.number.casefold() == heading[1].strip().casefold() for one in drafts):
                raise Unreadable(number, Problem.SAME_NUMBER, heading[1])
            drafts.append(_Draft(heading[1].strip(), heading[2].strip()))
        elif not drafts:
            if line.strip():
                raise Unreadable(number, Problem.NO_CLAUSE, line[:40])
        else:
            _read_line(drafts[-1], number, line.rstrip())
    return [draft.finished() for draft in drafts]


def _read_line(draft: _Draft, number: int, line: str) -> None:
    if duty := DUTY.fullmatch(line):
        draft.duties.append((number, _duty(number, duty)))
    elif right := RIGHT.fullmatch(line):
        draft.rights.append(RightPart(holder=_position(number, right[1]), text=right[2]))
    elif (criteria := CRITERIA.fullmatch(line)) and draft.duties:
        at, last = draft.duties[-1]
        joined = "\n".join(filter(None, (last.criteria, criteria[1])))
        draft.duties[-1] = (at, replace(last, criteria=joined))
    elif line.startswith(MARKED[:2]):
        raise Unreadable(number, Problem.NOT_UNDERSTOOD, line[:40])
    else:
        draft.lines.append(line.removeprefix("\\"))


def _duty(number: int, found: re.Match[str]) -> DutyPart:
    debtor, verifier, days = _position(number, found[1]), _position(number, found[2]), int(found[3][:6])
    frequency = _FREQUENCY.get((found[4] or "sekali").strip().lower())
    if debtor == verifier:
        raise Unreadable(number, Problem.SAME_PARTY)
    if frequency is None:
        raise Unreadable(number, Problem.UNKNOWN_FREQUENCY, found[4])
    if days > LONGEST_WAIT:
        raise Unreadable(number, Problem.TOO_LATE, found[3])
    return DutyPart(debtor=debtor, verifier=verifier, days=days, frequency=frequency, text=found[5])


def _position(number: int, written: str) -> int:
    position = int(written[:6])
    if not 1 <= position <= MOST_PARTIES:
        raise Unreadable(number, Problem.UNKNOWN_PARTY, written)
    return position


def _check_variables(number: int, line: str, own: Collection[str]) -> None:
    for found in VARIABLE.finditer(line):
        if found[1] not in KNOWN and found[1] not in own:
            raise Unreadable(number, Problem.UNKNOWN_VARIABLE, found[1])
    if BRACES.search(VARIABLE.sub("", line)):
        raise Unreadable(number, Problem.BRACES)


def written(clauses: Collection[ClausePart], language: str) -> str:
    """Return clauses as the text of a template, which `read` understands."""
    return "\n\n".join("\n".join(_lines_of(clause, language)) for clause in clauses)


def _lines_of(clause: ClausePart, language: str) -> Iterator[str]:
    words, often = WORDS.get(language, WORDS["id"]), FREQUENCIES.get(language, FREQUENCIES["id"])
    party = words["party"]
    yield f"# {clause.number}: {clause.heading}"
    for line in clause.text.splitlines():
        yield f"\\{line}" if line.startswith(MARKED) or CRITERIA.fullmatch(line) else line
    for duty in clause.duties:
        who = f"{words['duty']} {party} {duty.debtor}, {words['verifier']} {party} {duty.verifier}"
        yield f"* {who}, {duty.days} {words['days']}, {often[duty.frequency]}: {duty.text}"
        for line in duty.criteria.splitlines():
            yield f"  {words['criteria']}: {line}"
    for right in clause.rights:
        yield f"* {words['right']} {party} {right.holder}: {right.text}"


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return text with its variables replaced; those without a value become their name in square brackets."""
    return VARIABLE.sub(lambda found: values.get(found[1]) or f"[{found[1].replace('_', ' ')}]", text)


def fill(clause: ClausePart, values: Mapping[str, str]) -> ClausePart:
    """Return a clause with the variables of all its texts replaced."""
    return replace(
        clause,
        heading=filled(clause.heading, values),
        text=filled(clause.text, values),
        duties=tuple(
            replace(duty, text=filled(duty.text, values), criteria=filled(duty.criteria, values))
            for duty in clause.duties
        ),
        rights=tuple(replace(right, text=filled(right.text, values)) for right in clause.rights),
    )


def answers(text: str, own: Collection[str]) -> dict[str, str]:
    """Return the values that a drafter wrote for own variables, one "name: value" per line. Raises Unreadable."""
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        name, _colon, value = (part.strip() for part in line.partition(":"))
        if name not in own:
            raise Unreadable(number, Problem.UNKNOWN_VARIABLE, name[:40])
        found[name] = value
    return found


def parties_needed(clauses: Collection[ClausePart]) -> int:
    """Return the highest position of a party that obligations and rights name; 0 without any."""
    duties = [position for one in clauses for duty in one.duties for position in (duty.debtor, duty.verifier)]
    return max([*duties, *(right.holder for one in clauses for right in one.rights)], default=0)


SAMPLE = (
    ClausePart(
        number="Pasal 4",
        heading="Laporan",
        text="{{pihak_kedua}} menyampaikan laporan sejak {{tanggal_mulai}}.",
        duties=(
            DutyPart(
                debtor=2,
                verifier=1,
                days=30,
                frequency=Frequency.MONTHLY,
                text="Laporan bulanan",
                criteria="Memuat kelengkapan data",
            ),
        ),
        rights=(RightPart(holder=1, text="Memakai data laporan"),),
    ),
)
"""A clause that shows the notation."""
