"""What links in mails about forums open: a forum, its basis, directives, circulars, agendas, preparations, minutes."""

from __future__ import annotations

from uuid import UUID

from flask import Flask, abort, url_for

from app.circles.models import Circle, Classification
from app.database import db
from app.mail import links
from app.mail.links import LinkAct
from app.web.arguments import uuid_of
from forums.agenda.models import AgendaItem
from forums.basis.models import Basis
from forums.circular.models import Circular
from forums.circular.queries import document_for_act as circular_document_for_act
from forums.directives.labels import title
from forums.directives.models import Directive
from forums.minutes.models import Correction, Minutes
from forums.pack.models import PackVersion
from forums.pack.queries import version_for_act
from forums.preparation.models import Preparation
from forums.preparation.queries import document_for_act
from forums.review.queries import opinion_for_act
from forums.scheduling.labels import summary
from forums.scheduling.models import Forum, Session


def init_app(app: Flask) -> None:
    """Let links open what mails about forums are about. No link approves minutes."""
    _offer_forums(app)
    _offer_bases(app)
    _offer_circulars(app)
    _offer_agendas(app)
    _offer_packs(app)
    _offer_minutes(app)


def _offer_forums(app: Flask) -> None:
    from forums.by_link import views
    from forums.directives import views as directives
    from forums.dispositions import views as dispositions

    links.offer(
        app,
        Forum,
        parameter="slug",
        key="slug",
        view=views.show_forum,
        acts={},
        label=lambda forum: forum.name,
        secret=lambda forum: _is_secret(forum.circle),
    )
    links.offer(
        app,
        Directive,
        parameter="directive_id",
        view=views.show_directive,
        acts={
            "take-up": LinkAct(directives.take_up, binds=True),
            "reply": LinkAct(directives.reply, binds=True),
            "decline": LinkAct(directives.decline, binds=True),
            "disposition": LinkAct(dispositions.give_directive, binds=True, uploads=True),
        },
        label=title,
        secret=lambda directive: _is_secret(directive.forum.circle),
    )


def _offer_bases(app: Flask) -> None:
    from forums.basis import views as basis
    from forums.by_link import views

    links.offer(
        app,
        Basis,
        parameter="basis_id",
        view=views.show_basis,
        acts={
            "renew": LinkAct(basis.renew, binds=True),
            "add-file": LinkAct(basis.add_file, binds=True, uploads=True),
        },
        label=lambda one: one.forum.name,
        secret=lambda one: _is_secret(one.forum.circle),
        home=lambda one: url_for("forums.basis.index", slug=one.forum.slug),
    )


def _offer_circulars(app: Flask) -> None:
    from forums.by_link import views
    from forums.circular import views as circulars

    links.offer(
        app,
        Circular,
        parameter="circular_id",
        view=views.show_circular,
        acts={
            "vote": LinkAct(circulars.vote, binds=True),
            "reply": LinkAct(circulars.reply, binds=True),
            "document": LinkAct(circulars.download, parameters=_circular_document),
        },
        label=lambda one: f"{one.code} {one.title}",
        secret=lambda one: _is_secret(one.forum.circle),
    )


def _offer_agendas(app: Flask) -> None:
    from forums.agenda import views as agenda
    from forums.by_link import views
    from forums.checkin import views as checkin
    from forums.dispositions import views as dispositions
    from forums.preparation import views as preparation

    links.offer(
        app,
        Session,
        parameter="session_id",
        view=views.show_agenda,
        acts={
            "check-in": LinkAct(checkin.check_in),
            "check-out": LinkAct(checkin.check_out),
            "disposition": LinkAct(dispositions.give_session, binds=True, uploads=True),
            "propose": LinkAct(agenda.propose),
            "accept-item": LinkAct(agenda.accept, binds=True, parameters=_item),
            "accept-late-item": LinkAct(agenda.accept_late, binds=True, parameters=_item),
            "defer-item": LinkAct(agenda.defer, binds=True, parameters=_item),
            "decline-item": LinkAct(agenda.decline, binds=True, parameters=_item),
            "document": LinkAct(preparation.download, parameters=_document),
        },
        label=summary,
        secret=lambda session: _is_secret(session.forum.circle),
        home=lambda session: url_for("forums.agenda.show", session_id=session.id),
    )
    links.offer(
        app,
        Preparation,
        parameter="preparation_id",
        view=views.show_preparation,
        acts={"hand-in": LinkAct(preparation.hand_in, uploads=True)},
        label=lambda one: f"{one.what} ({one.item.title})",
        secret=lambda one: _is_secret(one.item.session.forum.circle),
    )


def _offer_packs(app: Flask) -> None:
    from forums.by_link import views
    from forums.pack import views as pack
    from forums.preparation import views as preparation

    links.offer(
        app,
        PackVersion,
        parameter="pack_version_id",
        view=views.show_pack,
        acts={
            "download": LinkAct(pack.download, parameters=_version),
            "changes": LinkAct(pack.changed, parameters=_version),
            "document": LinkAct(preparation.download, parameters=_pack_document),
        },
        label=lambda one: summary(one.session),
        secret=lambda one: _is_secret(one.session.forum.circle),
        home=lambda one: url_for("forums.pack.show", session_id=one.session_id),
    )


def _offer_minutes(app: Flask) -> None:
    from forums.by_link import views
    from forums.minutes import views as minutes
    from forums.review import views as review

    links.offer(
        app,
        Minutes,
        parameter="minutes_id",
        view=views.show_minutes,
        acts={
            "agree": LinkAct(review.agree),
            "withdraw": LinkAct(review.withdraw),
            "correct": LinkAct(minutes.correct),
            "opinion": LinkAct(review.give_opinion, parameters=_opinion),
            "answer-correction": LinkAct(minutes.answer, binds=True, parameters=_correction),
        },
        label=lambda one: summary(one.session),
        secret=lambda one: _is_secret(one.session.forum.circle),
    )


def _is_secret(circle: Circle) -> bool:
    return circle.classification is Classification.SECRET


def _item(session: Session, part: str) -> dict[str, UUID]:
    found = db.session.get(AgendaItem, uuid_of(part) or abort(404))
    return {"agenda_item_id": found.id} if found and found.session_id == session.id else abort(404)


def _circular_document(circular: Circular, part: str) -> dict[str, UUID]:
    found = circular_document_for_act(uuid_of(part) or abort(404))
    return {"circular_document_id": found.id} if found and found.circular_id == circular.id else abort(404)


def _document(session: Session, part: str) -> dict[str, UUID]:
    found = document_for_act(uuid_of(part) or abort(404))
    return {"agenda_document_id": found.id} if found and found.item.session_id == session.id else abort(404)


def _version(version: PackVersion, part: str) -> dict[str, UUID]:
    found = version_for_act(uuid_of(part) or abort(404))
    return {"pack_version_id": found.id} if found and found.session_id == version.session_id else abort(404)


def _pack_document(version: PackVersion, part: str) -> dict[str, UUID]:
    return _document(version.session, part)


def _correction(minutes: Minutes, part: str) -> dict[str, UUID]:
    found = db.session.get(Correction, uuid_of(part) or abort(404))
    return {"correction_id": found.id} if found and found.minutes_id == minutes.id else abort(404)


def _opinion(minutes: Minutes, part: str) -> dict[str, UUID]:
    found = opinion_for_act(uuid_of(part) or abort(404))
    return {"opinion_id": found.id} if found and found.correction.minutes_id == minutes.id else abort(404)
