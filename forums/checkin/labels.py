"""What pages and papers show of the check-in of a session: address, code and QR code."""

from __future__ import annotations

from typing import NamedTuple

from flask import Flask, current_app
from flask_login import current_user

from app.clock import utc_now
from app.pdf import qr
from app.web.external_urls import external
from app.web.i18n import language
from forums.attendance.models import Attendance
from forums.attendance.queries import record_of
from forums.checkin.codes import code_of, has_public_page
from forums.checkin.links import check_in_link
from forums.checkin.queries import is_open, place_of
from forums.scheduling.models import Session, SessionState


class CheckIn(NamedTuple):
    """The check-in page of a session, as shown in the room and on paper."""

    address: str
    short_address: str
    """Where the code is entered, without https://, in the current language."""
    code: str
    qr: qr.Code


def init_app(app: Flask) -> None:
    """Register the template globals."""
    app.jinja_env.globals.update(check_in_of=check_in_of, own_record=own_record, takes_check_in=takes_check_in)


def check_in_of(session: Session) -> CheckIn | None:
    """Return the check-in page of a session; None for those of secret forums, and if it does not take place."""
    if not has_public_page(session) or session.state not in {SessionState.PLANNED, SessionState.HELD}:
        return None
    address = check_in_link(session)
    return CheckIn(address, _short_address(), code_of(session), qr.code(address))


def own_record(session: Session) -> Attendance | None:
    """Return the attendance record of the current user; None if they do not take part or nothing is recorded."""
    place = place_of(current_user, session)
    return record_of(session.id, place) if place else None


def takes_check_in(session: Session) -> bool:
    """Whether people can check in to a session now."""
    return is_open(session, utc_now())


def _short_address() -> str:
    endpoint = "forums.check_in.hadir" if language() == "id" else "forums.check_in.here"
    base: str = current_app.extensions["settings"].base_url
    return external(endpoint).removeprefix(base[: base.index("://") + 3])
