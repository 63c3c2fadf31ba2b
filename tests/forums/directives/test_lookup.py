"""Directives and suggestions are found with their answers, by those who may open them."""

from datetime import date

import pytest

from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.search import index
from app.search.models import SearchEntry
from forums.directives.lookup import DIRECTIVES
from forums.directives.models import Directive, DirectiveKind, DirectiveState
from forums.directives.policies import read_directive
from tests.forums.searching import allowed, classify, crowd, finders, found

pytestmark = pytest.mark.every_database


@pytest.fixture
def scene(app, clock):
    made, people = crowd()
    directive = Directive(
        forum=made.forum,
        kind=DirectiveKind.DIRECTIVE,
        text="Percepat perizinan " + "dan laporkan hasilnya " * 8 + "setiap pekan",
        given_by=people["leader"],
        language="id",
        given_at=utc_now(),
        answer_due=date(2026, 12, 8),
    )
    db.session.add(directive)
    db.session.commit()
    return made, people, directive


@pytest.mark.parametrize("on_agenda", [False, True])
def test_directives_are_found_by_those_who_may_open_them(scene, on_agenda):
    made, people, directive = scene
    if on_agenda:
        directive.state, directive.agenda_item = DirectiveState.ON_AGENDA, made.item()
    for classification in Classification:
        classify(made, classification)
        assert finders(people, DIRECTIVES, directive) == allowed(read_directive, people, directive)


def test_a_directive_is_found_by_its_whole_text_and_its_answer(scene):
    _made, people, directive = scene
    directive.reply, directive.state = "Sudah dipercepat lewat satu loket", DirectiveState.ANSWERED
    db.session.commit()
    ((kind, title, href),) = found(people["leader"], '"setiap pekan"')
    assert (kind, href) == ("directives", f"/directives/{directive.id}")
    assert title.startswith("Percepat perizinan dan")
    assert title.endswith("…")
    assert len(title) <= 100
    assert found(people["stranger"], "perizinan") == []
    assert found(people["leader"], "loketnya")
    assert db.session.query(SearchEntry).filter_by(source="directives").one().state == "answered"
    directive.text, directive.reply = "Perluas", ""
    db.session.commit()
    assert [title for _kind, title, _href in found(people["leader"], "perluasan")] == ["Perluas"]
    assert found(people["leader"], "loketnya") == []
    assert index.rebuild() == 0
