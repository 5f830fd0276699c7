"""Build the book: ``python -m docs.book.build``, which `nox -s docs` runs.

Each language is built from its own copy of the sources, in folders made for this build
alone, so nothing of an earlier build can stay. The languages are written side by side:
on Linux in forks of this process, which has imported the libraries once for both,
elsewhere in processes of their own. Only what programs and chapters printed and drew
outlives a build: see programs/execute.py. At the end the new site takes the place of
the old one.
"""

import argparse
import ctypes
import gc
import hashlib
import importlib
import multiprocessing
import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from copy import copy
from functools import cache, partial
from pathlib import Path
from sysconfig import get_path

from filelock import FileLock

from docs.book.html.made_from import FOLDERS, SETTINGS, commit
from docs.book.programs.execute import CAN_FORK

ROOT = Path(__file__).resolve().parents[2]

BUILD = ROOT / "build"
SITE = BUILD / "site"
STAMP = BUILD / "stamp"
LANGUAGES = ("en", "ko")
# Beginnings of names that are no sources; by a dot begin an editor's own files.
OTHERS = (".", "__pycache__", "node_modules")
WRITTEN_BY_SPHINX = ("docs/gallery/", "docs/reference/api/")  # among the sources
# What both languages import, or the programs and chapters of one.
LIBRARIES = """
    babel.messages.extract furo ipykernel.inprocess.ipkernel matplotlib.pyplot
    matplotlib.backends.backend_svg myst_nb.sphinx_ext numpydoc sphinx.builders.html
    sphinx.cmd.build sphinx.ext.autodoc sphinx_gallery.gen_gallery
    sqlalchemy.dialects.sqlite
""".split()


def files(*folders: Path) -> Iterator[Path]:
    """Files below some folders, in a fixed order."""
    for top in folders:
        for folder, subfolders, names in os.walk(top):
            subfolders[:] = sorted(n for n in subfolders if not n.startswith(OTHERS))
            names = sorted(n for n in names if not n.startswith(OTHERS))
            yield from (Path(folder, name) for name in names)


def sources(root: Path) -> list[Path]:
    """Files that a build reads."""
    found = [root / name for name in SETTINGS]
    for path in files(*(root / folder for folder in FOLDERS)):
        is_ours = not path.relative_to(root).as_posix().startswith(WRITTEN_BY_SPHINX)
        if is_ours and path.suffix != ".mo":
            found.append(path)
    return found


def digest(top: Path, paths: Iterable[Path]) -> str:
    """Digest of names and contents of files."""
    found = hashlib.blake2b()
    for path in paths:
        content = path.read_bytes()
        found.update(f"{path.relative_to(top)}\0{len(content)}\0".encode() + content)
    return found.hexdigest()


def inputs(root: Path) -> str:
    """All that a build depends on: Python, the libraries, the sources, their commit."""
    libraries = Path(get_path("purelib")).glob("*.dist-info")
    names = sorted(path.name for path in libraries)
    address = os.environ.get("SITE_ADDRESS", "")
    parts = (sys.version, names, digest(root, sources(root)), commit(), address)
    return "\n".join(map(str, parts))


def is_current() -> bool:
    """Whether the site that stands is what a build would give."""
    now = f"{inputs(ROOT)}\n{digest(SITE, files(SITE))}"
    return STAMP.exists() and STAMP.read_text("utf-8") == now


def copy_sources(folder: Path) -> None:
    """Copy the present sources into a folder; begin anew when one is gone."""
    if not all((ROOT / path.relative_to(folder)).exists() for path in sources(folder)):
        shutil.rmtree(folder, ignore_errors=True)
    for path in sources(ROOT):
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)  # with its time: preview goes by times


def unreadable(root: Path) -> list[str]:
    """Complaints of modules and programs that are no Python, each with its place."""
    found = []
    for path in files(root / "gallery", root / "lecture_code"):
        try:
            if path.suffix == ".py":
                compile(path.read_bytes(), path, "exec")
        except SyntaxError as error:
            place = f"{path.relative_to(root).as_posix()}:{error.lineno}"
            found.append(f"{place}: {error.msg}: {(error.text or '').strip()}")
    return found


def import_libraries() -> None:
    """Import once what every fork of this process needs."""
    for library in LIBRARIES:
        importlib.import_module(library)
    code = [path.read_text("utf-8") for path in files(ROOT / "lecture_code")]
    is_first = not any((BUILD / "executions").glob("*.json"))  # of all builds: all runs
    if is_first and any("import torch" in text for text in code):
        importlib.import_module("torch")
    keep_markdown_parsers()
    gc.freeze()  # what is imported stays: forks need not look through it for garbage,
    gc.set_threshold(5_000, 10, 5)  # and look for new garbage less often


def keep_markdown_parsers() -> None:
    """Let MyST-Parser make its parser once, not for each translated text.

    It offers no hook, and that is a fifth of a Korean build:
    https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/parsers/sphinx_.py
    """
    base = importlib.import_module("myst_parser.mdit_to_docutils.base")
    options = cache(base.get_default_settings)
    base.get_default_settings = lambda *parsers: copy(options(*parsers))
    parsers = importlib.import_module("myst_parser.parsers.sphinx_")
    make, made = parsers.create_md_parser, {}

    def parser(config, renderer):
        key = repr(config), renderer
        if key not in made:
            made[key] = make(config, renderer)
        return made[key]

    parsers.create_md_parser = parser


def run_builder(builder: str, work: dict[str, Path]) -> list[str]:
    """Run a builder for some languages, side by side; list its warnings."""
    context = multiprocessing.get_context("fork" if CAN_FORK else "spawn")
    with ProcessPoolExecutor(len(work), context) as pool:
        output = [*pool.map(partial(run_sphinx, builder), work, work.values())]
    return [*dict.fromkeys("".join(output).splitlines())]  # those of both only once


def build(builder: str, languages: Iterable[str]) -> str:
    """Run a builder of Sphinx into build/<builder>/<language>; return its inputs."""
    for name in ("work", "aside", builder):
        shutil.rmtree(BUILD / name, ignore_errors=True)
    work = {language: BUILD / "work" / language for language in languages}
    first, *others = work.values()
    copy_sources(first)
    for folder in others:  # a copy of the copy: the sources of one moment
        shutil.copytree(first, folder)
    read = inputs(first)
    import_libraries()
    if warnings := unreadable(first) or run_builder(builder, work):
        sys.exit("\n".join([*warnings, f"The {builder} build failed."]))
    (BUILD / builder).mkdir()
    for language, folder in work.items():
        # For Sphinx's next build into the same folder, of which there is none; it
        # would differ from folder to folder.
        (folder / "out" / ".buildinfo").unlink(missing_ok=True)
        (folder / "out").rename(BUILD / builder / language)
    return read


def run_sphinx(builder: str, language: str, folder: Path) -> str:
    """Run Sphinx in a process of its own; return its output if it fails."""
    # Not where the book is built: the disk may be full there.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
        failed = warns_or_stops(builder, language, folder)
        sys.stdout.flush()
        sys.stderr.flush()
        file.seek(0)
        output = file.read().replace(f"{folder}{os.sep}", "")
    return (output or f"{language}: no reason is given") if failed else ""


def warns_or_stops(builder: str, language: str, folder: Path) -> bool:
    """Run Sphinx as sphinx-build does, but for its report about an error.

    That asks to open an issue at Sphinx's; our own errors are one sentence.
    """
    sphinx = importlib.import_module("sphinx.application")
    docutils = importlib.import_module("sphinx.util.docutils")
    errors = importlib.import_module("sphinx.errors")
    importlib.import_module("sphinx.util.console").nocolor()
    docs = folder / "docs"
    settings = {
        "language": language,
        "executions_folder": str(BUILD / "executions"),
        "nitpicky": True,  # a reference that leads nowhere is a warning ...
    }
    try:
        with docutils.patch_docutils(docs), docutils.docutils_namespace():
            app = sphinx.Sphinx(
                *(docs, docs, folder / "out", folder / "doctrees", builder, settings),
                status=None,
                warningiserror=True,  # ... and a warning is an error, all being shown
            )
            app.build()
        return bool(app.statuscode)
    except Exception as error:
        cause = getattr(error, "orig_exc", None) or error
        is_told = isinstance(cause, (errors.SphinxError, OSError))
        print(error if is_told else traceback.format_exc())
        return True


def build_site() -> None:
    """Build both languages, and let the new site take the place of the old."""
    read = build("html", LANGUAGES)
    new = BUILD / "html"
    docs = BUILD / "work" / "en" / "docs"
    (new / "index.html").write_text(root_page(docs), "utf-8")
    shutil.copy(docs / "not_found.html", new / "404.html")
    (new / ".nojekyll").touch()  # GitHub would leave out _static from a branch
    if SITE.exists():
        swap(new, SITE)
        shutil.rmtree(new)
    else:
        new.rename(SITE)
    STAMP.write_text(f"{read}\n{digest(SITE, files(SITE))}", "utf-8")


def root_page(docs: Path) -> str:
    """Page where readers choose a language, with the picture of the front pages."""
    page = (docs / "choose_language.html").read_text("utf-8")
    picture = (docs / "_pictures" / "hero.svg").read_text("utf-8")
    return page.replace("<!-- hero.svg -->", picture.strip())


def swap(one: Path, other: Path) -> None:
    """Let two folders change places: in one step on Linux, nearly so elsewhere."""
    linux = sys.platform == "linux"
    rename = getattr(ctypes.CDLL(None), "renameat2", None) if linux else None
    here, at_once = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    if not rename or rename(here, os.fsencode(one), here, os.fsencode(other), at_once):
        aside = one.rename(one.with_name("aside"))
        other.rename(one)
        aside.rename(other)


def preview(*words: str) -> None:
    """Serve a language; sphinx-autobuild calls `update`, in a fork, at each change."""
    parser = argparse.ArgumentParser(prog="nox -s preview --")
    parser.add_argument("language", nargs="?", default="en", choices=LANGUAGES)
    parser.add_argument("--port", type=int, help="a free one, unless you give one")
    chosen = parser.parse_args(words)
    autobuild = importlib.import_module("sphinx_autobuild.__main__")
    port = chosen.port or autobuild.find_free_port()
    show = partial(update, chosen.language, f"http://127.0.0.1:{port}")
    # Its own builder starts Python and imports everything anew:
    # https://github.com/sphinx-doc/sphinx-autobuild/blob/main/sphinx_autobuild/build.py
    autobuild.Builder = lambda *args, **options: show
    import_libraries()
    folder = BUILD / "preview" / chosen.language
    shutil.rmtree(folder, ignore_errors=True)
    copy_sources(folder)
    watch = [f"--watch={ROOT / name}" for name in FOLDERS]
    ignore = [f"--ignore={BUILD}", f"--ignore={ROOT}/**/__pycache__"]
    options = ["--open-browser", f"--port={port}", *watch, *ignore]
    autobuild.main([*options, f"{folder}/docs", f"{folder}/out"])


def update(language: str, address: str, changed_paths: Iterable[Path]) -> None:
    """Bring the preview up to date: only changed pages are read and written."""
    folder = BUILD / "preview" / language
    try:
        copy_sources(folder)
        output = unreadable(folder) or run_builder("html", {language: folder})
    except OSError as error:  # a file that is being moved, say; go on watching
        output = [f"Not updated: {error}"]
    end = f"Up to date: {address}"
    if output:
        end = f"Mend this for nox -s docs. As far as it can be shown: {address}"
        end += "; English where Korean is missing." if language == "ko" else ""
    print("\n".join([*output, end]), flush=True)


def main(builder: str = "site", *words: str) -> None:
    """Build the site, run another builder for some languages, or show a preview."""
    BUILD.mkdir(exist_ok=True)
    if builder == "preview":
        preview(*words)
        return
    if not {*words} <= {*LANGUAGES}:
        sys.exit(f"{' '.join(words)}: give languages, {' or '.join(LANGUAGES)}.")
    with FileLock(BUILD / "lock"):  # one build at a time
        if builder != "site":
            build(builder, words or LANGUAGES)
        elif not is_current():
            build_site()


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    # A full disk, say (it names the file), or a process that was killed.
    except (OSError, BrokenProcessPool) as error:
        sys.exit(f"The build stopped: {error}")
