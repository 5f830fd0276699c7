"""What a page offers for download is what it shows, and it runs on its own."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from conftest import LANGUAGES, SITE, expected_log
from docutils.utils import column_width
from lessons import discover
from nbclient import NotebookClient
from sphinx.errors import ExtensionError
from sphinx_gallery.py_source_parser import split_code_and_text_blocks
from standalone import Module

LESSONS = discover()
each_page = pytest.mark.parametrize(
    ("language", "lesson"),
    [(language, lesson) for language in LANGUAGES for lesson in LESSONS],
    ids=lambda value: getattr(value, "name", value),
)
# A reader has no lecture_code, and none of our settings.
ENVIRONMENT = {"PATH": os.environ["PATH"], "MPLBACKEND": "agg"}


def page_of(language: str, docname: str) -> tuple[Path, BeautifulSoup]:
    path = SITE / language / f"{docname}.html"
    return path, BeautifulSoup(path.read_text("utf-8"), "html.parser")


def offered(language: str, docname: str) -> dict[str, Path]:
    """Files that a page offers, by suffix."""
    path, html = page_of(language, docname)
    links = [path.parent / a["href"] for a in html.select("a.download")]
    return {link.suffix: link.resolve() for link in links}


@each_page
def test_script_runs_alone(language, lesson, tmp_path):
    script = tmp_path / "program.py"
    script.write_bytes(offered(language, lesson.program)[".py"].read_bytes())
    run = subprocess.run(
        [sys.executable, script.name],
        cwd=tmp_path,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.stderr == ""
    assert run.stdout == expected_log(lesson.name)


@each_page
def test_notebook_runs_alone(language, lesson, tmp_path, monkeypatch):
    monkeypatch.delenv("PYTHONPATH", raising=False)
    source = offered(language, lesson.program)[".ipynb"].read_text("utf-8")
    notebook = nbformat.reads(source, as_version=4)
    resources = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, timeout=300, resources=resources).execute()
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    printed = [out["text"] for out in outputs if out.output_type == "stream"]
    assert "".join(printed) == expected_log(lesson.name)


def words(text: str) -> str:
    """Letters and digits of a text: markup and line breaks do not count."""
    return "".join(re.findall(r"\w", text))


@each_page
def test_page_shows_what_the_file_holds(language, lesson):
    _, html = page_of(language, lesson.program)
    article = html.select_one("article")
    for part in article.select(
        ".sphx-glr-script-out, .sphx-glr-footer, .headerlink, img, .lesson-links"
    ):
        part.decompose()
    _, blocks = split_code_and_text_blocks(offered(language, lesson.program)[".py"])
    in_file = [re.sub(r"^[=-]+$", "", text, flags=re.M) for _, text, _ in blocks]
    assert words(article.get_text()) == words("".join(in_file))


@each_page
def test_script_is_in_the_language_of_the_page_and_well_formed(language, lesson):
    text = offered(language, lesson.program)[".py"].read_text("utf-8")
    lines = text.splitlines()
    assert max(map(column_width, lines)) <= 88
    assert "lecture_code" not in text
    titles = 0
    for title, underline in zip(lines, lines[1:], strict=False):
        if re.fullmatch(r"(# )?(=+|-+)", underline):
            titles += 1
            assert column_width(title) == len(underline), title
    assert titles > 3
    comments = [line for line in lines if line.startswith("# ") and line[2:3].isalpha()]
    korean = [line for line in comments if re.search("[가-힣]", line)]
    assert len(korean) == (len(comments) if language == "ko" else 0)


@each_page
def test_zip_holds_the_same_files(language, lesson):
    files = offered(language, lesson.program)
    with zipfile.ZipFile(files[".zip"]) as archive:
        assert set(archive.namelist()) == {files[".py"].name, files[".ipynb"].name}
        for suffix in (".py", ".ipynb"):
            assert archive.read(files[suffix].name) == files[suffix].read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_gallery_zip_holds_all_programs_in_the_language(language):
    [file] = offered(language, "gallery/index").values()
    with zipfile.ZipFile(file) as archive:
        for lesson in LESSONS:
            for path in offered(language, lesson.program).values():
                if path.suffix != ".zip":
                    assert archive.read(path.name) == path.read_bytes()


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_code_is_the_same_in_both_languages(lesson):
    code = []
    for language in LANGUAGES:
        file = offered(language, lesson.program)[".py"]
        _, blocks = split_code_and_text_blocks(file)
        code.append([text.strip() for kind, text, _ in blocks if kind == "code"])
    assert code[0] == code[1]


def test_program_takes_over_decorators_and_refuses_what_it_cannot(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("standalone.ROOT", tmp_path)
    module = tmp_path / "lecture_code" / "lesson.py"
    module.parent.mkdir()
    module.write_text("one = 1\n\n\n@cache\ndef f():\n    return 1\n")
    read = Module("lecture_code.lesson")
    assert read.source("f") == ["@cache", "def f():", "    return 1"]
    assert read.blank_lines_above("f") == 2
    module.write_text("if True:\n    one = 1\n")
    with pytest.raises(ExtensionError, match="cannot take over: if True:"):
        Module("lecture_code.lesson")
