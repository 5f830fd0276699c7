"""Make what readers take away, and the site that offers it.

From build/site and the e-books in build/epub: build/takeaway (a zip of the site, an
e-book and a PDF for each language) and build/hosted, which is what gets published: the
site with these files, front pages that list them, and, where SITE_ADDRESS says where
it will be, sitemap.xml and robots.txt. ``nox -s takeaway`` runs this.
"""

import os
import re
import shutil
import sys
from gettext import GNUTranslations
from html import escape
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile

from babel.messages.mofile import write_mo
from playwright.sync_api import sync_playwright
from sphinx import locale

from docs.book.archives import member
from docs.book.html.made_from import commit
from docs.book.korean.catalogues import read as read_catalogue
from docs.book.lessons import ROOT
from docs.book.takeaway.offer import FOLDER, names, offer
from docs.book.takeaway.one_page import one_page, read

BUILD = ROOT / "build"
SITE, FILES, HOSTED = BUILD / "site", BUILD / "takeaway", BUILD / "hosted"
LANGUAGES, LOCALE = ("en", "ko"), ROOT / "docs" / "locale"
PREFIX = "pytorch-basics-1/"
AS_THE_STYLE_SAYS = {"prefer_css_page_size": True, "print_background": True}
CHROMIUM = ("--headless", "--no-sandbox", "--disable-gpu", "--font-render-hinting=none")


def install_translation(language: str) -> None:
    """Let _("...") answer in a language, from the catalogue of the interface."""
    words = read_catalogue(LOCALE / language / "LC_MESSAGES" / "sphinx.po")
    compiled = BytesIO()
    write_mo(compiled, words)
    compiled.seek(0)
    locale.translators["general", "sphinx"] = GNUTranslations(compiled)


def pack(folder: Path, target: Path) -> None:
    """Zip the site."""
    with ZipFile(target, "w") as archive:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = PREFIX + file.relative_to(folder).as_posix()
            archive.writestr(member(name), file.read_bytes(), ZIP_DEFLATED)


def print_book(tree: Path, target: Path) -> None:
    """Let Chromium print all pages of a language: tagged, with an outline."""
    path = shutil.which("chromium")
    if not path:
        sys.exit("Chromium is not installed; it is what prints the PDF.")
    page_file = target.with_suffix(".html")
    page_file.write_text(one_page(tree), "utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        page = browser.new_page()
        page.goto(page_file.as_uri())
        page.evaluate("document.fonts.ready")
        page.pdf(
            path=target, format="A4", tagged=True, outline=True, **AS_THE_STYLE_SAYS
        )
        browser.close()
    page_file.unlink()
    set_date(target)


def set_date(pdf: Path) -> None:
    """Date a PDF by its commit instead of the clock."""
    if made := commit():
        date = made.date.replace("-", "").encode() + b"000000"
        date_entry = rb"(Date \(D:)\d{14}"
        pdf.write_bytes(re.sub(date_entry, rb"\g<1>" + date, pdf.read_bytes()))


def sitemap(site: Path) -> str:
    """List the pages with their twins, as the pages themselves name them."""
    entries = []
    pages = [read(path) for path in sorted(site.rglob("*.html"))]
    for page in (page for page in pages if page.find("link", rel="canonical")):
        twins = "".join(
            f'<xhtml:link rel="alternate" hreflang="{link["hreflang"]}" '
            f'href="{escape(link["href"])}"/>'
            for link in page.find_all("link", rel="alternate")
        )
        address = escape(page.find("link", rel="canonical")["href"])
        entries.append(f"<url><loc>{address}</loc>{twins}</url>")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        + "\n".join(entries)
        + "\n</urlset>\n"
    )


def publish(site: Path, files: Path, hosted: Path, address: str) -> None:
    """Put the site and the files together."""
    shutil.rmtree(hosted, ignore_errors=True)
    shutil.copytree(site, hosted)
    shutil.copytree(files, hosted / FOLDER)
    date = made.date if (made := commit()) else ""
    for language in LANGUAGES:
        install_translation(language)
        front = hosted / language / "index.html"
        html = offer(front.read_text("utf-8"), files, language, date)
        front.write_text(html, "utf-8")
    if address:
        (hosted / "sitemap.xml").write_text(sitemap(hosted), "utf-8")
        robots = f"User-agent: *\nAllow: /\nSitemap: {address}/sitemap.xml\n"
        (hosted / "robots.txt").write_text(robots, "utf-8")
        # This page is shown wherever a page is missing: its links start at the root.
        missing, root = hosted / "404.html", f'href="{escape(urlsplit(address).path)}/'
        html = missing.read_text("utf-8")
        for language in LANGUAGES:
            html = html.replace(f'href="{language}/', f"{root}{language}/")
        missing.write_text(html, "utf-8")


def main() -> None:
    """Make everything."""
    shutil.rmtree(FILES, ignore_errors=True)
    FILES.mkdir()
    for language in LANGUAGES:
        site, ebook, pdf = names(language)
        install_translation(language)
        shutil.copy(BUILD / "epub" / language / ebook, FILES)
        print_book(SITE / language, FILES / pdf)
    pack(SITE, FILES / site)
    publish(SITE, FILES, HOSTED, os.environ.get("SITE_ADDRESS", "").rstrip("/"))
    print(f"The files are in {FILES.relative_to(ROOT)},")
    print(f"the site that offers them is in {HOSTED.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
