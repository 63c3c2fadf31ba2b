"""What has happened in the demo so far, told through the same acts that people use, relative to today."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.accounts.models import Person
from app.clock import utc_now
from app.database import db
from demo.agreements import sign
from demo.calendars import keep_busy
from demo.commitments import play
from demo.digests import report
from demo.instance import introduce
from demo.invitations import call
from demo.lines import BY_FORUM
from demo.meetings import SINCE, convene
from demo.parties import assemble
from demo.replies import correspond
from demo.seats import open_doors, stand_in
from demo.sittings import hold, minute


def tell() -> bool:
    """Load the whole story unless somebody is there already; say whether it was loaded."""
    if db.session.scalar(select(Person.id).limit(1)):
        return False
    now = utc_now()
    before = now - SINCE - timedelta(days=30)
    cast = assemble(before)
    introduce(cast, before)
    forums = convene(cast, now)
    told = {key: hold(cast, forum, now) for key, forum in forums.items()}
    for key, lines in BY_FORUM.items():
        for line in sorted(lines, key=lambda line: line.proposed):
            play(cast, forums[key], line, now)
    for key, sessions in told.items():
        minute(cast, sessions, now, keeps_last_open=key == "lintas")
    sign(cast, now)
    stand_in(cast, forums, now)
    call(now)
    correspond(now)
    open_doors(cast, forums, now)
    keep_busy(cast, now)
    report(cast, now)
    return True
