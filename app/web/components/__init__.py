"""Template functions of the components: status labels, dates, form controls and links to the current page."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Flask

from app import clock
from app.web import status_labels
from app.web.components import addresses, due, forms, times
from app.web.differences import words_changed
from app.web.i18n import zone_name
from app.web.selects import whole_list


def init_app(app: Flask) -> None:
    """Register the page of components and the template globals that components use."""
    from app.web.components.views import bp

    app.register_blueprint(bp)
    app.jinja_env.globals.update(
        asks_for_text=forms.asks_for_text,
        control=forms.control,
        clock_name=_clock_name,
        design=SimpleNamespace(
            badge=status_labels.badge,
            badge_of=status_labels.badge_of,
            sector_mark=status_labels.sector_mark,
            day=times.day,
            short_day=times.short_day,
            moment=times.moment,
            short=times.short,
        ),
        described=forms.described,
        due_points=due.points,
        has_files=forms.has_files,
        here=addresses.here,
        is_filtered=addresses.is_filtered,
        status_label=status_labels.status_label,
        may_be_empty=forms.may_be_empty,
        mistakes=forms.mistakes,
        searching=forms.searching,
        whole_list=whole_list,
        sector_name=status_labels.sector_name,
        sectors=status_labels.SECTORS,
        sector_choices=lambda: [(value, name) for value, (_letter, name) in status_labels.SECTORS.items()],
        words_changed=words_changed,
    )


def _clock_name() -> str:
    """Return the abbreviation of the instance's time zone, such as WIB."""
    return zone_name(clock.utc_now().astimezone(clock.zone()))
