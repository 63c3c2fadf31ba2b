"""Why a rule or a calendar file is not accepted, as one sentence that can be translated."""


def N_(sentence: str) -> str:  # noqa: N802  (the name that message extraction looks for)
    """Mark `sentence` for the catalogue; it is translated where it is shown."""
    return sentence


def one_line(text: object) -> str:
    """Return what may stand of foreign `text` in a message: at most 60 characters, all printable."""
    return "".join(sign if sign.isprintable() else "?" for sign in str(text)[:60])


class CalendarRefused(ValueError):
    """Input that the calendar cannot take, with one sentence that says what and why.

    `sentence` is the English text with named gaps, which is also its key in the catalogue; `values` fill the
    gaps. `str()` gives the English sentence; `words.explain` gives it in the reader's language.
    """

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence % values)
        self.sentence = sentence
        self.values = values


class RuleRefused(CalendarRefused):
    """A recurrence rule, its start or its time zone that makes no series."""


class CalendarUnreadable(CalendarRefused):
    """A calendar file that is broken, or that would take unreasonable time or memory to read."""
