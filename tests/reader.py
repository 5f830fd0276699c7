"""What a reader does: take the files that a page offers, and run them elsewhere."""

import os
import subprocess
import sys
from pathlib import Path

import pages

# A reader has no lecture_code, and none of our settings.
ENVIRONMENT = {"PATH": os.environ["PATH"], "MPLBACKEND": "agg"}


def offered(language: str, docname: str) -> dict[str, Path]:
    """Files that a page offers, by suffix."""
    page = f"{language}/{docname}.html"
    links = [link["href"] for link in pages.html(page).select("a.download")]
    files = [(pages.SITE / page).parent / link for link in links]
    return {file.suffix: file.resolve() for file in files}


def run_alone(script: Path, folder: Path) -> str:
    """Run a program in an empty folder; return what it prints."""
    program = folder / "program.py"
    program.write_bytes(script.read_bytes())
    run = subprocess.run(
        [sys.executable, program.name],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.stderr == ""
    return run.stdout
