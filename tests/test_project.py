"""What the guides name exists."""

import ast
import importlib
import os
import re
import subprocess
import sys

import pytest

from docs.book.build import ROOT

GUIDES = sorted(ROOT.glob("*.md"))


def sessions() -> set[str]:
    source = ast.parse((ROOT / "noxfile.py").read_text("utf-8"))
    functions = (node for node in source.body if isinstance(node, ast.FunctionDef))
    return {f.name for f in functions if "nox.session" in ast.unparse(f.decorator_list)}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_commands_and_files_named_in_guides_exist(guide):
    text = guide.read_text("utf-8")
    for command in re.findall(r"-s ((?:[a-z0-9]+ ?)+)", text):
        assert set(command.split()) <= sessions(), command
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", text):
        assert (ROOT / target).exists(), target
    for path in re.findall(r"`((?:docs|gallery|lecture_code|tests)/[\w./]*)`", text):
        assert (ROOT / path).exists(), path


def test_both_readmes_print_the_same_commands():
    blocks = [
        re.findall(r"```sh\n(.*?)```", (ROOT / name).read_text("utf-8"), re.S)
        for name in ("README.md", "README.ko.md")
    ]
    assert blocks[0] == blocks[1]
    assert len(blocks[0]) == 2


def test_nox_is_the_version_that_noxfile_names():
    version = re.search(r'"(nox==[\d.]+)"', (ROOT / "noxfile.py").read_text())[1]
    assert version in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("name", ["bench", "bench_figures", "bench_running"])
def test_bench_can_be_imported(name):
    assert callable(importlib.import_module(name).main)


@pytest.mark.parametrize("argument", ["7", "figure", "-5"])
def test_bench_refuses_what_it_cannot_measure(argument):
    command = [sys.executable, "tests/bench.py", argument]  # as nox does
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    options = {"cwd": ROOT, "env": environment, "encoding": "utf-8"}
    run = subprocess.run(command, capture_output=True, **options)
    expected = f"{argument}: give multiples of five, or figures, or running.\n"
    assert (run.returncode, run.stdout, run.stderr) == (1, "", expected)
