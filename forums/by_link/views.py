"""The pages of forums that links in mails open."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.clock import today, utc_now
from app.web.pages import page
from app.web.policies import guarded
from forums.agenda.context import agenda_context
from forums.basis.models import Basis
from forums.basis.policies import read_basis
from forums.basis.queries import bases, follower_of
from forums.basis.rules import basis_status, present
from forums.circular.forms import VoteForm
from forums.circular.models import Circular
from forums.circular.overview import overview_of
from forums.circular.policies import read_circular
from forums.directives.models import Directive
from forums.directives.policies import read_directive
from forums.directives.views import shown
from forums.minutes import policies as minutes_policies
from forums.minutes.content import content_to_read
from forums.minutes.models import Minutes
from forums.minutes.queries import passages
from forums.pack import policies as pack_policies
from forums.pack.models import PackVersion
from forums.pack.overview import pack_page
from forums.pack.recording import note_opening
from forums.preparation import policies as preparation_policies
from forums.preparation.models import Preparation
from forums.preparation.queries import received_for
from forums.review.overview import review_of
from forums.scheduling import policies
from forums.scheduling.models import Forum, Session
from forums.scheduling.queries import around
from forums.versions.changes import changes_of
from forums.versions.queries import replacing


@guarded(policies.read_forum)
def show_forum(forum: Forum) -> ResponseReturnValue:
    """Show a forum with its basis and its next sessions."""
    ahead, _behind = around(forum.id, utc_now(), ahead=3, behind=0)
    found = bases(forum.id)
    basis = present(found, today())
    status = basis_status(basis, found, today()) if basis else None
    return page("forums/by_link/forum.html", forum=forum, ahead=ahead, basis=basis, status=status)


@guarded(read_basis)
def show_basis(basis: Basis) -> ResponseReturnValue:
    """Show a basis with its members, and what the recipient of the mail can do about its end."""
    found = bases(basis.forum_id)
    return page(
        "forums/by_link/basis.html",
        basis=basis,
        forum=basis.forum,
        status=basis_status(basis, found, today()),
        follower=follower_of(basis),
    )


@guarded(read_directive)
def show_directive(directive: Directive) -> ResponseReturnValue:
    """Show a directive or suggestion, with what the recipient of the mail can do about it."""
    return page("forums/by_link/directive.html", **shown(directive))


@guarded(read_circular)
def show_circular(circular: Circular) -> ResponseReturnValue:
    """Show a circular decision with the ballot of the recipient's party."""
    found = overview_of(circular, current_user, utc_now())
    ballot = VoteForm.of(found.own_vote)
    return page("forums/by_link/circular.html", circular=circular, forum=circular.forum, overview=found, form=ballot)


@guarded(policies.read_session)
def show_agenda(session: Session) -> ResponseReturnValue:
    """Show the agenda of a session, with what the recipient of the mail can do about it."""
    return page("forums/by_link/agenda.html", session=session, agenda=agenda_context(session, current_user, utc_now()))


@guarded(pack_policies.read_version)
def show_pack(pack_version: PackVersion) -> ResponseReturnValue:
    """Show the latest version of a pack. Private notes need an account, since mails are passed on."""
    session = pack_version.session
    pack = pack_page(session, None)
    if pack.latest:
        note_opening(pack.latest, current_user, session)
    return page("forums/by_link/pack.html", pack=pack, session=session)


@guarded(preparation_policies.read_preparation)
def show_preparation(preparation: Preparation) -> ResponseReturnValue:
    """Show what the recipient of the mail is asked to prepare for an agenda item."""
    return page(
        "forums/by_link/preparation.html",
        preparation=preparation,
        item=preparation.item,
        session=preparation.item.session,
        documents=received_for(preparation.id),
    )


@guarded(minutes_policies.read_version)
def show_minutes(minutes: Minutes) -> ResponseReturnValue:
    """Show minutes, with the corrections that were requested."""
    session = minutes.session
    whole = minutes_policies.reads_whole(current_user, session)
    written = passages(minutes.id) if not minutes.content else ()
    return page(
        "forums/by_link/minutes.html",
        minutes=minutes,
        session=session,
        content=content_to_read(minutes, session, whole=whole, written=written),
        review=review_of(minutes, current_user, written) if whole and minutes.circulated_at else None,
        changes=changes_of(minutes) if whole else None,
        replaced_by=replacing(minutes),
    )
