"""Requests for cooperation from outside, their thread, and the agreements that came of them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agreements.registry.models import Agreement
from app.accounts.models import Person
from app.database import Model, Versioned
from app.database.types import Moment
from app.errors import NotNow
from app.files.models import StoredFile
from app.organisations.models import Organisation, Sector
from cooperation.requests.rules import Applicant, RequestState, ThreadAct
from forums.agenda.models import AgendaItem

SECTORS: dict[Applicant, Sector] = {
    Applicant.PRIVATE: Sector.PRIVATE,
    Applicant.REGIONAL_ENTERPRISE: Sector.REGIONAL_ENTERPRISE,
    Applicant.CIVIL_SOCIETY: Sector.CIVIL_SOCIETY,
    Applicant.ACADEMIA: Sector.ACADEMIA,
    Applicant.CITIZEN: Sector.CIVIL_SOCIETY,
}
"""The sector of who asks; citizens count as civil society."""


class CooperationRequest(Versioned, Model):
    """A request for cooperation. Its texts and contact are personal data, which is erased after it ended."""

    circle_id: ClassVar[None] = None
    """A request belongs to no circle, not even to that of the forum of its audience. The panel of its mails asks."""

    __tablename__ = "cooperation_requests"
    __table_args__ = (
        CheckConstraint("applicant = 'citizen' OR organisation_name <> '' OR erased_at IS NOT NULL", name="named"),
        Index("ix_cooperation_requests_state_since", "state", "state_since"),
        Index("ix_cooperation_requests_received_at", "received_at"),
    )

    code: Mapped[str] = mapped_column(String(20), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    """What it is about, in one line: first from the wish, later as a coordinator wrote it."""
    applicant: Mapped[Applicant]
    organisation_name: Mapped[str] = mapped_column(String(200), default="")
    """As the applicant wrote it; "" for citizens."""
    wish: Mapped[str]
    brings: Mapped[list[str]]
    """What the applicant brings: values of `Contribution`."""
    expectations: Mapped[str] = mapped_column(default="")
    benefit: Mapped[str] = mapped_column(default="")
    """The benefit for citizens."""
    proposal_id: Mapped[UUID | None] = mapped_column(ForeignKey("files.id"))
    contact_name: Mapped[str] = mapped_column(String(200))
    contact_email: Mapped[str | None] = mapped_column(String(254))
    """None once the personal data was erased."""
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    language: Mapped[str] = mapped_column(String(8))
    consented_at: Mapped[Moment]
    received_at: Mapped[Moment]
    answer_due: Mapped[date]
    """The last day on which the unit should answer; renewed when the applicant completes the request."""
    answered_at: Mapped[Moment | None]
    """When the unit first answered: accepted it, asked for more, or declined."""
    state: Mapped[RequestState] = mapped_column(default=RequestState.RECEIVED)
    state_since: Mapped[date]
    holder_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    """The coordinator who deals with it; None until somebody takes it."""
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    agenda_item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    """The item with which its audience is on an agenda."""
    mails: Mapped[int] = mapped_column(default=0)
    """The number of mails sent to the applicant, used in their deduplication keys."""
    erased_at: Mapped[Moment | None]

    holder: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")
    agenda_item: Mapped[AgendaItem | None] = relationship(lazy="raise_on_sql")
    proposal: Mapped[StoredFile | None] = relationship(lazy="raise_on_sql")

    @property
    def sector(self) -> Sector:
        """The sector of the linked organisation, else that of the applicant."""
        return self.organisation.sector if self.organisation else SECTORS[self.applicant]

    def is_overdue(self, today: date) -> bool:
        """Whether the unit should have answered before `today`."""
        return self.state is RequestState.RECEIVED and self.answer_due < today

    def require(self, *states: RequestState) -> None:
        """Raise NotNow unless it is in one of `states` and its personal data was not erased."""
        if self.state not in states or self.erased_at:
            raise NotNow(_l("This is no longer possible: the request has moved on. Reload the page to see where."))


class RequestMessage(Model):
    """An entry of the thread: what one side wrote or did. Entries are added, never changed."""

    __tablename__ = "cooperation_messages"
    __table_args__ = (Index("ix_cooperation_messages_request_at", "request_id", "at"),)

    request_id: Mapped[UUID] = mapped_column(ForeignKey("cooperation_requests.id"))
    at: Mapped[Moment]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """The coordinator; None for the applicant."""
    act: Mapped[ThreadAct]
    text: Mapped[str] = mapped_column(default="")

    by: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class RequestAgreement(Model):
    """An agreement that came of a request: first a memorandum, then what carries it out."""

    __tablename__ = "cooperation_agreements"

    request_id: Mapped[UUID] = mapped_column(ForeignKey("cooperation_requests.id"), index=True)
    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id"), unique=True)

    request: Mapped[CooperationRequest] = relationship(lazy="raise_on_sql")
    agreement: Mapped[Agreement] = relationship(lazy="raise_on_sql")
