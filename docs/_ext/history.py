"""The commit that the book is made from. Only the standard library is needed here."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# A test's copy of the book has no history: there BOOK says where the book is.
ROOT = Path(os.environ.get("BOOK") or Path(__file__).parents[2])


@dataclass(frozen=True)
class Commit:
    """The commit that is checked out, and whether anything is changed since."""

    name: str
    date: str
    seconds: str  # since 1970
    changed: bool


def git(root: Path, *command: str) -> str:
    """Ask git; a folder that is no repository of its own gives nothing."""
    if not (root / ".git").exists() or not shutil.which("git"):
        return ""
    command = ("git", "-C", str(root), *command)
    run = subprocess.run(command, capture_output=True, encoding="utf-8")
    if run.returncode:
        raise OSError(f"{' '.join(command)}: {run.stderr.strip()}")
    return run.stdout.strip()


@cache
def commit(root: Path = ROOT) -> Commit | None:
    """Find the commit; None in a copy without history."""
    found = git(root, "log", "-1", "--abbrev=10", "--format=%h %cs %ct")
    changes = git(root, "status", "--porcelain")
    return Commit(*found.split(), bool(changes)) if found else None
