"""Labels, tones and icons of statuses."""

import re
from pathlib import Path

import pytest

from app.organisations.models import Sector
from app.web.status_labels import KINDS, SECTORS, status_label

ROOT = Path(__file__).resolve().parents[3]
STATES = {
    "session": "planned held cancelled merged",
    "answer": "needs_action attending_in_person attending_online represented excused tentative",
    "attendance": "present represented excused absent",
    "agenda_item": "proposed accepted deferred declined discussed carried",
    "minutes": "draft circulated approved published",
    "directive": "open on_agenda committed answered declined merged",
    "basis": "upcoming in_force ending ended replaced",
    "delivery": "proposed accepted declined counter_proposed in_progress submitted closed blocked cancelled superseded",
    "verification": "unverified met partially_met returned disputed",
    "agreement": "draft review negotiation out_for_signature signed renewed terminated cancelled",
    "term": "upcoming active expiring expired",
    "mail": "waiting sent failed dead",
    "digest": "draft released revised",
}


@pytest.mark.parametrize("kind", STATES)
def test_every_state_of_the_model_has_a_look(kind):
    assert set(STATES[kind].split()) <= set(KINDS[kind])


def test_every_look_has_a_drawing_in_the_sprite():
    sprite = (ROOT / "app/static/icons.svg").read_text()
    names = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    assert {one.icon for values in KINDS.values() for one in values.values()} <= names
    assert {f"sector-{letter}" for letter, _name in SECTORS.values()} <= names


@pytest.mark.one_database
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_word_alone_tells_two_states_of_one_kind_apart(app, language):
    with app.test_request_context(f"/?lang={language}"):
        for kind, values in KINDS.items():
            words = [str(one.word) for one in values.values()]
            assert len(set(words)) == len(words), kind


def test_every_sector_has_a_mark():
    assert {sector.value for sector in Sector} == set(SECTORS)


def test_a_look_is_found_by_the_value_or_the_member():
    assert status_label("mail", "sent").icon == "send"
    with pytest.raises(KeyError):
        status_label("mail", "lost")
