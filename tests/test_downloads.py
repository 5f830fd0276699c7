"""What a page offers for download is what it shows, and it runs on its own."""

import json
import re
import zipfile

import pages
import pytest
from docutils.utils import column_width
from reader import offered, run_alone
from sphinx_gallery.py_source_parser import split_code_and_text_blocks
from test_logs import expected_log

from docs.book.lessons import discover

LESSONS = discover()
each_language = pytest.mark.parametrize("language", pages.LANGUAGES)
each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda each: each.name)


@each_lesson
def test_script_runs_alone(site, lesson, tmp_path):
    printed = run_alone(offered("en", lesson.program)[".py"], tmp_path)
    assert printed == expected_log(lesson.name)


def code_of_script(language, lesson) -> list[str]:
    """Code blocks of a downloaded script."""
    _, blocks = split_code_and_text_blocks(offered(language, lesson.program)[".py"])
    return [text.strip() for kind, text, _ in blocks if kind == "code"]


@each_language
@each_lesson
def test_notebook_holds_the_code_of_the_script(site, language, lesson):
    file = offered(language, lesson.program)[".ipynb"]
    cells = json.loads(file.read_text("utf-8"))["cells"]
    code = ["".join(c["source"]).strip() for c in cells if c["cell_type"] == "code"]
    assert code == code_of_script(language, lesson)


@each_lesson
def test_code_is_the_same_in_both_languages(site, lesson):
    assert code_of_script("en", lesson) == code_of_script("ko", lesson)


def words(text: str) -> str:
    """Letters and digits of a text: markup and line breaks do not count."""
    return "".join(re.findall(r"\w", text))


@each_language
@each_lesson
def test_page_shows_what_the_script_holds(site, language, lesson):
    article = pages.html_copy(f"{language}/{lesson.program}.html").article
    added = ".sphx-glr-script-out, .sphx-glr-footer, .headerlink, img, .lesson-links"
    for part in article.select(added):
        part.decompose()
    _, blocks = split_code_and_text_blocks(offered(language, lesson.program)[".py"])
    in_file = [re.sub(r"^[=-]+$", "", text, flags=re.M) for _, text, _ in blocks]
    assert words(article.get_text()) == words("".join(in_file))


@each_language
@each_lesson
def test_script_is_in_the_language_of_the_page_and_well_formed(site, language, lesson):
    lines = offered(language, lesson.program)[".py"].read_text("utf-8").splitlines()
    assert max(map(column_width, lines)) <= 88
    titles = [
        (title, underline)
        for title, underline in zip(lines, lines[1:], strict=False)
        if re.fullmatch(r"(# )?(=+|-+)", underline)
    ]
    assert titles
    for title, underline in titles:
        assert column_width(title) == len(underline), title
    comments = [line for line in lines if line.startswith("# ") and line[2:3].isalpha()]
    korean = [line for line in comments if re.search("[가-힣]", line)]
    assert len(korean) == (len(comments) if language == "ko" else 0)


@each_language
@each_lesson
def test_zip_holds_the_same_files(site, language, lesson):
    files = offered(language, lesson.program)
    with zipfile.ZipFile(files[".zip"]) as archive:
        assert set(archive.namelist()) == {files[".py"].name, files[".ipynb"].name}
        for suffix in (".py", ".ipynb"):
            assert archive.read(files[suffix].name) == files[suffix].read_bytes()


def test_unpacked_files_are_read_by_all(site):
    files = list(site.rglob("*.zip"))
    assert files
    for file in files:
        with zipfile.ZipFile(file) as archive:
            modes = {entry.external_attr >> 16 & 0o777 for entry in archive.infolist()}
        assert modes == {0o644}, file


@each_language
def test_gallery_zip_holds_all_programs_in_the_language(site, language):
    [file] = offered(language, "gallery/index").values()
    with zipfile.ZipFile(file) as archive:
        for lesson in LESSONS:
            for path in offered(language, lesson.program).values():
                if path.suffix != ".zip":
                    assert archive.read(path.name) == path.read_bytes()
