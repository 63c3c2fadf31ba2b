"""Event handlers: record the delivery reports of mail servers."""

from __future__ import annotations

from app.calendars.actions import HolidaysChanged, HoursChanged
from app.events import subscribe
from app.mail.inbox.events import MessageArrived
from app.mail.outbox import actions, quiet


@subscribe(MessageArrived)
def handle_message(event: MessageArrived) -> None:
    """Take in a report about a message of ours; its subject, which may repeat that of the message, is not kept."""
    report = event.received.report
    if report and actions.record_report(report, at=event.at):
        event.mail.subject = ""
        event.take()


@subscribe(HolidaysChanged)
def handle_holidays(_event: HolidaysChanged) -> None:
    """Apply other days off to what waits in quiet hours."""
    quiet.release()


@subscribe(HoursChanged)
def handle_hours(_event: HoursChanged) -> None:
    """Apply other quiet hours to what waits in them."""
    quiet.release()
