"""`flask audit verify` names approved minutes whose content or predecessor is not what was approved."""

import json

import pytest
from sqlalchemy import update

from app.circles.models import Classification
from app.database import db
from app.pdf.canonical import fingerprint
from forums.minutes.models import Minutes
from tests.forums.versions.conftest import approved_case

pytestmark = pytest.mark.every_database


@pytest.fixture
def amended(app, as_user, clock):
    """Public minutes of two approved versions, the first one published."""
    case = approved_case(as_user, clock, circle__classification=Classification.PUBLIC)
    case.visitor("coordinator").post("forums.minutes.publish", minutes_id=case.first.id)
    case.second_version = case.second()
    return case


def verified(app, *words):
    db.session.commit()
    return app.test_cli_runner().invoke(args=["audit", "verify", *words])


def tamper(minutes_id, **values):
    db.session.execute(update(Minutes).where(Minutes.id == minutes_id).values(**values))


def test_untouched_minutes_hold(app, amended):
    result = verified(app)
    assert result.exit_code == 0
    assert "approved minutes: 2 checked, 0 differ" in result.stdout
    told = json.loads(verified(app, "--json").stdout)
    assert (told["contents"], told["differing"]) == ({"approved minutes": 2}, [])


def changed(content):
    return {**content, "place": "Tempat lain"}


@pytest.mark.parametrize(
    "version, values, fault",
    [
        (1, lambda one: {"content": changed(one.content)}, "the approved text does not have its hash"),
        (2, lambda one: {"content": changed(one.content)}, "the approved text does not have its hash"),
        (
            2,
            lambda one: {"content": changed(one.content), "sha256": fingerprint(changed(one.content))},
            "is not the one that was recorded at its approval",
        ),
        (1, lambda one: {"published_content": changed(one.published_content)}, "the published text does not have"),
        (
            1,
            lambda one: {"published_content": None, "published_sha256": None},
            "the published text does not have its hash",
        ),
    ],
)
def test_a_touched_text_is_named(app, amended, version, values, fault):
    one = amended.first if version == 1 else amended.second_version
    tamper(one.id, **values(one))
    result = verified(app)
    assert result.exit_code == 1
    name = f"minutes of session {amended.session.number} of {amended.room.forum.slug}, version {version}"
    assert any(name in line and fault in line for line in result.stderr.splitlines()), result.stderr


def test_a_version_that_follows_another_one_than_it_names_is_named(app, amended):
    content = amended.second_version.content
    other = {**content, "previous": {**content["previous"], "sha256": "0" * 64}}
    tamper(amended.second_version.id, content=other)
    result = verified(app)
    assert "version 2: it does not follow the version before it" in result.stderr


def test_approved_minutes_that_are_missing_are_named(app, amended):
    tamper(amended.second_version.id, state="draft")
    result = verified(app, "--json")
    assert result.exit_code == 1
    assert f"minutes {amended.second_version.id}: they were approved and are missing" in result.stderr
