"""Three files and their Korean catalogues make a lesson, wherever one is listed."""

import zipfile

import pytest
from bs4 import BeautifulSoup
from pages import LANGUAGES
from small_book import FRAME, KOREAN, LINE, LOGS, SLOPE, write
from sphinx.errors import ConfigError

from docs.book.lessons import discover

LESSONS = {"line": "plot_1_line", "slope": "plot_2_slope"}
each_language = pytest.mark.parametrize("language", LANGUAGES)
each_lesson = pytest.mark.parametrize("lesson", LESSONS)


@pytest.fixture
def read(built, language):
    """Parse a page of a language."""

    def parse(page: str) -> BeautifulSoup:
        path = built / "build" / "site" / language / f"{page}.html"
        return BeautifulSoup(path.read_text("utf-8"), "html.parser")

    return parse


def texts(html: BeautifulSoup, selector: str) -> list[str]:
    """Texts of elements, on one line each."""
    return [" ".join(found.get_text().split()) for found in html.select(selector)]


@each_language
def test_pages(built, language):
    tree = built / "build" / "site" / language
    pages = {path.relative_to(tree).as_posix() for path in tree.rglob("*.html")}
    expected = {"index", "search", "gallery/index", "reference/api"}
    expected |= {"reference/glossary"}
    for name, program in LESSONS.items():
        expected |= {f"chapters/{name}", f"gallery/{program}", f"reference/api/{name}"}
    assert pages == {f"{page}.html" for page in expected}


@each_language
def test_sidebar_cards_and_links(read, language):
    korean = KOREAN if language == "ko" else ""
    chapters = [f"{korean}A line", f"{korean}A slope"]
    programs = [f"{korean}A line, as a program", f"{korean}A slope, as a program"]
    modules = [f"{korean}line", f"{korean}slope"]
    sidebar = texts(read("index"), ".sidebar-tree a")
    assert [title for title in sidebar if title in chapters] == chapters
    assert texts(read("index"), ".lesson-cards a") == chapters
    assert texts(read("gallery/index"), ".lesson-cards a") == programs
    assert texts(read("reference/api"), ".lesson-cards a") == modules
    ways = [programs[0], modules[0]]
    assert texts(read("chapters/line"), ".lesson-links a") == ways
    assert texts(read("chapters/line"), ".next-page .title") == chapters[1:]
    assert texts(read("chapters/slope"), ".lesson-links a") == [
        programs[1],
        modules[1],
    ]


@each_language
def test_text_is_in_the_language(read, language):
    is_korean = language == "ko"
    for page in ("index", "chapters/line", "gallery/plot_1_line", "reference/glossary"):
        html = read(page)
        assert html.html["lang"] == language
        for text in texts(html, "h1, h2, section > p:not([class])"):
            assert text.startswith(KOREAN) == is_korean, (page, text)


@each_language
@each_lesson
def test_log_on_page(read, language, lesson):
    outputs = read(f"gallery/{LESSONS[lesson]}").select(".sphx-glr-script-out pre")
    assert "".join(output.get_text() for output in outputs) == LOGS[lesson]


@each_language
def test_outputs_and_numbers_in_a_chapter(read, language):
    html = read("chapters/line")
    assert "predictions [3.0, 6.0]" in texts(html, ".cell_output pre")
    [paragraph] = [text for text in texts(html, "p") if "The last prediction" in text]
    assert paragraph.endswith("The last prediction is 6.0 in this run.")


@each_language
def test_cell_that_needs_more_than_the_page_has_says_so(read, language):
    [cell] = read("chapters/slope").select(".cell.tag_local")
    assert "1/2" in cell.select_one(".cell_output").get_text()
    assert cell.select_one("p.local").get_text()


@each_language
def test_plot_stands_in_program_and_chapter(read, language):
    for page, selector in (
        ("gallery/plot_1_line", "article img"),
        ("chapters/line", "figure img"),
    ):
        assert "sphx_glr_plot_1_line_001.svg" in read(page).select(selector)[0]["src"]


@each_language
@each_lesson
def test_program_is_offered_as_script_notebook_and_zip(built, read, language, lesson):
    program = LESSONS[lesson]
    files = {}
    for link in read(f"gallery/{program}").select("a.download"):
        path = built / "build" / "site" / language / "gallery" / link["href"]
        files[path.suffix] = path.resolve()
    assert set(files) == {".py", ".ipynb", ".zip"}
    with zipfile.ZipFile(files[".zip"]) as archive:
        for suffix in (".py", ".ipynb"):
            name = f"{program}{suffix}"
            assert archive.read(name) == files[suffix].read_bytes()


@each_language
def test_module_page_describes_its_functions(read, language):
    [signature] = texts(read("reference/api/line"), "dt.py")
    assert "forward(x, w)" in signature


@each_language
def test_exercises_of_each_kind(read, language):
    exercises = read("chapters/line").select("book-exercise")
    ids = [exercise["id"] for exercise in exercises]
    assert ids == ["exercise-number", "exercise-choice", "exercise-function"]
    assert [len(each.select("template")) for each in exercises] == [1, 2, 1]


@each_language
def test_word_of_the_glossary_is_linked(read, language):
    [link] = read("chapters/line").select("a.glossary-link")
    assert link["href"].endswith("glossary.html#term-weight")
    [taught] = read("reference/glossary").select("dd a[href*=chapters]")
    assert taught["href"] == "../chapters/line.html"


def test_lesson_that_lacks_a_file_is_refused(tmp_path):
    write(tmp_path, LINE | SLOPE)
    (tmp_path / "docs" / "chapters" / "slope.md").unlink()
    discover.cache_clear()
    with pytest.raises(ConfigError, match="has no docs/chapters/slope.md"):
        discover(tmp_path)


def test_two_programs_with_one_number_are_refused(tmp_path):
    write(tmp_path, FRAME | LINE | SLOPE)
    gallery = tmp_path / "gallery"
    (gallery / "plot_2_slope.py").rename(gallery / "plot_1_slope.py")
    both = r"plot_1_line\.py and gallery/plot_1_slope\.py have the same number"
    with pytest.raises(ConfigError, match=both):
        discover(tmp_path)
