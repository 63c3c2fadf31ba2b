"""Checks iCalendar files before they are parsed, and refuses those that would take too much time or memory."""

import re

from app.calendars.errors import N_, CalendarUnreadable, RuleRefused
from app.calendars.rules import Frequency, Rule, parse_rule

LARGEST_FILE = 20 * 1024 * 1024
LONGEST_LINE = 1024 * 1024
MOST_PIECES = 500_000
"""Maximum number of lines, parameters and listed dates: each takes about 20 microseconds to parse and 100 bytes."""
DEEPEST_NESTING = 8
LISTS = re.compile(r"(?:EXDATE|RDATE)[;:]", re.IGNORECASE)
FOLD = re.compile(r"\r?\n[ \t]")
RULE_LINE = re.compile(r"(?:RRULE|EXRULE)[;:]", re.IGNORECASE)
UNTIL = re.compile(r";UNTIL=[0-9TZ]+|UNTIL=[0-9TZ]+;", re.IGNORECASE)


def screen(content: bytes, *, all_rules: bool = True) -> str:
    """Return the text of an iCalendar file. Raises CalendarUnreadable if it cannot be parsed within the limits.

    Without `all_rules` the rules of events are not checked, which callers that read event by event do later; those of
    time zones always are.
    """
    if len(content) > LARGEST_FILE:
        raise CalendarUnreadable(
            N_("The calendar file is larger than %(most)s MiB."), most=LARGEST_FILE // 1024 // 1024
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CalendarUnreadable(N_("The calendar file is not text in UTF-8.")) from None
    if "\0" in text:
        raise CalendarUnreadable(N_("The calendar file is not text in UTF-8."))
    lines = FOLD.sub("", text).splitlines()
    _check_size(lines)
    _check_nesting(lines, all_rules=all_rules)
    return text


def event_rule(text: str) -> Rule:
    """Return the rule in a file without its UNTIL, which may have any format. Raises CalendarUnreadable."""
    if "COUNT=" in text.upper() and "UNTIL=" in text.upper():
        raise CalendarUnreadable(N_("A rule in the calendar file has both COUNT and UNTIL."))
    try:
        return parse_rule(UNTIL.sub("", text))
    except RuleRefused as refused:
        raise CalendarUnreadable(N_("A rule in the calendar file cannot be used. %(why)s"), why=refused) from None


def _check_size(lines: list[str]) -> None:
    pieces = len(lines)
    for line in lines:
        if len(line) > LONGEST_LINE:
            raise CalendarUnreadable(N_("The calendar file has a line longer than 1 MiB."))
        name, _, value = line.partition(":")
        pieces += name.count(";") + (value.count(",") if LISTS.match(line) else 0)
    if pieces > MOST_PIECES:
        raise CalendarUnreadable(N_("The calendar file has more than %(most)s lines and dates."), most=MOST_PIECES)


def _check_nesting(lines: list[str], *, all_rules: bool) -> None:
    open_components: list[str] = []
    complete = 0
    for line in lines:
        name, _, value = line.partition(":")
        match name.upper():
            case "BEGIN":
                open_components.append(value.strip().upper())
                if len(open_components) > DEEPEST_NESTING:
                    raise CalendarUnreadable(N_("The calendar file nests its parts too deeply."))
            case "END":
                if not open_components or open_components.pop() != value.strip().upper():
                    raise CalendarUnreadable(N_("The calendar file ends a part that was not begun."))
                complete += not open_components
        if RULE_LINE.match(line) and (all_rules or "VTIMEZONE" in open_components):
            _check_rule(line, in_zone="VTIMEZONE" in open_components)
    if open_components:
        raise CalendarUnreadable(N_("The calendar file is cut off before its end."))
    if not complete:
        raise CalendarUnreadable(N_("The file holds no calendar."))


def _check_rule(line: str, *, in_zone: bool) -> None:
    name, _, text = line.partition(":")
    if name.upper().startswith("EXRULE"):
        raise CalendarUnreadable(N_("The calendar file has an EXRULE, which RFC 5545 no longer allows."))
    rule = event_rule(text)
    if in_zone and (rule.frequency is not Frequency.YEARLY or rule.most_a_day > 1):
        raise CalendarUnreadable(N_("A time zone in the calendar file changes more than once a year."))
