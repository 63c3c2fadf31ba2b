"""Agreements, their parties, clauses, obligations, rights and files."""

from datetime import UTC, date, datetime

import factory

from agreements.clauses.models import Clause, Obligation, Right, obligation_commitments
from agreements.clauses.rules import Frequency
from agreements.documents.models import Document, DocumentKind
from agreements.registry.models import Agreement, AgreementKind, Party
from agreements.registry.rules import Stage
from app.database import db
from app.files.models import StoredFile
from app.organisations.queries import contacts
from tests.factories.base import Factory
from tests.factories.platform import CircleFactory, CoordinatorFactory, NamedPersonFactory, PersonFactory, SeatFactory

MADE = datetime(2026, 1, 5, 2, tzinfo=UTC)


class AgreementFactory(Factory):
    """A draft without parties, internal; with `stage=Stage.SIGNED` it holds from 9 January 2026 to 8 January 2027."""

    class Meta:
        model = Agreement

    title = factory.Sequence(lambda n: f"Kerja Sama Contoh {n}")
    circle = factory.SubFactory(CircleFactory, name=factory.SelfAttribute("..title"))
    kind = AgreementKind.PERJANJIAN_KERJA_SAMA
    stage = Stage.DRAFT
    effective_on = date(2026, 1, 9)
    expires_on = date(2027, 1, 8)
    language = "id"
    keeper_id = factory.LazyFunction(lambda: CoordinatorFactory().id)
    created_at = MADE

    @factory.post_generation
    def named(self, create, extracted, **_options):
        """Name its keeper in its circle."""
        if create:
            db.session.flush()
            NamedPersonFactory(circle_id=self.circle_id, person_id=self.keeper_id)


class PartyFactory(Factory):
    """A side of an agreement, with its seat; `organisation` says whose."""

    class Meta:
        model = Party
        exclude = ("organisation",)

    agreement = factory.SubFactory(AgreementFactory)
    organisation = factory.LazyFunction(lambda: PersonFactory().organisation)
    seat = factory.SubFactory(
        SeatFactory,
        circle=factory.SelfAttribute("..agreement.circle"),
        organisation=factory.SelfAttribute("..organisation"),
        position=factory.SelfAttribute("..position"),
    )
    position = 1
    reference_number = factory.Sequence(lambda n: f"NOMOR/{n}")

    @factory.post_generation
    def named(self, create, extracted, **_options):
        """Name the contacts of its organisation in the circle."""
        if create:
            db.session.flush()
            for person in contacts(self.seat.organisation_id):
                NamedPersonFactory(circle_id=self.seat.circle_id, person_id=person.id)


class ClauseFactory(Factory):
    """Pasal 5 and so on."""

    class Meta:
        model = Clause

    agreement = factory.SubFactory(AgreementFactory)
    position = 1
    number = factory.Sequence(lambda n: f"Pasal {n + 1}")
    heading = "Katalog dan mutu"


class ObligationFactory(Factory):
    """A one-off obligation due on 18 December 2026, of which no commitment was made yet."""

    class Meta:
        model = Obligation

    clause = factory.SubFactory(ClauseFactory)
    position = 1
    text = "Laporan mutu data"
    criteria = "Memuat kelengkapan data"
    frequency = Frequency.ONCE
    first_due = date(2026, 12, 18)
    next_due = factory.SelfAttribute("first_due")

    @factory.post_generation
    def commitments(self, create, extracted, **_options):
        """Link commitments that follow from it, each for the period of its first due date."""
        if create and extracted:
            db.session.flush()
            rows = [{"commitment_id": one.id, "period": one.first_due} for one in extracted]
            db.session.execute(obligation_commitments.insert(), [row | {"obligation_id": self.id} for row in rows])


class RightFactory(Factory):
    """What a clause gives a party."""

    class Meta:
        model = Right

    clause = factory.SubFactory(ClauseFactory)
    text = "Memakai data sensor"


class DocumentFactory(Factory):
    """The signed text, shared by all sides; its content is not stored."""

    class Meta:
        model = Document

    agreement = factory.SubFactory(AgreementFactory)
    kind = DocumentKind.SIGNED
    title = "Naskah bertanda tangan"
    number = 1
    added_by_id = factory.LazyFunction(lambda: CoordinatorFactory().id)
    added_at = MADE

    @factory.lazy_attribute
    def file_id(self):
        """A stored file's row."""
        return StoredFileFactory().id


class StoredFileFactory(Factory):
    """A row about an uploaded file."""

    class Meta:
        model = StoredFile

    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    name = "naskah.pdf"
    media_type = "application/pdf"
    size = 1_800_000
    uploaded_at = MADE
