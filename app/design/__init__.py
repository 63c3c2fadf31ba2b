"""The look of Selaras: which word, colour and drawing says what; addresses of a page; what is wrong with a form."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Flask, current_app

from app import clock
from app.design import addresses, due, forms, looks, times
from app.i18n import zone_name
from app.selects import whole_list


def init_app(app: Flask) -> None:
    """Give templates what the components stand on."""
    from app.design.views import bp

    app.register_blueprint(bp)
    app.jinja_env.globals.update(
        control=forms.control,
        clock_name=_clock_name,
        design=SimpleNamespace(
            badge=looks.badge,
            badge_of=looks.badge_of,
            sector_mark=looks.sector_mark,
            day=times.day,
            short_day=times.short_day,
            moment=times.moment,
            short=times.short,
        ),
        described=forms.described,
        due_points=due.points,
        has_files=forms.has_files,
        here=addresses.here,
        look=looks.look,
        may_be_empty=forms.may_be_empty,
        mistakes=forms.mistakes,
        searching=forms.searching,
        whole_list=whole_list,
        sector_name=looks.sector_name,
        sectors=looks.SECTORS,
        sector_choices=lambda: [(value, name) for value, (_letter, name) in looks.SECTORS.items()],
    )


def _clock_name() -> str:
    """Return what people call the instance's zone, such as WIB."""
    return zone_name(clock.utc_now().astimezone(current_app.extensions["settings"].zone))
