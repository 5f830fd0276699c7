"""Copies of the book for tests that change it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "docs"), str(ROOT / "docs" / "_ext")]
from build import digest, files, lay_out  # noqa: E402

EXECUTIONS = ROOT / "build" / "executions"
# A copy has no history: its pages name the commit of the book.
ENVIRONMENT = {**os.environ, "PYTHONPATH": "", "BOOK": str(ROOT)}


def copy_of_the_book(folder: Path, with_executions: bool = True) -> Path:
    """Copy what a build reads, and what programs and chapters gave already."""
    lay_out(folder)
    if with_executions and EXECUTIONS.exists():
        shutil.copytree(EXECUTIONS, folder / "build" / "executions")
    return folder


def build(folder: Path, *arguments: str) -> str:
    """Build a copy as nox does; return what the build complains about."""
    run = subprocess.run(
        [sys.executable, "docs/build.py", *arguments],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=600,
    )
    said = run.stdout + run.stderr
    assert bool(said) == bool(run.returncode), said
    return said


def site_of(book: Path = ROOT) -> str:
    """Digest of the site that stands in a copy, or in the book itself."""
    return digest(book / "build" / "site", files(book / "build" / "site"))
