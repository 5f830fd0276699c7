"""The audit takes no silence for good news."""

import sys

import audit
import pytest

SOUND = {"name": "sound", "version": "1", "vulns": []}
WEAK = {"name": "weak", "version": "1", "vulns": [{"id": "PYSEC-1"}]}
UNKNOWN = {"name": "unknown", "skip_reason": "not found on PyPI"}


@pytest.mark.parametrize(
    ("packages", "found"),
    [
        ([SOUND], []),
        ([SOUND, WEAK], ["weak: PYSEC-1"]),
        ([SOUND, UNKNOWN], ["not found on PyPI"]),
        ([UNKNOWN], None),
        ([], None),
    ],
)
def test_only_what_pypi_knows_counts_as_audited(packages, found):
    assert audit.in_pypi({"dependencies": packages}) == found


def test_npm_answers_with_a_report_or_not_at_all():
    report = {"auditReportVersion": 2, "vulnerabilities": {}}
    assert audit.in_npm(report) == []
    weak = {"name": "weak", "range": "<2", "severity": "high"}
    report["vulnerabilities"]["weak"] = weak
    assert audit.in_npm(report) == ["weak <2: high"]
    assert audit.in_npm({"message": "405"}) is None


def test_no_answer_fails_and_is_said(monkeypatch, capsys):
    silent = [sys.executable, "-c", "raise SystemExit('no network')"]
    monkeypatch.setattr(audit, "PYPI", silent)
    monkeypatch.setattr(audit, "NPM", silent)
    with pytest.raises(SystemExit) as end:
        audit.main()
    assert end.value.code
    said = capsys.readouterr().out
    assert said.count("gave no answer, so nothing is known. no network") == 3
