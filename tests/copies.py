"""Copies of the book for tests that change it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import ROOT


def copy_of_the_book(folder: Path) -> Path:
    """Copy what a build reads, and the outputs of cells that ran already."""
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("docs", "gallery", "lecture_code", "build/chapters"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    return folder


def build(folder: Path, builder: str, language: str, target: str) -> str:
    """Build a copy as noxfile.py does; return what the build complains about."""
    options = ["--nitpicky", "--fail-on-warning", "--keep-going", "--quiet"]
    options += [f"--builder={builder}", f"--define=language={language}"]
    options += [f"--doctree-dir=build/doctrees/{builder}-{language}"]
    messages = folder / "messages.txt"  # a pipe would wait for a process left behind
    with messages.open("w") as file:
        run = subprocess.run(
            [sys.executable, "-m", "sphinx", *options, "docs", target],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": ""},
            stdout=file,
            stderr=file,
            timeout=600,
        )
    said = messages.read_text("utf-8")
    assert bool(said) == bool(run.returncode), said
    return said
