"""Exceptions for invalid rules and calendar files, with a sentence that can be translated."""


def N_(sentence: str) -> str:  # noqa: N802  (the name that message extraction expects)
    """Mark `sentence` for translation, which happens when it is displayed."""
    return sentence


def one_line(text: object) -> str:
    """Return foreign `text` for use in a message: at most 60 characters, all printable."""
    return "".join(sign if sign.isprintable() else "?" for sign in str(text)[:60])


class CalendarRefused(ValueError):
    """Input was refused; the sentence explains what is wrong.

    `sentence` is the English text with named placeholders, which is also the msgid; `values` are their values. `str()`
    returns the English sentence; `labels.explain` returns it in the reader's language.
    """

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence % values)
        self.sentence = sentence
        self.values = values


class RuleRefused(CalendarRefused):
    """A recurrence rule, its start or its time zone is invalid."""


class CalendarUnreadable(CalendarRefused):
    """A calendar file is broken, or would take too much time or memory to read."""
