"""What the guides name exists."""

import ast
import re

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
