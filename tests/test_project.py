"""The house is in order: imports, commands named in guides, room for a sixth lesson."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po
from bs4 import BeautifulSoup
from conftest import LANGUAGES, ROOT
from copies import build, copy_of_the_book, site_of
from lessons import discover
from sphinx.errors import ConfigError

from build import files

MODULES = sorted((ROOT / "lecture_code").glob("*.py"))
GUIDES = sorted(ROOT.glob("*.md"))


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_lecture_code_imports_only_itself_and_only_autograd_imports_torch(path):
    others = imported(path) - sys.stdlib_module_names - {"lecture_code"}
    assert others == ({"torch"} if path.stem == "autograd" else set())


def test_importing_a_lesson_prints_nothing():
    names = ", ".join(f"lecture_code.{path.stem}" for path in MODULES)
    command = [sys.executable, "-c", f"import {names}"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (run.stdout, run.stderr, run.returncode) == ("", "", 0)


def test_settings_and_driver_stay_short():
    assert len((ROOT / "docs" / "conf.py").read_text().splitlines()) <= 70
    assert len((ROOT / "noxfile.py").read_text().splitlines()) <= 130
    settings = ast.parse((ROOT / "docs" / "conf.py").read_text())
    assert not any(isinstance(node, ast.FunctionDef) for node in ast.walk(settings))


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


MODULE = '''"""Sixth lesson, made up for a test."""


def six() -> int:
    """Say which lesson this is."""
    return 6
'''
PROGRAM = '''"""
Sixth program
=============

A program made up for a test.
"""

# %%
# It prints and draws.

import matplotlib.pyplot as plt

from lecture_code.sixth import six

print("lesson", six())
fig, ax = plt.subplots()
ax.set(title="Six")
plt.show()
'''
CHAPTER = """# Sixth chapter

A chapter made up for a test.

```{lesson-plot}
:alt: An empty plot.
Nothing to see.
```

```{lesson-links}
```
"""


@pytest.fixture(scope="module")
def copy_with_sixth_lesson(site, tmp_path_factory) -> Path:
    """Site of a copy of the book with one lesson more: three files and catalogues."""
    copy = copy_of_the_book(tmp_path_factory.mktemp("book"))
    (copy / "lecture_code" / "sixth.py").write_text(MODULE)
    (copy / "gallery" / "plot_6_sixth.py").write_text(PROGRAM)
    (copy / "docs" / "chapters" / "sixth.md").write_text(CHAPTER)
    assert build(copy, "gettext", "en") == ""
    for page in ("chapters/sixth", "gallery/plot_6_sixth", "reference/api/sixth"):
        with (copy / "build" / "gettext" / "en" / f"{page}.pot").open("rb") as file:
            catalogue = read_po(file, locale="ko")
        for message in catalogue:
            message.string = f"한국어 {message.id}" if message.id else message.string
        with (copy / "docs/locale/ko/LC_MESSAGES" / f"{page}.po").open("wb") as file:
            write_po(file, catalogue)
    assert build(copy) == ""
    return copy


@pytest.mark.parametrize("language", LANGUAGES)
def test_sixth_lesson_appears_everywhere(copy_with_sixth_lesson, language):
    tree = copy_with_sixth_lesson / "build" / "site" / language
    before = "한국어 " if language == "ko" else ""

    def links(page: str, selector: str) -> list[str]:
        html = BeautifulSoup((tree / f"{page}.html").read_text("utf-8"), "html.parser")
        return [" ".join(a.get_text().split()) for a in html.select(f"{selector} a")]

    assert links("index", ".sidebar-tree").count(f"6. {before}Sixth chapter") == 1
    assert f"{before}Sixth chapter" in links("index", ".lesson-cards")
    assert f"{before}Sixth program" in links("gallery/index", ".lesson-cards")
    assert f"{before}Sixth program" in links("gallery/index", ".sidebar-tree")
    assert f"{before}sixth" in links("reference/api", ".lesson-cards")
    assert f"{before}Sixth chapter" in links("chapters/autograd", ".lesson-links")
    assert f"{before}Sixth program" in links("chapters/sixth", ".lesson-links")
    program = (tree / "gallery" / "plot_6_sixth.html").read_text("utf-8")
    assert "lesson 6" in program
    assert "lecture_code" not in program.split("<article>")[1]


def test_two_programs_with_one_number_are_refused(tmp_path):
    for name in ("one", "other"):
        for home in (
            "gallery/plot_1_{}.py",
            "lecture_code/{}.py",
            "docs/chapters/{}.md",
        ):
            path = tmp_path / home.format(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
    with pytest.raises(ConfigError, match="the same number"):
        discover(tmp_path)


def test_deleted_lesson_leaves_nothing(copy_with_sixth_lesson):
    copy = copy_with_sixth_lesson
    for path in [*files(copy / "gallery", copy / "lecture_code", copy / "docs")]:
        if "sixth" in path.name:
            path.unlink()
    assert build(copy) == ""
    assert site_of(copy) == site_of()
