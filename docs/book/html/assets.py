"""Give each page only what it uses, in few files that browsers may keep for ever.

Theme and extensions bring some thirty style sheets and scripts, most of whose rules
this book has no use for. Once the pages are written, what the same pages load is joined
into one file, without comments and without the packages' rules for classes that no page
has, and the file gets a name by its content. Then everything in ``_static`` that
nothing names any more is removed. Images, downloads and the search index keep their
names.
"""

import hashlib
import os
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin
from sphinx.application import Sphinx

# Files that pages do without, by how their names begin. How cells and programs
# look stands in site.css; only the search page searches.
UNUSED = ("mystnb", "sg_", "sg-", "furo-extensions")
FOR_SEARCH = ("documentation_options", "doctools", "sphinx_highlight", "translations")

LOADED = re.compile(
    r'<link rel="stylesheet"[^>]* href="(?P<style>[^"?]+)[^>]*>'
    r'|<script src="(?P<script>[^"?]+)[^>]*></script>'
    r'|<script defer="defer" src="(?P<deferred>[^"?]+)[^>]*></script>'
)
TAGS = {
    "style": '<link rel="stylesheet" href="{}">',
    "script": '<script src="{}"></script>',
    "deferred": '<script defer src="{}"></script>',
}
NAMED_BY_CONTENT = re.compile(r"\.[0-9a-f]{10}\.\w+$")
# Addresses that a page gives to its scripts: of a worker, say.
GIVEN = re.compile(r'(?<= data-)([a-z]+=")([^"?#]*_static/[^"?#]+)')
STYLE_RULE = re.compile(r"([^{}]+)(\{[^{}]*\})")
# What a selector need not find in a page: values of attributes, what it excludes.
NOT_NEEDED = re.compile(r"\[[^]]*\]|:not\([^)]*\)")
CLASS_OR_ID = re.compile(r"[.#](-?[a-zA-Z_][\w-]*)")
COMMA = re.compile(r",(?![^(]*\))")
VARIABLE = re.compile(r"(--[\w-]+):(?:url\('[^']*'\)|[^;{}])*(;|(?=\}))")
ADDRESS_IN_STYLE = re.compile(r"url\((?!data:)([^)'\"]+)\)")

Group = tuple[Path, ...]


def leave_out_unused(app, pagename, templatename, context, doctree) -> None:
    """Name only the files that a page needs."""
    unused = UNUSED if pagename == "search" else UNUSED + FOR_SEARCH
    for files in ("css_files", "script_files"):
        context[files] = [
            file
            for file in context[files]
            if not Path(str(file.filename)).name.startswith(unused)
        ]


def finish(app: Sphinx, exception: Exception | None) -> None:
    """Join, prune and name the files that the written pages load."""
    if exception or app.builder.name != "html":
        return
    static = Path(app.outdir, "_static")
    paths = sorted(Path(app.outdir).rglob("*.html"))
    pages = {path: path.read_text("utf-8") for path in paths}
    used = names_in(pages.values(), static)
    ours = {file.name for file in Path(app.srcdir, "_static").rglob("*.css")}
    joined = {group: join(group, used, ours) for group in groups(pages, static)}
    joined = without_unused_variables(joined)
    new = {}
    for group, text in joined.items():
        largest = max(group, key=lambda file: file.stat().st_size)
        target = name_by_content(static / largest.name, text.encode("utf-8"))
        new |= dict.fromkeys(group, target)
    for file in given(pages):
        new[file] = name_by_content(static / file.name, file.read_bytes())
    for part in new:
        part.unlink()
    for path in paths:
        pages[path] = load_instead(path, pages[path], new)
        path.write_text(pages[path], "utf-8")
    remove_unnamed(static, pages)


def is_style(file: Path) -> bool:
    """Whether a file is a style sheet."""
    return file.suffix == ".css"


def address_of(address: str, page: Path) -> Path:
    """File at an address in a page."""
    return Path(os.path.normpath(page.parent / address))


def groups(pages: dict[Path, str], static: Path) -> list[Group]:
    """Files of ``_static`` that the same pages load in the same way."""
    users = defaultdict(list)
    for page, text in pages.items():
        for tag in LOADED.finditer(text):
            file = address_of(tag[tag.lastgroup], page)
            if file.is_relative_to(static) and not NAMED_BY_CONTENT.search(file.name):
                users[tag.lastgroup, file].append(page)
    alike = defaultdict(list)
    for (kind, file), pages_of_file in users.items():
        alike[kind, tuple(pages_of_file)].append(file)
    return [tuple(files) for files in alike.values()]


def names_in(pages: Iterable[str], static: Path) -> set[str]:
    """Classes and ids of the pages, and all words of scripts, which may add some."""
    values = {
        value for page in pages for value in re.findall(r'(?:class|id)="([^"]*)"', page)
    }
    used = {name for value in values for name in value.split()}
    for script in static.rglob("*.js"):
        used |= set(re.findall(r"[\w-]+", script.read_text("utf-8")))
    return used


def given(pages: dict[Path, str]) -> set[Path]:
    """Files whose addresses pages give to their scripts."""
    return {
        address_of(match[2], page)
        for page, text in pages.items()
        for match in GIVEN.finditer(text)
        if not NAMED_BY_CONTENT.search(match[2])
    }


def join(group: Group, used: set[str], ours: set[str]) -> str:
    """Text of all files, made small, with addresses as seen from ``_static``."""
    texts = []
    for file in group:
        text = file.read_text("utf-8")
        if is_style(file):
            text = cssmin(text, keep_bang_comments=True)
            if file.name not in ours:
                text = without_unused_rules(text, used)
            text = ADDRESS_IN_STYLE.sub(
                lambda match, file=file: f"url({fetched(file.parent / match[1])})", text
            )
        else:
            text = jsmin(text, keep_bang_comments=True)
        texts.append(text)
    return "\n".join(texts)


def without_unused_rules(style: str, used: set[str]) -> str:
    """Drop selectors with an unused class or id, and rules without a selector."""

    def keep(rule: re.Match) -> str:
        selectors = [
            selector
            for selector in COMMA.split(rule[1])
            if used.issuperset(CLASS_OR_ID.findall(NOT_NEEDED.sub("", selector)))
        ]
        return ",".join(selectors) + rule[2] if selectors else ""

    return STYLE_RULE.sub(keep, style)


def without_unused_variables(joined: dict[Group, str]) -> dict[Group, str]:
    """Drop the variables of style sheets that no style sheet reads."""
    everything = "".join(joined.values())
    read = set(re.findall(r"var\(\s*(--[\w-]+)", everything))

    def keep(variable: re.Match) -> str:
        return variable[0] if variable[1] in read else ""

    return {
        group: VARIABLE.sub(keep, text) if is_style(group[0]) else text
        for group, text in joined.items()
    }


def fetched(file: Path) -> str:
    """Name in ``_static`` of what a style sheet fetches: a font, say."""
    static = next(folder for folder in file.parents if folder.name == "_static")
    return name_by_content(static / file.name, file.read_bytes()).name


def name_by_content(file: Path, content: bytes) -> Path:
    """Write a file under a name that changes with its content."""
    digest = hashlib.sha256(content).hexdigest()[:10]
    target = file.with_name(f"{file.stem}.{digest}{file.suffix}")
    target.write_bytes(content)
    return target


def load_instead(page: Path, text: str, new: dict[Path, Path]) -> str:
    """Load the joined file where the first of its parts was loaded."""
    seen = set()

    def swap(tag: re.Match) -> str:
        target = new.get(address_of(tag[tag.lastgroup], page))
        if target is None:
            return tag[0]
        if target in seen:
            return ""
        seen.add(target)
        return TAGS[tag.lastgroup].format(os.path.relpath(target, page.parent))

    def rename(match: re.Match) -> str:
        target = new.get(address_of(match[2], page))
        return match[1] + os.path.relpath(target, page.parent) if target else match[0]

    return GIVEN.sub(rename, LOADED.sub(swap, text))


def remove_unnamed(static: Path, pages: dict[Path, str]) -> None:
    """Remove what no page names, nor a style sheet that is named."""
    addresses = {
        address
        for text in pages.values()
        for address in re.findall(r'_static/[^"?#]+', text)
    }
    texts = ["\n".join(addresses)]
    unnamed = {path for path in static.rglob("*") if path.is_file()}
    while texts:
        text = texts.pop()
        named = {file for file in unnamed if file.name in text}
        unnamed -= named
        texts += [file.read_text("utf-8") for file in named if is_style(file)]
    for file in unnamed:
        file.unlink()
    for folder in sorted(static.rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
