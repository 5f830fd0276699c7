"""Give each page only what it uses, in few files that browsers may keep for ever.

Theme and extensions bring some thirty style sheets and scripts, most of whose rules
this book has no use for. Once the pages are written, what the same pages load is joined
into one file and made small (assets.js), each file of ``_static`` gets a name by its
content, and those that nothing names are removed.
"""

import hashlib
import re
from collections import defaultdict
from pathlib import Path

from sphinx.application import Sphinx

from docs.book.html import node

# Files that pages do without, by how their names begin. How cells and programs look
# stands in site.css, what the frame does in frame.js; only the search page searches.
UNUSED = ("mystnb", "sg_", "sg-", "furo-extensions", "furo.js")
FOR_SEARCH = ("documentation_options", "doctools", "sphinx_highlight", "translations")

# A tag up to the address of a file, the address, and what follows.
LOADED = re.compile(
    r'(<(?:link rel="stylesheet"|script)[^>]* (?:href|src)="(?:\.\./)*_static/)'
    r'([^"?]+)[^"]*("[^>]*>(?:</script>)?)'
)
TAG = re.compile(r"<[a-z][^>]*>")
WORD = re.compile(r"[\w-]+")
NAMED = re.compile(r'(?<=_static/)(?!licences/)[^"?#]+')
NAMED_IN_STYLE = re.compile(r"(?<=url\()(?!['\"]?data:|#)[^)]+")
NAMED_BY_CONTENT = re.compile(r"\.[0-9a-f]{10}\.\w+$")


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
    """Join and name the files that the written pages load."""
    if exception or app.builder.name != "html":
        return
    static = Path(app.outdir, "_static")
    pages = sorted(static.parent.rglob("*.html"))
    joined = joined_files(pages)
    mine = Path(app.srcdir, "_static")
    ours = [file.relative_to(mine).as_posix() for file in mine.rglob("*.css")]
    script = Path(__file__).with_suffix(".js")
    work = {"joined": joined, "ours": ours, "words": words_of_tags(pages)}
    node.run(script, work, folder=static)
    new: dict[Path, Path] = {}
    for page in pages:
        text = load_joined(page.read_text("utf-8"), joined)
        text = NAMED.sub(lambda address: renamed(static, address[0], new), text)
        page.write_text(text, "utf-8")
    for path in sorted(static.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in new.values() and path.parent.name != "licences":
            path.unlink()


def joined_files(pages: list[Path]) -> dict[str, list[str]]:
    """Names of joined files, each with its parts: what the same pages load alike."""
    users = defaultdict(list)
    for page in pages:
        for before, file, after in LOADED.findall(page.read_text("utf-8")):
            if not NAMED_BY_CONTENT.search(file):
                users[file, before.replace("../", ""), after].append(page)
    alike = defaultdict(list)
    for (file, *tag), pages_of_file in users.items():
        alike[*tag, *pages_of_file].append(file)
    return {Path(parts[0]).name: parts for parts in alike.values()}


def words_of_tags(pages: list[Path]) -> str:
    """Words of all tags: names of elements and classes, by which styles choose."""
    words = set()
    for page in pages:
        for tag in set(TAG.findall(page.read_text("utf-8"))):
            words.update(WORD.findall(tag))
    return " ".join(sorted(words))


def load_joined(page: str, joined: dict[str, list[str]]) -> str:
    """Load a joined file where the first of its parts was loaded."""
    targets = {part: name for name, parts in joined.items() for part in parts}
    loaded = set()

    def load(tag: re.Match) -> str:
        name = targets.get(tag[2], tag[2])
        if name in loaded:
            return ""
        loaded.add(name)
        return tag[1] + name + tag[3]

    return LOADED.sub(load, page)


def renamed(folder: Path, address: str, new: dict[Path, Path]) -> str:
    """Give a file a name by its content; return its new address."""
    file = folder / address
    if file not in new:
        content = file.read_bytes()
        if file.suffix == ".css":
            rename = lambda address: renamed(file.parent, address[0], new)  # noqa: E731
            content = NAMED_IN_STYLE.sub(rename, content.decode()).encode()
        digest = hashlib.sha256(content).hexdigest()[:10]
        is_named = NAMED_BY_CONTENT.search(file.name)  # of an earlier build of preview
        suffix = file.suffix if is_named else f".{digest}{file.suffix}"
        new[file] = file.with_suffix(suffix)
        new[file].write_bytes(content)
    return address.removesuffix(file.name) + new[file].name
