"""Messages about templates in the language of the reader."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from agreements.boilerplates.rules import Problem, Unreadable


def explained(fault: Unreadable) -> Any:
    """Return what is wrong with a line of a template, as a lazy translation."""
    at: dict[str, Any] = {"line": fault.line, "what": fault.what}
    return {
        Problem.NO_CLAUSE: _l("Line %(line)d: begin with a clause, such as “# Pasal 1: Definisi”", **at),
        Problem.NOT_UNDERSTOOD: _l("Line %(line)d: “%(what)s” is not understood; see the notation", **at),
        Problem.NO_CRITERIA: _l("Line %(line)d: the obligation needs a line with criteria below it", **at),
        Problem.SAME_PARTY: _l("Line %(line)d: a party does not verify itself", **at),
        Problem.UNKNOWN_PARTY: _l("Line %(line)d: there is no party %(what)s; parties are 1 to 6", **at),
        Problem.UNKNOWN_FREQUENCY: _l("Line %(line)d: “%(what)s” is no frequency", **at),
        Problem.TOO_LATE: _l("Line %(line)d: %(what)s days are too many; ten years at most", **at),
        Problem.UNKNOWN_VARIABLE: _l("Line %(line)d: there is no variable “%(what)s”", **at),
        Problem.BRACES: _l("Line %(line)d: write variables as {{name}}", **at),
        Problem.BAD_NAME: _l("Line %(line)d: write “name: what to write”, the name in small letters", **at),
        Problem.TAKEN: _l("Line %(line)d: “%(what)s” is taken", **at),
        Problem.SAME_NUMBER: _l("Line %(line)d: %(what)s is there already", **at),
    }[fault.problem]
