"""Each problem of the settings is found, and comes with a remedy."""

import pytest

from app.checks.environment import CHECKS
from app.checks.findings import Severity

FAULT, ADVICE = Severity.FAULT, Severity.ADVICE


def test_good_settings_have_no_finding(found):
    assert found(CHECKS) == []


@pytest.mark.parametrize(
    "setting, value, severity",
    [
        ("MAIL_URL", "", FAULT),
        ("MAIL_URL", "none", ADVICE),
        ("MAIL_FROM", "forum@selaras.example", FAULT),
        ("BASE_URL", "http://127.0.0.1:8000", FAULT),
        ("BASE_URL", "http://forum.dinas.go.id", FAULT),
        ("SECRET_KEY", "pendek", FAULT),
        ("SECRET_KEY", "k" * 40, FAULT),
        ("UPLOAD_LIMIT", "20M", FAULT),
        ("DATABASE_URL", "mysql://database", FAULT),
        ("TRUSTED_PROXIES", "0", ADVICE),
        ("METRICS_TOKEN", "", ADVICE),
    ],
)
def test_a_problem_in_production_is_one_line(found, setting, value, severity):
    [finding] = found(CHECKS, **{setting: value})
    assert finding.severity is severity
    assert finding.line.startswith(f"{severity.value}: {setting}")
    assert "\n" not in finding.line


def test_what_matters_in_production_is_advice_elsewhere(found):
    findings = found(CHECKS, SELARAS_ENV="development", MAIL_URL="", BASE_URL="", SECRET_KEY="pendek")
    assert {finding.severity for finding in findings} == {ADVICE}
    assert [finding.subject for finding in findings] == ["BASE_URL", "MAIL_URL", "SECRET_KEY"]


def test_a_loopback_address_may_be_allowed(found):
    assert found(CHECKS, BASE_URL="http://127.0.0.1:8000", ALLOW_LOOPBACK="1") == []
