"""The first day of docs/guide-first-day.md, from an empty instance to the first digest."""

import time_machine

from app.database import db
from commitments.registry.models import Commitment
from insights.digests.models import Digest, DigestState
from tests.pictures import first_day
from tests.pictures.__main__ import empty_instance
from tests.pictures.city import LANGUAGES, City
from tests.support.browsers import Pages, served
from tests.support.mail import running_sink


def test_a_city_comes_from_an_empty_instance_to_its_first_digest(tmp_path, browser):
    """Everything is done on pages and by links in mails; the only commands are those that the guide names.

    A partner answers on a phone, and each page of the guide is opened in both languages.
    """
    data, pictures = tmp_path / "data", tmp_path / "pictures"
    data.mkdir()
    with (
        time_machine.travel(first_day.FIRST_DAY, tick=True) as clock,
        running_sink() as sink,
        empty_instance(data, sink) as app,
        served(app) as address,
    ):
        pages = Pages(browser, app, address)
        city = City(app, pages, sink, clock, data, pictures)
        first_day.play(city)
        pages.close()
        digest = db.session.scalars(db.select(Digest)).one()
        commitment = db.session.scalars(db.select(Commitment)).one()
        assert digest.state is DigestState.RELEASED
        assert digest.snapshot.content["figures"]["open"] == 1
        assert commitment.responsible.name == "PT Mitra Solusi"
        assert {path.parent.name for path in city.taken} == set(LANGUAGES)
        assert all(path.stat().st_size > 5_000 for path in city.taken)
        db.session.remove()
