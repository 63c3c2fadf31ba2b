"""The search index: one row for each text that can be found."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Model
from app.search.words import LONGEST_WORD

RowNumber = BigInteger().with_variant(Integer(), "sqlite")


class SearchEntry(Model):
    """A text that can be found: an object's title and text, or a part of an object such as a passage of minutes.

    Derived from other rows and maintained by `app.search.index`. `row_id` is the row that it was made from, and
    `object_id` the object whose page shows it. The columns of words and stems hold the same text as separate
    lower-case words; full-text indexes of the database cover them (`app.search.ddl`).
    """

    __tablename__ = "search_entries"
    __table_args__ = (
        UniqueConstraint("source", "row_id", name="uq_search_entries_source_row"),
        Index("ix_search_entries_circle", "circle_id", "is_secret"),
    )

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True, autoincrement=True)  # type: ignore[assignment]
    source: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[UUID]
    object_id: Mapped[UUID]
    circle_id: Mapped[UUID | None]
    is_secret: Mapped[bool]
    """Whether the circle is secret: secret texts have an index of their own."""

    code: Mapped[str] = mapped_column(String(100))
    title: Mapped[str]
    about: Mapped[str]
    """Names that tell it from others of the same title, such as who is responsible; searched like the text."""
    text: Mapped[str]
    on_date: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(40))
    sector: Mapped[str] = mapped_column(String(40))
    anchor: Mapped[str] = mapped_column(String(100))
    """What the address of the object's page needs besides its id, such as a slug or a fragment."""

    title_words: Mapped[str]
    title_stems: Mapped[str]
    text_words: Mapped[str]
    text_stems: Mapped[str]


search_words = Table(
    "search_words",
    Model.metadata,
    Column("word", String(LONGEST_WORD), primary_key=True),
)
"""The words of the texts that are of no secret circle, folded, as of last night (`app.search.vocabulary`)."""
