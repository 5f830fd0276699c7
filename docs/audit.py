"""Ask PyPI and npm whether the versions that we pin have known weaknesses.

No answer is no good news: where a service cannot be asked, this says so and fails.
``nox -s audit`` runs it.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PIP_AUDIT = "pip-audit --progress-spinner=off --format=json --disable-pip --no-deps"
PYPI = [*PIP_AUDIT.split(), "--timeout=20", "--requirement=constraints.txt"]
NPM = ["npm", "audit", "--json"]


def answer(command: list[str]) -> dict:
    """Run a command; return the JSON that it prints, if it prints any."""
    run = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    try:
        return json.loads(run.stdout)
    except json.JSONDecodeError:
        return {"message": run.stderr.strip()}


def in_pypi(answered: dict) -> list[str] | None:
    """Weaknesses of Python packages; None if there was no answer.

    Where PyPI is replaced by an index without advisories, pip-audit calls every package
    skipped, and ends well.
    """
    packages = answered.get("dependencies", [])
    if all("skip_reason" in package for package in packages):
        return None
    found = []
    for package in packages:
        found += [
            f"{package['name']}: {each['id']}" for each in package.get("vulns", [])
        ]
        found += [package["skip_reason"]] if "skip_reason" in package else []
    return found


def in_npm(answered: dict) -> list[str] | None:
    """Weaknesses of npm packages; None if there was no answer."""
    if "auditReportVersion" not in answered:
        return None
    found = answered["vulnerabilities"].values()
    return [f"{each['name']} {each['range']}: {each['severity']}" for each in found]


def main() -> None:
    """Ask both."""
    failed = False
    for service, command, weaknesses_in in (
        ("PyPI", PYPI, in_pypi),
        ("npm, for the site", [*NPM, "--prefix=docs"], in_npm),
        ("npm, for the tests", [*NPM, "--prefix=tests"], in_npm),
    ):
        answered = answer(command)
        weaknesses = weaknesses_in(answered)
        if weaknesses is None:
            why = answered.get("message", "It knows none of the packages.")
            print(f"{service} gave no answer, so nothing is known.", why)
        elif weaknesses:
            print(f"{service}: known weaknesses", *weaknesses, sep="\n  ")
        else:
            print(f"{service}: no known weakness in the pinned versions.")
        failed |= weaknesses != []
    sys.exit(failed)


if __name__ == "__main__":
    main()
