"""Loads the demo: everything is done by the actions that people use, at times relative to today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from app.accounts.models import Person
from app.clock import utc_now
from app.database import db
from demo.agendas import add_single_session, prepare_next
from demo.agreements import add_agreements
from demo.alignment import add_alignment
from demo.amendments import add_amendment
from demo.bases import add_bases
from demo.calendars import add_busy_times
from demo.capacity import plan_trainings
from demo.circulars import add_circulars
from demo.commitment_data import BY_FORUM
from demo.commitments import add_commitment
from demo.cooperation import add_requests, agree_with_applicant, hear_applicant
from demo.counts import count_days
from demo.decisions import vote_on_decision
from demo.digests import add_digests, add_scoped_digests
from demo.directives import add_directives
from demo.forums import SINCE, create_forums
from demo.instance import let_mail_leave, set_letterhead
from demo.invitations import send_invitations
from demo.making import tell_making
from demo.notifications import choose_notifications
from demo.packs import circulate_packs
from demo.papers import convene, photograph, write_papers
from demo.parties import Parties, add_parties
from demo.replies import receive_replies
from demo.saved_views import share_view
from demo.seats import add_substitutes, open_registration
from demo.session_files import add_session_files
from demo.sessions import ask_for_decision, hold_sessions, write_minutes
from demo.successions import add_succession
from demo.versions import amend_minutes
from demo.work import add_work
from forums.scheduling.models import Forum


def load_demo() -> bool:
    """Load the demo into an empty database; return False, and do nothing, if there are people already."""
    if db.session.scalar(select(Person.id).limit(1)):
        return False
    now = utc_now()
    before = now - SINCE - timedelta(days=30)
    parties = add_parties(before)
    set_letterhead(parties, before)
    let_mail_leave(parties, before)
    forums = create_forums(parties, now)
    convene(parties, forums, now - SINCE)
    add_bases(parties, forums, now)
    plan_trainings(parties, forums["pelatihan"], now)
    heard = hear_applicant(parties, forums["audiensi"], now)
    held = {key: hold_sessions(parties, forum, now) for key, forum in forums.items()}
    for session in held["lintas"][-2:]:
        photograph(parties, session, at=session.starts_at)
    for key, commitments in BY_FORUM.items():
        for one in sorted(commitments, key=lambda one: one.proposed):
            add_commitment(parties, forums[key], one, now)
    add_work(parties, now)
    vote_on_decision(parties, held.values())
    for key, sessions in held.items():
        write_minutes(parties, sessions, now, keeps_last_open=key == "lintas")
    add_session_files(parties, held["lintas"])
    amend_minutes(parties, held["lintas"], now)
    write_papers(parties, held["lintas"], now)
    ask_for_decision(parties, forums["lintas"], now)
    agreements = add_agreements(parties, now)
    tell_making(parties, agreements["data"], now)
    share_view(parties, agreements["data"], now)
    add_amendment(parties, agreements["data"], now)
    _look_ahead(parties, forums, now)
    add_alignment(parties, forums, agreements["data"], held["pelatihan"], now)
    add_requests(parties, now)
    agree_with_applicant(parties, heard, now)
    add_succession(parties, now)
    add_busy_times(parties, now)
    add_scoped_digests(parties, now)
    add_digests(parties, now)
    choose_notifications(parties, now)
    count_days(now)
    return True


def _look_ahead(parties: Parties, forums: Mapping[str, Forum], now: datetime) -> None:
    """Prepare the sessions to come, invite to them, and receive what people answer."""
    add_substitutes(parties, forums, now)
    prepare_next(parties, forums, now)
    add_single_session(parties, forums, now)
    circulate_packs(parties, forums, now)
    add_circulars(parties, forums, now)
    send_invitations(now)
    receive_replies(now)
    open_registration(parties, forums, now)
    add_directives(parties, forums, now)
