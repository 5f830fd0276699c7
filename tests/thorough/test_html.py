"""The pages are valid HTML: the Nu validator finds no error."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

VALIDATOR = Path(__file__).parent / "node_modules/vnu-jar/build/dist/vnu.jar"


def test_pages_are_valid_html(site):
    java = shutil.which("java")
    if not java:
        sentence = "Java is not installed; the HTML of the pages is not validated."
        pytest.fail(sentence) if os.environ.get("CI") else pytest.skip(sentence)
    command = [java, "-jar", VALIDATOR, "--format", "json", "--errors-only"]
    run = subprocess.run(
        [*command, "--skip-non-html", site], capture_output=True, text=True
    )
    errors = json.loads(run.stderr)["messages"]
    said = [f"{e['url']}:{e.get('lastLine')}: {e['message']}" for e in errors]
    assert said == []
    assert run.returncode == 0
