"""Labels of services."""

from __future__ import annotations

from datetime import date

from flask import Flask
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from alignment.services.rules import Budget, Channel, Integration, Quarter, quarter_of

INTEGRATIONS = {
    Integration.INTEGRATED: _l("Integrated"),
    Integration.PARTIAL: _l("Partly integrated"),
    Integration.MANUAL: _l("Manual"),
    Integration.NOT_INTEROPERABLE: _l("Not interoperable"),
    Integration.PHYSICAL_VERIFICATION: _l("Needs physical verification"),
}
LETTERS = {
    Integration.INTEGRATED: lazy_pgettext("integrated", "I"),
    Integration.PARTIAL: lazy_pgettext("partly integrated", "P"),
    Integration.MANUAL: lazy_pgettext("manual", "M"),
    Integration.NOT_INTEROPERABLE: lazy_pgettext("not interoperable", "X"),
    Integration.PHYSICAL_VERIFICATION: lazy_pgettext("needs physical verification", "V"),
}
CHANNELS = {
    Channel.COUNTER: _l("Counter"),
    Channel.WEBSITE: _l("Website of the agency"),
    Channel.OWN_APP: _l("App of the agency"),
    Channel.CITY_APP: _l("App of the city"),
    Channel.PHONE: _l("Telephone or chat"),
}
BUDGETS = {
    Budget.REGIONAL: _l("Regional budget (APBD)"),
    Budget.OWN: _l("Own income (BLUD)"),
    Budget.PARTNER: _l("Partner"),
}
SHORT_BUDGETS = {Budget.REGIONAL: "APBD", Budget.OWN: "BLUD", Budget.PARTNER: _l("Partner")}
QUARTERS = (_l("Q1"), _l("Q2"), _l("Q3"), _l("Q4"))


def quarter_name(at: date | Quarter) -> str:
    """Return a quarter as people write it: "Q2 2027", "TW II 2027"; of a day that of its quarter."""
    quarter = quarter_of(at) if isinstance(at, date) else at
    return f"{QUARTERS[quarter.number - 1]} {quarter.year}"


def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    app.jinja_env.globals.update(
        integration_label=INTEGRATIONS.__getitem__,
        integration_letter=LETTERS.__getitem__,
        integrations=INTEGRATIONS,
        channel_label=CHANNELS.__getitem__,
        budget_label=BUDGETS.__getitem__,
        short_budget=SHORT_BUDGETS.__getitem__,
        quarter_name=quarter_name,
        quarter_of=quarter_of,
    )
