"""The pages are valid HTML: the Nu validator finds no error."""

import json
import shutil
import subprocess
from pathlib import Path

from browser import missing

VALIDATOR = Path(__file__).parents[1] / "node_modules/vnu-jar/build/dist/vnu.jar"


def test_pages_are_valid_html(site):
    if not (java := shutil.which("java")):
        missing("Java", "the HTML of the pages is not validated")
    command = [java, "-jar", VALIDATOR, "--format", "json", "--errors-only"]
    command += ["--skip-non-html", site]
    run = subprocess.run(command, capture_output=True, text=True, timeout=600)
    errors = json.loads(run.stderr)["messages"]
    assert [f"{e['url']}:{e.get('lastLine')}: {e['message']}" for e in errors] == []
    assert run.returncode == 0
