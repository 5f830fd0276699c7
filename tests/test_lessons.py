"""Module, chapter and program of a lesson hold the same formulas; loops can be run."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from docs.book.lessons import discover

ROOT = Path(__file__).parents[1]
LESSONS = discover()
MODULES = sorted((ROOT / "lecture_code").glob("*.py"))
CELL = re.compile(r"^```\{code-cell\} python\n(.*?)^```$", re.M | re.S)


def cells(chapter: Path) -> list[str]:
    """Code of a chapter's cells, without their tags."""
    found = CELL.findall(chapter.read_text("utf-8"))
    return [re.sub(r"\A:tags:.*\n", "", code) for code in found]


def formulas(code: str) -> dict[tuple, str]:
    """Functions of a text of code by name and arguments, without words and checks."""
    found = {}
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.FunctionDef):
            body = [
                statement
                for statement in node.body
                if not re.match(r"'|\"|check_", ast.unparse(statement))
            ]
            arguments = ast.unparse(node.args)
            found[node.name, arguments] = "\n".join(map(ast.unparse, body))
    return found


@pytest.fixture(scope="module")
def of_modules() -> dict[tuple, set[str]]:
    """Formulas of lecture_code, some found in two ways; without chapter 4's engine."""
    found: dict[tuple, set[str]] = {}
    for path in MODULES:
        if path.stem != "back_propagation":
            for key, body in formulas(path.read_text("utf-8")).items():
                found.setdefault(key, set()).add(body)
    return found


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_same_function_in_module_chapter_and_program(lesson, of_modules):
    chapter = cells(ROOT / "docs" / f"{lesson.chapter}.md")
    program = (ROOT / f"{lesson.program}.py").read_text("utf-8")
    for code in (*chapter, program):
        for (name, arguments), body in formulas(code).items():
            known = of_modules.get((name, arguments), {body})
            assert body in known, f"{name}({arguments}) differs from lecture_code's"


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_loop_in_a_chapter_can_be_run(lesson):
    """Only the exercises, whose code is run as an answer, show loops outside cells."""
    text = (ROOT / "docs" / f"{lesson.chapter}.md").read_text("utf-8")
    outside = CELL.sub("", text.partition("\n## Exercises")[0])
    assert re.findall(r"^\s*(?:for|while) .*:$", outside, re.M) == []


def imported(path: Path) -> set[str]:
    """Packages that a module imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_module_imports_the_standard_library_lecture_code_and_torch(path):
    others = imported(path) - sys.stdlib_module_names - {"lecture_code"}
    assert others <= {"torch"}


def test_importing_a_lesson_prints_nothing():
    names = ", ".join(f"lecture_code.{path.stem}" for path in MODULES)
    command = [sys.executable, "-c", f"import {names}"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (run.stdout, run.stderr, run.returncode) == ("", "", 0)
