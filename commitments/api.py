"""API of commitments."""

from __future__ import annotations

from flask import Flask

from commitments.blockers import api as blockers
from commitments.contact import api as contact
from commitments.delivery import api as delivery
from commitments.dispositions import api as dispositions
from commitments.disputes import api as disputes
from commitments.extensions import api as extensions
from commitments.handover import api as handover
from commitments.imports import api as imports
from commitments.milestones import api as milestones
from commitments.particulars import api as particulars
from commitments.receipts import api as receipts
from commitments.registry import api as registry
from commitments.reminders import api as reminders
from commitments.verification import api as verification
from commitments.waiting import api as waiting
from commitments.watching import api as watching


def init_app(app: Flask) -> None:
    """Register the API operations of every slice."""
    for slice_ in (registry, delivery, verification, extensions, blockers, reminders, contact, imports):
        slice_.api.init_app(app)
    for slice_ in (disputes, handover, watching, dispositions, receipts, milestones, particulars, waiting):
        slice_.api.init_app(app)
