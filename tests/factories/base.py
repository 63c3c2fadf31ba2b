"""What all factories share: rows that are committed at once, as if someone had made them earlier."""

from factory.alchemy import SQLAlchemyModelFactory

from app.database import db


class Factory(SQLAlchemyModelFactory):
    """Makes committed rows in the test's database."""

    class Meta:
        abstract = True
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"
