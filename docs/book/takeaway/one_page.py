"""Put the pages of a language together as one, for printing.

The articles stand in reading order. Names of anchors get the name of their page in
front, so that links lead to the right one of five "Summary" headings; a link to what
is not in the book (a download, a state of a figure) becomes plain words. Of long logs
only both ends are kept; hints are open, and solutions stand at the end of the book.
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag
from sphinx.locale import _

from docs.book.lessons import ROOT

LONGEST_LOG, KEPT = 60, 20  # lines: of a longer log, so many at each end
# What refers to an anchor by its name, besides links.
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "headers")
ON_SCREEN_ONLY = (
    "script, template, noscript, button, .headerlink, .local, book-progress, "
    "li:has(a.download), p:has(> a.download), .only-dark, .actions"
)


def read(path: Path) -> BeautifulSoup:
    """Parse a page."""
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


def in_reading_order(tree: Path) -> dict[Path, BeautifulSoup]:
    """Follow the links to the next page, from the front page on."""
    pages: dict[Path, BeautifulSoup] = {}
    path = tree / "index.html"
    while path:
        pages[path] = read(path)
        link = pages[path].find("link", rel="next")
        path = (path.parent / link["href"]).resolve() if link else None
    return pages


def anchor(tree: Path, path: Path, name: str = "") -> str:
    """Name of a page, or of an anchor of it, on the one page."""
    page = path.relative_to(tree).with_suffix("").as_posix()
    return f"{page}--{name}" if name else page


def article(tree: Path, path: Path, page: BeautifulSoup) -> Tag:
    """Take the article out of a page, its anchors renamed."""
    part = page.select_one("article")
    for element in part.select(ON_SCREEN_ONLY):
        element.decompose()
    for element in part.select("[id]"):
        element["id"] = anchor(tree, path, element["id"])
    for name in REFERENCES:
        for element in part.select(f"[{name}]"):
            names = " ".join(element.get_attribute_list(name)).split()
            element[name] = " ".join(anchor(tree, path, each) for each in names)
    for element in part.select("[src]"):
        element["src"] = (path.parent / element["src"]).resolve().as_uri()
    for hint in part.select("details.hint"):
        hint["open"] = ""
    for log in part.select(".sphx-glr-script-out pre"):
        shorten(log)
    part["id"] = anchor(tree, path)
    return part


def shorten(log: Tag) -> None:
    """Leave out the middle of a long log: nobody reads forty pages of numbers."""
    lines = log.get_text().splitlines()
    left_out = len(lines) - 2 * KEPT
    if len(lines) > LONGEST_LOG:
        words = _("… {count} more lines; the site shows them all …")
        lines[KEPT:-KEPT] = ["", words.format(count=left_out), ""]
        log.string = "\n".join(lines)


def lead(tree: Path, path: Path, part: Tag) -> None:
    """Turn the links of a page to the others into links on the one page."""
    for link in part.select("a[href]"):
        address = urlsplit(link["href"])
        if address.scheme:
            continue
        target = path
        if address.path:
            target = Path(os.path.normpath(path.parent / unquote(address.path)))
        name = unquote(address.fragment)
        if target.suffix == ".html" and target.is_relative_to(tree):
            link["href"] = "#" + anchor(tree, target, name)
        else:
            del link["href"]


def solutions(parts: list[Tag]) -> Tag:
    """Take the solutions out of the exercises, and put them at the end of the book."""
    soup = BeautifulSoup("", "html.parser")
    end = soup.new_tag("article")
    end.append(heading(soup, "h1", str(_("Solutions"))))
    for part in parts:
        found = part.select("book-exercise details.solution")
        if found:
            end.append(heading(soup, "h2", part.h1.get_text()))
        for solution in found:
            title = solution.find_parent("section").find(["h2", "h3", "h4"])
            end.append(heading(soup, "h3", title.get_text()))
            solution.summary.decompose()
            solution.name = "div"
            end.append(solution.extract())
    return end


def heading(soup: BeautifulSoup, tag: str, text: str) -> Tag:
    """Make a heading."""
    made = soup.new_tag(tag)
    made.string = text
    return made


def contents(tree: Path, front: BeautifulSoup) -> Tag:
    """Take the tree of pages from the sidebar as the list of contents."""
    part = front.select_one(".sidebar-tree")
    for element in part.select("input, label"):
        element.decompose()
    for element in part.select("[role=heading]"):
        del element["role"]  # no entry of the outline
    part.name, part["class"] = "nav", "list-of-pages"
    lead(tree, tree / "index.html", part)
    return part


def one_page(tree: Path) -> str:
    """Write the page."""
    pages = in_reading_order(tree)
    front = pages[tree / "index.html"]
    styles: dict[str, None] = {}
    for path, page in pages.items():
        for link in page.select("link[rel=stylesheet]"):
            file = path.parent / urlsplit(link["href"]).path
            styles[file.resolve().as_uri()] = None
    parts = []
    for path, page in pages.items():
        part = article(tree, path, page)
        lead(tree, path, part)
        parts.append(part)
    known = {
        element["id"] for part in parts for element in [part, *part.select("[id]")]
    }
    parts.append(solutions(parts))
    parts.insert(1, contents(tree, front))
    for part in parts:
        for link in part.select('a[href^="#"]'):
            if link["href"][1:] not in known:
                del link["href"]
    made_from = front.select("footer p")
    parts[0].extend(made_from)
    styles[(ROOT / "docs" / "_print" / "one_page.css").as_uri()] = None
    links = "".join(f'<link rel="stylesheet" href="{style}">' for style in styles)
    language = front.html["lang"]
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{front.title.string}</title>{links}</head>"
        f'<body class="one-page">{"".join(map(str, parts))}</body></html>'
    )
