"""Carry changes of the English text into the catalogues: nox -s i18n.

A message keeps its Korean. A new one gets the Korean that other pages have for the same
words, or that of the sentence in whose place it came, marked as fuzzy. What is no
longer in the text goes. What is left to do is listed; that is no failure.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from docs.book.build import BUILD, ROOT
from docs.book.korean.catalogues import complaints, faults, markup, read

CATALOGUES = ROOT / "docs" / "locale" / "ko" / "LC_MESSAGES"
ALIKE = 0.75  # above it, a new sentence is an old one that was changed


def wanted() -> dict[Path, list[str]]:
    """Messages of the English pages and of the interface, by their catalogue."""
    templates, found = BUILD / "gettext" / "en", {}
    for template in sorted(templates.rglob("*.pot")):
        name = template.relative_to(templates).with_suffix(".po")
        with template.open("rb") as file:
            found[CATALOGUES / name] = [m.id for m in read_po(file) if m.id]
    words, path = interface(), CATALOGUES / "sphinx.po"
    kept = [m.id for m in read(path) if m.id in words]  # the order that they have
    return found | {path: list(dict.fromkeys([*kept, *words]))}


def interface() -> list[str]:
    """Words of our extensions and templates."""
    words = []
    for folder, method in (("book", "python"), ("_templates", "jinja2")):
        found = extract_from_dir(
            ROOT / "docs" / folder,
            method_map=[("**", method)],
            directory_filter=lambda name: name != "__pycache__",
        )
        words += [word for _file, _line, word, _comments, _context in found]
    return words


def is_rest(path: Path) -> bool:
    """Whether the page of a catalogue is written in reStructuredText."""
    folder = path.relative_to(CATALOGUES).parent.as_posix()
    return folder in ("gallery", "reference/api")


def carry(path: Path, messages: list[str], known: dict[str, set[str]]) -> Catalog:
    """Give the messages of a page their Korean, as far as there is any."""
    old = read(path)
    new = Catalog(locale="ko", fuzzy=False)
    header = old if path.exists() else read(CATALOGUES / "sphinx.po")
    new.header_comment, new.mime_headers = header.header_comment, header.mime_headers
    if not path.exists():
        new.creation_date = new.revision_date = datetime.now(UTC)
    gone = [m.id for m in old if m.id and m.id not in messages]
    for source in messages:
        kept = old.get(source)
        if kept and kept.string:
            new.add(source, kept.string, flags=kept.flags)
        elif same := fitting(source, known, is_rest(path)):
            new.add(source, same)
        else:
            close = [g for g in gone if markup(g) == markup(source) and old[g].string]
            changed = get_close_matches(source, close, n=1, cutoff=ALIKE)
            new.add(source, *[old[g].string for g in changed])
            new[source].flags |= {"fuzzy"} if changed else set()
    return new


def fitting(source: str, known: dict[str, set[str]], is_rest: bool) -> str:
    """Korean that the other pages agree upon, if it fits here."""
    translations = known.get(source, set())
    same = next(iter(translations)) if len(translations) == 1 else ""
    return "" if any(faults(source, same, is_rest)) else same


def write(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue in the form that Babel gives it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue)


def left(path: Path) -> Iterator[str]:
    """What is left to do in a catalogue, a line a message."""
    for message in read(path) if path.exists() else ():
        for complaint in complaints(message, is_rest(path)) if message.id else ():
            place = f"{path.relative_to(ROOT).as_posix()}:{message.lineno}"
            yield f"{place}: {complaint}: {message.id!r}"


def main() -> None:
    """Bring all catalogues up to date; say what is left."""
    pages = wanted()
    known: dict[str, set[str]] = defaultdict(set)
    for path in CATALOGUES.rglob("*.po"):
        for message in read(path):
            if message.string and not message.fuzzy:
                known[message.id].add(message.string)
        if path not in pages:
            path.unlink()
            print(f"{path.relative_to(ROOT).as_posix()}: removed, its page is gone")
    for path, messages in pages.items():
        write(path, carry(path, messages, known))
    read.cache_clear()
    lines = [line for path in pages for line in left(path)]
    end = f"{len(lines)} left: mend these lines, then nox -s docs."
    print("\n".join([*lines, end if lines else "Every message is translated."]))


if __name__ == "__main__":
    main()
