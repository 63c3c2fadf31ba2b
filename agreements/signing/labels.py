"""Labels of the signing log in the language of the reader."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from agreements.signing.rules import Lapse, Method

METHODS = {
    Method.WET: _l("By hand, on paper"),
    Method.SCAN: _l("By hand, sent as a scan"),
    Method.CERTIFIED_ELSEWHERE: _l("Electronically, in another system"),
}
LAPSES = {
    Lapse.BEFORE_SIGNING: _l("The authority had lapsed before the signature"),
    Lapse.LAPSED: _l("The authority has lapsed, and it is not signed yet"),
    Lapse.SOON: _l("The authority lapses soon"),
}


def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    app.jinja_env.globals.update(signing_method=METHODS.__getitem__, lapse_label=LAPSES.__getitem__)
